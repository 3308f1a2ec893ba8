"""Keeps nobody waiting for a counter that pauses: after a while those bound to it go back into line by themselves."""

from collections.abc import Callable
from functools import partial
from typing import Final

from server.office.bound import hand_over_due, paused_for_long
from server.office.keeper import Keeper
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork

LOOK_SECONDS: Final = 10


class HandOverKeeper(Keeper):
    """Lets every counter hand over that pauses for long; one that fails holds up no other. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__("hand-over-keeper", LOOK_SECONDS, "people bound to a paused counter wait")
        self._store = store
        self._clock = clock

    def look(self) -> None:
        """Let hand over whoever pauses for long."""
        long: list[tuple[str, str]] = []
        self.attempt(lambda: long.extend(self._store.read(lambda reading: paused_for_long(reading, self._clock()))))
        for center, counter in long:
            work = partial(self._hand_over, counter=counter)
            self.attempt(partial(self._store.write, center, work), center=center, counter=counter)

    def _hand_over(self, uow: UnitOfWork, counter: str) -> None:
        hand_over_due(uow, counter, self._clock())
