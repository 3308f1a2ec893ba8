"""Lets happen in time what happens to bookings by itself: also late, after the machine was off."""

from collections.abc import Callable
from functools import partial
from typing import Final

from server.office.bookings.due import AT_ONCE, centers_due, settle_due
from server.office.keeper import Keeper
from server.store.store import Store

LOOK_SECONDS: Final = 5


class DueKeeper(Keeper):
    """Ends holds, tells who missed a slot; a center that fails holds up no other. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__("booking-keeper", LOOK_SECONDS, "no held place is given back")
        self._store = store
        self._clock = clock

    def look(self) -> None:
        """Let happen what is due."""
        due: list[str] = []
        self.attempt(lambda: due.extend(self._store.read(lambda reading: centers_due(reading, self._clock()))))
        for center in due:
            self.attempt(partial(self._settle, center), center=center)

    def _settle(self, center: str) -> None:
        while self._store.write(center, lambda uow: settle_due(uow, self._clock())) == AT_ONCE:
            pass
