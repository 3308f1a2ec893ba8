"""How much of the server one client may have, and for how long."""

import resource
from dataclasses import dataclass, replace
from typing import Final

from server.wire.peer import LOOPBACK, Network

KIB: Final = 1024
RESERVED: Final = 512
"""Descriptors for everything that is no connection: database, log, files being read."""
SHARE: Final = 0.6
"""The most of all descriptors that connections get; the live socket in the same process needs the others."""


@dataclass(frozen=True)
class Limits:
    """Counts, bytes and seconds of one server; a deadline counts from the first byte, whatever comes meanwhile.

    `per_address` holds for one real address (one /64 of IPv6), but not for the networks `unlimited`: this machine, and
    proxies that speak for many. A request waits `queued` seconds for a thread, at the `door` longer,
    before it is told `busy`, and an answer `awaited` seconds before what it waits for is given up; what is answered
    `apart` is answered within that time, well or not.
    """

    connections: int = 12_000
    per_address: int = 512
    unlimited: tuple[Network, ...] = LOOPBACK
    head_bytes: int = 16 * KIB
    unfinished_bytes: int = 64 * KIB * KIB
    first: float = 10
    head: float = 10
    body: float = 20
    idle: float = 75
    queued: float = 8
    door: float = 30
    apart: float = 0.8
    awaited: float = 10
    sending: float = 60
    lingering: float = 2
    stopping: float = 3


def open_descriptors() -> int:
    """Raise what this process may open to the hard limit of the system; return that number."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 1 << 20 if hard == resource.RLIM_INFINITY else hard
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def fitting(limits: Limits, descriptors: int) -> Limits:
    """Return `limits` with no more connections than `descriptors` are good for."""
    most = max(int((descriptors - RESERVED) * SHARE), descriptors // 4)
    return replace(limits, connections=min(limits.connections, most))
