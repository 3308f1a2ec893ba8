"""Ten thousand connections that are only there, some of them hostile: a process of its own, `PORT NAME=COUNT ...`.

It writes how many are open and how many the server ended, once a second.
"""

import resource
import selectors
import socket
import sys
import time
from typing import Final, Literal, get_args

from commands.bench import load

Manner = Literal["idle", "silent", "half", "slow-head", "slow-body", "deaf"]
"""`idle` asks every 40 s and keeps its connection; `silent` says nothing; `half` sends half a head and no more; the
slow ones send a byte now and then; `deaf` asks for much and takes nothing of it."""

HOSTILE: Final[tuple[Manner, ...]] = ("silent", "half", "slow-head", "slow-body", "deaf")
BEGUN: Final[dict[Manner, bytes]] = {
    "idle": load.get("/favicon.ico"),
    "silent": b"",
    "half": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
    "slow-head": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "slow-body": b"POST /api/v1/access HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000\r\n\r\n{",
    "deaf": load.get("/api/openapi.json") * 50,
}
SOURCES: Final = 200
"""Addresses of this machine that the crowd comes from, so that no port is wanting."""
ASK_EVERY: Final = 40
NO_PORT_YET: Final = 24
"""IP_BIND_ADDRESS_NO_PORT: the port is chosen when it connects, by the whole connection."""


def raise_descriptors() -> None:
    """Let this process open as many connections as the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Crowd:
    """Connections that are only there: `counts` of each manner, opened again as soon as the server ends one."""

    def __init__(self, port: int, counts: dict[Manner, int]) -> None:
        self._port = port
        self._open: dict[socket.socket, Manner] = {}
        self._made = 0
        self._missing: list[Manner] = [manner for manner, count in counts.items() for _ in range(count)]
        self.ended = 0
        self._turn = 0

    def __len__(self) -> int:
        return len(self._open)

    def fill(self, selector: selectors.BaseSelector, most: int) -> None:
        """Open at most `most` of those that are missing."""
        for _ in range(min(most, len(self._missing))):
            manner = self._missing.pop()
            made = socket.socket()
            made.setsockopt(socket.IPPROTO_IP, NO_PORT_YET, 1)
            made.bind((f"127.0.1.{self._made % SOURCES + 1}", 0))
            self._made += 1
            made.settimeout(10)
            made.connect(("127.0.0.1", self._port))
            if manner == "deaf":
                made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            made.setblocking(False)
            made.send(BEGUN[manner])
            self._open[made] = manner
            if manner != "deaf":
                selector.register(made, selectors.EVENT_READ, self)

    def hear(self, selector: selectors.BaseSelector, one: socket.socket) -> None:
        """Take what has come for `one`; one that was ended is missing now."""
        try:
            gone = not one.recv(65536)
        except OSError:
            gone = True
        if gone:
            self._leave(selector, one)

    def drip(self, selector: selectors.BaseSelector) -> None:
        """Let the slow ones send a byte, and a part of the idle ones ask again; once a second."""
        self._turn = (self._turn + 1) % ASK_EVERY
        for number, (one, manner) in enumerate(list(self._open.items())):
            said = b"x" if manner.startswith("slow") else b""
            if manner == "idle" and number % ASK_EVERY == self._turn:
                said = BEGUN["idle"]
            try:
                if said:
                    one.send(said)
            except OSError:
                self._leave(selector, one)

    def _leave(self, selector: selectors.BaseSelector, one: socket.socket) -> None:
        manner = self._open.pop(one)
        if manner != "deaf":
            selector.unregister(one)
        one.close()
        self.ended += 1
        self._missing.append(manner)

    def close(self) -> None:
        """Leave, all."""
        for one in self._open:
            one.close()
        self._open.clear()


def stay(port: int, counts: dict[Manner, int]) -> None:
    """Keep the crowd at `port` of this machine until this process is ended."""
    raise_descriptors()
    crowd = Crowd(port, counts)
    told = dripped = time.monotonic()
    with selectors.EpollSelector() as selector:
        while True:
            crowd.fill(selector, 100)
            for key, _ in selector.select(0.01):
                if isinstance(key.fileobj, socket.socket):
                    crowd.hear(selector, key.fileobj)
            now = time.monotonic()
            if now - dripped > 1:
                dripped = now
                crowd.drip(selector)
            if now - told > 1:
                told = now
                sys.stdout.write(f"{len(crowd)} {crowd.ended}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    wanted = dict(each.split("=") for each in sys.argv[2:])
    stay(int(sys.argv[1]), {manner: int(wanted.get(manner, 0)) for manner in get_args(Manner)})
