"""A screen for load: follows one center over a raw socket and notes when each event arrived."""

import threading
import time
from contextlib import ExitStack
from typing import Any

import msgspec
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from server.wire.frames import PROTOCOL


class Watcher:
    """Follows `center` in a thread of its own; `arrived` maps seq -> seconds on the monotonic clock.

    `closed` is code and reason once the server has closed the socket.
    """

    def __init__(self, url: str, token: str, center: str) -> None:
        self.arrived: dict[int, float] = {}
        self.frames: dict[int, dict[str, Any]] = {}
        self.doubled = 0
        self.first = 0
        self.closed: tuple[int, str] | None = None
        self._opened = ExitStack()
        self._socket = self._opened.enter_context(connect(url, compression=None, max_size=1 << 20))
        hello = {"type": "hello", "protocol": PROTOCOL, "token": token, "follow": [center], "after": {}}
        self._socket.send(msgspec.json.encode(hello).decode())
        self.first = msgspec.json.decode(self._socket.recv(10))["seq"]
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def _follow(self) -> None:
        try:
            for text in self._socket:
                at = time.perf_counter()
                frame = msgspec.json.decode(text)
                seq = frame["seq"]
                self.doubled += seq in self.arrived
                self.arrived[seq] = at
                self.frames[seq] = frame
        except ConnectionClosed:
            pass
        self.closed = (self._socket.close_code or 0, self._socket.close_reason or "")

    def missed(self, last: int) -> int:
        """Return how many events up to `last` never arrived."""
        return sum(seq not in self.arrived for seq in range(self.first + 1, last + 1))

    def wait_for(self, last: int, seconds: float = 10) -> None:
        """Wait until event `last` has arrived, at most `seconds`."""
        end = time.monotonic() + seconds
        while last not in self.arrived and time.monotonic() < end:
            time.sleep(0.005)

    def close(self) -> None:
        """Leave."""
        self._opened.close()
        self._thread.join(5)
