"""One connection of a client, and all that are open: counted, and by address. Safe for threads."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from server.web.http.answering import Answering
from server.web.http.limits import Limits
from server.web.http.reading import BodyLimit, Reading, Request
from server.wire.peer import limited_as, real, within


class Connection:
    """One client; it belongs to the loop while it waits, and to one thread while it is answered.

    Its socket blocks by itself and is never asked to: to switch that off would cost each newcomer a turn at the
    interpreter's lock, and when thousands come at once each turn is some milliseconds behind busy threads.
    """

    __slots__ = (
        "answering",
        "armed",
        "ending",
        "fd",
        "limited",
        "out",
        "peer",
        "pieces",
        "reading",
        "request",
        "sent",
        "socket",
    )

    def __init__(self, accepted: socket.socket, peer: str, limited: str, limits: Limits, limit: BodyLimit) -> None:
        self.socket = accepted
        self.fd = accepted.fileno()
        self.peer = peer
        self.limited = limited
        self.reading = Reading(limits, limit)
        self.request: Request | None = None
        self.answering: Answering | None = None
        self.pieces: Iterator[bytes] | None = None
        self.out: memoryview = memoryview(b"")
        self.sent = 0
        self.armed = False
        self.ending = False

    def send(self) -> bool:
        """Send what the client takes of `out`; tell whether all is gone. Raises `OSError` when the client is."""
        while self.out:
            try:
                taken = self.socket.send(self.out, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return False
            self.sent += taken
            self.out = self.out[taken:]
        return True

    def let_go(self) -> None:
        """End what is half answered."""
        pieces, self.pieces = self.pieces, None
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


class Connections:
    """All that are open."""

    def __init__(self, limits: Limits, epoll: select.epoll) -> None:
        self._limits = limits
        self._unlimited = lru_cache(maxsize=4096)(lambda peer: within(peer, limits.unlimited))
        self._epoll = epoll
        self._by_fd: dict[int, Connection] = {}
        self._by_address: dict[str, dict[Connection, None]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._by_fd)

    def at(self, fd: int) -> Connection | None:
        """Return the connection with descriptor `fd`."""
        return self._by_fd.get(fd)

    def opened(self, accepted: socket.socket, address: str, limit: BodyLimit, events: int = 0) -> Connection:
        """Take in a connection of `address`; the loop hears of the first of `events` at it."""
        peer = real(address)
        one = Connection(accepted, peer, limited_as(peer), self._limits, limit)
        with self._lock:
            self._by_fd[one.fd] = one
            self._by_address.setdefault(one.limited, {})[one] = None
        one.armed = bool(events)
        self._epoll.register(one.fd, events | select.EPOLLONESHOT)
        return one

    def arm(self, one: Connection, events: int) -> None:
        """Let the loop hear of the next of `events` at `one`, once; of one that is closed already, nothing."""
        # While this lock is held nobody closes it: afterwards another one may have its number.
        with self._lock:
            if self._by_fd.get(one.fd) is one:
                one.armed = True
                self._epoll.modify(one.fd, events | select.EPOLLONESHOT)

    def crowd(self, address: str) -> list[Connection]:
        """Return the connections of `address` when it has as many as it may have; else none."""
        peer = real(address)
        with self._lock:
            those = self._by_address.get(limited_as(peer), {})
            # A proxy may have thousands: they are listed only where one of them has to go.
            if len(those) < self._limits.per_address or self._unlimited(peer):
                return []
            return list(those)

    def close(self, one: Connection) -> None:
        """Close `one`, whoever is at the other end."""
        with self._lock:
            if self._by_fd.get(one.fd) is not one:
                return
            del self._by_fd[one.fd]
            those = self._by_address[one.limited]
            del those[one]
            if not those:
                del self._by_address[one.limited]
        one.let_go()
        with suppress(OSError):
            one.socket.close()

    def every(self) -> list[Connection]:
        """Return all."""
        with self._lock:
            return list(self._by_fd.values())
