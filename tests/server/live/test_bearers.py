"""A token that is revoked loses its live sockets within seconds; the others stay."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from commands.seeding import now
from server.live import bearers
from server.live import service as live
from server.live.bearers import LOOK_SECONDS, Bearers
from server.live.service import LiveService
from server.office.access import last_use
from server.office.access.bearer import Bearer, bearer_of
from server.office.access.keeping import revoke_token
from server.rules.errors import Refusal
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import CITY as WHOLE_CITY
from tests.server.conftest import CITY, MORNING
from tests.server.live.test_service import Hall, Run, closed, frames, run

__all__ = ["run"]


def revoke(store: Store, token: str) -> None:
    bearer = store.read(lambda reading: bearer_of(reading, token))
    store.write(WHOLE_CITY, lambda uow: revoke_token(uow, bearer.id, now()))


def test_a_revoked_token_loses_its_sockets_and_no_other_does(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LOOK_SECONDS + 2 < 5, "a look, and a socket that does not answer its closing"
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.05)

    async def story(hall: Hall, _: LiveService) -> None:
        async with hall.following() as one, hall.following() as two, hall.following(token=hall.channel) as other:
            for socket in (one, two, other):
                await frames(socket, 1)
            await asyncio.to_thread(revoke, hall.office.store, hall.display)
            assert await closed(one) == await closed(two) == (1008, "token_unknown")
            await asyncio.to_thread(hall.office.take)
            (event,) = await frames(other, 1)
            assert event["type"] == "ticket.issued"
            async with hall.following() as again:
                assert await closed(again) == (1008, "token_unknown")

    run(story)


def test_one_that_takes_nothing_more_keeps_no_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent to a client that does not read waits for it: the next ones who are revoked must not wait as well."""
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(live, "CLOSE_SECONDS", 0.05)

    def deaf_at_first(close: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        asked: list[object] = []

        async def closing(*given: object) -> None:
            asked.append(given)
            await (close(*given) if len(asked) > 1 else asyncio.Event().wait())

        return closing

    async def story(hall: Hall, service: LiveService) -> None:
        async with hall.following() as deaf:
            await frames(deaf, 1)
            (kept,) = service._rooms.rooms["hall"].sockets
            monkeypatch.setattr(kept, "close", deaf_at_first(kept.close))
            async with hall.following(token=hall.channel) as other:
                await frames(other, 1)
                await asyncio.to_thread(revoke, hall.office.store, hall.display)
                assert (await closed(deaf))[0] == 1006
                await asyncio.to_thread(revoke, hall.office.store, hall.channel)
                assert await closed(other) == (1008, "token_unknown")

    run(story)


def test_a_clock_that_was_set_back_hides_no_revoked_token(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = seed(store, CITY, MORNING).tokens
    assert tokens is not None
    at = [now() + 5 * 3_600_000]
    monkeypatch.setattr(bearers, "_now", lambda: at[0])
    held: Bearers[str] = Bearers()
    held.let_in("socket", store.read(lambda reading: bearer_of(reading, tokens.display["hall"])))
    assert held.gone(store) == []
    at[0] = now()
    revoke(store, tokens.display["hall"])
    assert held.gone(store) == ["socket"]


def test_a_database_that_is_away_is_asked_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.05)
    asked: list[int] = []
    real = Bearers.gone

    def gone(self: Bearers[object], store: Store) -> list[object]:
        asked.append(1)
        if len(asked) < 3:
            raise Refusal("store_unavailable")
        return real(self, store)

    monkeypatch.setattr(Bearers, "gone", gone)

    async def story(hall: Hall, _: LiveService) -> None:
        async with hall.following() as socket:
            await frames(socket, 1)
            await asyncio.to_thread(revoke, hall.office.store, hall.display)
            assert await closed(socket) == (1008, "token_unknown")

    run(story)
    assert len(asked) >= 3


def test_who_has_left_is_forgotten(store: Store) -> None:
    held: Bearers[str] = Bearers()
    held.let_in("socket", Bearer("id", "display", "hall", None))
    held.leave("socket")
    held.leave("socket")
    assert held.gone(store) == []


def test_of_each_center_that_a_page_of_its_own_listens_to_one_is_written_down(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it a hall whose screens only listen would be taken for silent."""
    monkeypatch.setattr(live, "HEARD_SECONDS", 0.05)

    async def story(hall: Hall, _: LiveService) -> None:
        store = hall.office.store
        monkeypatch.setattr(last_use, "EVERY_MS", 0)
        async with hall.following() as own, hall.following(token=hall.channel) as other:
            for socket in (own, other):
                await frames(socket, 1)
            first = await asyncio.to_thread(used, store, hall.display)
            while await asyncio.to_thread(used, store, hall.display) == first:
                await asyncio.sleep(0.02)

    run(story)


def used(store: Store, token: str) -> int | None:
    return store.read(lambda reading: bearer_of(reading, token)).last_used_at


def test_who_asks_for_a_whole_city_is_heard_in_no_center() -> None:
    held: Bearers[str] = Bearers()
    held.let_in("channel", Bearer("app", "channel", None, None))
    held.let_in("screen", Bearer("tv", "display", "hall", None))
    rooms = {"hall": {"channel", "screen"}, "village": {"channel"}, "empty": set[str]()}
    assert list(held.heard(rooms)) == ["tv"]
