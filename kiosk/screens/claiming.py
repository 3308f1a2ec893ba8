"""What is said of a number before it is taken: how many cases it is for, priority, and who takes it."""

from kivy.metrics import sp

from kiosk.page import headlines, lists
from kiosk.page.claims import IN_AN_ID
from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN
from kiosk.screens.typing import TypingPage
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, TextPress

STEP = 248
"""Side of the two buttons that count."""


class CasesPage(StripPage):
    """How many cases one number is for: one fewer, one more."""

    def fill(self) -> None:
        """Draw the count between its two buttons."""
        self.heading(*headlines.headline(self.session, self.world))
        top = lists.list_top(self.session, self.world) + 2 * GAP
        middle = WIDTH - 2 * (STEP + GAP)
        self.put(Card(edge=tone("line")), MARGIN + STEP + GAP, top, middle, STEP)
        size = 160
        self.words(
            str(self.session.taking.cases),
            top + (STEP - size * 1.45) / 2,
            size,
            "primary",
            bold=True,
            left=MARGIN + STEP + GAP,
            width=middle,
            align="center",
        )
        for target, sign, left in (("fewer", "−", MARGIN), ("further", "+", MARGIN + WIDTH - STEP)):
            made = TextPress(sign, sp(144), target=target, style="plain", usable=target in self.open)
            self.put(made, left, top, STEP, STEP)
        self.main("next", self.say("Done"), "tick")


class GroundsPage(StripPage):
    """The grounds on which somebody may go first; none of them leads back as well."""

    def fill(self) -> None:
        """Draw the grounds."""
        self.heading(*headlines.headline(self.session, self.world))
        self.rows()


class PersonPage(TypingPage):
    """The end of an identity card, by which a hall gives one number to each person."""

    def fill(self) -> None:
        """Draw the field and its keys."""
        session = self.session
        below = self.heading(*headlines.headline(session, self.world)) + GAP
        letters = session.typing.letters
        self.field(letters.ljust(IN_AN_ID, "•"), below, lists.field_height(session), 72, empty=not letters)
        self.keys()
        self.main("next", self.say("Take ticket"), "ticket")
