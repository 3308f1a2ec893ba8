"""One question: its choices, or a keypad for a number; about how many are left is always seen."""

from kivy.metrics import sp

from kiosk.page import lists, wording
from kiosk.page.paging import GAP, WIDTH, width_of
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN, Line
from kiosk.visit import dates
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, TextPress
from server.rules.guidance.judge.verdict import Question

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "unclear")


class QuestionPage(StripPage):
    """The question of this place with the answer that was given before, if one was."""

    def fill(self) -> None:
        """Draw how far it is, the question, and its choices or its keypad."""
        question = self.session.question
        if question is None:
            return
        self._progress()
        self.heading(*lists.headline(self.session, self.world))
        if question.kind in ("number", "date"):
            self._keypad(question)
        else:
            self.rows()
        self.main("next", self.say("Next"), "onward")

    def _progress(self) -> None:
        consultation = self.session.inquiry.consultation
        answered = len(consultation.asked) if consultation else 0
        left = max(consultation.about_left if consultation else 1, 1)
        whom = self.session.question.entity if self.session.question else None
        about = self.say("{whom}: ", whom=whom.say(self.session.language)) if whom else ""
        told = about + wording.left_words(self.session)
        # One line, however long the person's name is: the progress bar stands right under it.
        letters = self.pt("note") * min(1, WIDTH / width_of(told, self.pt("note")))
        self.words(told, lists.HEAD_TOP, letters, "muted")
        top = lists.HEAD_TOP + self.pt("note") * 1.45 + 12
        self.put(Card(fill=tone("pale"), corner=6), MARGIN, top, WIDTH, 12)
        done = WIDTH * answered / (answered + left)
        self.put(Card(fill=tone("primary"), corner=6), MARGIN, top, max(done, 12), 12)

    def _keypad(self, question: Question) -> None:
        top = lists.list_top(self.session, self.world)
        bottom = lists.body_bottom(self.session)
        shown = 128
        self.put(Card(fill=tone("surface"), edge=tone("primary")), MARGIN, top, WIDTH, shown)
        unit = question.unit.say(self.session.language) if question.unit else ""
        self.words(
            f"{dates.shown(question, self.session.typing.digits)} {unit}".strip(),
            top + 18,
            64,
            bold=True,
            align="center",
        )
        below = top + shown + GAP / 2
        if self.session.typing.out_of_range:
            what = self.say("Please enter a number from {low} to {high}.", low=question.low, high=question.high)
            if question.kind == "date":
                what = self.say("Please enter a date: year, month, day, for example 20200501.")
            below = self.stack([Line(what, self.pt("note"), "stop", bold=True)], below)
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
