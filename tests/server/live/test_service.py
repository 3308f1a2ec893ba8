"""The live service on real sockets: nothing missed, nothing twice, nobody delayed by a slow one."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from socket import create_connection
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.live import service as live
from server.live.service import LiveService
from server.office.board import board_of
from server.store.seeding import SeedReport, seed
from server.store.store import Store
from tests.server.conftest import CITY, MORNING, Office
from tests.server.live.described import wrong

Frame = dict[str, Any]


class Hall:
    """A running service, its port, and an office that makes things happen."""

    def __init__(self, store: Store, report: SeedReport, port: int) -> None:
        self.office = Office(store)
        self.report = report
        self.url = f"ws://127.0.0.1:{port}/live"

    @property
    def display(self) -> str:
        assert self.report.tokens is not None
        return self.report.tokens.display["hall"]

    @property
    def channel(self) -> str:
        assert self.report.tokens is not None
        return self.report.tokens.channel

    @asynccontextmanager
    async def following(
        self, seq: int | None = None, token: str | None = None, **hello: Any
    ) -> AsyncIterator[ClientConnection]:
        async with connect(self.url, compression=None) as socket:
            said = {"type": "hello", "protocol": 1, "token": token or self.display, "follow": ["hall"]}
            said["after"] = {} if seq is None else {"hall": {"epoch": MORNING, "seq": seq}}
            await socket.send(json.dumps({**said, **hello}))
            yield socket

    async def take(self, count: int = 1) -> None:
        """Take tickets and wait until the service has heard of them: on PostgreSQL that is a moment later."""
        for _ in range(count):
            await asyncio.to_thread(self.office.take)
        last = await asyncio.to_thread(self.office.store.read, lambda reading: board_of(reading, "hall").seq)
        async with self.following() as witness:
            while (await frames(witness, 1))[0]["seq"] < last:
                pass


@pytest.fixture
def run(store: Store) -> Callable[[Callable[[Hall, LiveService], Coroutine[Any, Any, None]]], None]:
    """Return what plays a story against a running service."""
    report = seed(store, CITY, MORNING)

    def play(story: Callable[[Hall, LiveService], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            service = LiveService(store)
            port = await service.start("127.0.0.1", 0)
            try:
                async with asyncio.timeout(30):
                    await story(Hall(store, report, port), service)
            finally:
                await service.stop()

        asyncio.run(whole())

    return play


Run = Callable[[Callable[[Hall, LiveService], Coroutine[Any, Any, None]]], None]


async def frames(socket: ClientConnection, count: int) -> list[Frame]:
    """Return the next `count` frames, each of which is as the document of the live socket says."""
    told = [json.loads(await socket.recv()) for _ in range(count)]
    assert [fault for frame in told for fault in wrong(frame, "tell")] == []
    return told


async def closed(socket: ClientConnection) -> tuple[int, str]:
    with suppress(ConnectionClosed):
        async for _ in socket:
            pass
    return socket.close_code or 0, socket.close_reason or ""


def test_first_the_board_then_every_event(run: Run) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        await hall.take(2)
        async with hall.following() as socket:
            (snapshot,) = await frames(socket, 1)
            assert (snapshot["type"], snapshot["seq"], snapshot["board"]["waiting"]) == ("snapshot", 2, {"social": 2})
            await hall.take()
            (event,) = await frames(socket, 1)
            assert (event["type"], event["seq"], event["ticket"]["number"]) == ("ticket.issued", 3, "D003")
            assert "secret" not in json.dumps(event)

    run(story)


def test_a_day_of_a_hall_is_told_as_it_is_described(run: Run) -> None:
    """Every word that a socket says and hears on the way of tickets through a hall."""

    async def story(hall: Hall, _: LiveService) -> None:
        office = hall.office

        def day() -> None:
            for _ in range(3):
                office.take()
            for verb in ("open", "call_next", "recall", "start", "finish", "call_next", "recall"):
                office.at("hall-1", verb)
            # A called person has some time to come.
            office.now += 60_000
            office.at("hall-1", "miss")
            office.cancel(office.take().id)
            office.at("hall-1", "pause")
            office.at("hall-1", "close")

        async with hall.following() as socket:
            await frames(socket, 1)
            await asyncio.to_thread(day)
            last = await asyncio.to_thread(office.store.read, lambda reading: board_of(reading, "hall").seq)
            told = await frames(socket, last)
            assert [frame["seq"] for frame in told] == list(range(1, last + 1))
        assert {frame["type"] for frame in told} >= {
            "ticket.issued",
            "ticket.called",
            "ticket.recalled",
            "ticket.started",
            "ticket.finished",
            "ticket.missed",
            "ticket.cancelled",
            "counter.opened",
            "counter.paused",
            "counter.closed",
        }
        async with hall.following(seq=0) as back:
            assert len(await frames(back, last)) == last

    run(story)


@pytest.mark.parametrize(
    ("hello", "fits"),
    [
        ({}, True),
        ({"after": {"hall": {"epoch": 1, "seq": 0}}}, True),
        ({"after": {"hall": 3}}, True),
        ({"colour": "red"}, True),
        ({"token": "x" * 257}, False),
        ({"token": 7}, False),
        ({"follow": "hall"}, False),
        ({"follow": [""]}, False),
        ({"follow": ["hall"] * 1001}, False),
        ({"after": {"hall": {"epoch": 1}}}, False),
        ({"protocol": "1"}, False),
        ({"protocol": -1}, False),
    ],
)
def test_a_hello_is_read_exactly_when_it_is_as_described(run: Run, hello: dict[str, Any], fits: bool) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        said = {"type": "hello", "protocol": 1, "token": hall.display, "follow": ["hall"], "after": {}, **hello}
        assert (wrong(said, "hear_hello") == []) is fits
        async with hall.following(**hello) as socket:
            if fits:
                await frames(socket, 1)
            else:
                assert await closed(socket) == (1007, "hello cannot be read")

    run(story)


def test_who_returns_is_told_what_was_missed(run: Run) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        await hall.take(5)
        async with hall.following(seq=2) as socket:
            assert [frame["seq"] for frame in await frames(socket, 3)] == [3, 4, 5]
        async with hall.following(seq=5) as socket:
            await hall.take()
            assert [frame["seq"] for frame in await frames(socket, 1)] == [6]

    run(story)


@pytest.mark.parametrize("known", [{"epoch": MORNING - 1, "seq": 1}, 1])
def test_who_knows_another_journal_gets_the_whole_board(run: Run, known: object) -> None:
    """The database was restored, or the client is so old that it does not say which journal it means."""

    async def story(hall: Hall, _: LiveService) -> None:
        await hall.take(2)
        async with hall.following(after={"hall": known}) as socket:
            first = (await frames(socket, 1))[0]
            assert (first["type"], first["epoch"], first["seq"]) == ("snapshot", MORNING, 2)

    run(story)


@pytest.mark.parametrize("after", [99, -1])
def test_who_has_an_impossible_seq_gets_the_whole_board(run: Run, after: int) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        await hall.take()
        async with hall.following(seq=after) as socket:
            assert (await frames(socket, 1))[0]["type"] == "snapshot"

    run(story)


def test_nothing_is_missed_by_those_who_come_in_the_middle(run: Run) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        async def follow(number: int) -> list[int]:
            await asyncio.sleep(0)
            async with hall.following() as socket:
                seqs: list[int] = []
                while not seqs or seqs[-1] < 60:
                    seqs.append(json.loads(await socket.recv())["seq"])
                return seqs

        followers = []
        for number in range(20):
            followers.append(asyncio.create_task(follow(number)))
            await hall.take(3)
        for seqs in await asyncio.gather(*followers):
            assert seqs == list(range(seqs[0], 61))

    run(story)


def test_a_slow_socket_is_let_go_and_delays_nobody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SLOW_BYTES", 20_000)

    async def story(hall: Hall, service: LiveService) -> None:
        async with hall.following() as quick:
            await frames(quick, 1)
            _, writer = await asyncio.open_connection("127.0.0.1", int(hall.url.split(":")[2].split("/")[0]), limit=64)
            sock = writer.get_extra_info("socket")
            sock.setsockopt(1, 8, 1024)
            writer.write(
                b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            )
            hello = json.dumps(
                {"type": "hello", "protocol": 1, "token": hall.display, "follow": ["hall"], "after": {}}
            ).encode()
            mask = b"\0\0\0\0"
            writer.write(bytes((0x81, 0x80 | 126)) + len(hello).to_bytes(2, "big") + mask + hello)
            await writer.drain()
            room = service._rooms.rooms["hall"]
            while len(room.sockets) < 2:
                await asyncio.sleep(0.01)
            slow = next(socket for socket in room.sockets if socket.remote_address[1] == sock.getsockname()[1])
            seq = 0
            while slow in room.sockets:
                # Stuff its pipe as a hall's whole day would, and go on telling both.
                slow.transport.write(b"\x81\x7e\xff\xff" + b"x" * 65535)
                await hall.take()
                seq += 1
                assert (await frames(quick, 1))[0]["seq"] == seq
            writer.close()
        async with hall.following(seq=0) as back:
            assert [frame["seq"] for frame in await frames(back, seq)] == list(range(1, seq + 1))

    run(story)


@pytest.mark.parametrize(
    ("hello", "why"),
    [
        ({"token": "nobody"}, "token_unknown"),
        ({"follow": ["village"]}, "token_scope"),
        ({"protocol": 2}, "protocol is 1"),
    ],
)
def test_who_may_not_follow_is_told(run: Run, hello: dict[str, Any], why: str) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        async with hall.following(**hello) as socket:
            assert await closed(socket) == (1008, why)

    run(story)


def test_a_channel_follows_any_center_that_exists(run: Run) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        async with hall.following(token=hall.channel, follow=["hall", "village"]) as socket:
            assert {frame["center"] for frame in await frames(socket, 2)} == {"hall", "village"}
        async with hall.following(token=hall.channel, follow=["nowhere"]) as socket:
            assert await closed(socket) == (1008, "center_unknown")

    run(story)


def test_unknown_fields_are_ignored(run: Run) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        async with hall.following(colour="red") as socket:
            assert (await frames(socket, 1))[0]["type"] == "snapshot"

    run(story)


DEEP = '{"type":"hello","x":' + "[" * 20_000 + "]" * 20_000 + "}"


@pytest.mark.parametrize(
    ("said", "code"), [("nonsense", 1007), ('{"type":"hello"}', 1007), (DEEP, 1007), ("x" * 70_000, 1009)]
)
def test_a_hello_that_cannot_be_read(run: Run, said: str, code: int) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        async with connect(hall.url, compression=None) as socket:
            await socket.send(said)
            assert (await closed(socket))[0] == code

    run(story)


def test_silence_instead_of_hello(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HELLO_SECONDS", 0.05)

    async def story(hall: Hall, _: LiveService) -> None:
        async with connect(hall.url, compression=None) as socket:
            assert await closed(socket) == (1008, "hello is missing")

    run(story)


def test_talking_after_hello(run: Run) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        async with hall.following() as socket:
            await socket.send("{}")
            assert (await closed(socket))[0] == 1008

    run(story)


@pytest.mark.parametrize(
    ("origin", "allowed"), [("http://127.0.0.1:8080", True), ("http://evil.example", False), (None, True)]
)
def test_only_pages_of_this_host_open_a_socket(run: Run, origin: str | None, allowed: bool) -> None:
    async def story(hall: Hall, _: LiveService) -> None:
        if allowed:
            async with connect(hall.url, origin=origin) as socket:  # type: ignore[arg-type]
                assert socket.state.name == "OPEN"
            return
        with pytest.raises(InvalidStatus) as refused:
            await connect(hall.url, origin=origin)  # type: ignore[arg-type]
        assert refused.value.response.status_code == 403

    run(story)


def test_at_the_end_everybody_is_asked_to_return(run: Run) -> None:
    async def story(hall: Hall, service: LiveService) -> None:
        async with hall.following() as socket:
            await frames(socket, 1)
            await service.stop()
            assert await closed(socket) == (1012, "restart")

    run(story)


def test_who_is_silent_at_the_end_is_not_waited_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "STOP_SECONDS", 0.05)
    monkeypatch.setattr(live, "OPEN_SECONDS", 3600)

    async def story(hall: Hall, service: LiveService) -> None:
        silent = await asyncio.to_thread(_silent, hall.url)
        await service.stop()
        silent.close()

    run(story)


def _silent(url: str) -> Any:
    place = urlsplit(url)
    assert place.hostname is not None
    return create_connection((place.hostname, place.port or 0), 20)
