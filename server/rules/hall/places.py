"""Where a matter can be done, in the order in which it would be done soonest: the way there, and the wait there."""

from bisect import insort
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Final, Literal

import msgspec

from server.rules.hall.line import MINUTE

Doing = Literal["open", "break", "silent", "closed"]
"""What a center does now: it serves; its counters pause; it should be open and no counter is; it is closed."""
RANK: Final[dict[Doing, int]] = {"open": 0, "break": 1, "silent": 2, "closed": 2}
GUESSED_MINUTES: Final = 8
"""What one person before you takes at a counter where nothing is known. It sorts, and is told to nobody."""

Key = tuple[int, bool, float, str]


class Offer(msgspec.Struct, frozen=True):
    """A center where it can be done; minutes and ms.

    `way` is None where nobody wrote it. `opens_at` and `closes_at` are its next ones, of an open center only the latter
    counts. `wait` is the median until somebody who took a ticket now is called, None where nothing can be told.
    """

    center: str
    way: int | None
    doing: Doing
    opens_at: int | None
    closes_at: int | None
    waiting: int
    counters: int
    wait: float | None


class Ranked(msgspec.Struct, frozen=True):
    """An offer, and when (ms) somebody who left now would be called there; None where that is more than a guess."""

    offer: Offer
    called_at: int | None


def doing(*, is_open: bool, serving: int, paused: int) -> Doing:
    """Return what a center does whose hours say `is_open`, with so many counters that serve, or pause."""
    if not is_open:
        return "closed"
    if serving:
        return "open"
    return "break" if paused else "silent"


def ranked(offers: Iterable[Offer], now: int) -> list[Ranked]:
    """Return `offers`, those that are done soonest for somebody who leaves at `now` (ms) first.

    Where nobody serves stands behind, and where nobody knows the way behind those of its kind.
    """
    return [Ranked(offer, _called_at(offer, now)) for _, offer in _sorted(offers, now)]


def looked_at(
    offers: Iterable[Offer], now: int, look: Callable[[Offer], Offer | None], may_look: Callable[[], bool]
) -> list[Ranked]:
    """Return `offers` ranked, after a look at the wait of those that stand first, as long as one `may_look`.

    Whatever is not looked at keeps the wait that it came with: who stands first was looked at, or nobody may any more.
    """
    order = _sorted(offers, now)
    seen: set[str] = set()
    while True:
        place = next((at for at, (_, offer) in enumerate(order) if offer.center not in seen), None)
        if place is None or not may_look():
            return [Ranked(offer, _called_at(offer, now)) for _, offer in order]
        offer = order[place][1]
        seen.add(offer.center)
        changed = look(offer)
        if changed is not None:
            # Only this one moves: to sort hundreds anew after each look costs more than the looks.
            del order[place]
            insort(order, (_key(changed, now), changed), key=itemgetter(0))


def _sorted(offers: Iterable[Offer], now: int) -> list[tuple[Key, Offer]]:
    return sorted(((_key(offer, now), offer) for offer in offers), key=itemgetter(0))


def _key(offer: Offer, now: int) -> Key:
    ready = _ready(offer, now)
    in_time = offer.doing == "closed" and ready == now + (offer.way or 0) * MINUTE
    rank = 0 if in_time else RANK[offer.doing]
    wait = offer.wait
    if wait is None:
        wait = offer.waiting * GUESSED_MINUTES * MINUTE / max(1, offer.counters)
    return rank, offer.way is None, (ready or 0) + wait if ready is not None else float("inf"), offer.center


def _ready(offer: Offer, now: int) -> int | None:
    """Return when (ms) a ticket can be taken there: on arrival, or when it opens next; None if it never does."""
    arrival = now + (offer.way or 0) * MINUTE
    if offer.closes_at is not None and arrival < offer.closes_at:
        return arrival
    return None if offer.opens_at is None else max(arrival, offer.opens_at)


def _called_at(offer: Offer, now: int) -> int | None:
    ready = _ready(offer, now)
    if offer.way is None or offer.wait is None or offer.doing != "open" or ready is None:
        return None
    # Whoever arrives after it closed finds another line than the one that is known.
    return ready + round(offer.wait) if ready == now + offer.way * MINUTE else None
