"""Lets counters help long lines by the rules of their center, and ends it: also what a machine that was off missed."""

from collections.abc import Callable
from typing import Final

from server.office.elastic import NEVER_AT_ONCE, centers_due, settle
from server.office.keeper import DueInCenters
from server.store.store import Store

LOOK_SECONDS: Final = 5


class ElasticKeeper(DueInCenters):
    """Looks at every center that has such rules. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__(
            "elastic-keeper",
            LOOK_SECONDS,
            "no counter helps a long line",
            store=store,
            clock=clock,
            centers=centers_due,
            settle=settle,
            at_once=NEVER_AT_ONCE,
        )
