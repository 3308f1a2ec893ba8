"""Lets happen in time what happens to bookings by itself: also late, after the machine was off."""

from collections.abc import Callable
from typing import Final

from server.office.bookings.due import AT_ONCE, centers_due, settle_due
from server.office.keeper import DueInCenters
from server.store.store import Store

LOOK_SECONDS: Final = 5


class DueKeeper(DueInCenters):
    """Ends holds, tells who missed a slot. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__(
            "booking-keeper",
            LOOK_SECONDS,
            "no held place is given back",
            store=store,
            clock=clock,
            centers=centers_due,
            settle=settle_due,
            at_once=AT_ONCE,
        )
