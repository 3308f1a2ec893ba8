"""Tokens that are shown again and again cost no look-up each, and their use is told in one change."""

import gc
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from server.office.access.keeping import list_tokens, revoke_token
from server.office.access.last_use import EVERY_MS
from server.rules.errors import Refusal
from server.store.unit_of_work import CITY
from server.web import known_tokens
from server.web.known_tokens import STALE_SECONDS, TOLD_EVERY, TRUSTED_SECONDS, KnownTokens
from tests.server.web.conftest import Web


class Counting:
    """A store that counts what is asked of it."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.reads = self.writes = 0

    def read(self, work: Callable[[Any], Any]) -> Any:
        self.reads += 1
        return self._store.read(work)

    def order(self, center: str, work: Callable[[Any], Any]) -> Any:
        self.writes += 1
        ordered = self._store.order(center, work)
        ordered.result()
        return ordered


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(known_tokens, "time", SimpleNamespace(monotonic=lambda: now[0], time_ns=time.time_ns))
    return now


def known(web: Web) -> tuple[KnownTokens, Any]:
    store = Counting(web.store)
    return KnownTokens(store, lambda: web.moment[0]), store  # type: ignore[arg-type]


def test_many_tokens_are_looked_up_once_and_all_asked_for_together(web: Web, steady: list[float]) -> None:
    tokens, store = known(web)
    shown = (web.kiosk, web.display, web.village_kiosk)
    for token in shown:
        tokens.bearer(token)
    store.reads = 0
    for _ in range(5):
        steady[0] += STALE_SECONDS
        for token in shown:
            tokens.bearer(token)
    assert store.reads == 5
    steady[0] += TRUSTED_SECONDS
    store.reads = 0
    for token in shown:
        tokens.bearer(token)
    assert store.reads == 1 + len(shown)


def test_what_is_revoked_by_a_clock_that_was_set_back_is_out_as_soon(
    web: Web, steady: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's clock never goes back; the command line, another program, goes by the one on the wall."""
    tokens, _ = known(web)
    wall = web.moment[0] - 5 * 3_600_000
    monkeypatch.setattr(
        known_tokens, "time", SimpleNamespace(monotonic=lambda: steady[0], time_ns=lambda: wall * 1_000_000)
    )
    id_ = tokens.bearer(web.display).id
    web.store.write(CITY, lambda uow: revoke_token(uow, id_, wall))
    steady[0] += STALE_SECONDS
    with pytest.raises(Refusal) as caught:
        tokens.bearer(web.display)
    assert caught.value.code == "token_unknown"


def test_uses_are_told_in_one_change(web: Web, steady: list[float]) -> None:
    tokens, store = known(web)
    shown = (web.kiosk, web.display, web.village_kiosk)
    for token in shown:
        tokens.bearer(token)
    assert store.writes == len(shown)
    web.moment[0] += EVERY_MS
    for token in shown:
        tokens.bearer(token)
    assert store.writes == len(shown)
    steady[0] += TOLD_EVERY
    ids = {tokens.bearer(token).id for token in shown}
    assert store.writes == len(shown) + 1
    listed = {each.id: each.last_used_at for each in web.store.read(lambda reading: list_tokens(reading, 0))}
    assert {listed[each] for each in ids} == {web.moment[0]}


def test_what_is_remembered_is_bounded(web: Web, steady: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_tokens, "REMEMBERED", 2)
    tokens, _ = known(web)
    for token in (web.kiosk, web.display, web.village_kiosk):
        tokens.bearer(token)
    assert len(vars(tokens)["_known"]) <= 2


def test_others_may_come_while_those_over_are_looked_for(web: Web, steady: list[float]) -> None:
    """Looking for garbage lets other threads go on, in the middle of a list of pairs that is being made."""
    tokens, store = known(web)
    bearer = tokens.bearer(web.kiosk)
    for number in range(50):
        tokens._known[str(number)] = (steady[0], bearer)
    steady[0] += STALE_SECONDS
    came: list[str] = []

    def others_come(phase: str, _: object) -> None:
        came.append(phase)
        tokens._known[f"other {len(came)}"] = (steady[0], bearer)

    def over(_: Any) -> frozenset[str]:
        gc.callbacks.append(others_come)
        gc.set_threshold(1)
        return frozenset({bearer.id})

    store.read = over
    threshold = gc.get_threshold()
    try:
        tokens._forget_those_over(steady[0])
    finally:
        gc.set_threshold(*threshold)
        gc.callbacks.remove(others_come)
    assert came
    assert not {str(number) for number in range(50)} & set(tokens._known)
