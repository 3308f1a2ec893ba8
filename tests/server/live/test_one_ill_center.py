"""What is wrong with one center's journal harms that center only, for a moment, and is said to the log."""

import asyncio
import json

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs
from websockets.asyncio.client import ClientConnection

from server.live import rooms, service
from server.rules.errors import Refusal
from server.rules.hall.board import Board, fold
from server.rules.hall.fact import Fact
from server.store.epoch import renew_epochs
from server.store.notify_bell import NotifyBell
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading
from tests.server.conftest import MORNING, Office
from tests.server.live.test_service import Frame, Hall, Run, closed, frames
from tests.server.live.test_service import run as run


async def told(socket: ClientConnection, kind: str) -> Frame:
    """Return the next frame of `kind`."""
    while True:
        (frame,) = await frames(socket, 1)
        if frame["type"] == kind:
            return frame


def test_a_row_that_cannot_be_read_is_passed_over(run: Run) -> None:
    async def story(hall: Hall, _: object) -> None:
        def spoil(uow) -> None:
            uow.tell(MORNING, "notice.posted", "clerk")
            uow.run(text("UPDATE journal SET payload = '{nonsense' WHERE seq = 2 AND center = 'hall'"))

        async with hall.following() as socket, hall.following(token=hall.channel, follow=["village"]) as other:
            await frames(socket, 1)
            await frames(other, 1)
            await asyncio.to_thread(hall.office.take)
            # Not through the journal's own facts, as a disk would do it.
            await asyncio.to_thread(hall.office.store.write, "hall", spoil)
            await asyncio.to_thread(hall.office.take)
            await asyncio.to_thread(Office(hall.office.store, "village").take)
            assert [frame["seq"] for frame in await frames(socket, 3)] == [1, 2, 3]
            assert (await frames(other, 1))[0]["seq"] == 1
        with capture_logs() as logs:
            async with hall.following(token=hall.channel, seq=0) as late:
                assert (await frames(late, 1))[0]["seq"] in (1, 3)
            facts = await asyncio.to_thread(hall.office.journal)
        assert [fact.seq for fact in facts] == [1, 2, 3]
        assert len([each for each in logs if each["event"] == "journal row cannot be read"]) <= 1

    run(story)


def test_a_fact_that_cannot_be_folded_makes_the_board_be_read_anew(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlucky(board: Board, fact: Fact) -> Board:
        if (fact.center, fact.seq) == ("hall", 2):
            raise KeyError("mine")
        return fold(board, fact)

    monkeypatch.setattr(rooms, "fold", unlucky)

    async def story(hall: Hall, _: object) -> None:
        async with hall.following() as socket, hall.following(token=hall.channel, follow=["village"]) as other:
            await frames(socket, 1)
            await frames(other, 1)
            await asyncio.to_thread(hall.office.take)
            await asyncio.to_thread(hall.office.take)
            assert (await told(socket, "snapshot"))["seq"] >= 2
            await asyncio.to_thread(hall.office.take)
            while (await frames(socket, 1))[0]["seq"] < 3:
                pass
            await asyncio.to_thread(Office(hall.office.store, "village").take)
            assert (await frames(other, 1))[0]["seq"] == 1

    with capture_logs() as logs:
        run(story)
    assert {each["worker"] for each in logs if "worker" in each} == {"room of hall"}


def test_a_board_that_cannot_be_read_sends_its_own_away_for_a_while(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = service._room_of
    broken: list[bool] = []

    def room_of(reading: Reading, center: str):
        if broken and center == "hall":
            raise KeyError("mine")
        return real(reading, center)

    def never(board: Board, fact: Fact) -> Board:
        if broken and fact.center == "hall":
            raise KeyError("mine")
        return fold(board, fact)

    monkeypatch.setattr(service, "_room_of", room_of)
    monkeypatch.setattr(rooms, "fold", never)

    async def story(hall: Hall, _: object) -> None:
        async with hall.following() as socket, hall.following(token=hall.channel, follow=["village"]) as other:
            await frames(socket, 1)
            await frames(other, 1)
            broken.append(True)
            await asyncio.to_thread(hall.office.take)
            assert (await closed(socket))[0] == 1006
            await asyncio.to_thread(Office(hall.office.store, "village").take)
            assert (await frames(other, 1))[0]["seq"] == 1
        broken.clear()
        async with hall.following() as back:
            assert (await frames(back, 1))[0]["seq"] == 1
            await asyncio.to_thread(hall.office.take)
            assert (await frames(back, 1))[0]["seq"] == 2

    run(story)


def test_a_journal_that_was_restored_is_told_as_a_whole_board(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seq goes back, and the epoch is another one: what follows must not be taken for what was known."""
    monkeypatch.setattr(NotifyBell, "poll_seconds", 0.2)

    def restored(uow) -> None:
        uow.run(text("DELETE FROM journal WHERE seq > 1"))
        uow.run(text("UPDATE centers SET seq = 1 WHERE id = 'hall'"))

    async def story(hall: Hall, live: service.LiveService) -> None:
        await hall.take(5)
        async with hall.following() as socket:
            await frames(socket, 1)
            await asyncio.to_thread(store.write, CITY, restored)
            await asyncio.to_thread(renew_epochs, store, MORNING + 1)
            await asyncio.to_thread(hall.office.take)
            frame = await told(socket, "snapshot")
            assert frame["epoch"] > MORNING
            if frame["seq"] == 1:
                # The board was told before the ticket was taken: that follows it, in the same epoch.
                (event,) = await frames(socket, 1)
                assert (event["epoch"], event["type"]) == (frame["epoch"], "ticket.issued")
                frame = event
            assert frame["seq"] == 2

    run(story)


@pytest.mark.parametrize("fails", [1, 3])
def test_a_follower_that_fails_follows_again(run: Run, monkeypatch: pytest.MonkeyPatch, fails: int) -> None:
    real = service.LiveService._tell
    left = [fails]

    async def anew(self: service.LiveService, center: str) -> None:
        raise KeyError("the follower itself")

    def telling(self: service.LiveService, center: str, facts: list[Fact]) -> None:
        if left[0]:
            left[0] -= 1
            raise KeyError("mine")
        real(self, center, facts)

    monkeypatch.setattr("server.watched.FIRST_PAUSE", 0.001)

    async def story(hall: Hall, live: service.LiveService) -> None:
        async with hall.following() as socket:
            await frames(socket, 1)
            monkeypatch.setattr(service.LiveService, "_tell", telling)
            monkeypatch.setattr(service.LiveService, "_anew", anew)
            for _ in range(fails + 1):
                await asyncio.to_thread(hall.office.take)
            seqs: list[int] = []
            while not seqs or seqs[-1] < fails + 1:
                seqs.append(json.loads(await socket.recv())["seq"])

    run(story)


def test_who_comes_while_the_store_is_away_is_not_told_to_stay_away(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(hall: Hall, live: service.LiveService) -> None:
        def away(_: object) -> None:
            raise Refusal("store_unavailable")

        monkeypatch.setattr(live._store, "read", away)
        async with hall.following() as socket:
            assert await closed(socket) == (service.TRY_AGAIN_LATER, "store_unavailable")
        monkeypatch.undo()

    run(story)
