"""Brings back into line whoever asked for time, when it is over: also late, after the machine was off."""

from collections.abc import Callable
from functools import partial
from typing import Final

from server.office.keeper import Keeper
from server.office.postponing import AT_ONCE, bring_back_due, centers_due
from server.store.store import Store

LOOK_SECONDS: Final = 1


class PostponeKeeper(Keeper):
    """Lets whose time is over stand in line again; a center that fails holds up no other. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__("postpone-keeper", LOOK_SECONDS, "nobody brought back into line")
        self._store = store
        self._clock = clock

    def look(self) -> None:
        """Bring back whose time is over."""
        due: list[str] = []
        self.attempt(lambda: due.extend(self._store.read(lambda reading: centers_due(reading, self._clock()))))
        for center in due:
            self.attempt(partial(self._bring_back, center), center=center)

    def _bring_back(self, center: str) -> None:
        while self._store.write(center, lambda uow: bring_back_due(uow, self._clock())) == AT_ONCE:
            pass
