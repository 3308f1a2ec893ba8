"""One question: its choices, or a keypad for a number; about how many are left is always seen."""

from kivy.metrics import sp

from kiosk.page import headlines, lists, wording
from kiosk.page.card import card_words
from kiosk.page.paging import GAP, WIDTH, width_of
from kiosk.screens.progress import AskingPage
from kiosk.screens.sheet import MARGIN, Line
from kiosk.visit.dates import DAY, MONTH, digits_of, parts
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, TextPress
from server.rules.guidance.judge.verdict import Question

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "unclear")


class QuestionPage(AskingPage):
    """The question of this place with the answer that was given before, if one was."""

    def fill(self) -> None:
        """Draw how far it is, the question, and its choices or its keypad."""
        question = self.session.question
        if question is None:
            return
        self.progress()
        self.heading(*headlines.headline(self.session, self.world))
        if question.kind in ("number", "date"):
            self._keypad(question)
        else:
            self.rows()
        if "several" in self.open:
            self.above_the_strip("several", self.say("For more than one person"), "person")
        self.on()

    def _keypad(self, question: Question) -> None:
        top = lists.list_top(self.session, self.world)
        bottom = lists.body_bottom(self.session, self.world)
        shown, dated = 128, question.kind == "date"
        self.put(Card(fill=tone("surface"), edge=tone("primary")), MARGIN, top, WIDTH, shown)
        unit = question.unit.say(self.session.language) if question.unit else ""
        typed = self.session.typing.digits
        told = wording.date_words(self.session.language, typed) if dated else f"{typed or '–'} {unit}".strip()
        self.words(told, top + 18, 64 if width_of(told, 64) < WIDTH - 80 else 56, bold=True, align="center")
        below = top + shown + GAP / 2
        filled = self.session.filled_in(question.id)
        if dated and filled is not None and typed == digits_of(filled):
            words = card_words(self.session, self.world, question.id)
            below = self.notice("tick", "good", [Line(words, self.pt("body"), bold=True)], below + GAP / 2) + GAP
        if self.session.typing.out_of_range:
            what = self.say("Enter a number from {low} to {high}.", low=question.low, high=question.high)
            below = self.stack([Line(what, self.pt("note"), "stop", bold=True)], below)
        if dated:
            self._parts(question, below, bottom)
            return
        height = min((bottom - below - 3 * GAP) / 4, 176)
        width = (WIDTH - 2 * GAP) / 3
        texts = {"erase": self.say("Erase"), "unclear": self.say("Not sure")}
        for place, key in enumerate(KEYS):
            target = key if key in texts else f"digit:{key}"
            unsure = key == "unclear" and question.id in self.session.inquiry.unclear
            style = "picked" if unsure else "quiet" if key in texts else "key"
            letters = 44 if key in texts else 72
            usable = target in self.open
            made = TextPress(texts.get(key, key), sp(letters), target=target, style=style, usable=usable)
            left = MARGIN + (place % 3) * (width + GAP)
            self.put(made, left, below + (place // 3) * (height + GAP), width, height)

    def _parts(self, question: Question, top: float, bottom: float) -> None:
        """Draw what the next part of a date can be, as large as there is room, and what takes the last one back."""
        said = [each for each in parts(question, self.session.typing.digits) if f"part:{each}" in self.open]
        days = bool(said) and len(said[0]) == DAY
        columns = 7 if days else 3
        lines = max(-(-len(said) // columns), 1)
        foot = 112
        gap = GAP / 2 if days or lines > 5 else GAP
        height = min((bottom - top - foot - gap * lines) / lines, 176)
        width = (WIDTH - (columns - 1) * gap) / columns
        letters = 56 if days or (said and len(said[0]) == MONTH) else 48
        for place, each in enumerate(said):
            made = TextPress(
                wording.part_words(self.session.language, each), sp(letters), target=f"part:{each}", style="key"
            )
            left = MARGIN + (place % columns) * (width + gap)
            self.put(made, left, top + (place // columns) * (height + gap), width, height)
        half = (WIDTH - GAP) / 2
        unsure = "picked" if question.id in self.session.inquiry.unclear else "quiet"
        below = bottom - foot
        self.press("erase", self.say("Change the last part"), (MARGIN, below, half, foot), "quiet", size=44)
        self.press("unclear", self.say("Not sure"), (MARGIN + half + GAP, below, half, foot), unsure, size=44)
