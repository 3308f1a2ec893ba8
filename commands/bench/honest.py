"""Honest clients that ask now and then over a connection that they keep, and note how long they waited."""

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec


@dataclass
class Honest:
    """One client that asks every `every` s over a connection that it keeps, and opens a new one when that is gone.

    `waits` are the seconds until each answer, from the moment it wanted to ask; `failed` counts what was not answered.
    """

    port: int
    every: float
    request: Callable[[int], bytes]
    due: float
    good: tuple[int, ...] = (200, 201)
    waits: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    reopened: int = 0
    _socket: socket.socket | None = None
    _received: bytes = b""
    _asked: int = 0
    _fresh: bool = True
    _asking: bool = False

    def ask(self, selector: selectors.BaseSelector) -> bool:
        """Send the next request; tell whether an answer may come."""
        self._received = b""
        self._asked += 1
        self._asking = True
        if self._socket is None:
            self._open(selector)
        return self._send(selector)

    def _open(self, selector: selectors.BaseSelector) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self.port), 10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._fresh = True
        selector.register(self._socket, selectors.EVENT_READ, self)

    def _send(self, selector: selectors.BaseSelector) -> bool:
        if self._socket is None:
            raise RuntimeError("there is no connection")
        try:
            self._socket.sendall(self.request(self._asked))
        except OSError:
            return self._again(selector)
        return True

    def _again(self, selector: selectors.BaseSelector) -> bool:
        """Ask once more over a new connection: a kept one may end between two requests, and every client does so."""
        self.close(selector)
        if self._fresh:
            self.failed.append("closed")
            self._asking = False
            return False
        self.reopened += 1
        self._open(selector)
        return self._send(selector)

    def hear(self, selector: selectors.BaseSelector, now: float) -> bool:
        """Take what has come; tell whether the answer is whole, or will never be."""
        if self._socket is None:
            return False
        try:
            part = self._socket.recv(65536)
        except OSError:
            part = b""
        if not part:
            if self._asking:
                return not self._again(selector)
            self.close(selector)
            return False
        self._received += part
        head, gap, body = self._received.partition(b"\r\n\r\n")
        if not gap or len(body) < _length(head):
            return False
        status = int(head[9:12])
        if status in self.good:
            self.waits.append(now - self.due)
        else:
            self.failed.append(f"{status} {_code(body)}".strip())
        self._fresh = self._asking = False
        return True

    def close(self, selector: selectors.BaseSelector) -> None:
        """Leave."""
        if self._socket is not None:
            selector.unregister(self._socket)
            self._socket.close()
            self._socket = None


def _code(body: bytes) -> str:
    """Return the code of a refusal, "" when the body tells none."""
    try:
        told = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError:
        return ""
    return str(told.get("code", ""))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    return 0


def run(honest: list[Honest], seconds: float) -> None:
    """Let the `honest` ask for `seconds`, and wait 10 s at most for the last answers."""
    with selectors.EpollSelector() as selector:
        began = time.perf_counter()
        end = began + seconds
        for each in honest:
            each.due += began
        resting = sorted(honest, key=lambda each: each.due)
        asking = 0
        now = began
        while now < end or (asking and now < end + 10):
            while resting and resting[0].due <= now < end:
                one = resting.pop(0)
                if one.ask(selector):
                    asking += 1
                else:
                    _rest(resting, one, now)
            for key, _ in selector.select(0.002):
                if isinstance(key.data, Honest) and key.data.hear(selector, time.perf_counter()):
                    asking -= 1
                    _rest(resting, key.data, now)
            now = time.perf_counter()
        for each in honest:
            each.close(selector)


def _rest(resting: list[Honest], one: Honest, now: float) -> None:
    # Who waited long does not ask for all that it could not ask meanwhile.
    one.due += one.every * (1 + max(0, int((now - one.due) / one.every)))
    place = len(resting)
    while place and resting[place - 1].due > one.due:
        place -= 1
    resting.insert(place, one)
