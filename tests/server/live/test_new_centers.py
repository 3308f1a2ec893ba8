"""A center that is added while the service runs has a room, and what changes in one is told to its followers."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from config.documents import Scope
from server.live.service import LiveService
from server.store.seeding import seed
from server.store.store import Store
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
