"""The ticket: the number with its code, and a printer that did not print it."""

from kiosk.page import lists, way, wording
from kiosk.page.block import PAD
from kiosk.page.blocks import missing
from kiosk.page.elsewhere import by_words, way_words
from kiosk.page.paging import GAP, WIDTH, height_of, width_of
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN, Line
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Code
from server.wire.messages import Ticket


class NumberPage(StripPage):
    """The number, who is ahead, and the QR code of the phone page: they stay whatever the printer does."""

    def number(self) -> float:
        """Draw the number card and the code; returns where they end."""
        ticket = self.session.taking.ticket
        if ticket is None:
            return lists.HEAD_TOP
        return self._close(ticket) if self.elder else self._wide(ticket)

    def _wide(self, ticket: Ticket) -> float:
        """Draw the number over the whole width and the code in a card of its own."""
        top, high, code = 168, 672, 300
        self.put(Card(edge=tone("line")), MARGIN, top, WIDTH, high)
        self._named(ticket, 240, top + 24, MARGIN, WIDTH)
        self._ahead(ticket, top + high - 176, 144)
        below = top + high + GAP
        self.put(Card(edge=tone("line")), MARGIN, below, WIDTH, code)
        self._code(ticket, MARGIN + 16, below + 8, code - 16)
        left = MARGIN + code + GAP
        said = [
            Line(self.say("Scan to follow your number"), 44, bold=True),
            Line(self.say("Your phone shows how many people are ahead."), 34, "muted"),
        ]
        width = MARGIN + WIDTH - PAD - left
        told = sum(height_of(line.text, line.size, width) + line.after for line in said)
        self.stack(said, below + (code - told) / 2, left=left, width=width)
        return below + code + GAP

    def _close(self, ticket: Ticket) -> float:
        """In large type number and code stand side by side, so that all the rest has room."""
        top, high, code = 160, 600, 340
        self.put(Card(edge=tone("line")), MARGIN, top, WIDTH, high)
        left = MARGIN + WIDTH - code - 8
        self._named(ticket, 196, top + 16, MARGIN, WIDTH - code - 8)
        self._code(ticket, left, top + 4, code)
        scan = [Line(self.say("Scan to follow your number"), 36, "muted")]
        self.stack(self.fitted(scan, 104, code - 40), top + code - 12, left=left + 20, width=code - 40, align="center")
        self._ahead(ticket, top + high - 168, 144)
        return top + high + GAP

    def _named(self, ticket: Ticket, letters: float, top: float, left: float, width: float) -> None:
        service = self.world.service(ticket.service)
        name = service.name.say(self.session.language) if service else ""
        if len(ticket.services) > 1:
            step = way.step_words(self.session.language, ticket.step + 1, len(ticket.services))
            name = self.say("{step}: {service}", step=step, service=name)
        room = 148 if self.elder else 80
        shown = self.fitted([Line(name, 52, bold=True, after=0)], room, width - 64)
        below = self.stack(shown, top, left=left + 32, width=width - 64, align="center")
        letters *= min(1, (width - 48) / width_of(ticket.number, letters))
        # The letters' own line is much higher than a number needs.
        start = below - letters * 0.03 if not self.elder else top + room - letters * 0.16
        self.words(ticket.number, start, letters, "primary", bold=True, left=left, width=width, align="center")

    def _ahead(self, ticket: Ticket, top: float, high: float) -> None:
        """Draw who is ahead and how long that may take, side by side; nobody ahead is said in one sentence."""
        left, width = MARGIN + PAD, WIDTH - 2 * PAD
        if ticket.arrive_by is not None:
            lines = [Line(by_words(self.session.language, self.world, ticket), 60, "wait", bold=True)]
            self._tile(lines, "wait-tint", left, top, width, high)
            return
        if ticket.ahead == 0:
            served = self.world.serves(ticket.service)
            words = wording.ahead_words(self.session.language, ticket, served=served)
            ink = "good" if served else "wait"
            self._tile([Line(words, 56 if self.elder else 48, ink, bold=True)], f"{ink}-tint", left, top, width, high)
            return
        tiles = wording.ahead_tiles(self.session.language, ticket)
        wide = (width - GAP * (len(tiles) - 1)) / len(tiles)
        for place, (label, value) in enumerate(tiles):
            said = [
                Line(label, 40 if self.elder else 34, "muted", after=0),
                Line(value, 60 if self.elder else 56, bold=True, after=0),
            ]
            self._tile(said, "paper", left + place * (wide + GAP), top, wide, high)

    def _tile(self, lines: list[Line], fill: str, left: float, top: float, width: float, high: float) -> None:
        self.put(Card(fill=tone(fill)), left, top, width, high)
        said = self.fitted(lines, high - 4, width - 24)
        used = sum(height_of(line.text, line.size, width - 24) + line.after for line in said)
        self.stack(said, top + max((high - used) / 2, 0), left=left + 12, width=width - 24, align="center")

    def _code(self, ticket: Ticket, left: float, top: float, side: float) -> None:
        address = f"{self.world.phone_url}/t/{ticket.id}#{ticket.secret or ''}"
        self.put(Code(text=address), left, top, side, side)


class TicketPage(NumberPage):
    """A ticket that is printed or being printed."""

    def fill(self) -> None:
        """Draw the number and what to do next."""
        below, ticket = self.number(), self.session.taking.ticket
        bottom = lists.body_bottom(self.session, self.world)
        printed = self.session.printing.slip == "printed"
        state = self.say("Take your slip.") if printed else self.say("Your slip is being printed…")
        large, small = (60, 48) if self.elder else (48, 40)
        lines = [
            Line(state, large, "good" if printed else "ink", bold=True),
            Line(self.say("Take a seat, watch the screens and listen for your number."), small),
        ]
        if ticket is not None and ticket.priority == "priority":
            lines.append(Line(self.say("You have priority. Show proof at the counter."), small, bold=True))
        if len(onward := self._way()) > 0:
            lines[1:] = [Line(each, small, bold=True) for each in onward]
        lacks = missing(self.session)
        room = (bottom - below - GAP) * 0.56 if lacks else bottom - below
        below = self.notice("tick" if printed else "printer", "good" if printed else "ink", lines, below, room) + GAP
        if lacks:
            left = self.say(", ").join(paper.name.say(self.session.language) for paper in lacks)
            still = [Line(self.say("Still missing: {papers}", papers=left), small, "wait", bold=True)]
            self.notice("notice", "wait", still, below, bottom - below)
        self.main("done", self.say("Done"), "tick")

    def _way(self) -> tuple[str, ...]:
        """Return where the ticket goes: after its first step, or to the center that it is for."""
        ticket = self.session.taking.ticket
        if ticket is None:
            return ()
        if (there := self.session.place_elsewhere(ticket.center)) is not None:
            language = self.session.language
            place = there.name.say(language)
            return (
                self.say("Go to {place}: {address}", place=place, address=there.address.say(language)),
                way_words(language, there),
                self.say("You are in the line once you have checked in there."),
            )
        return way.told(self.session.language, self.world, ticket)[1:]


class TroublePage(NumberPage):
    """The printer did not print: the number stays valid, and a guide helps."""

    def fill(self) -> None:
        """Draw what happened, the number, and how to go on."""
        ticket = self.session.taking.ticket
        below = self.number()
        place = (MARGIN, 1372, WIDTH, 124) if self.elder else (MARGIN, 1520, WIDTH, 136)
        number = ticket.number if ticket else ""
        valid = self.say(
            "Your number {number} is valid. Take a photo of this screen, or ask for a slip at the guide desk.",
            number=number,
        )
        large, small = (60, 48) if self.elder else (48, 38)
        right = wording.printer_right_again(self.session, self.world)
        sign, ink = ("printer", "good") if right else ("notice", "stop")
        lines = [Line(wording.slip_trouble(self.session, self.world), large, ink, bold=True), Line(valid, small)]
        self.notice(sign, ink, lines, below, place[1] - GAP - below)
        text = self.say("Printing…") if self.session.printing.slip == "printing" else self.say("Print again")
        self.press("again", text, place, "plain", "printer")
        self.main("done", self.say("Done"), "tick")
