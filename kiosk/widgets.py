"""The few things that every screen is made of: words, something to press, a line icon, a QR code."""

from typing import Any

import segno
from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.lang import Builder
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.label import Label
from kivy.uix.relativelayout import RelativeLayout
from kivy.uix.widget import Widget
from PIL import Image

from kiosk.shapes import shape, textured
from kiosk.theme import tone

STYLES = ("plain", "main", "quiet", "picked", "strip", "key")


class Words(Label):
    """Text that breaks into lines in its width and is as high as it needs to be."""


class Press(ButtonBehavior, RelativeLayout):
    """Something to touch: `target` is its name in the flow; a press shows at once, the release acts."""

    target = StringProperty()
    text = StringProperty()
    note = StringProperty()
    tail = StringProperty()
    icon = StringProperty()
    style = OptionProperty("plain", options=STYLES)
    usable = BooleanProperty(True)
    fill = ListProperty(tone("surface"))
    edge = ListProperty(tone("line"))
    ink = ListProperty(tone("ink"))

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        # A finger that slides off before it lets go has changed its mind.
        self.always_release = False
        self.bind(state=self._dress, style=self._dress, usable=self._dress)
        self._dress()

    def _dress(self, *_changed: object) -> None:
        down = self.state == "down"
        dresses = {
            "plain": ("surface", "line", "ink"),
            "key": ("surface", "line", "ink"),
            "main": ("primary", "primary", "surface"),
            "quiet": ("paper", "line", "muted"),
            "picked": ("surface", "primary", "primary"),
            "strip": ("primary", "surface", "surface"),
        }
        fill, edge, ink = dresses[self.style]
        if not self.usable:
            fill, edge, ink = "paper", "line", "muted"
        elif down:
            fill, edge, ink = "pressed", "pressed", "surface"
        self.fill, self.edge, self.ink = tone(fill), tone(edge), tone(ink)


class TextPress(Press):
    """Something to press with its words in the middle and perhaps an icon before them."""

    letters = NumericProperty("48sp")

    def on_kv_post(self, base_widget: Widget) -> None:
        """Arrange icon and words once their sizes are known, and again when they change."""
        self.bind(size=self._arrange, text=self._arrange, icon=self._arrange)
        self._arrange()

    def _arrange(self, *_changed: object) -> None:
        words, icon = self.ids.words, self.ids.icon
        side = self.letters * 1.15 if self.icon else 0
        gap = dp(16) if self.icon and self.text else 0
        room = self.width - dp(40) - side - gap
        words.text_size = (None, None)
        words.texture_update()
        if words.texture_size[0] > room:
            words.text_size = (room, None)
            words.texture_update()
        wide, high = words.texture_size
        left = (self.width - wide - side - gap) / 2
        icon.size = (side, side)
        icon.pos = (left, (self.height - side) / 2)
        words.pos = (left + side + gap, (self.height - high) / 2)


class Row(Press):
    """A choice over the whole width: a mark, words, and a smaller line under them."""

    lead = NumericProperty(124)
    mark = NumericProperty(56)
    letters = NumericProperty("48sp")
    small = NumericProperty("32sp")


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
        super().__init__(**properties)
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
