"""How long counters paused for which reason, from the facts of a day. Pure."""

from collections.abc import Iterable
from typing import Final

import msgspec

from server.rules.hall.fact import Break, Fact, Reason

REASONS: Final[tuple[Break, ...]] = ("lunch", "short_break", "meeting", "technical", "other_work")
_STATES: Final = frozenset({"counter.opened", "counter.paused", "counter.closed"})


class Paused(msgspec.Struct, frozen=True):
    """The pauses of one counter for one reason: how many, and how long together (ms). None: no reason was given."""

    counter: str
    reason: Break | None
    times: int
    took: int


def pauses(facts: Iterable[Fact], now: int) -> tuple[Paused, ...]:
    """Return the pauses in `facts`, in their order; one that is on lasts until `now` (ms)."""
    since: dict[str, tuple[int, Break | None]] = {}
    found: dict[tuple[str, Break | None], tuple[int, int]] = {}

    def end(counter: str, at: int) -> None:
        if counter in since:
            began, reason = since.pop(counter)
            times, took = found.get((counter, reason), (0, 0))
            found[counter, reason] = times + 1, took + max(0, at - began)

    for fact in facts:
        if fact.kind in _STATES and fact.counter is not None:
            end(fact.counter.id, fact.at)
            if fact.kind == "counter.paused":
                since[fact.counter.id] = fact.at, _break(fact.reason)
    for counter in tuple(since):
        end(counter, now)
    return tuple(Paused(counter, reason, *sums) for (counter, reason), sums in found.items())


def _break(reason: Reason | None) -> Break | None:
    return next((each for each in REASONS if each == reason), None)
