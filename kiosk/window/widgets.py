"""The few things that every screen is made of: words, something to press, a line icon, a QR code."""

from typing import Any

import segno
from kivy.clock import Clock
from kivy.graphics import Color, Rectangle, SmoothLine, SmoothRoundedRectangle
from kivy.lang import Builder
from kivy.metrics import dp
from kivy.properties import ListProperty, NumericProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.label import Label
from kivy.uix.relativelayout import RelativeLayout
from kivy.uix.widget import Widget
from PIL import Image

from config.look import COLOURS
from kiosk.page.breaking import mended, tied
from kiosk.page.lists import tail_width
from kiosk.window.lettered import Lettered
from kiosk.window.shapes import key_face, shape, textured
from kiosk.window.signs import shown
from kiosk.window.theme import FONT, Colour, tone

DRESSES: dict[str, tuple[str, str, str]] = {
    "plain": ("surface", "line", "ink"),
    "key": ("surface", "line", "ink"),
    "main": ("primary", "primary", "surface"),
    "quiet": ("paper", "line", "muted"),
    "picked": ("surface", "primary", "primary"),
    "strip": ("primary", "surface", "surface"),
    "can": ("good-tint", "good", "ink"),
    "not_yet": ("wait-tint", "wait", "ink"),
    "cannot": ("stop-tint", "stop", "ink"),
    "unknown": ("surface", "muted", "ink"),
}
"""Style -> (fill, edge, ink)."""
DOWN = ("pressed", "pressed", "surface")
SHUT = ("pale", "pale", "muted")
"""What cannot be pressed yet."""
MENDED_AT_MOST = 8
SMALLER = ((False, 1), (False, 0.9), (True, 1), (True, 0.9), (True, 0.8), (True, 0.7))
"""How words on a button are tried until they fit: whether they break, and in which part of their size."""
TRAILING = frozenset({"onward"})
"""Icons that point onward stand behind the words."""


class Plain(Label):
    """A line of text that is drawn when it is measured."""

    text: str
    _label: Any

    def _create_label(self) -> None:
        # Kivy chooses among its own two kinds here, and takes no other.
        if self._label is None:
            self._label = Lettered(
                **{name: getattr(self, name) for name in self._font_properties}, usersize=self.text_size
            )

    def on_text(self, _: object, text: str) -> None:
        """Show a sign for what the font lacks."""
        if (can_be := shown(text)) != text:
            self.text = can_be

    def measure(self) -> tuple[float, float]:
        """Draw the text now and return its size in px."""
        self.texture_update()
        # Kivy would draw the same letters once more before the next frame; that is a third of a screen's time.
        self._trigger_texture.cancel()
        wide, high = self.texture_size
        return (float(wide), float(high))


class Words(Plain):
    """Text that breaks into lines in its width and is as high as it needs to be, with Chinese broken as people do.

    Kivy breaks Chinese between any two signs, and at a space before anything else: here no line begins with a comma,
    no number is torn apart, and no last line has a sign or two alone.
    """

    def measure(self) -> tuple[float, float]:
        """Draw the text now and return its size in px."""
        self.text = tied(self.text)
        measured = super().measure()
        for _ in range(MENDED_AT_MOST):
            better = mended(
                self.text, ["".join(word.text for word in line.words) for line in self._label._cached_lines]
            )
            if better is None:
                break
            self.text = better
            measured = super().measure()
        return measured


class Press(ButtonBehavior, RelativeLayout):
    """Something to touch: `target` is its name in the flow; a press shows at once, the release acts.

    Drawn in Python and not by a .kv rule: a screen has up to 25 of them, and rules cost a third of its 100 ms.
    """

    def __init__(self, target: str = "", style: str = "plain", *, usable: bool = True, **properties: Any) -> None:
        super().__init__(size_hint=(None, None), **properties)
        self.target = target
        self.style = style
        self.usable = usable
        # A finger that slides off before it lets go has changed its mind.
        self.always_release = False
        self.draw()
        self.bind(state=self.dress, size=self.arrange)
        self.dress()

    def draw(self) -> None:
        """Draw what it stands on, once."""
        with self.canvas.before:
            self._fill = Color()
            self._face = SmoothRoundedRectangle(radius=[dp(16)])
            self._line = Color()
            self._edge = SmoothLine(width=dp(4 if self.style == "picked" else 1.5))

    @property
    def ink(self) -> Colour:
        """Return the colour of what stands on it now."""
        return tone(self._tones()[2])

    def dress(self, *_changed: object) -> None:
        """Take the colours of the state it is in."""
        fill, edge, _ = self._tones()
        self._fill.rgba, self._line.rgba = tone(fill), tone(edge)

    def arrange(self, *_changed: object) -> None:
        """Take the size it was given."""
        self._face.size = self.size
        self._edge.rounded_rectangle = (dp(1.5), dp(1.5), self.width - dp(3), self.height - dp(3), dp(15))

    def _tones(self) -> tuple[str, str, str]:
        if not self.usable:
            return SHUT
        return DOWN if self.state == "down" else DRESSES[self.style]


class TextPress(Press):
    """Something to press with its words in the middle and perhaps an icon beside them.

    `letters` are px; words too long for one line are a little smaller, and break where that is not enough.
    """

    def __init__(self, text: str, letters: float, icon: str = "", **properties: Any) -> None:
        self._icon = Icon(name=icon) if icon else None
        self._words = Plain(text=text, font_name=FONT, bold=True, font_size=letters, size_hint=(None, None))
        self._words.halign = "center"
        self._letters = letters
        super().__init__(**properties)
        if self._icon:
            self.add_widget(self._icon)
        self.add_widget(self._words)

    def dress(self, *_changed: object) -> None:
        """Give words and icon the colour that goes with the fill."""
        super().dress()
        self._words.color = self.ink
        if self._icon:
            self._icon.ink = self.ink

    def arrange(self, *_changed: object) -> None:
        """Put icon and words side by side in the middle."""
        super().arrange()
        words = self._words
        side = self._letters * 1.15 if self._icon else 0
        gap = dp(16) if self._icon and words.text else 0
        self._fit(self.width - dp(40) - side - gap, self.height - dp(16))
        left = (self.width - words.width - side - gap) / 2
        trails = self._icon is not None and self._icon.name in TRAILING
        words.pos = (round(left if trails else left + side + gap), round((self.height - words.height) / 2))
        if self._icon:
            self._icon.size = (side, side)
            self._icon.pos = (left + words.width + gap if trails else left, (self.height - side) / 2)

    def _fit(self, room: float, high: float) -> None:
        words = self._words
        for breaks, smaller in SMALLER:
            words.font_size = self._letters * smaller
            words.text_size = (room if breaks else None, None)
            words.size = words.measure()
            if words.width <= room and words.height <= high:
                return


class Key(Press):
    """A key of a keyboard: one picture, kept, as forty of them are drawn anew with every letter that is typed.

    Its `size` is given at once, so that no picture is made for another.
    """

    def __init__(self, sign: str, letters: float, **properties: Any) -> None:
        self.sign = sign
        self._letters = round(letters)
        super().__init__(**properties)
        self.arrange()

    def draw(self) -> None:
        """Draw the place of its picture."""
        with self.canvas:
            Color(1, 1, 1, 1)
            self._picture = Rectangle()

    def dress(self, *_changed: object) -> None:
        """Take the picture of the state it is in."""
        fill, edge, ink = (COLOURS[each] for each in self._tones())
        size = (round(self.width), round(self.height))
        self._picture.texture = key_face(self.sign, size, self._letters, (fill, edge, ink), dp(16))

    def arrange(self, *_changed: object) -> None:
        """Take the size it was given."""
        self._picture.size = self.size
        self.dress()


class Row(Press):
    """A choice over the whole width: a mark, words, a smaller line under them, a number or an arrow at the end.

    `letters` and `small` are px; `lead` is the room for the mark, `mark` its side, both px of the design canvas.
    """

    def __init__(
        self,
        text: str,
        note: str = "",
        icon: str = "",
        tail: str = "",
        *,
        letters: float,
        small: float,
        lead: float = 124,
        mark: float = 56,
        onward: bool = False,
        **properties: Any,
    ) -> None:
        self._lead = dp(lead)
        self._arrow = Icon(name="onward", size=(dp(64), dp(64))) if onward else None
        self._icon = Icon(name=icon, size=(dp(mark), dp(mark))) if icon else None
        self._words = Words(text=text, font_size=letters)
        self._note = Words(text=note, font_size=small) if note else None
        self._people = Icon(name="person", size=(small, small)) if tail else None
        self._tail = Words(text=tail, font_size=small, width=dp(tail_width(tail, small / dp(1)))) if tail else None
        super().__init__(**properties)
        self._words.bold = self.style != "quiet"
        for each in (self._icon, self._words, self._note, self._people, self._tail, self._arrow):
            if each is not None:
                self.add_widget(each)

    def dress(self, *_changed: object) -> None:
        """Give all that stands on it the colour that goes with the fill."""
        super().dress()
        second = self.ink if self.state == "down" or self.style == "main" else tone("muted")
        self._words.color = self.ink
        if self._icon:
            self._icon.ink = self.ink
        if self._arrow:
            self._arrow.ink = self.ink
        if self._note:
            self._note.color = second
        if self._tail and self._people:
            self._tail.color = self._people.ink = second

    def arrange(self, *_changed: object) -> None:
        """Put the mark left, the words beside it, the number right."""
        super().arrange()
        middle = self.height / 2
        words, note = self._words, self._note
        end = self._tail.width + self._people.width + dp(44) if self._tail and self._people else 0
        end = dp(96) if self._arrow else end
        words.width = self.width - self._lead - max(end, dp(28))
        first = words.measure()[1]
        high = first
        if note:
            note.width = words.width
            high += note.measure()[1]
            note.pos = (round(self._lead), round(middle - high / 2))
        words.pos = (round(self._lead), round(middle + high / 2 - first))
        if self._icon:
            self._icon.pos = ((self._lead - self._icon.width) / 2, middle - self._icon.height / 2)
        if self._people and self._tail:
            self._people.pos = (self.width - end + dp(20), middle - self._people.height / 2)
            self._tail.pos = (round(self._people.right + dp(8)), round(middle - self._tail.measure()[1] / 2))
        if self._arrow:
            self._arrow.pos = (self.width - dp(88), middle - self._arrow.height / 2)


class Card(RelativeLayout):
    """A quiet surface that holds something to read."""

    fill = ListProperty(tone("surface"))
    edge = ListProperty((0, 0, 0, 0))
    corner = NumericProperty(16)


class Icon(Widget):
    """A line icon in one colour."""

    name = StringProperty()
    ink = ListProperty(tone("ink"))
    thick = NumericProperty(2)

    def __init__(self, **properties: Any) -> None:
        super().__init__(size_hint=(None, None), **properties)
        self._draw = Clock.create_trigger(self._drawn, -1)
        self.bind(name=self._draw, ink=self._draw, size=self._draw, pos=self._draw)
        self._drawn()

    def _drawn(self, *_changed: object) -> None:
        self.canvas.clear()
        side = round(min(self.size))
        if not self.name or side < 2:
            return
        with self.canvas:
            Color(*self.ink)
            place = (round(self.center_x - side / 2), round(self.center_y - side / 2))
            Rectangle(texture=shape(self.name, side, self.thick), pos=place, size=(side, side))


class Code(Widget):
    """A QR code with its quiet zone of four modules, each module a whole number of px."""

    text = StringProperty()

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._draw = Clock.create_trigger(self._drawn, -1)
        self.bind(text=self._draw, size=self._draw, pos=self._draw)
        self._drawn()

    def _drawn(self, *_changed: object) -> None:
        self.canvas.clear()
        if not self.text:
            return
        rows = [
            bytes(0 if module else 255 for module in row)
            for row in segno.make(self.text, error="m").matrix_iter(border=4)
        ]
        modules = len(rows)
        side = int(min(self.size) // modules) * modules
        if side == 0:
            return
        picture = Image.frombytes("L", (modules, modules), b"".join(rows))
        with self.canvas:
            Color(1, 1, 1, 1)
            place = (round(self.center_x - side / 2), round(self.center_y - side / 2))
            Rectangle(texture=textured(picture, crisp=True), pos=place, size=(side, side))


def load(name: str) -> None:
    """Read the rules of `name`.kv, once; a screen's rules lie beside its module."""
    from importlib.resources import files

    path = str(files("kiosk") / f"{name}.kv")
    if path not in Builder.files:
        Builder.load_file(path)
