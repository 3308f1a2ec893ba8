"""How long people need from one center to another: the ways that are written, and the sums of those that lead there."""

from collections.abc import Iterable
from heapq import heappop, heappush

from config.centers import Way


def minutes_from(origin: str, ways: Iterable[Way]) -> dict[str, int]:
    """Return the minutes from `origin` to every center that written ways lead to, itself among them."""
    nearby: dict[str, list[tuple[str, int]]] = {}
    for way in ways:
        one, other = way.between
        nearby.setdefault(one, []).append((other, way.minutes))
        nearby.setdefault(other, []).append((one, way.minutes))
    found: dict[str, int] = {}
    reached = [(0, origin)]
    while reached:
        minutes, center = heappop(reached)
        if center in found:
            continue
        found[center] = minutes
        for other, more in nearby.get(center, ()):
            if other not in found:
                heappush(reached, (minutes + more, other))
    return found
