"""Where else it can be done: the other centers with way and wait, and one of them with its number."""

from kiosk.page import elsewhere, headlines, lists
from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.frame import StripPage
from kiosk.screens.message import MessagePage
from kiosk.screens.sheet import MARGIN, Line


class PlacesPage(StripPage):
    """The other centers that do all of it, those first where somebody who leaves now is called soonest."""

    def fill(self) -> None:
        """Draw them."""
        self.heading(*headlines.headline(self.session, self.world))
        if not self.session.seeking.places:
            lines = [
                Line(self.say("No other center does this."), self.pt("body"), "wait", bold=True),
                Line(self.say("Go back, or ask at the guide desk."), self.pt("body")),
            ]
            self.notice("notice", "wait", lines, lists.list_top(self.session, self.world))
            return
        self.rows()


class PlacePage(MessagePage):
    """One other center: where it is, the way, the wait, and what a number that is taken here means."""

    def fill(self) -> None:
        """Draw it; a number can be taken where it gives any to people who are elsewhere."""
        place = self.session.place_elsewhere(self.session.place.item)
        if place is None:
            return
        language, gives = self.session.language, elsewhere.gives_numbers(place)
        top, side = (168, 144) if self.elder else (216, 200)
        self.badge("path", "primary", MARGIN + (WIDTH - side) / 2, top, side)
        large, small = (72, 52) if self.elder else (64, 44)
        said = [
            Line(place.name.say(language), large, bold=True, after=GAP / 2),
            Line(place.address.say(language), small, "muted", after=GAP),
            Line(elsewhere.way_words(language, place), small, "primary", bold=True),
            Line(elsewhere.wait_words(language, self.world, place), small, "primary", bold=True, after=GAP),
        ]
        if late := elsewhere.late_words(language, place):
            said.append(Line(late, small, "wait", bold=True))
        bottom = lists.body_bottom(self.session, self.world)
        high = 300 if self.elder else 240
        below = bottom - high if gives else bottom
        self.stack(self.fitted(said, below - GAP - top - side - GAP), top + side + GAP, align="center")
        if not gives:
            self.main("back", self.say("Back"), "back")
            return
        note = self.say("The number waits for you outside the line. Check in there in time, or it runs out.")
        self.notice("clock", "ink", [Line(note, 48 if self.elder else 40)], below, high)
        self.main("take", self.say("Take a number there"), "ticket")
