"""The first decision: be guided, or take a ticket at once."""

from kivy.metrics import sp

from kiosk.page import headlines, lists
from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN
from kiosk.window.widgets import Row


class HomePage(StripPage):
    """Two ways, each with a sentence about whom it is for."""

    def fill(self) -> None:
        """Draw the question and the two ways."""
        self.heading(*headlines.headline(self.session, self.world))
        top = lists.list_top(self.session, self.world)
        small = 136 if self.elder else 128
        bottom = lists.body_bottom(self.session, self.world) - 2 * (small + GAP)
        height = (bottom - top - GAP) / 2
        ways = (
            (
                "guided",
                "path",
                self.say("Find out how"),
                self._guidance(),
                "main",
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
                letters=sp(68 if self.elder else 64),
                small=sp(48 if self.elder else 44),
                lead=216,
                mark=128,
                onward=True,
            )
            self.put(row, MARGIN, top + place * (height + GAP), WIDTH, height)

        half = (WIDTH - GAP) / 2
        letters = 48 if self.elder else 44
        for place, (target, text, icon) in enumerate(
            (("search", self.say("Search by name"), "search"), ("code", self.say("I have a code"), "key"))
        ):
            left = MARGIN + place * (half + GAP)
            self.press(target, text, (left, bottom + GAP, half, small), "plain", icon, letters)
        text = self.say("I have a number already")
        self.press("number", text, (MARGIN, bottom + small + 2 * GAP, WIDTH, small), "plain", "ticket", letters)

    def _guidance(self) -> str:
        if self.world.guide is None and self.world.center is not None:
            return self.say("Guidance is not available now. Choose a service, or ask at the guide desk.")
        return self.say("Answer a few questions: what can be done, with which papers, where.")
