"""A center that is added while the service runs has a room, and what changes in one is told to its followers."""

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from config.documents import Scope
from server.live import service
from server.live.caller import Caller
from server.live.rooms import Room
from server.live.service import LiveService
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import Reading
from tests.server.conftest import CITY, MORNING, Office
from tests.server.live.test_service import Hall, closed, frames
from tests.server.settings_of import VILLAGE, Settings, pier, rename


@pytest.fixture
def run(store: Store) -> Callable[[Callable[[Hall], Coroutine[Any, Any, None]]], None]:
    """Return what plays a story against a running service."""
    report = seed(store, CITY, MORNING)

    def play(story: Callable[[Hall], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            service = LiveService(store)
            port = await service.start("127.0.0.1", 0)
            try:
                async with asyncio.timeout(30):
                    await story(Hall(store, report, port))
            finally:
                await service.stop()

        asyncio.run(whole())

    return play


Run = Callable[[Callable[[Hall], Coroutine[Any, Any, None]]], None]


def test_a_center_that_came_later_is_followed_without_a_restart(run: Run) -> None:
    async def story(hall: Hall) -> None:
        async with hall.following(token=hall.channel, follow=["pier"]) as early:
            assert await closed(early) == (1008, "center_unknown")
        boss = Settings(hall.office.store, MORNING)
        await asyncio.to_thread(boss.put, pier(boss.document(VILLAGE)), Scope("center", "pier"))
        there = Office(hall.office.store, "pier")
        await asyncio.to_thread(there.take)
        async with (
            hall.following(token=hall.channel, follow=["pier", "hall"]) as one,
            hall.following(token=hall.channel, follow=["pier"]) as other,
        ):
            first = {frame["center"]: frame for frame in await frames(one, 2)}
            assert (first["pier"]["type"], first["pier"]["seq"]) == ("snapshot", 2)
            assert first["pier"]["board"]["waiting"] == {"social": 1}
            await frames(other, 1)
            await asyncio.to_thread(there.take)
            for socket in (one, other):
                (frame,) = await frames(socket, 1)
                assert (frame["center"], frame["seq"], frame["ticket"]["number"]) == ("pier", 3, "D002")

    run(story)


@pytest.mark.parametrize("readable", [True, False])
def test_who_waits_for_a_new_room_follows_the_others_as_they_are_then(
    store: Store, monkeypatch: pytest.MonkeyPatch, readable: bool
) -> None:
    """While one room is made the other one is made anew, or goes: whoever joined the one before would hear nothing."""
    report = seed(store, CITY, MORNING)
    real, asked, go = service._room_of, threading.Event(), threading.Event()
    ill: list[str] = []

    def room_of(reading: Reading, center: str) -> Room[Caller]:
        if center == "village":
            asked.set()
            assert go.wait(20)
        if center in ill:
            raise KeyError("mine")
        return real(reading, center)

    async def whole() -> None:
        live = LiveService(store)
        hall = Hall(store, report, await live.start("127.0.0.1", 0))
        monkeypatch.setattr(service, "_room_of", room_of)
        try:
            async with asyncio.timeout(30):
                # As if the village had come a moment ago.
                del live._rooms.rooms["village"]
                live._tail.leave("village")
                async with hall.following(token=hall.channel, follow=["hall", "village"]) as socket:
                    assert await asyncio.to_thread(asked.wait, 20)
                    ill.extend([] if readable else ["hall"])
                    await live._anew("hall")
                    ill.clear()
                    go.set()
                    assert {each["center"] for each in await frames(socket, 2)} == {"hall", "village"}
                    await asyncio.to_thread(hall.office.take)
                    (event,) = await frames(socket, 1)
                    assert (event["center"], event["type"]) == ("hall", "ticket.issued")
        finally:
            await live.stop()

    asyncio.run(whole())


def test_a_change_is_told_to_those_whom_it_concerns(run: Run) -> None:
    async def story(hall: Hall) -> None:
        boss = Settings(hall.office.store, MORNING)
        async with hall.following(token=hall.channel, follow=["hall", "village"]) as socket:
            await frames(socket, 2)
            await asyncio.to_thread(boss.edit, rename)
            await asyncio.to_thread(boss.edit, lambda city: city.update(pack="other"), Scope("city"))
            told = await frames(socket, 3)
            assert [(frame["type"], frame["seq"]) for frame in told if frame["center"] == "hall"] == [
                ("settings.changed", 1),
                ("settings.changed", 2),
            ]
            assert [(frame["type"], frame["seq"]) for frame in told if frame["center"] == "village"] == [
                ("settings.changed", 1)
            ]
            assert "boss" not in json.dumps(told)

    run(story)
