"""Many questions are answered sitting, on one's own phone: its code, and the way back here."""

from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.message import MessagePage
from kiosk.screens.sheet import MARGIN
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Code
from server.rules.guidance.consultation_code import phone_path


class OnPhonePage(MessagePage):
    """The QR code that opens the questions on a phone, and what to do when they are answered."""

    def fill(self) -> None:
        """Draw the code; before there is one, say what is going on or what went wrong."""
        code = self.session.keeping.code
        if code is None:
            self._without()
            return
        side, top = (520, 184) if self.elder else (600, 216)
        left = MARGIN + (WIDTH - side) / 2
        self.put(Card(edge=tone("line")), left, top, side, side)
        self.put(Code(text=self.world.phone_url + phone_path(code)), left + 24, top + 24, side - 48, side - 48)
        self.told(
            top + side + GAP,
            self.say("Scan it and answer sitting"),
            self.say("Your code is {code}: keep it to go on here.", code=code),
            self.say("All answered? Touch below, or type the code at any kiosk."),
        )
        self.beside("leave", self.say("Done here, I will sit down"), "tick")
        self.main("fetch", self.say("Go on here"), "onward")

    def _without(self) -> None:
        if self.session.keeping.handing:
            self.message("clock", "primary", self.say("Your code is being made…"), self.say("One moment."))
            return
        what = self.say("The kiosk cannot reach the server.")
        self.message("unplugged", "stop", what, self.say("Nothing is lost. Try again in a moment, or go back."))
        self.main("fetch", self.say("Try now"), "onward")
