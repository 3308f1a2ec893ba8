"""How kiosk and channels talk to the server: over real sockets, through refusals, cuts and returns."""

import asyncio
import gzip
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from server.client.commands import Commands, unpacked
from server.client.live import follow
from server.live.service import LiveService
from server.rules.errors import Refusal
from server.rules.guidance.judge.verdict import Wish
from server.store.store import Store
from server.wire.signed_release import open_release
from tests.server.web.conftest import Web, web

__all__ = ["web"]


@pytest.fixture
def commands(web: Web) -> Iterator[Commands]:
    made = Commands(f"http://127.0.0.1:{web.port}", web.kiosk)
    yield made
    made.close()


def refused(code: str, ask: Any, *arguments: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        ask(*arguments, **more)
    assert refusal.value.code == code
    return refusal.value


def test_what_is_not_packed_as_it_says_is_cut_or_larger_than_any_is_no_answer() -> None:
    for body in (b"plain", gzip.compress(b"a release" * 99)[:-9], gzip.compress(bytes(2**26 + 1))):
        with pytest.raises(OSError, match="an answer is"):
            unpacked(body)


def test_every_command(web: Web, commands: Commands) -> None:
    assert [center.id for center in commands.centers()] == ["hall", "village"]
    assert commands.center("hall").name.en == "Hall"
    ticket = commands.take_ticket("hall", ["social"], key="one-key-1")
    assert commands.take_ticket("hall", ["social"], key="one-key-1") == ticket
    assert commands.ticket(ticket.id).number == "D001"
    assert commands.board("hall").waiting == {"social": 1}
    assert [event.type for event in commands.journal("hall", 0)] == ["ticket.issued"]
    assert commands.cancel(ticket.id).state == "cancelled"
    desk = Commands(f"http://127.0.0.1:{web.port}", web.counter())
    assert desk.at_counter("hall-1", "open").state == "open"
    desk.close()
    web.publish()
    release = commands.release()
    assert release is not None
    opened = open_release(release)
    assert commands.release(opened.tag) is None
    made = commands.start_consultation(["school"], {"grade": "transfer"})
    assert commands.answer(made.code, {"child_hukou": "city"}).answers == {
        "grade": "transfer",
        "child_hukou": "city",
    }
    assert commands.consultation(made.code).code == made.code
    assert commands.consultation(made.code, "2026-05-20").state.day == "2026-05-20"
    wished = commands.wish(made.code, Wish("soonest", ("F05",))).wish
    assert (wished.goal, wished.leave_out) == ("soonest", ("F05",))
    assert commands.item(made.code, "转学来东江（非起始年级）").item == "F05"


def test_the_servers_refusal_comes_in_its_words(commands: Commands) -> None:
    commands.language = "en"
    refusal = refused("service_unserved", commands.take_ticket, "hall", ["rare"])
    assert str(refusal) == "No counter serves Rare right now. Ask at the guide desk."
    assert refusal.status == 409


def test_nobody_answers() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        nobody = Commands(f"http://127.0.0.1:{reserved.getsockname()[1]}", "token", timeout=1)
        refused("unreachable", nobody.centers)


def test_a_closed_connection_is_opened_again_and_does_nothing_twice() -> None:
    """A server that hangs up after reading the request: the same key comes again."""
    keys: list[bytes] = []
    body = b'{"id":"t","center":"c","number":"A001","state":"waiting","services":["s"],"step":0,"service":"s",'
    body += b'"counter":null,"ahead":0,"wait":null,"issued_at":"2026-11-24T01:02:03.000Z"}'
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for turn in range(2):
                line, _ = server.accept()
                with line:
                    request = b""
                    while b"\r\n\r\n" not in request:
                        request += line.recv(4096)
                    keys.append(
                        next(part for part in request.split(b"\r\n") if part.lower().startswith(b"idempotency"))
                    )
                    if turn:
                        line.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

        thread = threading.Thread(target=serve)
        thread.start()
        commands = Commands(f"http://127.0.0.1:{server.getsockname()[1]}", "token")
        assert commands.take_ticket("c", ["s"]).number == "A001"
        thread.join()
        commands.close()
    assert len(keys) == 2
    assert keys[0] == keys[1]


class Running:
    """The live half in a loop of its own that can be stopped and started at the same port."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.port = 0
        self.start()

    def do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def start(self) -> None:
        self._service = LiveService(self._store)
        self.port = self.do(self._service.start("127.0.0.1", self.port))

    def stop(self) -> None:
        self.do(self._service.stop())

    def end(self) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def test_following_goes_on_across_a_restart_without_a_gap(web: Web) -> None:
    running = Running(web.store)
    seqs: list[int] = []
    changed = threading.Condition()
    stop = threading.Event()

    def heard(frame: dict[str, Any]) -> None:
        with changed:
            seqs.append(frame["seq"])
            changed.notify_all()

    def until(last: int) -> None:
        with changed:
            assert changed.wait_for(lambda: bool(seqs) and seqs[-1] >= last, 20)

    url = f"ws://127.0.0.1:{running.port}/live"
    thread = threading.Thread(target=follow, args=(url, web.display, ["hall"], heard, stop))
    thread.start()
    until(0)
    web.take()
    until(1)
    running.stop()
    web.take()
    web.take()
    running.start()
    until(3)
    web.take()
    until(4)
    stop.set()
    thread.join()
    running.end()
    assert seqs == [0, 1, 2, 3, 4]
