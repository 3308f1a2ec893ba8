"""What a client does not take at once waits for it; a refusal reaches whoever still talks."""

import select
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from server.rules.errors import Refusal
from server.web.http.connection import Connection, Connections
from server.web.http.limits import KIB, Limits
from server.web.http.sending import LINGERED, Sending
from server.web.http.waiting import Waiting, patience

MUCH = bytes(8 * KIB * KIB)


@dataclass
class Line:
    """A connection of the server and its client at the other end; `dropped` says whether it was closed."""

    epoll: select.epoll = field(default_factory=select.epoll)

    def __post_init__(self) -> None:
        near, self.client = socket.socketpair()
        self.waiting: Waiting[Connection] = Waiting(patience(Limits()))
        self.all = Connections(Limits(), self.epoll)
        self.one = self.all.opened(near, "127.0.0.1", lambda method, path: KIB)
        self.sending = Sending(self.all, self.waiting, self._refusing, self.all.close)

    @property
    def dropped(self) -> bool:
        return len(self.all) == 0

    def _refusing(self, refusal: Refusal, language: str) -> bytes:
        return b"HTTP/1.1 400 no\r\n\r\n" + f"{refusal.code} {language}".encode()

    def take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size and (part := self.client.recv(size - len(taken))):
            taken += part
        return taken

    def close(self) -> None:
        self.all.close(self.one)
        self.client.close()
        self.epoll.close()


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()


def answering(**known: Any) -> Any:
    return SimpleNamespace(begun=False, keep_alive=True, **known)


def test_what_is_taken_at_once_is_gone(line: Line) -> None:
    line.one.pieces = iter((b"one", b"two"))
    assert line.sending.push(line.one)
    assert line.take(6) == b"onetwo"
    assert line.waiting.phase(line.one) is None
    assert line.one.pieces is None


def test_what_is_not_taken_waits_with_the_loop_and_goes_on_where_it_was(line: Line) -> None:
    line.one.pieces = iter((MUCH, b"end"))
    assert not line.sending.push(line.one)
    assert line.waiting.phase(line.one) == "sending"
    assert not line.sending.taken(line.one)
    line.client.settimeout(5)
    taken = 0
    while not line.sending.taken(line.one):
        taken += len(line.client.recv(KIB * KIB))
    assert line.waiting.phase(line.one) is None
    assert line.sending.push(line.one)
    assert len(line.take(len(MUCH) - taken)) == len(MUCH) - taken
    assert line.take(3) == b"end"


def test_nobody_has_anything_to_send_by_mistake(line: Line) -> None:
    with pytest.raises(RuntimeError):
        line.sending.push(line.one)


def test_a_refusal_is_said_and_the_client_may_finish_its_sentence(line: Line) -> None:
    line.sending.refuse(line.one, Refusal("busy"), "en")
    assert line.take(1000) == b"HTTP/1.1 400 no\r\n\r\nbusy en"
    assert line.waiting.phase(line.one) == "lingering"
    line.client.send(b"more")
    line.sending.linger(line.one)
    assert not line.dropped
    line.client.shutdown(socket.SHUT_WR)
    line.sending.linger(line.one)
    assert line.dropped


def test_who_talks_on_and_on_after_a_refusal_is_let_go(line: Line) -> None:
    line.sending.refuse(line.one, Refusal("busy"), "en")
    said = 0
    while not line.dropped:
        said += line.client.send(bytes(32 * KIB))
        line.sending.linger(line.one)
    assert LINGERED <= said <= 2 * LINGERED


def test_of_a_head_only_the_head_is_said(line: Line) -> None:
    line.one.request = SimpleNamespace(method="HEAD")  # type: ignore[assignment]
    line.sending.refuse(line.one, Refusal("busy"), "zh")
    assert line.take(1000) == b"HTTP/1.1 400 no\r\n\r\n"


@pytest.mark.parametrize("begun", [False, True])
def test_an_answer_that_fails_is_said_where_nothing_of_it_is_out(line: Line, begun: bool) -> None:
    line.one.answering = answering()
    line.one.answering.begun = begun
    line.sending.failed(line.one, ValueError("no"))
    assert line.dropped == begun
    assert line.take(1000) == (b"" if begun else b"HTTP/1.1 400 no\r\n\r\ninternal ")


def test_a_client_that_is_gone_is_told_as_an_error(line: Line) -> None:
    line.client.close()
    line.one.pieces = iter((b"x",))
    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        line.sending.push(line.one)
    line.client = socket.socket()
