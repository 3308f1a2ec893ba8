"""The hall beside the page, where the window lies: its name, the time, when it is open, who waits for what."""

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp

from config.centers import Language, Text
from config.words import both
from kiosk.page.paging import GAP, LINE, height_of, width_of
from kiosk.screens.sheet import HEIGHT, Line, Sheet
from kiosk.visit.world import World
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Words
from server.rules.hours_words import hours_text

NARROWEST = 900
"""Less room beside the page stays empty, in px of the canvas."""
EDGE = 88
NAME_ROOM = 400
TIME, TIME_ROOM = 192, 560
PAD = 56
CLOSEST, TALLEST = 88, 148
"""Height of a row of the list."""


class Aside(Sheet):
    """What everybody may see of the hall while somebody is at the kiosk, in both languages; nothing to touch."""

    def __init__(self, world: World, language: Language, clock: str, wide: float, **properties: Any) -> None:
        """Draw the hall of `world` in `wide` px of the canvas; what has no room in both languages is in `language`."""
        super().__init__(size_hint=(None, None), size=(dp(wide), dp(HEIGHT)), **properties)
        self.wide = wide
        self._world, self._language = world, language
        with self.canvas.before:
            Color(*tone("primary"))
            Rectangle(size=self.size)
        self._clock: Words | None = None
        below = self._head(clock)
        self._waiting(below + 2 * GAP)
        help_ = both("Need help? Come to the guide desk.")
        self._pair(help_, HEIGHT - 176, 48, 36)

    @property
    def room(self) -> float:
        """Return the width between the margins."""
        return self.wide - 2 * EDGE

    def show_time(self, clock: str) -> None:
        """Show another time."""
        if self._clock is not None and self._clock.text != clock:
            self._clock.text = clock

    def _pair(self, text: Text, top: float, zh: float, en: float, room: float = 999, less: float = 0) -> float:
        width = self.room - less
        lines = self.fitted([Line(text.zh, zh, "surface", bold=True), Line(text.en, en, "pale")], room, width)
        return self.stack(lines, top, left=EDGE, width=width)

    def _head(self, clock: str) -> float:
        left, width = EDGE + self.room - TIME_ROOM, TIME_ROOM
        self._clock = self.words(clock, 48, TIME, "call", bold=True, left=left, width=width, align="right")
        below = self._pair(self._world.name, 88, 92, 56, NAME_ROOM, TIME_ROOM + GAP)
        for told in (self._world.address, self._hours()):
            if told is not None:
                below = self._pair(told, below + GAP, 44, 36, 180)
        return max(below, 48 + TIME * LINE)

    def _hours(self) -> Text | None:
        hours = self._world.hours
        if not hours:
            return None
        return both("Open {hours}", hours=hours_text(hours) or "")

    def _waiting(self, top: float) -> None:
        """List the lines and who waits in each, in two columns; as many as there is room for."""
        room = HEIGHT - 176 - 2 * GAP - top - 2 * PAD - 120
        columns = 2 if len(self._world.services) > 4 else 1
        rows = min(-(-len(self._world.services) // columns), int(room // CLOSEST))
        if rows < 1:
            return
        high = min(room / rows, TALLEST)
        self.put(Card(), EDGE, top, self.room, 2 * PAD + 120 + rows * high)
        head = both("People waiting")
        half = self.room / 2 - PAD
        self.words(head.zh, top + PAD - 16, 60, bold=True, left=EDGE + PAD, width=half)
        self.words(head.en, top + PAD, 40, "muted", left=EDGE + PAD + half, width=half, align="right")
        width = (self.room - 2 * PAD - (columns - 1) * 2 * PAD) / columns
        for place, service in enumerate(self._world.services[: rows * columns]):
            left = EDGE + PAD + (place // rows) * (width + 2 * PAD)
            below = top + PAD + 120 + (place % rows) * high
            self._row(service.name, self._world.waiting.get(service.id, 0), (left, below, width, high))

    def _row(self, name: Text, waiting: int, place: tuple[float, float, float, float]) -> None:
        left, top, width, high = place
        self.put(Card(fill=tone("pale"), edge=tone("pale"), corner=0), left, top, width, 2)
        size = 60
        count = max(120, width_of(str(waiting), size) + 8)
        narrow = width - count - GAP
        lines = self.fitted([Line(name.zh, 44, after=0), Line(name.en, 32, "muted", after=0)], high - 8, narrow)
        if sum(height_of(line.text, line.size, narrow) for line in lines) > high - 8:
            lines = self.fitted([Line(name.say(self._language), 44, after=0)], high - 8, narrow)
        told = sum(height_of(line.text, line.size, narrow) for line in lines)
        self.stack(lines, top + (high - told) / 2, left=left, width=narrow)
        ink = "primary" if waiting else "muted"
        self.words(
            str(waiting),
            top + (high - size * LINE) / 2,
            size,
            ink,
            bold=waiting > 0,
            left=left + width - count,
            width=count,
            align="right",
        )
