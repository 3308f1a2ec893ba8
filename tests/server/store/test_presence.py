"""A database that is away costs one try a second, whoever asks; one answer and everybody is let in again."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import exc
from structlog.testing import capture_logs

from server.rules.errors import Refusal
from server.store.postgresql_store import PostgresqlStore
from server.store.presence import RETRY_SECONDS, SUSPECT_SECONDS, NoAnswer, NotAsked, Presence
from tests.server.conftest import refused


class Steady:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def presence(steady: Steady) -> Presence:
    return Presence(steady)


@contextmanager
def lost_after(presence: Presence, steady: Steady, seconds: float) -> Iterator[None]:
    with suppress(Refusal), presence.asking():
        yield
        steady.now += seconds
        raise NoAnswer


def ask(presence: Presence) -> None:
    with presence.asking():
        pass


def test_after_waiting_in_vain_one_tries_and_the_others_are_refused_at_once(presence, steady) -> None:
    with capture_logs() as logs:
        with lost_after(presence, steady, 5):
            pass
        refused("store_unavailable", ask, presence)
        steady.now += RETRY_SECONDS
        with lost_after(presence, steady, 5):
            refused("store_unavailable", ask, presence)
        steady.now += RETRY_SECONDS
        ask(presence)
        ask(presence)
    assert [each["event"] for each in logs] == ["the database is away", "the database answers again"]


def test_a_failure_at_once_delays_nobody(presence, steady) -> None:
    with lost_after(presence, steady, 0):
        pass
    ask(presence)


def test_a_database_that_answers_nobody_is_suspect_before_anybody_gave_up(presence, steady) -> None:
    with lost_after(presence, steady, 0), ExitStack() as waiting:
        steady.now += SUSPECT_SECONDS
        waiting.enter_context(presence.asking())
        refused("store_unavailable", ask, presence)
        steady.now += RETRY_SECONDS
        ask(presence)
        ask(presence)


def test_who_waited_on_an_old_connection_says_nothing_about_one_that_answered_since(presence, steady) -> None:
    with capture_logs() as logs:
        with lost_after(presence, steady, 5):
            steady.now += 1
            ask(presence)
        ask(presence)
    assert logs == []


def test_who_got_no_connection_has_not_heard_the_database(presence, steady) -> None:
    """Everybody waits for one that stands still, the pool is empty: that is no answer of the database."""
    with lost_after(presence, steady, 5):
        pass
    steady.now += RETRY_SECONDS
    with capture_logs() as logs, suppress(Refusal), presence.asking():
        raise NotAsked
    assert logs == []
    refused("store_unavailable", ask, presence)
    steady.now += RETRY_SECONDS
    ask(presence)
    with lost_after(presence, steady, 0), ExitStack() as waiting:
        steady.now += SUSPECT_SECONDS
        with suppress(Refusal):
            waiting.enter_context(presence.asking())
            raise NotAsked
        refused("store_unavailable", ask, presence)


def test_an_empty_pool_is_no_answer() -> None:
    def nothing_free() -> None:
        raise exc.TimeoutError

    engine: Any = SimpleNamespace(pool=None, raw_connection=nothing_free)
    store = PostgresqlStore(engine)
    with pytest.raises(NotAsked) as caught:
        store.read(lambda reading: None)
    assert caught.value.code == "busy"


def test_a_connection_that_broke_says_nothing_about_the_next(presence, steady) -> None:
    with lost_after(presence, steady, 0):
        pass
    with suppress(Refusal), presence.asking():
        steady.now += 3
        raise Refusal("store_unavailable")
    ask(presence)
    ask(presence)
