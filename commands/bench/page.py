"""A page as a screen or a console has it open: follows its center at the live socket, asks over HTTP as they do."""

import re
import selectors
import socket
import time
from collections.abc import Callable
from typing import Final

import msgspec
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import WebSocketURI

from commands.bench import load
from commands.bench.asking import Asking, Tally
from server.wire.frames import PROTOCOL

QUIET: Final = 10.0
"""Seconds without a word after which a page asks over HTTP whether the socket is still true (browser/watch.ts)."""
_SEQ: Final = re.compile(rb'"seq":(\d+)')
_PULSE: Final = b'"type":"pulse"'
_encode = msgspec.json.Encoder().encode


class Page:
    """One page of `center`; with a `counter` it is that counter's console, which looks after each event of its line.

    `frames` counts what came, `missed` the seqs left out, `lost` says why the socket ended.
    """

    def __init__(
        self,
        ports: tuple[int, int],
        selector: selectors.BaseSelector,
        token: str,
        center: str,
        tallies: tuple[Tally, Tally],
        counter: str | None = None,
    ) -> None:
        self._selector = selector
        self._token = token
        self._looks, self._asks = tallies
        self._quiet_request = load.get(f"/api/v1/centers/{center}/board", token)
        self._look_request = load.get(f"/api/v1/counters/{counter}", token) if counter else b""
        self._verified = time.perf_counter()
        self._asking = False
        self._live_port = ports[1]
        self._socket: socket.socket | None = None
        uri = WebSocketURI(False, "127.0.0.1", ports[1], "/live", "", None, None)
        self._protocol = ClientProtocol(uri, max_size=1 << 20)
        self.token, self.center, self.counter = token, center, counter
        self.http = Asking(ports[0], selector)
        self.seq = self.frames = self.missed = 0
        self.lost = ""

    def open(self) -> None:
        """Open the live socket; what comes is heard by `heard`."""
        self._socket = socket.create_connection(("127.0.0.1", self._live_port), 10)
        self._selector.register(self._socket, selectors.EVENT_READ, self)
        self._protocol.send_request(self._protocol.connect())
        self._send()

    def heard(self, now: float) -> None:
        """Take what has come over the socket."""
        if self._socket is None:
            return
        try:
            part = self._socket.recv(65536)
        except OSError as error:
            part, self.lost = b"", str(error)
        if part:
            self._protocol.receive_data(part)
        else:
            self._protocol.receive_eof()
        for event in self._protocol.events_received():
            if not isinstance(event, Frame):
                hello = {
                    "type": "hello",
                    "protocol": PROTOCOL,
                    "token": self._token,
                    "follow": [self.center],
                    "pulses": True,
                }
                self._protocol.send_text(_encode(hello))
            elif event.opcode is Opcode.TEXT:
                self._take(bytes(event.data), now)
        self._send()
        if not part:
            self.lost = self.lost or self._protocol.close_reason or "closed"
            self.close()

    def watch(self, now: float) -> None:
        """Ask over HTTP when nothing was heard for a while."""
        if now - self._verified > QUIET and not self._asking:
            self._asking = True
            self.http.wish(self._quiet_request, now, self._asks, self._verify)

    def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None

    def _take(self, frame: bytes, now: float) -> None:
        self._verified = now
        if _PULSE in frame:
            return
        found = _SEQ.search(frame)
        if found is None:
            return
        seq = int(found.group(1))
        if self.frames:
            self.missed += max(0, seq - self.seq - 1)
            if self._look_request and b'"service":' in frame:
                self.http.wish(self._look_request, now, self._looks)
        self.frames += 1
        self.seq = seq

    def _verify(self) -> None:
        self._asking = False
        self._verified = time.perf_counter()

    def _send(self) -> None:
        for part in self._protocol.data_to_send():
            if part and self._socket is not None:
                self._socket.sendall(part)


def pages_opened(pages: list[Page], hear: Callable[[], None], at_once: int = 50) -> None:
    """Open the sockets of `pages`, a few at a time; `hear` lets everybody hear for a moment."""
    for first in range(0, len(pages), at_once):
        some = pages[first : first + at_once]
        for page in some:
            page.open()
        end = time.perf_counter() + 20
        while any(not page.frames and not page.lost for page in some) and time.perf_counter() < end:
            hear()
