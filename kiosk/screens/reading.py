"""What a citizen reads: verdicts, why, the plan with its stops and papers, the papers to check."""

from kivy.metrics import sp

from kiosk.page import headlines, lists, slots
from kiosk.page.asking import may_say_the_rest
from kiosk.page.block import ARROW, ASIDE, ASIDE_HEIGHT, BETWEEN, BUTTON, BUTTON_LETTERS, MARK, PAD, Block
from kiosk.page.blocks import blocks
from kiosk.page.offers import is_out, taking_words
from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.frame import StripPage
from kiosk.screens.progress import AskingPage
from kiosk.screens.sheet import MARGIN, Line
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Icon, Press, TextPress
from server.rules.guidance.judge.verdict import State

SIGNS: dict[State, tuple[str, str, str]] = {
    "can": ("tick", "good", "good-tint"),
    "not_yet": ("clock", "wait", "wait-tint"),
    "cannot": ("bar", "stop", "stop-tint"),
    "unknown": ("query", "muted", "surface"),
}
"""Verdict -> (shape, ink, tint): colour never carries a meaning alone."""


class ReadingPage(StripPage):
    """Blocks to read, page by page."""

    def blocks(self) -> None:
        """Draw the headline and the blocks of the page that is turned up."""
        self.heading(*headlines.headline(self.session, self.world))
        read = blocks(self.session, self.world)
        below = lists.list_top(self.session, self.world)
        for number in lists.seen_page(self.session, self.world):
            self.block(read[number], below)
            below += read[number].height + GAP
        self.turner()

    def block(self, block: Block, top: float) -> None:
        """Draw one block at `top`, as high as the flow counted it."""
        inside = top + (0 if block.bare else PAD)
        if not block.bare:
            self._face(block, top)
        left = MARGIN + (0 if block.bare and not block.marked else PAD)
        if block.marked:
            self._mark(block, left, inside)
            left += MARK + GAP
        lines = [Line(each.text, self.pt(each.size), each.ink, bold=each.bold, after=each.after) for each in block.said]
        self.stack(lines, inside - 4, left=left, width=block.width)
        if block.target:
            side = 56
            middle = top + (block.height - side) / 2
            self.put(Icon(name="onward", ink=tone("line")), MARGIN + WIDTH - ARROW + 8, middle, side, side)
        if block.aside:
            right = MARGIN + WIDTH - PAD - ASIDE
            self.press(
                block.aside.target, block.aside.text, (right, top + PAD - 8, ASIDE, ASIDE_HEIGHT), "quiet", size=36
            )
        self._buttons(block, top)

    def _face(self, block: Block, top: float) -> None:
        """Draw what the block stands on: a card, tinted like its verdict, that can be pressed when it leads on."""
        if block.target:
            style = block.state or "plain"
            self.put(Press(block.target, style), MARGIN, top, WIDTH, block.height)
            return
        _, ink, tint = SIGNS[block.state] if block.state else ("", "surface", "surface")
        self.put(Card(fill=tone(tint), edge=tone(ink)), MARGIN, top, WIDTH, block.height)

    def _mark(self, block: Block, left: float, top: float) -> None:
        if block.state:
            name, ink, _ = SIGNS[block.state]
            self.put(Icon(name=name, ink=tone(ink)), left, top, MARK, MARK)
            return
        if block.icon and block.icon != "home":
            self.put(Icon(name=block.icon, ink=tone("line")), left + 8, top, 56, 56)
            return
        self.put(Card(fill=tone("primary"), corner=MARK / 2), left, top, MARK, MARK)
        if block.icon:
            self.put(Icon(name=block.icon, ink=tone("surface")), left + 14, top + 14, MARK - 28, MARK - 28)
        else:
            made = self.words(str(block.number), top + 8, 40, "surface", bold=True, left=left, width=MARK)
            made.halign = "center"

    def _buttons(self, block: Block, top: float) -> None:
        if not block.buttons:
            return
        lines = block.lines
        upper = top + block.height - PAD - len(lines) * BUTTON - (len(lines) - 1) * BETWEEN
        most = max(len(line) for line in lines if not line[0].quiet)
        for number, place, button in ((n, p, each) for n, line in enumerate(lines) for p, each in enumerate(line)):
            count = len(lines[number]) if lines[number][-1].quiet else most
            width = (WIDTH - 2 * PAD - (count - 1) * GAP) / count
            made = TextPress(
                target=button.target,
                text=button.text,
                style="picked" if button.picked else "quiet" if button.quiet else "plain",
                icon="tick" if button.picked else "",
                letters=sp(BUTTON_LETTERS[self.elder]),
            )
            left = MARGIN + PAD + place * (width + GAP)
            self.put(made, left, upper + number * (BUTTON + BETWEEN), width, BUTTON)


class VerdictsPage(ReadingPage):
    """What can be done first; each leads to why; then what was asked about and does not apply."""

    def fill(self) -> None:
        """Draw the verdicts."""
        self.blocks()
        if "answers" in self.open and not self.elder:
            self.above_the_strip("answers", self.say("Look over my answers"), "list")
        self.main("next", self.say("See the plan") if self.session.plan else self.say("Next"), "onward")


class MorePage(ReadingPage):
    """What stands behind one touch: the details of a trip, what does not concern this person."""

    def fill(self) -> None:
        """Draw what is to be read."""
        self.blocks()


class WhyPage(ReadingPage):
    """Why a verdict is what it is: reasons with their clauses, the answers it follows from, what is known of it."""

    def fill(self) -> None:
        """Draw the reasons, and the button that leaves the item out of the plan."""
        self.blocks()
        if lists.offers_to_leave_out(self.session):
            out = is_out(self.session, self.session.place.item or "")
            self.above_the_strip("leave_out", taking_words(self.session), "back" if out else "bar")


class PlanPage(ReadingPage):
    """The trips: numbered stops, then papers with boxes, then advice."""

    def fill(self) -> None:
        """Draw the plan and the buttons that print it and ask for another one."""
        self.blocks()
        words = {
            "none": self.say("Print this plan"),
            "printing": self.say("Printing…"),
            "printed": self.say("Printed. Print once more"),
            "failed": self.say("It was not printed. Try again"),
        }
        half = (WIDTH - GAP) / 2
        left, right = (MARGIN, half), (MARGIN + half + GAP, half)
        if "book" in self.open:
            made = slots.had(self.session) is not None
            text = self.say("See the booking") if made else self.say("Book the first stop")
            self.above_the_strip("book", text, "clock", line=1)
        prints = "print_plan", words[self.session.printing.plan], "printer"
        if self.session.queueing.today:
            self.above_the_strip(*prints, *left)
            self.above_the_strip("goals", self.say("Another plan"), "path", *right)
            self.main("next", self.say("Take a ticket"), "ticket")
            return
        self.above_the_strip("queue", self.say("Take a ticket anyway"), "ticket", *left)
        if self.session.printing.plan == "printed":
            self.above_the_strip("print_plan", self.say("Print once more"), "printer", *right)
            self.main("done", self.say("Done"), "tick")
        else:
            self.above_the_strip("goals", self.say("Another plan"), "path", *right)
            self.main(*prints)


class QuestionsPage(ReadingPage, AskingPage):
    """Several short questions; with the last answer it goes on by itself."""

    def fill(self) -> None:
        """Draw the questions, and what answers all that are left with one touch."""
        self.progress()
        self.blocks()
        if "rest:no" in self.open:
            whole = len(self.session.open_in_group) == len(self.session.group)
            half = (WIDTH - GAP) / 2
            no = self.say("No to all") if whole else self.say("No to the rest")
            left, width = float(MARGIN), float(WIDTH)
            if "rest:yes" in self.open:
                yes = self.say("Yes to all") if whole else self.say("Yes to the rest")
                self.above_the_strip("rest:yes", yes, "", MARGIN, half)
                left, width = MARGIN + half + GAP, half
            self.above_the_strip("rest:no", no, "", left, width)
        if "several" in self.open:
            line = 1 if may_say_the_rest(self.session) else 0
            self.above_the_strip("several", self.say("For more than one person"), "person", line=line)
        self.on()


class LeafPage(ReadingPage):
    """What was found by its name, to read; guidance on it is the way on."""

    def fill(self) -> None:
        """Draw what is known."""
        self.blocks()
        if "next" in self.open:
            self.main("next", self.say("Find out how"), "onward")


class PapersPage(ReadingPage):
    """Each paper: it is here, it is not, or it is not clear; a ticket can be had either way."""

    def fill(self) -> None:
        """Draw the papers to check: until one is spoken of, one touch says that all are here."""
        self.blocks()
        if "all_here" in self.open:
            self.main("all_here", self.say("I have them all"), "tick")
        else:
            self.main("next", self.say("Next"), "onward")
