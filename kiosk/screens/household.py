"""For whom matters are: the members of a household, and what one who joins is called."""

from kiosk.page import headlines
from kiosk.screens.frame import StripPage


class HouseholdPage(StripPage):
    """Everybody for whom these matters may be; several may be chosen."""

    def fill(self) -> None:
        """Draw who can be chosen, and the way on once somebody is."""
        self.heading(*headlines.headline(self.session, self.world))
        self.rows()
        if "next" in self.open:
            self.main("next", self.say("Next"), "onward")


class NamingPage(StripPage):
    """What somebody who joins is called, from a list."""

    def fill(self) -> None:
        """Draw the names; a touch on one returns to the household."""
        self.heading(*headlines.headline(self.session, self.world))
        self.rows()
