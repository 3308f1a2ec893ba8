"""Keeps the days of all centers: at midnight, and at the start when the machine was off at midnight."""

from collections.abc import Callable
from functools import partial
from typing import Final

from server.office.day import begin_day, centers_behind
from server.office.keeper import Keeper
from server.store.store import Store

LOOK_SECONDS: Final = 10


class DayKeeper(Keeper):
    """Closes the day of every center that is behind; one that fails holds up no other. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__("day-keeper", LOOK_SECONDS, "day not closed")
        self._store = store
        self._clock = clock

    def look(self) -> None:
        """Close the days that are over."""
        behind: list[str] = []
        self.attempt(lambda: behind.extend(self._store.read(lambda reading: centers_behind(reading, self._clock()))))
        for center in behind:
            close = partial(self._store.write, center, lambda uow: begin_day(uow, self._clock()))
            self.attempt(close, center=center)
