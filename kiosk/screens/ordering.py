"""The end of the way: confirm, wait a moment, the number; and the three ways in which that can go wrong."""

from kiosk import lists, wording
from kiosk.paging import GAP, WIDTH
from kiosk.screens.page import MARGIN, Line, StripPage
from kiosk.theme import tone
from kiosk.widgets import Card, Code, Icon


class MessagePage(StripPage):
    """One thing said large, with a shape, and what to do now."""

    def message(self, icon: str, ink: str, title: str, *lines: str) -> float:
        """Draw shape, title and lines; returns where they end."""
        self.put(Icon(name=icon, ink=tone(ink), thick=1.6), MARGIN, 380, 160, 160)
        said = [Line(title, self.pt("title"), bold=True, after=GAP)]
        said += [Line(line, self.pt("body"), after=GAP / 2) for line in lines if line]
        return self.stack(said, 588)

    def beside(self, target: str, text: str) -> None:
        """Draw the second choice, above the strip below."""
        place = (MARGIN, 1360, WIDTH, 160) if self.elder else (MARGIN, 1520, WIDTH, 144)
        self.press(target, text, place, "plain")


class ConfirmPage(StripPage):
    """What will be taken, who waits there, and whether it can be printed."""

    def fill(self) -> None:
        """Draw the line, the people in it and the button that takes the ticket."""
        service = self.world.service(self.session.service)
        below = self.heading(self.say("Take this ticket?"))
        name = service.name.say(self.session.language) if service else ""
        waiting = self.world.waiting.get(self.session.service or "", 0)
        top = max(below + 2 * GAP, 480)
        lines = [
            Line(name, self.pt("title") if not self.elder else 88, bold=True, after=GAP),
            Line(wording.waiting_words(self.session.language, waiting), self.pt("body")),
        ]
        below = self.stack(lines, top + 64, left=MARGIN + 48, width=WIDTH - 96) + 64
        self.put(Card(edge=tone("line")), MARGIN, top, WIDTH, below - top, under=True)
        if not self.world.printer.can_print:
            self._warning(below + 2 * GAP)
        self.main("take", self.say("Take ticket"), "ticket")

    def _warning(self, top: float) -> None:
        said = (
            wording.printer_says(self.session.language, self.world.printer),
            self.say("Your number will be shown here and is valid without paper."),
        )
        self.put(Icon(name="notice", ink=tone("wait")), MARGIN + lists.PAD, top + 40, lists.MARK, lists.MARK)
        left = MARGIN + lists.PAD + lists.MARK + GAP
        below = self.stack(
            [Line(text, self.pt("note"), "wait", bold=True) for text in said], top + 28, left=left, width=lists.INNER
        )
        high = max(below + 20 - top, 152)
        self.put(Card(fill=tone("wait-tint"), edge=tone("wait")), MARGIN, top, WIDTH, high, under=True)


class WorkingPage(MessagePage):
    """The server is being asked."""

    def fill(self) -> None:
        """Say what is going on."""
        self.message("clock", "primary", self.say("Your ticket is being made ..."), self.say("One moment, please."))


class NumberPage(StripPage):
    """The number, who is ahead, and the QR code of the phone page: they stay whatever the printer does."""

    def number(self, top: float, high: float = 960) -> float:
        """Draw the number card, `high` px high; returns where it ends."""
        ticket, language = self.session.ticket, self.session.language
        if ticket is None:
            return top
        service = self.world.service(ticket.service)
        self.put(Card(edge=tone("line")), MARGIN, top, WIDTH, high)
        lines = [
            Line(service.name.say(language) if service else "", 56 if self.elder else 48, bold=True, after=0),
            Line(ticket.number, 208 if self.elder else 240, "primary", bold=True, after=0),
            Line(wording.ahead_words(language, ticket), 48 if self.elder else 40, bold=True, after=12),
        ]
        left, width = MARGIN + 32, WIDTH - 64
        below = self.stack(lines, top + 28, align="center", left=left, width=width)
        side = top + high - 84 - below
        address = f"{self.world.phone_url}/t/{ticket.id}#{ticket.secret or ''}"
        self.put(Code(text=address), MARGIN + (WIDTH - side) / 2, below, side, side)
        scan = self.say("Scan to follow your number")
        self.words(scan, top + high - 72, 36, "muted", align="center", left=left, width=width)
        return top + high


class TicketPage(NumberPage):
    """A ticket that is printed or being printed."""

    def fill(self) -> None:
        """Draw the number and what to do next."""
        below = self.number(176) + GAP
        printed = self.session.slip == "printed"
        state = self.say("Please take your slip.") if printed else self.say("Your slip is being printed ...")
        lines = [
            Line(state, self.pt("body"), "good" if printed else "ink", bold=True),
            Line(self.say("Please watch the screens and listen for your number."), self.pt("note")),
        ]
        missing = lists.missing(self.session)
        if missing:
            left = self.say(", ").join(paper.name.say(self.session.language) for paper in missing)
            lines.append(Line(self.say("Still missing: {papers}", papers=left), self.pt("note"), "wait", bold=True))
        self.stack(lines, below)
        self.main("done", self.say("Done"), "tick")


class TroublePage(NumberPage):
    """The printer did not print: the number stays valid, and a guide helps."""

    def fill(self) -> None:
        """Draw what happened, the number, and how to go on."""
        ticket, language = self.session.ticket, self.session.language
        below = self.number(176, 860 if self.elder else 960) + GAP
        what = wording.printer_says(language, self.world.printer) or self.say("Your slip may not have been printed.")
        number = ticket.number if ticket else ""
        valid = self.say(
            "Your number {number} is valid. Take a photo of this screen, or ask for a slip at the guide desk.",
            number=number,
        )
        self.stack([Line(what, self.pt("body"), "stop", bold=True), Line(valid, self.pt("note"))], below)
        text = self.say("Printing ...") if self.session.slip == "printing" else self.say("Print again")
        place = (MARGIN, 1408, WIDTH, 120) if self.elder else (MARGIN, 1544, WIDTH, 136)
        self.press("again", text, place, "plain", "printer")
        self.main("done", self.say("Done"), "tick")


class AwayPage(MessagePage):
    """The server does not answer; what the citizen asked for is kept and asked again."""

    def fill(self) -> None:
        """Say what happened and what the citizen can do."""
        kept = self.say("Your request is kept; you get exactly one ticket.") if self.session.order else ""
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
        refused = self.session.refused
        words = wording.refusal_words(self.session.language, refused) if refused else ""
        self.message("notice", "wait", self.say("No ticket was taken."), words)
        self.main("leave", self.say("To the start"), "home")


class LackingPage(MessagePage):
    """A key paper is not here: queueing now would probably be in vain."""

    def fill(self) -> None:
        """Name the papers and both ways on."""
        language = self.session.language
        papers = [f"· {paper.name.say(language)}" for paper in lists.lacking(self.session)]
        self.message(
            "notice",
            "wait",
            self.say("Without this it cannot be accepted today"),
            *papers,
            self.say("You can come back with it, or ask at the counter all the same."),
        )
        self.beside("leave", self.say("I come back with it"))
        self.main("queue", self.say("Queue all the same"))


class HelpPage(MessagePage):
    """A person helps: everything said so far stays until then."""

    def fill(self) -> None:
        """Say where help is."""
        self.message(
            "person",
            "primary",
            self.say("A guide will help you"),
            self.say("Please go to the guide desk, or wave to a member of staff."),
            self.say("Your answers stay here. Touch Back to go on."),
        )
        self.beside("restart", self.say("Start again"))


class IdlePage(MessagePage):
    """Nobody has touched for a while: everything personal is wiped unless somebody says stay."""

    def fill(self) -> None:
        """Ask, and count down."""
        self.message(
            "clock",
            "wait",
            self.say("Do you need more time?"),
            self.say("Otherwise your data will be removed in {seconds} seconds.", seconds=self.seconds_left),
        )
        self.press("stay", self.say("Yes, go on"), (MARGIN, 1160, WIDTH, 200), "main", "tick")
        self.press("leave", self.say("No, finish"), (MARGIN, 1160 + 200 + GAP, WIDTH, 160), "plain")
