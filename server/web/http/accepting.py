"""Connections taken in at a socket that listens, and what happens while there is no descriptor for another one.

Responsible for accepting, and for pausing it. Not responsible for who is ended to make room, nor for what a connection
is then.
"""

import errno
import select
import socket
import time
from collections.abc import Iterator, Sized
from typing import Final

import structlog

AT_ONCE: Final = 64
"""Connections that are accepted before others are looked at again."""
AGAIN: Final = 0.5
"""Seconds until accepting is tried again when there was no descriptor for another connection."""
FULL: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

_log = structlog.get_logger("web")


class Accepting:
    """Accepts at `listening` as `epoll` tells it; `open_now` are the connections that there are."""

    def __init__(self, listening: socket.socket, epoll: select.epoll, open_now: Sized) -> None:
        self._listening = listening
        self._epoll = epoll
        self._open = open_now
        self._on = False
        self._again_at = 0.0
        self._few = False

    def begin(self) -> None:
        """Accept from now on."""
        self._on = True
        self._epoll.register(self._listening, select.EPOLLIN)

    def stop(self) -> None:
        """Accept nobody until `resume`, for a moment at least."""
        if self._on:
            self._on = False
            self._epoll.unregister(self._listening)
            self._again_at = time.monotonic() + AGAIN

    def resume(self, now: float) -> None:
        """Accept again where that was stopped and its moment is over at `now` (monotonic seconds)."""
        if not self._on and now >= self._again_at:
            self.begin()

    def come(self) -> Iterator[tuple[socket.socket, str] | None]:
        """Give each connection that has come, with its address; None, the last, where there was no room for another."""
        for _ in range(AT_ONCE):
            try:
                accepted, address = self._listening.accept()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno not in FULL:
                    # The client was gone before it was taken in; the next one is there.
                    continue
                self._tell(good=False, why=str(error))
                self.stop()
                yield None
                return
            yield accepted, str(address[0])

    def took(self) -> None:
        """One was taken in: there is room again."""
        self._tell(good=True)

    def _tell(self, *, good: bool, why: str = "") -> None:
        if good and self._few:
            _log.info("connections are taken again")
        elif not good and not self._few:
            _log.error("too few descriptors for another connection", open=len(self._open), why=why)
        self._few = not good
