"""Several halls of a city on one wall."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from config.centers import Level, Text
from server.rules.bounds import Count, Id, Minutes, Moment, Number
from server.rules.hall.fact import NameRef
from server.rules.hall.overview import HallState
from server.wire.messages import Wait

HALLS: Final = 1000
"""The most halls that one answer shows."""


class LastCall(msgspec.Struct, frozen=True):
    """The number that a hall called last today, to which counter, and when."""

    number: Number
    counter: NameRef
    at: Moment


class HallOverview(msgspec.Struct, frozen=True):
    """One hall: what it does, who waits, and whom it called last.

    It is `open`; closed over noon, or all its counters at `lunch`; its counters `break`; it should be open and no
    counter is (`unstaffed`); nothing was heard of any of its kiosks, consoles and screens for some minutes (`silent`),
    and all else is as it was last known; or it is `closed`, and opens at `opens_at`. `wait` goes from the shortest wait
    of its lines to the longest, which is that of `longest`; it was said so many seconds ago, `said_seconds`.
    """

    center: Id
    name: Text
    level: Level
    parent: Id | None
    timezone: str
    state: HallState
    opens_at: Moment | None
    closes_at: Moment | None
    waiting: Count
    wait: Wait | None
    longest: NameRef | None
    said_seconds: Count | None
    counters_open: Count
    counters: Count
    called: LastCall | None
    heard_at: Moment | None


class OverviewAnswer(msgspec.Struct, frozen=True):
    """Halls of a city, those above before those below; `more` are left out. Silence counts from `silent_min` on."""

    halls: Annotated[tuple[HallOverview, ...], Meta(max_length=HALLS)]
    more: Count
    silent_min: Minutes
