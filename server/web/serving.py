"""The HTTP half of the server: one socket, bound before anything starts, stopped without cutting an answer."""

import errno
import re
import socket
import threading
from collections.abc import Callable
from typing import Final

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from server.rules.errors import Code
from server.web.address import Lane
from server.web.http.limits import KIB, Limits
from server.web.http.loop import LaneOf, Loop, started
from server.web.http.reading import BodyLimit
from server.web.problems import unasked
from server.wire.peer import Proxies

THREADS: Final[dict[str, int]] = {"hall": 16, "house": 4, "door": 1, "desk": 1}
"""Threads of each lane, those of the hall first. One password is weighed by all cores anyway."""
BACKLOG: Final = 4096
UNKNOWN_BYTES: Final = 64 * KIB
"""Bytes of a body that are read before it is said that there is nothing at its address."""
APART: Final[dict[bytes, Code]] = {b"/healthz": "busy", b"/readyz": "store_unavailable"}
"""What is answered though every thread be blocked, and what is said when even that takes too long."""


_PLACE: Final = re.compile(rb"\{[a-z_]+\}")


class PortTaken(Exception):
    """Another program listens at this address already."""


def bind(host: str, port: int) -> socket.socket:
    """Return a socket listening at `host`:`port`; raises `PortTaken`, or `OSError` for an address not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"{host}:{port}") from error
        raise


class WebServer:
    """The HTTP half; `stop` takes no more requests, finishes those being worked on, then returns.

    `ended` is told when it ends by itself, which it never should.
    """

    def __init__(
        self,
        app: Flask,
        listening: socket.socket,
        *,
        limits: Limits | None = None,
        proxies: Proxies | None = None,
        ended: Callable[[BaseException], None] = lambda _: None,
    ) -> None:
        self._ended = ended
        self._loop = Loop(
            app.wsgi_app,
            listening,
            limits or Limits(),
            proxies or Proxies(),
            body_limit(app),
            unasked,
            APART,
            THREADS,
            lane_of(app),
        )
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to answer."""
        self._thread = started(self._loop, self._ended)

    def stop(self) -> None:
        """Take no more, finish what is being worked on (some seconds at most), close every connection."""
        if self._thread is None:
            self._loop.abandon()
            return
        self._loop.end()
        self._thread.join()


def lane_of(app: Flask) -> LaneOf:
    """Return which lane answers the addresses of `app`, by method and path; what is nowhere is answered by the hall.

    Every request asks: it is looked up in words of its path, not matched as Flask does afterwards.
    """
    whole: dict[tuple[str, bytes], Lane] = {}
    named: dict[tuple[str, bytes], list[tuple[re.Pattern[bytes], Lane]]] = {}
    for each in app.extensions.get("addresses", {}).values():
        path = each.path.encode()
        if each.lane != "hall" and b"{" not in path:
            whole[each.method, path] = each.lane
        elif each.lane != "hall":
            pattern = re.compile(_PLACE.sub(b"[^/]+", path))
            named.setdefault((each.method, _root(path)), []).append((pattern, each.lane))

    def lane(method: str, path: bytes) -> Lane:
        method = "GET" if method == "HEAD" else method
        if (found := whole.get((method, path))) is not None:
            return found
        of_root = named.get((method, _root(path)), ())
        return next((name for pattern, name in of_root if pattern.fullmatch(path)), "hall")

    return lane


def _root(path: bytes) -> bytes:
    return path[: path.find(b"/", 1)]


def body_limit(app: Flask) -> BodyLimit:
    """Return how many bytes of a body the addresses of `app` take, by method and path."""
    adapter = app.url_map.bind("")
    addresses = app.extensions.get("addresses", {})

    def limit(method: str, path: bytes) -> int:
        try:
            rule, _ = adapter.match(path.decode("utf-8", "replace"), method, return_rule=True)
        except (HTTPException, RequestRedirect):
            return UNKNOWN_BYTES
        address = addresses.get((method, rule.rule))
        return UNKNOWN_BYTES if address is None else int(address.body_bytes)

    return limit
