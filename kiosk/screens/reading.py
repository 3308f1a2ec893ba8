"""What a citizen reads: verdicts with their reasons, the plan with its stops and papers."""

from kivy.metrics import sp

from config.words import say
from kiosk import lists, wording
from kiosk.paging import GAP, WIDTH
from kiosk.screens.page import MARGIN, Line, StripPage
from kiosk.theme import tone
from kiosk.widgets import Card, Icon, TextPress
from server.rules.verdict import State, Verdict

SIGNS: dict[State, tuple[str, str, str]] = {
    "can": ("tick", "good", "good-tint"),
    "not_yet": ("clock", "wait", "wait-tint"),
    "cannot": ("bar", "stop", "stop-tint"),
    "unknown": ("query", "muted", "surface"),
}
"""Verdict -> (shape, ink, tint): colour never carries a meaning alone."""
INSIDE = MARGIN + lists.PAD + lists.MARK + GAP


class ListPage(StripPage):
    """Blocks to read, page by page."""

    def blocks(self) -> None:
        """Draw the headline and the blocks of the page that is turned up."""
        title, note = lists.headline(self.session, self.world)
        self.heading(title, note)
        blocks = lists.blocks(self.session)
        below = lists.list_top(self.session, self.world)
        for number in lists.seen_page(self.session, self.world):
            self.block(blocks[number], below)
            below += blocks[number].height + GAP
        self.turner()

    def block(self, block: lists.Block, top: float) -> None:
        """Draw one block at `top`, as high as the flow counted it."""


class VerdictsPage(ListPage):
    """What can be done first, each with why and what is missing."""

    def fill(self) -> None:
        """Draw the verdicts."""
        self.blocks()
        self.main("next", self.say("See the plan") if self.session.plan else self.say("Next"), "onward")

    def block(self, block: lists.Block, top: float) -> None:
        """Draw one verdict: its shape, its word, the item, its reasons."""
        verdict = block.verdict
        if verdict is None:
            return
        icon, ink, tint = SIGNS[verdict.state]
        self.put(Card(fill=tone(tint), edge=tone(ink)), MARGIN, top, WIDTH, block.height)
        self.put(Icon(name=icon, ink=tone(ink)), MARGIN + lists.PAD, top + lists.PAD, lists.MARK, lists.MARK)
        self.stack(self._lines(verdict, ink), top + lists.PAD - 4, left=INSIDE, width=lists.INNER)

    def _lines(self, verdict: Verdict, ink: str) -> list[Line]:
        language = self.session.language
        word = say(language, wording.STATE_WORDS[verdict.state])
        if verdict.optional:
            word += say(language, " (optional)")
        return [
            Line(word, self.pt("note"), ink, bold=True, after=0),
            Line(verdict.name.say(language), self.pt("body"), bold=True, after=4),
            *(Line(line, self.pt("note"), after=4) for line in wording.reasons(language, verdict)),
        ]


class PlanPage(ListPage):
    """The fewest trips: numbered stops, then papers with boxes, then advice."""

    def fill(self) -> None:
        """Draw the plan and the button that prints it."""
        self.blocks()
        words = {
            "none": self.say("Print this plan"),
            "printing": self.say("Printing ..."),
            "printed": self.say("Printed. Print once more"),
            "failed": self.say("It was not printed. Try again"),
        }
        top = lists.body_bottom(self.session) + GAP
        place = (MARGIN, top, WIDTH, 112)
        self.press("print_plan", words[self.session.plan_job], place, "plain", "printer", 48 if self.elder else 44)
        self.main("next", self.say("Take a ticket"), "ticket")

    def block(self, block: lists.Block, top: float) -> None:
        """Draw a stop with its number, a paper with its box, or a line of words."""
        language = self.session.language
        if block.stop:
            self.put(Card(), MARGIN, top, WIDTH, block.height)
            icon = "home" if block.stop.point is None else ""
            self._number(block.number, icon, top + lists.PAD)
            lines = [Line(block.stop.name.say(language), self.pt("body"), bold=True)]
            lines += [Line(line, self.pt("note")) for line in block.lines]
            self.stack(lines, top + lists.PAD - 4, left=INSIDE, width=lists.INNER)
        elif block.paper:
            self.put(Icon(name="box", ink=tone("line")), MARGIN + lists.PAD + 6, top, 56, 56)
            lines = [
                Line(block.paper.name.say(language), self.pt("body"), bold=True, after=0),
                Line(wording.copies(language, block.paper), self.pt("note"), "muted"),
            ]
            self.stack(lines, top - 4, left=INSIDE, width=lists.INNER)
        else:
            strong = block.advice is False
            self.words(block.headline, top, self.pt("body" if strong else "note"), bold=strong)

    def _number(self, number: int, icon: str, top: float) -> None:
        left = MARGIN + lists.PAD
        self.put(Card(fill=tone("primary"), corner=lists.MARK / 2), left, top, lists.MARK, lists.MARK)
        if icon:
            self.put(Icon(name=icon, ink=tone("surface")), left + 14, top + 14, lists.MARK - 28, lists.MARK - 28)
        else:
            made = self.words(str(number), top + 8, 40, "surface", bold=True, left=left, width=lists.MARK)
            made.halign = "center"


class PapersPage(ListPage):
    """Each paper: it is here, it is not, or it is not clear; a ticket can be had either way."""

    def fill(self) -> None:
        """Draw the papers to check."""
        self.blocks()
        self.main("next", self.say("Next"), "onward")

    def block(self, block: lists.Block, top: float) -> None:
        """Draw one paper with its three answers."""
        paper, language = block.paper, self.session.language
        if paper is None:
            return
        self.put(Card(), MARGIN, top, WIDTH, block.height)
        lines = [
            Line(paper.name.say(language), self.pt("body"), bold=True, after=0),
            Line(wording.copies(language, paper), self.pt("note"), "muted"),
        ]
        self.stack(lines, top + lists.PAD - 4, left=MARGIN + lists.PAD, width=WIDTH - 2 * lists.PAD)
        width = (WIDTH - 2 * lists.PAD - 2 * GAP) / 3
        said = self.session.papers.get(paper.document)
        answers = (("have", self.say("Have it")), ("lack", self.say("Not here")), ("unsure", self.say("Not sure")))
        for place, (state, text) in enumerate(answers):
            made = TextPress(
                target=f"paper:{paper.document}:{state}",
                text=text,
                style="picked" if said == state else "plain",
                icon="tick" if said == state else "",
                letters=sp(44 if self.elder else 40),
            )
            left = MARGIN + lists.PAD + place * (width + GAP)
            self.put(made, left, top + block.height - lists.PAD - 104, width, 104)
