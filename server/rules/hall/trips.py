"""The trips of one plan on one day, one after the other: which number can be taken when, when one is where. Pure."""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from server.rules.hall.calling import State
from server.rules.hall.line import MINUTE
from server.rules.hall.way import SERVED_IN

Offer = Literal["take", "book", "after", "none"]
"""A number can be taken now; a time can be booked; it can be taken once those before it are in their lines; neither."""
COUNTED: Final[frozenset[State]] = frozenset(
    {"waiting", "postponed", "called", "serving", "held", "missed", "finished", "remote"}
)
"""The states of a ticket that is this trip's: whoever gave one back, or did not come with it, has none."""


class Trip(msgspec.Struct, frozen=True):
    """What is known of a trip; minutes.

    `way` leads there from the trip before, None where nobody wrote it. `wait` is how long its line takes from now on:
    the rest of it for whoever has a ticket in `state` already. `takes` says that a number can be taken there from
    elsewhere now, `books` that times are booked there; of one on another day no number can be taken `today`.
    """

    way: int | None
    wait: float
    state: State | None
    today: bool
    takes: bool
    books: bool
    booked: bool = False
    closes_at: int | None = None


class Timed(msgspec.Struct, frozen=True):
    """What can be done for a trip now, and when (ms) one who does all of it in order is there and leaves again."""

    offer: Offer
    arrives_at: int
    leaves_at: int


def timed(trips: Iterable[Trip], now: int) -> list[Timed]:
    """Return for each of `trips`, in their order, what can be done at `now` (ms).

    The number of a later trip can be taken once whoever goes has joined the lines of all before it: so there is one
    number on its way at most, and it waits until they are through. Nobody takes one with which they would come late.
    """
    found: list[Timed] = []
    at, joined = now, True
    for trip in trips:
        arrives = at if trip.state not in (None, "remote") else at + (trip.way or 0) * MINUTE
        leaves = now if trip.state == "finished" else max(arrives, now) + round((trip.wait + SERVED_IN) * MINUTE)
        found.append(Timed(_offer(trip, arrives, joined=joined), arrives, leaves))
        at = leaves
        if trip.today:
            joined = joined and trip.state is not None and trip.state != "remote"
    return found


def _offer(trip: Trip, arrives: int, *, joined: bool) -> Offer:
    if trip.state is not None or trip.booked:
        return "none"
    in_time = trip.closes_at is None or arrives < trip.closes_at
    if trip.today and trip.takes and in_time:
        return "take" if joined else "after"
    return "book" if trip.books else "none"
