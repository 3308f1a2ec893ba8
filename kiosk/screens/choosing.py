"""Lists to choose from: matters and lines."""

from kivy.metrics import sp

from kiosk.page import choices, headlines, lists, matters
from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN
from kiosk.window.widgets import Row


class ChecklistsPage(StripPage):
    """The matters a citizen can be guided through; several may be chosen."""

    def fill(self) -> None:
        """Draw the question, the matters and the way on: until one is chosen, that is to look for it by name."""
        self.heading(*headlines.headline(self.session, self.world))
        if matters.themes(self.world):
            self._by_theme()
        else:
            self.rows()
        if "search" in self.open:
            self.main("search", self.say("Search by name"), "search", style="plain")
            return
        count = len(self.session.inquiry.chosen)
        told = "You have chosen {count} matter" if count == 1 else "You have chosen {count} matters"
        self.above_the_strip("basket", self.say(told, count=count), "boxed")
        self.main("next", self.say("Next"), "onward")

    def _by_theme(self) -> None:
        """Draw the themes at the left, the matters of one of them beside them."""
        top, bottom = lists.list_top(self.session, self.world), lists.body_bottom(self.session, self.world)
        found, shown = matters.themes(self.world), matters.theme_shown(self.session, self.world)
        wide = matters.THEMES[self.session.language]
        high = min((bottom - top - (len(found) - 1) * matters.CLOSE) / len(found), 128)
        for place, theme in enumerate(found):
            box = (MARGIN, top + place * (high + matters.CLOSE), wide, high)
            style = "main" if theme == shown else "plain"
            letters = matters.THEME_LETTERS[self.session.language]
            self.press(f"theme:{theme.id}", theme.name.say(self.session.language), box, style, theme.icon, letters)
        heights = matters.heights(self.session, self.world, bottom - top)
        listed = choices.rows(self.session, self.world)
        left = MARGIN + wide + GAP
        size, mark = sp(matters.letters(self.session)), 56 if self.elder else 52
        for number in lists.seen_page(self.session, self.world):
            row = listed[number]
            made = Row(
                row.text,
                icon="boxed" if row.picked else "box",
                letters=size,
                small=size,
                mark=mark,
                lead=matters.LEAD[self.elder],
                target=row.target,
                style="picked" if row.picked else "plain",
            )
            self.put(made, left, top, matters.beside(self.session), heights[number])
            top += heights[number] + matters.CLOSE
        self.turner(wide + GAP)


class BasketPage(StripPage):
    """What has been chosen so far; a touch takes one out."""

    def fill(self) -> None:
        """Draw what is chosen."""
        self.heading(*headlines.headline(self.session, self.world))
        self.rows()
        if "next" in self.open:
            self.main("next", self.say("Next"), "onward")


class GoalsPage(StripPage):
    """What a plan should be best at."""

    def fill(self) -> None:
        """Draw the goals; touching one returns to the plan made for it."""
        self.heading(*headlines.headline(self.session, self.world))
        self.rows()


class ServicePage(StripPage):
    """The lines of this center, with how many people wait in each."""

    def fill(self) -> None:
        """Draw the lines: two columns so that all are seen at once, one in large type."""
        self.heading(*headlines.headline(self.session, self.world))
        if lists.columns(self.session, self.world) == 1:
            self.rows()
            return
        top = lists.list_top(self.session, self.world)
        seen = lists.seen_page(self.session, self.world)
        listed = choices.rows(self.session, self.world)
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
