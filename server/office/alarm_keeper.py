"""Asks staff to open a counter for a long line, and stops asking: also what a machine that was off missed."""

from collections.abc import Callable
from typing import Final

from server.office.alarms import centers_due, settle
from server.office.elastic import NEVER_AT_ONCE
from server.office.keeper import DueInCenters
from server.store.store import Store

LOOK_SECONDS: Final = 5


class AlarmKeeper(DueInCenters):
    """Looks at every center that has such rules. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__(
            "alarm-keeper",
            LOOK_SECONDS,
            "nobody asked to open a counter",
            store=store,
            clock=clock,
            centers=centers_due,
            settle=settle,
            at_once=NEVER_AT_ONCE,
        )
