"""How often what a hall said of its waits came true, service by service: figures that anybody may see."""

from collections.abc import Iterable

import msgspec

from server.rules.hall.estimate.following import Judged
from server.rules.hall.estimate.wait import Wait


class Kept(msgspec.Struct, frozen=True):
    """What was seen of the silent promises for one service.

    Of `judged` people `told` were told a range, which `held` for so many; `error_ms` and `wait_ms` are sums over all
    judged: how far the median lay off, and how long they really waited.
    """

    judged: int = 0
    told: int = 0
    held: int = 0
    error_ms: int = 0
    wait_ms: int = 0

    def and_(self, other: "Kept") -> "Kept":
        """Return both together."""
        return Kept(
            self.judged + other.judged,
            self.told + other.told,
            self.held + other.held,
            self.error_ms + other.error_ms,
            self.wait_ms + other.wait_ms,
        )


def kept(judged: Iterable[Judged]) -> dict[str, Kept]:
    """Return what was seen, by service."""
    found: dict[str, Kept] = {}
    for each in judged:
        ranged = isinstance(each.told, Wait)
        held = isinstance(each.told, Wait) and each.told.low <= each.real <= each.told.high
        one = Kept(1, int(ranged), int(held), round(each.error), each.real)
        found[each.service] = found.get(each.service, Kept()).and_(one)
    return found
