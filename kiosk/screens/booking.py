"""Booking: a time, another day, a full day to wait for, and what is booked with its code."""

from kivy.metrics import sp

from kiosk.page import choices, headlines, lists, slots, wording
from kiosk.page.block import PAD
from kiosk.page.paging import GAP, WIDTH, height_of
from kiosk.screens.frame import StripPage
from kiosk.screens.message import MessagePage
from kiosk.screens.sheet import MARGIN, Line
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, TextPress
from server.wire.bookings import Booking


class SlotsPage(StripPage):
    """The free times of a day, the first of all chosen already: whoever wants that books with one touch."""

    def fill(self) -> None:
        """Draw what is chosen, the other times of that day, and the way to other days."""
        session, chosen = self.session, self.session.reserving
        self.heading(*headlines.headline(session, self.world))
        top = lists.list_top(session, self.world)
        if slots.waits(session):
            self._full_day(top)
            return
        if not chosen.clock:
            none = self.say("There is no free time in the next days. Look again tomorrow, or take a ticket.")
            self.notice("clock", "wait", [Line(none, self.pt("body"))], top + GAP)
            return
        high = slots.CHOSEN[self.elder]
        self._chosen(top - GAP - high, high)
        if chosen.gone is not None:
            room = slots.NOTICE[self.elder]
            words = self.say("That time has just been taken. This is the next free one.")
            if chosen.gone.code == "booking_not_full":
                words = self.say("A place has just come free. Book it now.")
            lines = [Line(words, 48 if self.elder else 36, "wait", bold=True, after=0)]
            self.notice("notice", "wait", lines, top - 2 * GAP - high - room, room)
        self._times(top)
        if "days" in self.open:
            self.above_the_strip("days", self.say("Another day"), "clock")
        self.main("book", self.say("Move to this time" if chosen.moves else "Book this time"), "tick")

    def _full_day(self, top: float) -> None:
        letters = self.pt("body")
        told = (
            self.say("You can wait for a place: whoever waits the longest gets the next one."),
            self.say("Type the code of your slip at a kiosk here: it tells whether a place is yours."),
        )
        below = self.notice("clock", "wait", [Line(each, letters, after=GAP / 2) for each in told], top + GAP)
        if not slots.open_days(self.session):
            self.stack([Line(self.say("There is no free time in the next days."), letters, "muted")], below + GAP)
        if "days" in self.open:
            self.above_the_strip("days", self.say("Another day"), "clock")
        self.main("book", self.say("Wait for a place"), "tick")

    def _chosen(self, top: float, high: float) -> None:
        chosen = self.session.reserving
        self.put(Card(fill=tone("good-tint"), edge=tone("good")), MARGIN, top, WIDTH, high)
        first = slots.first_free(chosen.days) == (chosen.day, chosen.clock)
        label = self.say("The first free time") if first else self.say("You have chosen")
        small, large = (44, 68) if self.elder else (36, 72)
        day = slots.weekday_words(self.session.language, chosen.day)
        said = [
            Line(label, small, "good", bold=True, after=0),
            Line(self.say("{day}, {time}", day=day, time=chosen.clock), large, bold=True, after=0),
        ]
        width = WIDTH - 2 * PAD
        said = self.fitted(said, high - GAP, width)
        told = sum(height_of(line.text, line.size, width) for line in said)
        self.stack(said, top + (high - told) / 2, left=MARGIN + PAD, width=width, align="center")

    def _times(self, top: float) -> None:
        listed = choices.rows(self.session, self.world)
        seen = lists.seen_page(self.session, self.world)
        columns = slots.COLUMNS[self.elder]
        high = slots.time_height(lists.body_bottom(self.session, self.world) - top, len(listed), elder=self.elder)
        width = (WIDTH - GAP * (columns - 1)) / columns
        for place, number in enumerate(seen):
            row = listed[number]
            style, icon = ("picked", "tick") if row.picked else ("plain", "")
            made = TextPress(row.text, sp(68 if self.elder else 52), target=row.target, style=style, icon=icon)
            left, line = MARGIN + (place % columns) * (width + GAP), place // columns
            self.put(made, left, top + line * (high + GAP), width, high)
        self.turner()


class DaysPage(StripPage):
    """The days that have a free time."""

    def fill(self) -> None:
        """Draw them; touching one returns to its times."""
        self.heading(*headlines.headline(self.session, self.world))
        self.rows()


class BookedPage(MessagePage):
    """What is booked: when, where, and the code to check in with; it stays whatever the printer does."""

    def fill(self) -> None:
        """Draw it, how its slip is, and the way back to the plan, which begins on that day now."""
        session, booking = self.session, slots.had(self.session)
        if booking is None:
            return
        place, address = slots.place_of(session, self.world)
        language, printing = session.language, session.printing.slip
        top, high = (160, 820) if self.elder else (184, 840)
        self.put(Card(edge=tone("line")), MARGIN, top, WIDTH, high)
        digits = booking.digits or ""
        small, large, huge = (48, 72, 132) if self.elder else (40, 64, 144)
        said = [
            Line(self._title(booking), large, "good", bold=True, after=GAP / 2),
            Line(slots.service_name(session, self.world).say(language), small, "muted", after=GAP),
            Line(slots.weekday_words(language, booking.day), large, bold=True, after=0),
            *self._when(booking, small, huge),
            Line(place.say(language), small, bold=True, after=4),
            *([Line(address.say(language), small - 6, "muted", after=4)] if address else []),
            Line(self.say("Booking code {code}", code=f"{digits[:4]} {digits[4:]}"), large, bold=True, after=GAP / 2),
        ]
        width = WIDTH - 2 * PAD
        said = self.fitted(said, high - 2 * PAD, width)
        told = sum(height_of(line.text, line.size, width) + line.after for line in said)
        self.stack(said, top + (high - told) / 2, left=MARGIN + PAD, width=width, align="center")
        below = top + high + GAP
        letters = 52 if self.elder else 40
        state, sign, ink = {
            "printed": (self.say("Take your slip."), "tick", "good"),
            "failed": (wording.slip_trouble(session, self.world), "notice", "stop"),
        }.get(printing, (self.say("Your slip is being printed…"), "printer", "ink"))
        keep = self.say("Type the code at a kiosk there when you come. It is on your slip; or take a photo.")
        if booking.state == "listed":
            keep = self.say("Type the code at a kiosk there to see whether a place is yours. It is on your slip.")
        lines = [Line(state, letters, ink, bold=True), Line(keep, letters - 6)]
        self.notice(sign, ink, lines, below, self.second[1] - GAP - below)
        if printing == "failed":
            self.beside("again", self.say("Print again"), "printer")
        elif "to_plan" in self.open:
            self.beside("to_plan", self.say("Back to the plan"), "path")
        self.main("done", self.say("Done"), "tick")

    def _title(self, booking: Booking) -> str:
        if booking.state == "listed":
            return self.say("You are on the waiting list")
        return self.say("Your booking is moved" if self.session.reserving.moves else "Your time is booked")

    def _when(self, booking: Booking, small: float, huge: float) -> tuple[Line, ...]:
        if booking.state != "listed":
            return (Line(booking.clock or "", huge, "primary", bold=True, after=GAP / 2),)
        place = str((booking.ahead or 0) + 1)
        return (
            Line(self.say("Your place on the waiting list"), small, "muted", after=0),
            Line(place, huge, "primary", bold=True, after=GAP / 2),
        )


class FindingPage(MessagePage):
    """The server is asked what is free, or where else it can be done."""

    def fill(self) -> None:
        """Say what is going on."""
        what = "Looking for other centers…" if self.session.seeking.asking else "Looking for free times…"
        self.message("clock", "primary", self.say(what), self.say("One moment."))


class NoAnswerPage(MessagePage):
    """The server did not say what was asked for: why, and what to do."""

    def fill(self) -> None:
        """Say it; nothing is lost."""
        about_places = self.session.place.item == "places"
        refused = self.session.seeking.untold if about_places else self.session.reserving.gone
        self.message("unplugged", "stop", *wording.no_answer(self.session.language, refused))
        self.main("again", self.say("Try now"))
