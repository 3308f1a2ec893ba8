"""Where a matter can be done, and tickets of a hall that are taken elsewhere."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from config.centers import Level, Text
from server.rules.bounds import Count, Id, Minutes, Moment
from server.rules.hall.places import Doing
from server.wire.messages import Wait

PLACES: Final = 1000
"""The most centers that one answer names."""


class PlaceAnswer(msgspec.Struct, frozen=True):
    """A center where all that was asked for can be done, and when somebody who left now would be called there.

    `way_min` is nothing where the city has not written it. It is `open`; its counters `break`; it should be open and no
    counter is (`silent`); or it is `closed` and opens at `opens_at`. Of an open one `wait`, `at_once` or `why` speak of
    whoever took a ticket `said_seconds` ago: a hall that cannot be asked is shown as it was last known. `called_min` is
    the way and the usual wait together; one that is `late` would serve whoever comes now only after it has closed.
    `heard_at` is when anything was told there last. A `remote` one gives out
    tickets to people elsewhere.
    """

    center: Id
    name: Text
    level: Level
    address: Text
    way_min: Minutes | None
    state: Doing
    opens_at: Moment | None
    closes_at: Moment | None
    waiting: Count
    at_once: bool
    wait: Wait | None
    why: Literal["too_little_known", "too_irregular", "nobody_serves", "after_closing", "not_asked"] | None
    said_seconds: Count | None
    called_min: Minutes | None
    late: bool
    heard_at: Moment | None
    remote: bool


class PlacesAnswer(msgspec.Struct, frozen=True):
    """Where all of `services` can be done, soonest first, as seen from the center `origin`; `more` are left out."""

    services: tuple[Id, ...]
    origin: Id | None
    places: Annotated[tuple[PlaceAnswer, ...], Meta(max_length=PLACES)]
    more: Count
