"""A light HTTP client for load: many keep-alive connections in one loop, so that the server gets the machine.

The request loops are bounded in count and time, and only loopback is ever asked.
"""

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Self

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """One answer: HTTP status, body, seconds it took, when its last byte came (performance counter), its headers."""

    status: int
    body: bytes
    seconds: float
    ended: float
    head: bytes = b""


class _Client:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.began = 0.0

    def send(self, request: bytes) -> None:
        self.received = b""
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> Answer | None:
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.received += part
        head, gap, body = self.received.partition(b"\r\n\r\n")
        if not gap:
            return None
        length = 0
        for line in head.split(b"\r\n"):
            if line[:15].lower() == b"content-length:":
                length = int(line[15:])
        if len(body) < length:
            return None
        ended = time.perf_counter()
        return Answer(int(head[9:12]), body, ended - self.began, ended, head)


class Session:
    """One keep-alive connection asked one thing after the other."""

    def __init__(self, port: int) -> None:
        self._client = _Client(port)

    def ask(self, request: bytes) -> Answer:
        """Send `request` and return its answer."""
        self._client.send(request)
        while (answer := self._client.receive()) is None:
            pass
        return answer

    def close(self) -> None:
        """Leave."""
        self._client.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()


def post(path: str, token: str, key: str, body: bytes = b"{}") -> bytes:
    """Return the bytes of one POST of JSON `body`, with bearer `token` and its idempotency key."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def get(path: str, token: str = "") -> bytes:
    """Return the bytes of one GET, with bearer `token` if given."""
    grant = f"Authorization: Bearer {token}\r\n" if token else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{grant}\r\n".encode()


def run(
    port: int, clients: int, seconds: float, request: Callable[[int], bytes], rate: float = 0
) -> tuple[list[Answer], float]:
    """Keep `clients` connections asking for `seconds`; `request(n)` makes the n-th request.

    With `rate` > 0 at most that many requests a second are begun. Returns the answers and the time taken.
    """
    answers: list[Answer] = []
    began = time.perf_counter()
    end = began + seconds
    count = 0
    with selectors.DefaultSelector() as selector:
        idle = deque(_Client(port) for _ in range(clients))
        for client in idle:
            selector.register(client.socket, selectors.EVENT_READ, client)
        busy = 0
        while True:
            now = time.perf_counter()
            while idle and now < end and (not rate or count < (now - began) * rate):
                # In turn: one that says nothing for ten seconds is let go.
                client = idle.popleft()
                client.send(request(count))
                count += 1
                busy += 1
            if not busy and now >= end:
                break
            for key, _ in selector.select(0.002 if rate else 1):
                client = key.data
                answer = client.receive()
                if answer is not None:
                    answers.append(answer)
                    idle.append(client)
                    busy -= 1
        taken = time.perf_counter() - began
        for client in idle:
            client.socket.close()
    return answers, taken
