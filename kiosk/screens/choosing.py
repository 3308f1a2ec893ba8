"""Lists to choose from: matters and lines."""

from kivy.metrics import sp

from kiosk.page import lists
from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.frame import MARGIN, StripPage
from kiosk.window.widgets import Row

CLOSE = 16
"""Room between the rows of two columns."""


class ChecklistsPage(StripPage):
    """The matters a citizen can be guided through; several may be chosen."""

    def fill(self) -> None:
        """Draw the question, the matters and the way on: until one is chosen, that is to look for it by name."""
        self.heading(*lists.headline(self.session, self.world))
        self.rows()
        if "search" in self.open:
            self.main("search", self.say("Search by name"), "search", style="plain")
        else:
            self.main("next", self.say("Next"), "onward")


class GoalsPage(StripPage):
    """What a plan should be best at."""

    def fill(self) -> None:
        """Draw the goals; touching one returns to the plan made for it."""
        self.heading(*lists.headline(self.session, self.world))
        self.rows()


class ServicePage(StripPage):
    """The lines of this center, with how many people wait in each."""

    def fill(self) -> None:
        """Draw the lines: two columns so that all are seen at once, one in large type."""
        self.heading(*lists.headline(self.session, self.world))
        if lists.columns(self.session) == 1:
            self.rows()
            return
        top = lists.list_top(self.session, self.world)
        seen = lists.seen_page(self.session, self.world)
        listed = lists.rows(self.session, self.world)
        lines = max(-(-len(seen) // 2), 4)
        height = (lists.body_bottom(self.session) - top - (lines - 1) * CLOSE) / lines
        width = (WIDTH - GAP) / 2
        for place, number in enumerate(seen):
            row = listed[number]
            letters = sp(44 if self.session.language == "zh" else 36)
            made = Row(target=row.target, text=row.text, tail=row.tail, letters=letters, small=sp(36), lead=32)
            left = MARGIN + (place % 2) * (width + GAP)
            self.put(made, left, top + (place // 2) * (min(height, 160) + CLOSE), width, min(height, 160))
        self.turner()
