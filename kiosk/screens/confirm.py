"""What will be taken: one line, or several as the steps of one ticket, and what can be had beside it."""

from dataclasses import replace
from typing import Final

from kiosk.page import claims, lists, way, wording
from kiosk.page.block import PAD
from kiosk.page.paging import GAP, WIDTH, height_of
from kiosk.page.slots import booked_words
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN, Line
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Code
from server.wire.messages import LateAnswer

LEAVE_OUT: Final = 104
"""Height of the button that leaves a step out."""


class ConfirmPage(StripPage):
    """What will be taken, who waits there, and whether it can be printed."""

    def fill(self) -> None:
        """Draw what is taken and the button that takes it: one line large, or several as the steps of one ticket."""
        if len(self.session.taking.services) > 1:
            self._steps()
        else:
            self._line()
        if self.late is None:
            self.main("take", self.say("Take ticket"), "ticket")
        elif self.late.stops:
            self.main("leave", self.say("To the start"), "home")
        else:
            self.main("take", self.say("Take it all the same"), "ticket")

    @property
    def late(self) -> LateAnswer | None:
        """Return what can be done where a number of now would be served only after closing."""
        return self.world.late.get(self.session.service or "")

    def _steps(self) -> None:
        """Draw the steps in their order, each with where it is done, who waits there, and how to leave it out."""
        session, chosen = self.session, self.session.taking.services
        title = self.say("One number for {count} matters", count=len(chosen))
        note = self.say("In this order. After each step you are in the next line by yourself.")
        large, small = (72, 44) if self.elder else (64, 40)
        head = height_of(title, large) + height_of(note, small) + GAP / 2 + GAP
        bottom = lists.body_bottom(session, self.world)
        # The steps need the room: what goes as always is not said.
        bottom = self._more(bottom if self.world.printer.can_print else self._printer(bottom, close=True))
        if said := way.left_out_words(session, self.world):
            lines = [Line(each, small, "wait", bold=True) for each in said]
            bottom = self._at_the_bottom(lines, bottom) - GAP
        if self.late is not None:
            late = wording.late_words(session.language, self.late, self.world)
            bottom = self._at_the_bottom([Line(each, small, "wait", bold=True) for each in late if each], bottom) - GAP
        if later := self._later():
            bottom = self._at_the_bottom([Line(later, small, "wait", bold=True)], bottom) - GAP
        first, between = lists.HEAD_TOP + head, GAP * (len(chosen) - 1)
        high = min((bottom - first - between) / len(chosen), 320 if self.elder else 280)
        if not self.elder:
            # Nobody has to reach high for the first of them.
            high = min(high, max((bottom - between - lists.CHOICES_TOP + LEAVE_OUT / 2) / (len(chosen) - 0.5), 160))
        # Right above the button: nobody has to reach high for what can be left out.
        below = bottom - high * len(chosen) - between
        self.stack([Line(title, large, bold=True, after=GAP / 2), Line(note, small, "muted")], below - head)
        for number, service in enumerate(chosen, 1):
            self._step(number, service, below, high)
            below += high + GAP

    def _at_the_bottom(self, lines: list[Line], bottom: float) -> float:
        """Draw a notice that ends at `bottom`; returns where it starts."""
        width = WIDTH - 2 * PAD - GAP - (104 if self.elder else 88)
        said = self.fitted(lines, 260, width)
        high = max(sum(height_of(line.text, line.size, width) for line in said), 88) + 2 * PAD
        self.notice("notice", "wait", said, bottom - high, high)
        return bottom - high

    def _step(self, number: int, service: str, top: float, high: float) -> None:
        world, language = self.world, self.session.language
        wide, side = (248, 96) if self.elder else (216, 88)
        self.put(Card(edge=tone("line")), MARGIN, top, WIDTH, high)
        self.words(
            str(number), top + (high - side * 1.45) / 2, side, "primary", bold=True, left=MARGIN + PAD, width=side
        )
        left = MARGIN + PAD + side
        width = MARGIN + WIDTH - PAD - wide - GAP - left
        people = wording.line_words(language, world, service)
        if not world.serves(service):
            people = self.say("No counter for this is open yet.")
        large, small = (60, 40) if self.elder else (48, 34)
        name = Line(way.name_words(language, world, service), large, bold=True, after=4)
        where = Line(way.where_words(language, world, service), small, "muted", after=4)
        wait = Line(people, small, "primary" if world.serves(service) else "wait", bold=True, after=0)
        for lines in ((name, where, wait) if where.text else (name, wait), (name, wait)):
            said = self.fitted(lines, high - 2 * GAP, width)
            told = sum(height_of(line.text, line.size, width) + line.after for line in said)
            # Where a counter stands is on the slip as well.
            if told <= high - 8:
                break
        self.stack(said, top + (high - told) / 2, left=left, width=width)
        place = (MARGIN + WIDTH - PAD - wide, top + (high - LEAVE_OUT) / 2, wide, LEAVE_OUT)
        self.press(f"without:{service}", self.say("Leave out"), place, "plain", size=44 if self.elder else 36)

    def _more(self, bottom: float) -> float:
        """Draw what can be had beside this ticket, two beside each other, above `bottom`; returns where that starts."""
        taking = self.session.taking
        many = self.say("{count} cases", count=taking.cases) if taking.cases > 1 else self.say("Several cases")
        words = {
            "more": self.say("One more matter"),
            "book": self.say("Book a time"),
            "cases": many,
            "claim": self.say("Priority: yes") if taking.ground else self.say("I have priority"),
            "elsewhere": self.say("Other centers"),
        }
        said = {"cases": taking.cases > 1, "claim": taking.ground is not None}
        shown = [each for each in words if each in self.open]
        high, half = 112, (WIDTH - GAP) / 2
        for first in reversed(range(0, len(shown), 2)):
            pair = shown[first : first + 2]
            for place, target in enumerate(pair):
                left, width = (MARGIN + place * (half + GAP), half) if len(pair) > 1 else (MARGIN, WIDTH)
                letters, style = 48 if self.elder else 44, "picked" if said.get(target) else "plain"
                self.press(target, words[target], (left, bottom - high, width, high), style, size=letters)
            bottom -= high + GAP
        return bottom

    def _line(self) -> None:
        """Draw the line, and the people in it."""
        service = self.world.service(self.session.service)
        people = wording.line_words(self.session.language, self.world, self.session.service or "")
        top = 176 if self.elder else 240
        late = self.late
        title = self.say("Take this ticket?" if late is None or not late.stops else "No numbers here just now")
        below = self.stack([Line(title, 88 if self.elder else 72, bold=True)], top) + GAP
        bottom = lists.body_bottom(self.session, self.world)
        bottom = self._more(self._printer(bottom) if late is None else self._instead(late, bottom))
        side = 144 if self.elder or claims.told(self.session) else 240
        self.put(Card(edge=tone("line")), MARGIN, below, WIDTH, bottom - below)
        name = service.name.say(self.session.language) if service else ""
        left, width = MARGIN + PAD, WIDTH - 2 * PAD
        said = [
            Line(name, 88, bold=True, after=2 * GAP),
            Line(people, 72 if self.elder else 64, "primary", bold=True),
        ]
        if not self.world.serves(self.session.service):
            note = self.say("No counter for this is open yet.")
            said = [
                replace(said[0], after=GAP),
                replace(said[1], after=GAP),
                Line(note, 56 if self.elder else 44, "wait"),
            ]
        if later := self._later():
            said = [replace(said[0], after=GAP), said[1], Line(later, 56 if self.elder else 44, "wait", bold=True)]
        if late is not None:
            note = wording.late_words(self.session.language, late, self.world)[0]
            said = [replace(said[0], after=GAP), *([] if late.stops else [replace(said[1], after=GAP)])]
            said.append(Line(note, 56 if self.elder else 48, "wait", bold=True))
        said += [Line(each, 56 if self.elder else 44, bold=True) for each in claims.told(self.session)]
        said = self.fitted(said, bottom - below - side - 4 * GAP, width)
        high = side + 2 * GAP + sum(height_of(line.text, line.size, width) + line.after for line in said)
        start = below + (bottom - below - high) / 2
        self.badge("ticket", "primary", MARGIN + (WIDTH - side) / 2, start, side)
        self.stack(said, start + side + 2 * GAP, left=left, width=width, align="center")

    def _instead(self, late: LateAnswer, bottom: float) -> float:
        """Draw what can be done instead of taking a number too late, above `bottom`; returns where that starts."""
        instead = wording.late_words(self.session.language, late, self.world)[1]
        if not instead:
            return bottom
        if late.slot_at is None or not self.world.phone_url:
            high = 232 if self.elder else 160
            self.notice("clock", "ink", [Line(instead, 48 if self.elder else 40)], bottom - high, high)
            return bottom - high - GAP
        high, pad = (340, 20) if self.elder else (300, 8)
        top, code = bottom - high, high - 2 * pad
        self.put(Card(edge=tone("line")), MARGIN, top, WIDTH, high)
        address = f"{self.world.phone_url}/b/{self.world.center}/{self.session.service}"
        self.put(Code(text=address), MARGIN + 16, top + pad, code, code)
        left = MARGIN + code + GAP + 16
        width = MARGIN + WIDTH - PAD - left
        said = [
            Line(instead, 52 if self.elder else 44, bold=True),
            Line(self.say("Scan to book on your phone."), 44 if self.elder else 36, "muted", after=0),
        ]
        said = self.fitted(said, high - 2 * pad, width)
        told = sum(height_of(line.text, line.size, width) + line.after for line in said)
        self.stack(said, top + (high - told) / 2, left=left, width=width)
        return top - GAP

    def _later(self) -> str:
        """Return from which day this line makes sense, where the plan has nothing for today."""
        session = self.session
        later = session.queueing.later if session.inquiry.guided else None
        if later is None or session.plan is None or not {*session.taking.services} <= {*later.services}:
            return ""
        return booked_words(session) or wording.not_today(session.language, session.plan, session.queueing)[0]

    def _printer(self, bottom: float, *, close: bool = False) -> float:
        """Draw how the printer is above `bottom`, in less room where it is `close`; returns where that starts."""
        size = 48 if self.elder and not close else 40
        if self.world.printer.can_print:
            icon, ink = "printer", "ink"
            said = [self.say("Your slip will be printed here.")]
        else:
            icon, ink = "notice", "wait"
            said = [
                wording.printer_says(self.session.language, self.world.printer),
                self.say("Your number will be shown here and is valid without paper."),
            ]
        high = 400 if len(said) > 1 and self.elder and not close else 232 if len(said) > 1 else 160
        top = bottom - high
        self.notice(icon, ink, [Line(text, size, ink, bold=ink == "wait") for text in said], top, high)
        return top - GAP
