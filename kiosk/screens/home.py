"""The first decision: be guided, or take a ticket at once."""

from kivy.metrics import sp

from kiosk.lists import CHOICES_TOP
from kiosk.paging import GAP, WIDTH
from kiosk.screens.page import MARGIN, StripPage
from kiosk.widgets import Row


class HomePage(StripPage):
    """Two ways, each with a sentence about whom it is for."""

    def fill(self) -> None:
        """Draw the question and the two ways."""
        self.heading(self.say("What would you like to do?"), self.say("Touch what fits."), size="title")
        height = 360 if self.elder else 300
        ways = (
            (
                "guided",
                "path",
                self.say("Find out what to do"),
                self.say("Answer a few questions: what can be done, with which papers, where."),
                "picked",
            ),
            (
                "direct",
                "ticket",
                self.say("Take a ticket at once"),
                self.say("You know which service you need."),
                "plain",
            ),
        )
        for place, (target, icon, text, note, style) in enumerate(ways):
            row = Row(
                target=target,
                text=text,
                note=note,
                icon=icon,
                style=style,
                letters=sp(self.pt("question") if not self.elder else 76),
                small=sp(self.pt("body") if not self.elder else 52),
                lead=188,
                mark=104,
            )
            self.put(row, MARGIN, CHOICES_TOP - 80 + place * (height + GAP), WIDTH, height)
