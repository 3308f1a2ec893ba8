"""Ends in time the numbers with which nobody came: also late, after the machine was off."""

from collections.abc import Callable
from typing import Final

from server.office.keeper import DueInCenters
from server.office.remote.due import AT_ONCE, centers_due, expire_due
from server.store.store import Store

LOOK_SECONDS: Final = 5


class RemoteKeeper(DueInCenters):
    """Lets numbers of people expire who do not come. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__(
            "remote-keeper",
            LOOK_SECONDS,
            "remote tickets not expired",
            store=store,
            clock=clock,
            centers=centers_due,
            settle=expire_due,
            at_once=AT_ONCE,
        )
