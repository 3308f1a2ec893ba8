"""The clock of the halls: what people read on the wall, but never going back and never standing still."""

import threading
from collections.abc import Callable
from typing import Final

PACE: Final = 0.9
"""How fast it goes, against true time, while it waits for a wall clock that was set back: an hour takes ten."""


class HallClock:
    """Returns milliseconds since the epoch, from a wall clock and a steady one (both in ms). Safe for threads.

    It is the wall clock as long as that goes forward. When it is set back, this one goes on from where it was, a little
    slower, until they meet: people keep their order, a call keeps its age, and a minute stays about a minute.
    """

    def __init__(self, wall: Callable[[], int], steady: Callable[[], int]) -> None:
        self._wall = wall
        self._steady = steady
        self._lock = threading.Lock()
        self._told, self._at = wall(), steady()

    def __call__(self) -> int:
        """Return the moment now."""
        with self._lock:
            wall, steady = self._wall(), self._steady()
            going_on = self._told + (steady - self._at) * PACE
            if wall >= going_on:
                self._told, self._at = wall, steady
                return wall
            return int(going_on)
