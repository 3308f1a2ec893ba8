"""Bytes of a connection become requests: whole, small enough, and readable in one way only. No sockets here.

llhttp (by httptools) parses and is strict: a length given twice or in two ways, a bare line feed, a space before a
colon are errors. What it leaves open is closed here: sizes, the host, and what a client may ask of the connection.
"""

import re
from collections import deque
from collections.abc import Callable
from typing import Final

import httptools

from config.words import both
from server.rules.errors import Refusal
from server.web.http.limits import KIB, Limits
from server.wire.peer import HOST

Header = tuple[bytes, bytes]
BodyLimit = Callable[[str, bytes], int]
"""How many bytes a body may have, by method and path."""
SMALL: Final = 4 * KIB
"""Every address takes this much, or says so itself."""
OVERHEAD: Final = 8
"""What chunks may cost: bytes on the wire for each byte of the body that is allowed."""
TARGET: Final = re.compile(rb"(?i:https?)://([^/?#]*)([^#]*)")


class Request:
    """One request, whole: `target` is path and query as they were sent, `host` who was asked for."""

    __slots__ = ("body", "headers", "host", "keep_alive", "method", "target", "version")

    def __init__(self) -> None:
        self.method = ""
        self.target = b""
        self.version = "1.1"
        self.headers: list[Header] = []
        self.host = b""
        self.body = b""
        self.keep_alive = False

    def header(self, name: bytes) -> str:
        """Return the value of header `name` (in lower case), "" without one."""
        return next((value.decode("latin-1") for each, value in self.headers if each.lower() == name), "")


class Reading:
    """What is being read from one connection.

    `ready` are the requests that are whole; `refusal` says why nothing after them is read, `language` in which tongue.
    `begun` tells how far the next one is; `go_on` that its client waits for leave to send the body.
    """

    __slots__ = (
        "_body",
        "_head",
        "_limit",
        "_limits",
        "_most",
        "_parser",
        "_raw",
        "_request",
        "begun",
        "ended",
        "go_on",
        "ready",
        "refusal",
    )

    def __init__(self, limits: Limits, limit: BodyLimit) -> None:
        self._limits = limits
        self._limit = limit
        self._request = Request()
        self._parser = httptools.HttpRequestParser(self)
        self._body = bytearray()
        self._head = self._raw = self._most = 0
        self.begun = ""
        self.ended = False
        self.go_on = False
        self.ready: deque[Request] = deque()
        self.refusal: Refusal | None = None

    @property
    def held(self) -> int:
        """Return the bytes of a body that is not whole yet."""
        return len(self._body)

    @property
    def language(self) -> str:
        """Return what the request being read says of its reader's language."""
        return self._request.header(b"accept-language")

    def feed(self, data: bytes) -> None:
        """Read on; look at `ready`, `refusal`, `begun` and `go_on` then. Nothing is read after a refusal."""
        if self.ended:
            return
        self._raw += len(data)
        self.begun = self.begun or "head"
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # Other protocols are not spoken here: the request is answered as if none had been asked for.
            self.ended = True
            if self.ready:
                self.ready[-1].keep_alive = False
        except httptools.HttpParserInvalidMethodError:
            self._refuse(Refusal("method_not_allowed"))
        except httptools.HttpParserError:
            # After "Connection: close" nothing may come; what came before it is answered all the same.
            if not (self.ready and not self.ready[-1].keep_alive):
                self._refuse(Refusal("bad_request", why=both("it is no HTTP")))
            self.ended = True
        if self.refusal is None and self.begun == "head" and self._raw > self._limits.head_bytes + 64 * KIB:
            self._refuse(Refusal("head_too_large", limit=self._limits.head_bytes))
        elif self.refusal is None and self.begun == "body" and self._raw > OVERHEAD * self._most + 128 * KIB:
            self._refuse(Refusal("body_too_large", limit=self._most))

    def on_url(self, part: bytes) -> None:
        """Take a part of the request's target."""
        self.begun = "head"
        self._request.target += part
        self._grow(len(part))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; one that comes after the body is not looked at."""
        if self.begun == "body":
            return
        self._grow(len(name) + len(value) + 4)
        self._request.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Decide by the head whether the body may come."""
        request, parser = self._request, self._parser
        request.method = parser.get_method().decode()
        request.version = parser.get_http_version()
        self.begun = "body"
        lengths, chunked, expects, hosts = "", False, b"", []
        for name, value in request.headers:
            match name.lower():
                case b"content-length":
                    lengths = value.decode("latin-1")
                case b"transfer-encoding":
                    chunked = True
                    if value.strip().lower() != b"chunked" or request.version == "1.0":
                        self._refuse(Refusal("bad_request", why=both("of transfer encodings only chunked is read")))
                case b"expect":
                    expects = value.strip().lower()
                case b"host":
                    hosts.append(value.strip())
        self._name_host(hosts)
        if request.version not in ("1.0", "1.1"):
            self._refuse(Refusal("bad_request", why=both("only HTTP/1.1 is spoken here")))
        length = int(lengths) if lengths.isdecimal() else 0
        self._most = SMALL
        if chunked or length > SMALL:
            self._most = self._limit(request.method, request.target.partition(b"?")[0])
        if length > self._most:
            self._refuse(Refusal("body_too_large", limit=self._most))
        elif expects and request.version == "1.1" and (chunked or length):
            if expects != b"100-continue":
                self._refuse(Refusal("bad_request", why=both("of expectations only 100-continue is met")))
            self.go_on = True

    def on_body(self, part: bytes) -> None:
        """Take a part of the body, unless it is too much."""
        self.go_on = False
        if self.refusal is not None:
            return
        if len(self._body) + len(part) > self._most:
            self._refuse(Refusal("body_too_large", limit=self._most))
            return
        self._body += part

    def on_message_complete(self) -> None:
        """Let the request be answered."""
        if self.refusal is None:
            request = self._request
            request.keep_alive = bool(self._parser.should_keep_alive())
            request.body = bytes(self._body)
            self.ready.append(request)
            self._request = Request()
        self._body = bytearray()
        self._head = self._raw = 0
        self.begun, self.go_on = "", False

    def _name_host(self, hosts: list[bytes]) -> None:
        request = self._request
        whole = TARGET.match(request.target)
        if whole:
            # Of a target that names a host itself, that one counts (RFC 9112, 3.2.2).
            hosts, request.target = [whole.group(1)], whole.group(2) or b"/"
            if not request.target.startswith(b"/"):
                request.target = b"/" + request.target
        elif not request.target.startswith(b"/") and request.target != b"*":
            self._refuse(Refusal("bad_request", why=both("the target is no path")))
        if len(hosts) > 1 or (not hosts and request.version != "1.0"):
            self._refuse(Refusal("bad_request", why=both("there is not one Host header")))
        elif hosts and not HOST.match(hosts[0].decode("latin-1")):
            self._refuse(Refusal("bad_request", why=both("the Host header names no host")))
        else:
            request.host = hosts[0] if hosts else b""

    def _grow(self, more: int) -> None:
        self._head += more
        if self._head > self._limits.head_bytes:
            self._refuse(Refusal("head_too_large", limit=self._limits.head_bytes))

    def _refuse(self, refusal: Refusal) -> None:
        self.ended = True
        if self.refusal is None:
            self.refusal = refusal
