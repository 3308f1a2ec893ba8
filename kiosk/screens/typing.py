"""Screens to type on: looking for something by its name, going on under a code."""

from kivy.metrics import dp, sp

from kiosk.page import headlines, lists, wording
from kiosk.page.keys import BOARDS, last_of, shown
from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.frame import StripPage
from kiosk.screens.sheet import MARGIN, Line
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Key
from server.rules.hall import slip_digits

LETTERS, WORDS = 56, 40


class TypingPage(StripPage):
    """A field with what was typed, and the keys under it."""

    def field(self, text: str, top: float, high: float, size: float, *, empty: bool = False) -> None:
        """Draw what was typed; `empty` text only says what could be."""
        self.put(Card(fill=tone("surface"), edge=tone("primary")), MARGIN, top, WIDTH, high)
        ink = "muted" if empty else "ink"
        self.words(text, top + (high - size * 1.45) / 2, size, ink, bold=not empty, align="center")

    def keys(self) -> None:
        """Draw the keyboard of this screen, right above the strip below."""
        board = BOARDS[self.session.place.screen]
        top = lists.foot_top(self.session) - GAP - board.height
        says = {"erase": self.say("Erase"), "space": self.say("Space")}
        for key, (left, down, width, height) in board.places():
            words = says.get(key.target, "")
            made = Key(
                words or key.sign,
                sp(WORDS if words else LETTERS),
                target=key.target,
                style="quiet" if words else "key",
                usable=key.target in self.open,
                size=(dp(width), dp(height)),
            )
            self.put(made, MARGIN + left, top + down, width, height)


class CodePage(TypingPage):
    """The code of a consultation, letter by letter, and why the last one led nowhere."""

    def fill(self) -> None:
        """Draw the field, what is wrong with the code, and its keys."""
        session = self.session
        below = self.heading(*headlines.headline(session, self.world)) + GAP
        high = lists.field_height(session)
        self.field(shown(session.typing.letters), below, high, 72, empty=not session.typing.letters)
        if session.keeping.not_continued is not None:
            top = below + high + GAP
            said = [Line(each, self.pt("body"), "stop", bold=True) for each in wording.not_continued(session)]
            self.stack(self.fitted(said, lists.body_bottom(session, self.world) - top), top)
        self.keys()
        self.main("next", self.say("Next"), "onward")


class NumberTypedPage(TypingPage):
    """A number with the digits of its slip, and why the last one led nowhere."""

    def fill(self) -> None:
        """Draw the field, what is wrong, and its keys."""
        session = self.session
        below = self.heading(*headlines.headline(session, self.world)) + GAP
        high = lists.field_height(session)
        letters = session.typing.letters
        example = self.say("for example {number}", number="D012 345678")
        self.field(slip_digits.shown(letters) or example, below, high, 72 if letters else 48, empty=not letters)
        if session.holding.untold is not None:
            top = below + high + GAP
            said = [Line(each, self.pt("body"), "stop", bold=True) for each in wording.number_untold(session)]
            self.stack(self.fitted(said, lists.body_bottom(session, self.world) - top), top)
        self.keys()
        self.main("next", self.say("Next"), "onward")


class SearchPage(TypingPage):
    """What fits the letters typed so far, anew with every letter."""

    def fill(self) -> None:
        """Draw the field, what was found, and the keys."""
        session = self.session
        self.heading(*headlines.headline(session, self.world))
        below, high = lists.list_top(session, self.world), lists.field_height(session)
        self.field(
            last_of(session.typing.query) or self.say("Letters and digits"),
            below - GAP - high,
            high,
            self.pt("body"),
            empty=not session.typing.query,
        )
        found = session.typing.found
        if found.hits:
            self.rows()
        elif len(session.typing.query) > 1 and found.told is not None:
            self.words(found.told.say(session.language), below + GAP, lists.head_sizes(session)[1], "wait", bold=True)
        self.keys()
