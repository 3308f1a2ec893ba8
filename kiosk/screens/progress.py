"""How far the questions are: about how many are left, whom they are about, and a bar."""

from kiosk.page import lists, wording
from kiosk.page.paging import WIDTH, width_of
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN
from kiosk.window.theme import tone
from kiosk.window.widgets import Card


class AskingPage(StripPage):
    """A screen with questions, which always tells how many are left."""

    def on(self) -> None:
        """Draw the way on once all is said; before that, where many are left, the one that leads to a seat."""
        if "next" in self.open:
            self.main("next", self.say("Next"), "onward")
        elif "phone" in self.open:
            self.main("phone", self.say("On my phone"), "ticket", style="plain")

    def progress(self) -> None:
        """Draw the line and the bar above the headline."""
        consultation = self.session.inquiry.consultation
        answered = len(consultation.asked) if consultation else 0
        left = max(consultation.about_left if consultation else 1, 1)
        whom = self.session.question.entity if self.session.question else None
        about = self.say("{whom}: ", whom=whom.say(self.session.language)) if whom else ""
        told = about + wording.left_words(self.session)
        # One line, however long the person's name is: the progress bar stands right under it.
        usual = self.pt("note" if self.elder else "body")
        letters = usual * min(1, WIDTH / width_of(told, usual))
        self.words(told, lists.HEAD_TOP, letters, "muted")
        top = lists.HEAD_TOP + usual * 1.45 + 12
        self.put(Card(fill=tone("pale"), corner=6), MARGIN, top, WIDTH, 12)
        done = WIDTH * answered / (answered + left)
        self.put(Card(fill=tone("primary"), corner=6), MARGIN, top, max(done, 12), 12)
