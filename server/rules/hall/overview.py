"""What a whole hall does, in one word, and how long people wait there: for whoever looks at several at once. Pure."""

from collections.abc import Iterable, Mapping
from math import ceil, floor
from typing import Final, Literal

import msgspec

from server.rules.hall.estimate.wait import Untold, Wait
from server.rules.hall.line import MINUTE
from server.rules.open_days import Shut

HallState = Literal["open", "lunch", "break", "unstaffed", "silent", "closed"]
"""A hall serves; it is closed over noon; its counters pause; none is open; nothing is heard of it; it is closed."""
SILENT_MINUTES: Final = 5
"""Every kiosk and page of a hall says something about once a minute: whoever missed so many says nothing any more."""
LONGEST_MINUTES: Final = 24 * 60


class Counters(msgspec.Struct, frozen=True):
    """How many counters of a hall are open, pause for lunch, pause for something else, and how many there are."""

    open: int = 0
    at_lunch: int = 0
    paused: int = 0
    all: int = 0


class Range(msgspec.Struct, frozen=True):
    """From how many minutes of waiting to how many, over the lines of a hall; `longest` is the line with the most."""

    low: int
    high: int
    longest: str


def state_of(shut: Shut | None, counters: Counters, heard_at: int | None, now: int) -> HallState:
    """Return what a hall does at `now` (ms) that is `shut` by its hours or not, and was heard of at `heard_at` (ms)."""
    if shut is not None:
        return "lunch" if shut.why == "pause" else "closed"
    if heard_at is None or now - heard_at > SILENT_MINUTES * MINUTE:
        return "silent"
    if counters.open:
        return "open"
    if counters.at_lunch:
        return "break" if counters.paused else "lunch"
    return "break" if counters.paused else "unstaffed"


def range_of(said: Mapping[str, Wait | Untold | None]) -> Range | None:
    """Return the range over the lines of which anything is `said`; None where nothing is."""
    waits = {service: wait for service, wait in said.items() if isinstance(wait, Wait)}
    if not waits:
        return None
    longest = max(waits, key=lambda service: (waits[service].median, service))
    low = floor(min(each.low for each in waits.values()) / MINUTE)
    high = ceil(max(each.high for each in waits.values()) / MINUTE)
    return Range(min(low, LONGEST_MINUTES), min(high, LONGEST_MINUTES), longest)


def below(parents: Mapping[str, str | None], top: str) -> Iterable[str]:
    """Give `top` and every center below it, in the order of `parents`, which has those above before those below."""
    inside: set[str] = set()
    for center, parent in parents.items():
        if center == top or parent in inside:
            inside.add(center)
            yield center
