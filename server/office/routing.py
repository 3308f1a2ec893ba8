"""In which order several matters of one ticket are done in a hall: as a plan has them, then by waits and walks."""

from collections.abc import Collection, Mapping, Sequence

from server.office.estimates import Estimates, calling_counters
from server.rules.hall.estimate.wait import Wait
from server.rules.hall.line import MINUTE
from server.rules.hall.way import Way, places_of, way
from server.store.halls import Hall
from server.store.unit_of_work import Reading


def routed(
    reading: Reading,
    hall: Hall,
    services: Sequence[str],
    *,
    first: Mapping[str, Collection[str]] | None = None,
    waits: Mapping[str, float] | None = None,
) -> Way:
    """Return the best way through the lines of `services` in `hall`.

    What comes before a service is `first`, the minutes that lines take now are `waits`, as far as they are known.
    """
    return way(services, hall.served, first=first, waits=waits, places=places_of(calling_counters(reading, hall)))


def waits_of(
    reading: Reading, estimates: Estimates, hall: Hall, services: Collection[str], now: int
) -> dict[str, float]:
    """Return how many minutes whoever took a number at `now` (ms) would wait, of `services` of which that is told."""
    found = {}
    for service in services:
        if service not in hall.served:
            continue
        outcome = estimates.of_service(reading, hall.id, service, now).outcome
        if isinstance(outcome, Wait):
            found[service] = outcome.median / MINUTE
    return found
