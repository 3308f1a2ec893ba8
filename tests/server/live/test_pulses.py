"""A quiet hall is told to be quiet, as long as the store says so; sockets behind which nobody is left are let go."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from server.live import caller, pulses
from server.live.rooms import Room, Rooms
from server.live.service import LiveService
from server.rules.errors import Refusal
from server.rules.hall.board import Board
from tests.server.live.test_service import Hall, Run, frames, run

__all__ = ["run"]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a round take a fraction of a second."""
    monkeypatch.setattr(pulses, "PULSE_SECONDS", 0.08)


async def next_pulse(socket: ClientConnection) -> dict[str, Any]:
    while (told := (await frames(socket, 1))[0])["type"] != "pulse":
        pass
    return told


def test_who_wishes_it_hears_how_far_a_quiet_hall_is(run: Run) -> None:
    async def story(hall: Hall, service: LiveService) -> None:
        await hall.take(2)
        async with hall.following(pulses=True) as page, hall.following() as program:
            epoch = service._rooms.rooms["hall"].board.epoch
            for _ in range(3):
                assert await next_pulse(page) == {"type": "pulse", "center": "hall", "epoch": epoch, "seq": 2}
            await hall.take()
            assert [(await frames(program, 1))[0]["type"] for _ in range(2)] == ["snapshot", "ticket.issued"]
            while (await next_pulse(page))["seq"] != 3:
                pass
            # Who did not ask for pulses has heard none of all these.
            await hall.take()
            assert (await frames(program, 1))[0]["seq"] == 4

    run(story)


def heads(seq: int, epoch: int = 7) -> Any:
    return lambda *_: {"hall": (epoch, seq)}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (heads(4), 1),
        # What happens while the store is asked is no contradiction.
        (heads(3), 1),
        (heads(5), 0),
        (heads(4, epoch=8), 0),
        (lambda *_: {}, 0),
    ],
    ids=["the same", "less", "more", "another journal", "no such center"],
)
def test_a_pulse_is_only_what_the_store_confirms(said: Any, told: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live service that hears nothing any more must not calm anybody."""
    heard: list[str] = []
    monkeypatch.setattr(pulses, "heads_of", said)
    monkeypatch.setattr(pulses, "broadcast", lambda sockets, frame: heard.extend(frame for _ in sockets))

    class Reading:
        def read(self, work: Any) -> Any:
            return work(self)

    class Page:
        wants_pulses = True

        def still_there(self, _: float) -> bool:
            return True

    room = Room[Any](Board("hall", 4, epoch=7))
    room.sockets.add(Page())
    asyncio.run(one_turn(Reading(), room))
    assert [json.loads(each)["seq"] for each in heard] == [4] * told


def test_a_store_that_cannot_be_read_confirms_nothing_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(pulses, "broadcast", lambda sockets, frame: heard.append(frame))

    class Ill:
        asked = 0

        def read(self, _: Any) -> Any:
            self.asked += 1
            raise Refusal("store_unavailable")

    ill = Ill()
    asyncio.run(one_turn(ill, Room[Any](Board("hall", 4, epoch=7)), turns=3))
    assert (ill.asked >= 3, heard) == (True, [])


async def one_turn(store: Any, room: Room[Any], turns: int = 1) -> None:
    """Let pulses go on until the store was asked for `turns` whole rounds."""
    asked = asyncio.Event()
    count = 0

    class Counting:
        def read(self, work: Any) -> Any:
            nonlocal count
            count += 1
            if count > turns * pulses.TURNS:
                loop.call_soon_threadsafe(asked.set)
                raise Refusal("busy")
            return store.read(work)

    loop = asyncio.get_running_loop()
    going: Any = asyncio.create_task(pulses.pulse(Counting(), Rooms({"hall": room})))  # type: ignore[arg-type]
    async with asyncio.timeout(20):
        await asked.wait()
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)


def test_a_socket_that_answers_no_ping_is_let_go_and_one_that_does_stays(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller, "ANSWER_SECONDS", 0.3)

    async def story(hall: Hall, service: LiveService) -> None:
        sockets = service._rooms.rooms["hall"].sockets
        async with hall.following() as dead, hall.following(pulses=True) as alive:
            await frames(dead, 1)
            await next_pulse(alive)
            assert len(sockets) == 2
            dead.transport.pause_reading()
            while len(sockets) > 1:
                await next_pulse(alive)
            # Several pings later.
            for _ in range(15):
                await next_pulse(alive)
            assert len(sockets) == 1
            dead.transport.abort()

    run(story)
