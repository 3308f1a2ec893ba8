"""What goes out to clients that take it as fast as they like, and how one is let go that was refused."""

import select
import socket
import time
from collections.abc import Callable
from typing import Final

import structlog

from server.rules.errors import Refusal
from server.web.http.connection import Connection, Connections
from server.web.http.limits import KIB
from server.web.http.waiting import Waiting

Refusing = Callable[[Refusal, str], bytes]
"""The whole answer that says why nothing was answered, by the reader's Accept-Language."""

READ: Final = 64 * KIB
LINGERED: Final = 256 * KIB
PROGRESS: Final = 64 * KIB

_log = structlog.get_logger("web")


class Sending:
    """Sends to the clients of one loop: what one does not take at once waits in its phase `sending`.

    `drop` closes a connection. Every method belongs to whoever holds the connection, and raises `OSError` when its
    client is gone.
    """

    def __init__(
        self,
        connections: Connections,
        waiting: Waiting[Connection],
        refusing: Refusing,
        drop: Callable[[Connection], None],
    ) -> None:
        self._connections = connections
        self._waiting = waiting
        self._refusing = refusing
        self._drop = drop

    def push(self, one: Connection) -> bool:
        """Send what is left of the answer; tell whether all of it is gone, else the loop has the connection now."""
        if one.pieces is None:
            raise RuntimeError("there is nothing to send")
        for piece in one.pieces:
            one.out = memoryview(piece)
            if not one.send():
                one.sent = 0
                self._wait(one)
                return False
        one.pieces = None
        return True

    def taken(self, one: Connection) -> bool:
        """Go on with a client that takes more now; tell whether a thread has to make the next piece."""
        if not one.send():
            # Who takes bytes has more time; who takes one now and then has not.
            anew = one.sent >= PROGRESS
            one.sent = 0 if anew else one.sent
            self._wait(one, anew=anew)
            return False
        self._waiting.leave(one)
        if one.ending:
            self._end_talking(one)
        return not one.ending

    def refuse(self, one: Connection, refusal: Refusal, language: str) -> None:
        """Say why nothing was answered, and end the connection."""
        one.ending = True
        whole = self._refusing(refusal, language)
        if one.request is not None and one.request.method == "HEAD":
            whole = whole.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        one.out = memoryview(whole)
        if one.send():
            self._end_talking(one)
        else:
            self._wait(one)

    def failed(self, one: Connection, error: Exception) -> None:
        """Say that the answer failed, where nothing of it is out yet; end the connection."""
        _log.error("answer failed", exc_info=error)
        begun = one.answering is not None and one.answering.begun
        one.let_go()
        try:
            if begun:
                self._drop(one)
            else:
                self.refuse(one, Refusal("internal"), "")
        except OSError:
            self._drop(one)

    def linger(self, one: Connection) -> None:
        """Take what one still says that was refused, up to a limit; then close."""
        got = len(one.socket.recv(READ, socket.MSG_DONTWAIT))
        one.sent += got
        if not got or one.sent > LINGERED:
            self._drop(one)
        else:
            self._connections.arm(one, select.EPOLLIN)

    def _end_talking(self, one: Connection) -> None:
        # Closed at once, what the client still sends would be answered with a reset, and our answer be lost.
        one.socket.shutdown(socket.SHUT_WR)
        one.sent = 0
        self._waiting.enter(one, "lingering", time.monotonic())
        self._connections.arm(one, select.EPOLLIN)

    def _wait(self, one: Connection, *, anew: bool = True) -> None:
        self._waiting.enter(one, "sending", time.monotonic(), anew=anew)
        self._connections.arm(one, select.EPOLLOUT)
