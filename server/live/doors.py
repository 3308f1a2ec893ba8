"""Who may open a live socket: how many at once from one address, from which pages, and who tried too much of late.

Addresses are real ones: behind a trusted proxy those that it tells, a /64 of IPv6 as one.
"""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from server.office.access.tries import Tries
from server.rules.errors import Refusal
from server.wire.peer import HOST, LOOPBACK, Asker, Network, Proxies, limited_as, within

FULL_SECONDS: Final = 30
"""When somebody at an address with too many sockets may come again: by then some have been let go."""


@dataclass(frozen=True)
class Doors:
    """How many sockets one real address has at most, except in the networks `unlimited`; whose word is taken on it."""

    per_address: int = 512
    unlimited: tuple[Network, ...] = LOOPBACK
    proxies: Proxies = field(default_factory=Proxies)


class Doorkeeper:
    """Counts sockets and tries by address. Belongs to one event loop."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._open: Counter[str] = Counter()
        self._deep = Tries("too_many")

    def asker(self, peer: str, told: Sequence[tuple[str, str]]) -> Asker:
        """Return who really asks over a connection of `peer`, by the header lines `told` (names in lower case)."""
        return self._doors.proxies.asker(peer, told)

    def speaks_for_others(self, peer: str) -> bool:
        """Tell whether `peer` is a trusted proxy: who asks is known only when it says so."""
        return within(peer, self._doors.proxies.trusted)

    def enter(self, address: str) -> str | None:
        """Count one more connection of `address`; return what to `leave` with, None for one that is not listened to.

        Twice as many as may be sockets are listened to, so that who has too many is told so.
        """
        place = limited_as(address)
        if not within(address, self._doors.unlimited) and self._open[place] >= 2 * self._doors.per_address:
            return None
        self._open[place] += 1
        return place

    def admit(self, address: str) -> None:
        """Let a counted connection of `address` become a socket; raises `Refusal` too_many."""
        if not within(address, self._doors.unlimited) and self._open[limited_as(address)] > self._doors.per_address:
            raise Refusal("too_many", seconds=FULL_SECONDS)

    def leave(self, place: str) -> None:
        """Let a socket of `place` go."""
        self._open[place] -= 1
        if not self._open[place]:
            del self._open[place]

    def nested(self, address: str) -> None:
        """Count that `address` sent what is nested too deeply; raises `Refusal` too_many when that is not the first."""
        place, now = limited_as(address), time.time_ns() // 1_000_000
        self._deep.admit(place, now)
        self._deep.count(place, now)


def same_host(origin: str, host: str) -> bool:
    """Tell whether a page of `origin` was fetched from `host`, whatever the ports."""
    if HOST.match(host) is None:
        return False
    try:
        return urlsplit(origin).hostname == urlsplit(f"//{host}").hostname
    except ValueError:
        return False
