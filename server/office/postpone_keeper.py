"""Brings back into line whoever asked for time, when it is over: also late, after the machine was off."""

from collections.abc import Callable
from typing import Final

from server.office.keeper import DueInCenters
from server.office.postponing import AT_ONCE, bring_back_due, centers_due
from server.store.store import Store

LOOK_SECONDS: Final = 1


class PostponeKeeper(DueInCenters):
    """Lets whose time is over stand in line again. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__(
            "postpone-keeper",
            LOOK_SECONDS,
            "nobody brought back into line",
            store=store,
            clock=clock,
            centers=centers_due,
            settle=bring_back_due,
            at_once=AT_ONCE,
        )
