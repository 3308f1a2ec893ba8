"""Lists to choose from: matters and lines."""

from kivy.metrics import sp

from kiosk.page import lists
from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN
from kiosk.window.widgets import Row


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
        if lists.columns(self.session, self.world) == 1:
            self.rows()
            return
        top = lists.list_top(self.session, self.world)
        seen = lists.seen_page(self.session, self.world)
        listed = lists.rows(self.session, self.world)
        height = lists.pair_height(self.session, self.world)
        letters = lists.pair_letters(self.session, self.world) or lists.PAIR_LETTERS[self.session.language][-1]
        width = (WIDTH - GAP) / 2
        for place, number in enumerate(seen):
            row = listed[number]
            small, lead = lists.PAIR_SMALL, lists.PAIR_LEAD
            made = Row(target=row.target, text=row.text, tail=row.tail, letters=sp(letters), small=sp(small), lead=lead)
            left = MARGIN + (place % 2) * (width + GAP)
            self.put(made, left, top + (place // 2) * (height + lists.CLOSE), width, height)
        self.turner()
