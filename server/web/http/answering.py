"""What an application answers, as pieces of bytes that a connection sends one after the other."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from email.utils import formatdate
from typing import Any, Final

from server.web.http.limits import KIB
from server.web.http.reading import Request

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Awaited(ABC, Iterator[bytes]):
    """A body whose first piece is not there yet: who asks for it waits, unless they let themselves be called."""

    @abstractmethod
    def when_ready(self, call: Callable[[], None]) -> None:
        """Have `call` called, from any thread, once the first piece can be had without waiting; perhaps at once."""

    @abstractmethod
    def give_up(self) -> None:
        """Let it say soon that it took too long, if it still can be stopped."""


PIECE: Final = 64 * KIB
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_BODILESS: Final = ("1", "204", "304")


class _Date:
    """The Date header of this second."""

    def __init__(self) -> None:
        self._made = (0, b"")

    def line(self) -> bytes:
        now = int(time.time())
        if self._made[0] != now:
            self._made = (now, f"Date: {formatdate(now, usegmt=True)}\r\n".encode())
        return self._made[1]


_date = _Date()


class Answering:
    """One request being answered by `app`: iterate over the pieces; `keep_alive` is known after the first.

    It is False when the client wants no more, or the server is `closing` by then.

    Nothing of the application runs before it is begun, or its first piece asked for, nor after the last.
    """

    def __init__(self, app: App, request: Request, environ: dict[str, Any], closing: Callable[[], bool]) -> None:
        self._app = app
        self._request = request
        self._environ = environ
        self._status = ""
        self._headers: list[tuple[str, str]] = []
        self._closing = closing
        self._body: Iterable[bytes] | None = None
        self.keep_alive = request.keep_alive
        self.begun = False

    def begin(self) -> Awaited | None:
        """Let the application begin; return what is waited for before there is a piece, or None."""
        self._body = self._app(self._environ, self._start)
        return self._body if isinstance(self._body, Awaited) else None

    def give_up(self) -> None:
        """Let what is waited for say soon that it took too long, if it still can be stopped."""
        if isinstance(self._body, Awaited):
            self._body.give_up()

    def pieces(self) -> Iterator[bytes]:
        """Give the bytes of the answer; raises what the application raises."""
        body = self._app(self._environ, self._start) if self._body is None else self._body
        try:
            yield from self._framed(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()

    def _start(self, status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], None]:
        if error is not None and self.begun:
            raise error[1].with_traceback(error[2])
        self._status, self._headers = status, headers

        def write(_: bytes) -> None:
            raise NotImplementedError("answers are iterated over")

        return write

    def _framed(self, body: Iterable[bytes]) -> Iterator[bytes]:
        rest = iter(body)
        # The application may decide on status and headers as late as its first piece.
        first = next(rest, b"")
        bodiless = self._request.method == "HEAD" or self._status.startswith(_BODILESS)
        sized = any(name.lower() == "content-length" for name, _ in self._headers)
        chunked = not (bodiless or sized or self._request.version == "1.0")
        if not (bodiless or sized or chunked) or self._closing():
            self.keep_alive = False
        head = self._head(chunked=chunked)
        self.begun = True
        if bodiless:
            yield head
            return
        kept = bytearray(head)
        for part in _with(first, rest):
            if not part:
                continue
            if chunked:
                kept += b"%x\r\n%b\r\n" % (len(part), part)
            elif len(part) >= PIECE:
                if kept:
                    yield bytes(kept)
                    kept = bytearray()
                yield part
                continue
            else:
                kept += part
            if len(kept) >= PIECE:
                yield bytes(kept)
                kept = bytearray()
        if chunked:
            kept += b"0\r\n\r\n"
        if kept:
            yield bytes(kept)

    def _head(self, *, chunked: bool) -> bytes:
        lines = [f"HTTP/1.1 {self._status}\r\n"]
        lines += [f"{name}: {value}\r\n" for name, value in self._headers]
        if chunked:
            lines.append("Transfer-Encoding: chunked\r\n")
        if not self.keep_alive:
            lines.append("Connection: close\r\n")
        elif self._request.version == "1.0":
            lines.append("Connection: keep-alive\r\n")
        return "".join(lines).encode("latin-1") + _date.line() + b"\r\n"


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def short(status: str, headers: Iterable[tuple[str, str]], body: bytes) -> bytes:
    """Return a whole answer after which the connection ends."""
    told = "".join(f"{name}: {value}\r\n" for name, value in headers)
    head = f"HTTP/1.1 {status}\r\n{told}Content-Length: {len(body)}\r\nConnection: close\r\n"
    return head.encode("latin-1") + _date.line() + b"\r\n" + body
