"""A sheet that things are put on: places are px of the design canvas, counted from its top left corner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kivy.metrics import dp, sp
from kivy.uix.relativelayout import RelativeLayout
from kivy.uix.widget import Widget

from config.look import KIOSK_CANVAS
from kiosk.page.paging import WIDTH, height_of
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Icon, Words

MARGIN = 56
HEIGHT = KIOSK_CANVAS[1]
SMALLEST = 32
TINTS = {"good": "good-tint", "wait": "wait-tint", "stop": "stop-tint"}
"""Ink -> what it stands on."""


@dataclass(frozen=True)
class Line:
    """Words under other words: `size` is px of the canvas, `after` the room below them."""

    text: str
    size: float
    ink: str = "ink"
    bold: bool = False
    after: float = 8


class Sheet(RelativeLayout):
    """As high as the canvas; what is put on it stays there."""

    def put(
        self, widget: Widget, left: float, top: float, width: float, height: float | None = None, *, under: bool = False
    ) -> None:
        """Place `widget` with its top left corner at (`left`, `top`); without a height it keeps its own.

        `under` draws it below what is there already.
        """
        widget.size_hint = (None, None)
        widget.width = dp(width)
        if height is not None:
            widget.height = round(dp(height))
        # Whole px of the glass: what stands between two of them is blurred.
        upper = round(dp(HEIGHT - top))
        widget.x = round(dp(left))
        widget.top = upper
        widget.bind(height=lambda changed, _height: setattr(changed, "top", upper))
        self.add_widget(widget, len(self.children) if under else 0)

    def words(
        self,
        text: str,
        top: float,
        size: float = 40,
        ink: str = "ink",
        *,
        bold: bool = False,
        left: float = MARGIN,
        width: float = WIDTH,
        align: str = "left",
    ) -> Words:
        """Write `text` at `top`; it breaks in `width`."""
        made = Words(text=text, font_size=sp(size), color=tone(ink), bold=bold, halign=align)
        self.put(made, left, top, width)
        made.measure()
        return made

    def stack(
        self, lines: Sequence[Line], top: float, *, left: float = MARGIN, width: float = WIDTH, align: str = "left"
    ) -> float:
        """Write `lines` under each other from `top` on; returns where they end."""
        for line in lines:
            made = self.words(line.text, top, line.size, line.ink, bold=line.bold, left=left, width=width, align=align)
            top += float(made.texture_size[1] / dp(1)) + line.after
        return top

    def fitted(self, lines: Sequence[Line], room: float, width: float = WIDTH) -> list[Line]:
        """Return `lines` in their sizes, or all a little smaller until they fit into `room` px, never below 32."""
        shrunk = list(lines)
        for tenths in (10, 9, 8, 7, 6, 5):
            shrunk = [replace(line, size=max(line.size * tenths / 10, min(line.size, SMALLEST))) for line in lines]
            if sum(height_of(line.text, line.size, width) + line.after for line in shrunk) <= room:
                break
        return shrunk

    def badge(self, icon: str, ink: str, left: float, top: float, side: float) -> None:
        """Draw an icon on a tinted disc, `side` px across."""
        self.put(Card(fill=tone(TINTS.get(ink, "pale")), corner=side / 2), left, top, side, side)
        inside = side * 0.56
        rim = (side - inside) / 2
        self.put(Icon(name=icon, ink=tone(ink), thick=1.7), left + rim, top + rim, inside, inside)
