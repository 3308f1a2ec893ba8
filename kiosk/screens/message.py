"""Screens that say one thing: wait a moment, help, no ticket, what is missing, are you still there."""

from kiosk.page import lists, way, wording
from kiosk.page.blocks import lacking
from kiosk.page.paging import GAP, WIDTH
from kiosk.page.standing import said, why_no_ticket
from kiosk.page.targets import early, listed, may_do
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN, Line
from kiosk.window.theme import tone
from kiosk.window.widgets import Card


class MessagePage(StripPage):
    """One thing said large, with a shape, and what to do now."""

    def message(self, icon: str, ink: str, title: str, *lines: str, beside: int = 1) -> float:
        """Draw shape, title and lines above so many choices `beside` the main one; returns where they end."""
        top, side = (208, 184) if self.elder else (304, 232)
        self.badge(icon, ink, MARGIN + (WIDTH - side) / 2, top, side)
        return self.told(top + side + 2 * GAP, title, *lines, beside=beside)

    def told(self, top: float, title: str, *lines: str, beside: int = 1) -> float:
        """Write title and lines in the middle; returns where they end."""
        said = [Line(title, 88 if self.elder else 72, bold=True, after=GAP)]
        said += [Line(line, 60 if self.elder else 44, after=GAP / 2) for line in lines if line]
        bottom = self.second[1] - (beside - 1) * (self.second[3] + GAP)
        return self.stack(self.fitted(said, bottom - GAP - top), top, align="center")

    @property
    def second(self) -> tuple[float, float, float, float]:
        """Return the place of the second choice, above the strip below."""
        return (MARGIN, 1336, WIDTH, 160) if self.elder else (MARGIN, 1496, WIDTH, 160)

    def beside(self, target: str, text: str, icon: str = "") -> None:
        """Draw the second choice."""
        self.press(target, text, self.second, "plain", icon)


class WorkingPage(MessagePage):
    """The server is being asked."""

    def fill(self) -> None:
        """Say what is going on."""
        booked = bool(self.session.reserving.order)
        what = self.say("Your time is being booked…") if booked else self.say("Your ticket is being made…")
        if booked and not self.session.reserving.clock:
            what = self.say("You are being put on the waiting list…")
        self.message("clock", "primary", what, self.say("One moment."))


class TakeCardPage(MessagePage):
    """The citizen's card still lies on the reader, and a slip is about to come."""

    def fill(self) -> None:
        """Say that it is to be taken; once it is, it goes on by itself."""
        self.message("person", "wait", self.say("Take your ID card"), self.say("Then your slip comes out."))
        self.main("next", self.say("I have it"), "onward")


class OpeningPage(MessagePage):
    """The server is asked for a consultation."""

    def fill(self) -> None:
        """Say what is going on."""
        self.message("clock", "primary", self.say("Looking for your consultation…"), self.say("One moment."))


class LookingPage(MessagePage):
    """The server is asked for a ticket by its number."""

    def fill(self) -> None:
        """Say what is going on."""
        self.message("clock", "primary", self.say("Looking for your number…"), self.say("One moment."))


class MinePage(MessagePage):
    """A ticket that the citizen came with: where it stands, and what can be done about it here."""

    def fill(self) -> None:
        """Draw the number, what is to be said of it, and the ways on."""
        told = self.session.holding.told
        if told is None:
            return
        icon, ink = SIGNS.get(told.state, ("ticket", "primary"))
        top, side = (176, 136) if self.elder else (232, 200)
        self.badge(icon, ink, MARGIN + (WIDTH - side) / 2, top, side)
        title, large, small = (144, 60, 52) if self.elder else (176, 56, 44)
        service = self.world.service(told.service)
        where, *more = wording.number_told(self.session, self.world)
        said = [Line(told.number, title, "primary", bold=True, after=0)]
        said += [Line(service.name.say(self.session.language), small, "muted", after=GAP)] if service else []
        said += [Line(where, large, bold=True, after=GAP / 2)]
        said += [Line(line, small, after=GAP / 2) for line in more]
        own = told.ticket
        if own is not None:
            steps = way.told(self.session.language, self.world, own)
            said += [Line(line, small, bold=not at, after=GAP / 2) for at, line in enumerate(steps)]
        said += [Line(line, small, "stop", bold=True) for line in wording.number_untold(self.session)]
        ways = self._ways()
        above = self.second[1] - max(len(ways) - 1, 0) * (self.second[3] + GAP) if ways else self.second[1] + 160
        self.stack(self.fitted(said, above - GAP - top - side - GAP), top + side + GAP, align="center")
        for place, (target, text, sign) in enumerate(reversed(ways)):
            left, lower, width, high = self.second
            self.press(target, text, (left, lower - place * (high + GAP), width, high), "plain", sign)
        self.main("done", self.say("Done"), "tick")

    def _ways(self) -> list[tuple[str, str, str]]:
        told = self.session.holding.told
        own = told.ticket if told else None
        words = {
            "postpone": (
                self.say("I need {minutes} more minutes", minutes=own.postpone_min or 0 if own else 0),
                "clock",
            ),
            "arrive": (self.say("I am here now"), "person"),
            "come_back": (
                self.say("I am here now" if own and own.state == "postponed" else "Back into line"),
                "person",
            ),
            "sure": (self.say("Give this number back"), "bar"),
            "with_paper": (self.say("I have the missing paper with me"), "tick"),
        }
        return [(target, *words[target]) for target in may_do(self.session)]


SIGNS = {
    "waiting": ("clock", "primary"),
    "postponed": ("clock", "wait"),
    "remote": ("clock", "wait"),
    "called": ("person", "wait"),
    "serving": ("person", "primary"),
    "held": ("clock", "wait"),
    "missed": ("bar", "wait"),
    "finished": ("tick", "good"),
}
"""The state of a ticket -> shape and ink."""


class GivingBackPage(MessagePage):
    """A place in line is lost by it: whoever gives a number back is asked once more."""

    def fill(self) -> None:
        """Ask; keeping it is the easier way."""
        told = self.session.holding.told
        number = "Give number {number} back? You lose your place in the line."
        booking = self.say("Give the booking back? The place goes to somebody else at once.")
        yes = self.say("Yes, leave it" if listed(self.session) else "Yes, cancel it")
        if listed(self.session):
            booking = self.say("Leave the waiting list? You lose your place on it.")
        self.message("query", "wait", self.say(number, number=told.number) if told else booking)
        self.beside("give_back", self.say("Yes, give it back") if told else yes)
        self.main("keep", self.say("No, keep it"), "back")


class GivenUpPage(MessagePage):
    """A booking is given back."""

    def fill(self) -> None:
        """Say so."""
        said = self.say("The booking is given back"), self.say("Thank you: the time is free for somebody else now.")
        if self.session.place.item == "list":
            said = self.say("You have left the waiting list"), self.say("Everybody behind you moves up.")
        self.message("tick", "good", *said)
        self.main("done", self.say("Done"), "tick")


class NotInTimePage(MessagePage):
    """Somebody comes too early or too late for their booking: what they can do instead."""

    def fill(self) -> None:
        """Say when their time is; who is early keeps their booking more easily than they lose it."""
        if listed(self.session):
            self.message("clock", "wait", self.say("You are on the waiting list"), *wording.number_untold(self.session))
            self.beside("give_up", self.say("Leave the waiting list"))
            self.main("done", self.say("I keep waiting"), "tick")
            return
        before = early(self.session)
        title = self.say("It is too early to check in" if before else "Your booked time is over")
        loses = self.say("Whoever takes an ordinary number gives the booking back.") if before else ""
        beside = 2 if before else 1
        self.message("clock", "wait", title, *wording.number_untold(self.session), loses, beside=beside)
        ordinary = self.say("Take an ordinary number")
        if before:
            left, upper, width, high = self.second
            half = (width - GAP) / 2
            self.press("move", self.say("Another time"), (left, upper - high - GAP, half, high), "plain", "clock")
            away = left + half + GAP
            self.press("give_up", self.say("Give it back"), (away, upper - high - GAP, half, high), "plain")
            self.beside("walk_in", ordinary, "ticket")
            self.main("done", self.say("I will come at my time"), "tick")
        else:
            self.beside("done", self.say("Leave"))
            self.main("walk_in", ordinary, "ticket")


class AwayPage(MessagePage):
    """The server does not answer; what the citizen asked for is kept and asked again."""

    def fill(self) -> None:
        """Say what happened and what the citizen can do."""
        ticket = self.say("Your request is kept; you get exactly one ticket.")
        booking = self.say("Your request is kept; you get exactly one booking.")
        kept = ticket if self.session.taking.order else booking if self.session.order else ""
        bars = why_no_ticket(self.world)
        if not kept and bars is not None and self.world.bars in ("barred", "closed"):
            words = said(self.session.language, bars)
            beside = 2 if "elsewhere" in self.open else 1
            self.message(bars.icon, bars.ink, self.say("No numbers here just now"), words, beside=beside)
            if "elsewhere" in self.open:
                left, upper, width, high = self.second
                place = (left, upper - high - GAP, width, high)
                self.press("elsewhere", self.say("Other centers that can do it"), place, "plain", "path")
            self.beside("leave", self.say("Leave"))
            self.main("again", self.say("Try now"))
            return
        self.message(
            "unplugged",
            "stop",
            self.say("The kiosk cannot reach the server."),
            kept,
            self.say("It tries again by itself. You can also take a number at the guide desk."),
        )
        self.beside("leave", self.say("Leave"))
        self.main("again", self.say("Try now"))


class RefusalPage(MessagePage):
    """The hall's own answer was no: why, and what to do."""

    def fill(self) -> None:
        """Say it in the server's words."""
        refused = self.session.taking.refused
        words = wording.refusal_words(self.session.language, refused) if refused else ""
        nothing = self.say("Nothing was booked." if self.session.place.item == "booking" else "No ticket was taken.")
        ways = self._ways()
        self.message("notice", "wait", nothing, words, beside=max(len(ways), 1))
        left, upper, width, high = self.second
        for place, (target, text, icon) in enumerate(ways):
            self.press(target, text, (left, upper - place * (high + GAP), width, high), "plain", icon)
        self.main("leave", self.say("To the start"), "home")

    def _ways(self) -> list[tuple[str, str, str]]:
        """Return what else can be done, as far as it can: its target, words and icon."""
        known = (
            ("elsewhere", self.say("Other centers that can do it"), "path"),
            ("number", self.say("Look at that number"), "ticket"),
            ("book", self.say("Book a time"), "clock"),
        )
        return [each for each in known if each[0] in self.open]


class LackingPage(MessagePage):
    """A key paper is not here: queueing now would probably be in vain."""

    def fill(self) -> None:
        """Name the papers and both ways on."""
        language = self.session.language
        papers = [paper.name.say(language) for paper in lacking(self.session)]
        title, large, small = (72, 56, 48) if self.elder else (64, 48, 40)
        below = self.stack(
            [Line(self.say("Without this it cannot be accepted today"), title, bold=True)], lists.HEAD_TOP
        )
        below = self.stack(
            [Line(self.say("You can come back with it, or ask at the counter all the same."), small, "muted")], below
        )
        lines = [Line(paper, large, "wait", bold=True) for paper in papers]
        self.notice("notice", "wait", lines, below + GAP, self.second[1] - 2 * GAP - below)
        self.beside("leave", self.say("I will come back"))
        self.main("queue", self.say("Take a ticket anyway"))


class HelpPage(MessagePage):
    """A person helps: everything said so far stays until then."""

    def fill(self) -> None:
        """Say where help is."""
        self.message(
            "person",
            "primary",
            self.say("A guide will help you"),
            self.say("Go to the guide desk, or wave to a member of staff."),
            self.say("Your answers stay here. Touch Back to go on."),
        )
        self.beside("restart", self.say("Start again"), "home")
        if "back" in self.open:
            self.main("back", self.say("Back"), "back")


class IdlePage(MessagePage):
    """Nobody has touched for a while: everything personal is wiped unless somebody says stay."""

    def fill(self) -> None:
        """Ask, and count down."""
        side = 320
        left = MARGIN + (WIDTH - side) / 2
        self.put(Card(fill=tone("wait-tint"), edge=tone("wait"), corner=side / 2), left, 280, side, side)
        self.words(str(self.seconds_left), 280 + 44, 160, "wait", bold=True, left=left, width=side, align="center")
        self.told(
            280 + side + 2 * GAP,
            self.say("Do you need more time?"),
            self.say("Otherwise your data will be removed in {seconds} seconds.", seconds=self.seconds_left),
        )
        self.press("stay", self.say("Yes, go on"), (MARGIN, 1240, WIDTH, 240), "main", "tick", 76 if self.elder else 64)
        self.press("leave", self.say("No, finish"), (MARGIN, 1240 + 240 + GAP, WIDTH, 176), "plain")

    @property
    def second(self) -> tuple[float, float, float, float]:
        """Return where the buttons start."""
        return (MARGIN, 1240, WIDTH, 240)
