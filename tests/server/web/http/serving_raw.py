"""A small application on the real loop, and clients that write what they like."""

import queue
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from server.rules.errors import Refusal
from server.web.http.answering import Awaited
from server.web.http.limits import KIB, Limits
from server.web.http.loop import Loop, started
from server.web.problems import unasked
from server.wire.peer import Proxies

GET = b"GET /%s HTTP/1.1\r\nHost: hall\r\n\r\n"
LIMIT = 64 * KIB


@dataclass
class Client:
    """One connection; `answer` reads one whole answer, `rest` all that comes until the server closes."""

    socket: socket.socket
    kept: bytes = b""

    def send(self, data: bytes) -> "Client":
        self.socket.sendall(data)
        return self

    def answer(self, *, head_only: bool = False) -> tuple[int, dict[str, str], bytes]:
        head = self._until(b"\r\n\r\n")
        first, *lines = head[:-4].decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        status = int(first.split()[1])
        if head_only or status == 100:
            return status, headers, b""
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(self._until(b"\r\n"), 16):
                body += self._take(size + 2)[:-2]
            self._take(2)
            return status, headers, body
        return status, headers, self._take(int(headers.get("content-length", 0)))

    def rest(self) -> bytes:
        try:
            while part := self.socket.recv(65536):
                self.kept += part
        except ConnectionResetError:
            pass
        kept, self.kept = self.kept, b""
        return kept

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.kept:
            self._more()
        found, _, self.kept = self.kept.partition(mark)
        return found + mark

    def _take(self, size: int) -> bytes:
        while len(self.kept) < size:
            self._more()
        found, self.kept = self.kept[:size], self.kept[size:]
        return found

    def _more(self) -> None:
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("closed")
        self.kept += part


class Promise(Awaited):
    """A body that is there once it is `kept`, or given up."""

    def __init__(self, start: Callable[..., Any], path: str) -> None:
        self._start = start
        self._path = path
        self._call: Callable[[], None] = lambda: None
        self.waited_for = threading.Event()
        self.given_up = False
        self.pieces = 0

    def when_ready(self, call: Callable[[], None]) -> None:
        self._call = call
        self.waited_for.set()
        if self._path == "/at-once":
            call()

    def give_up(self) -> None:
        self.given_up = True
        self._call()

    def keep(self) -> None:
        assert self.waited_for.wait(20)
        self._call()

    def __next__(self) -> bytes:
        self.pieces += 1
        if self.pieces > 1:
            raise StopIteration
        body = b"too late" if self.given_up else self._path.encode()
        status = "503 SERVICE UNAVAILABLE" if self.given_up else "200 OK"
        self._start(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return body


@dataclass
class Raw:
    """The loop with an application of the tests'.

    /hold waits for `gate`, /await and /at-once are promised, /endless sends without end, others echo.
    """

    limits: Limits
    proxies: Proxies = field(default_factory=Proxies)
    held: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    gate: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)
    ended: list[BaseException] = field(default_factory=list)
    promised: "queue.SimpleQueue[Promise]" = field(default_factory=queue.SimpleQueue)
    clients: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = int(listening.getsockname()[1])
        self.loop = Loop(
            self._app,
            listening,
            self.limits,
            self.proxies,
            lambda method, path: LIMIT,
            unasked,
            {b"/apart": "store_unavailable"},
            {"hall": 2, "door": 1},
            lambda method, path: "door" if path.startswith(b"/door") else "hall",
        )
        self.thread = started(self.loop, self.ended.append)

    def client(self, address: str = "127.0.0.1") -> Client:
        made = socket.create_connection(("127.0.0.1", self.port), 20, (address, 0))
        self.clients.append(made)
        return Client(made)

    def close(self) -> None:
        self.gate.set()
        self.loop.end()
        self.thread.join()
        for each in self.clients:
            each.close()

    def _app(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ)
        path = environ["PATH_INFO"]
        if path in ("/hold", "/door") or (path == "/apart" and environ["QUERY_STRING"] == "hold"):
            self.held.release()
            self.gate.wait(20)
        if path == "/fail":
            raise ValueError(path)
        if path == "/refuse":
            raise Refusal("busy")
        if path in ("/await", "/at-once"):
            promise = Promise(start, path)
            self.promised.put(promise)
            return promise
        if path == "/endless":
            start("200 OK", [("Content-Type", "text/plain")])
            return self._endless()
        body = environ["wsgi.input"].read() or path.encode()
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    def _endless(self) -> Iterator[bytes]:
        try:
            while True:
                yield bytes(LIMIT)
        finally:
            self.held.release()


@contextmanager
def raw(limits: Limits, proxies: Proxies | None = None) -> Iterator[Raw]:
    made = Raw(limits, proxies or Proxies())
    try:
        yield made
    finally:
        made.close()
