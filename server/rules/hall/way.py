"""The way of one ticket through several lines: which first, and what of it cannot be done here. Pure.

A ticket goes into every later line with its age, so that it waits in all of them at once: at `t` minutes after it was
taken, a line of `w` minutes takes it after `w - t` more, or at once. How long the whole way takes follows from that.
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from itertools import pairwise, permutations
from typing import Final, Protocol

import msgspec

from config.centers import Text

SERVED_IN: Final = 10
"""Minutes that a step takes at the counter, as far as the order goes: they are the same in every order."""
AS_LONG: Final = 5
"""Minutes that nobody walks for: ways that differ by less count as equally long."""
TRIED: Final = 6
"""So many steps are tried in every order; more, which hardly anybody has, are taken one after the other."""


class Standing(Protocol):
    """What the way needs to know of a counter."""

    @property
    def services(self) -> tuple[str, ...]:
        """The lines that it calls from."""

    @property
    def place(self) -> Text | None:
        """Where in the building it stands."""


class Way(msgspec.Struct, frozen=True):
    """The `steps` of a ticket in their order, each service once; nobody serves those `left_out`."""

    steps: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def way(
    services: Sequence[str],
    served: Container[str],
    *,
    first: Mapping[str, Collection[str]] | None = None,
    waits: Mapping[str, float] | None = None,
    places: Mapping[str, Collection[str]] | None = None,
) -> Way:
    """Return the best way through the lines of `services`, of which only those in `served` can be joined.

    What has to be done before a service (`first`) comes before it; where two each ask for the other, the order given
    decides. Then the way that takes the shortest time by the `waits` of now (minutes of a line, as far as all are
    known), then the one with the fewest walks between `places`, then the order given.
    """
    wanted = tuple(dict.fromkeys(services))
    steps = tuple(each for each in wanted if each in served)
    before = _before(wanted, steps, first or {})
    known = waits if waits is not None and all(each in waits for each in steps) else {}
    where = {each: frozenset((places or {}).get(each, ())) for each in steps}
    if len(steps) <= TRIED:
        orders = (each for each in permutations(steps) if _follows(each, before))
        steps = min(orders, key=lambda order: (_minutes(order, known) // AS_LONG, _walks(order, where)))
    else:
        steps = _one_by_one(steps, before, known, where)
    return Way(steps, tuple(each for each in wanted if each not in served))


def places_of(counters: Iterable[Standing]) -> dict[str, frozenset[str]]:
    """Return where each service is done; counters without a place are all in one."""
    found: dict[str, set[str]] = {}
    for counter in counters:
        for service in counter.services:
            found.setdefault(service, set()).add(counter.place.zh if counter.place else "")
    return {service: frozenset(each) for service, each in found.items()}


def _before(
    wanted: Sequence[str], steps: Sequence[str], first: Mapping[str, Collection[str]]
) -> dict[str, frozenset[str]]:
    """Return for each step all others that come before it, those through services that are left out included."""
    found: dict[str, set[str]] = {each: {*first.get(each, ())} - {each} for each in wanted}
    for between in wanted:
        for each in wanted:
            if between in found[each]:
                found[each] |= found[between] - {each}
    place = {each: at for at, each in enumerate(wanted)}
    return {
        each: frozenset(
            other
            for other in found[each]
            if other in steps and not (each in found[other] and place[other] > place[each])
        )
        for each in steps
    }


def _follows(order: Sequence[str], before: Mapping[str, frozenset[str]]) -> bool:
    return all(before[each].isdisjoint(order[at + 1 :]) for at, each in enumerate(order))


def _minutes(order: Sequence[str], waits: Mapping[str, float]) -> float:
    """Return after how many minutes the last step is done."""
    now: float = 0
    for each in order:
        now = max(now, waits.get(each, 0)) + SERVED_IN
    return now


def _walks(order: Sequence[str], where: Mapping[str, frozenset[str]]) -> int:
    """Return how often the next step is surely at none of the places of the one before."""
    return sum(1 for one, other in pairwise(order) if where[one].isdisjoint(where[other]))


def _one_by_one(
    steps: Sequence[str],
    before: Mapping[str, frozenset[str]],
    waits: Mapping[str, float],
    where: Mapping[str, frozenset[str]],
) -> tuple[str, ...]:
    """Return `steps` with whatever can be done soonest next, then what is near the step before."""
    done: list[str] = []
    left = list(steps)
    while left:
        can = [each for each in left if before[each] <= {*done}]
        here = where[done[-1]] if done else frozenset[str]()
        nearest = min(can, key=lambda each: (waits.get(each, 0) // AS_LONG, here.isdisjoint(where[each])))
        done.append(nearest)
        left.remove(nearest)
    return tuple(done)
