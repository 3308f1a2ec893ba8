"""PostgreSQL frozen, fallen silent, locked and restarted: nobody waits for ever, and it is right again by itself."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from typing import Any

import psycopg
import pytest
from sqlalchemy import TextClause, text

from commands.bench.database import Line
from server.rules.errors import Refusal
from server.rules.hall.fact import Fact
from server.store import notify_bell, postgresql_connection
from server.store.opening import open_store
from server.store.postgresql_store import PostgresqlStore
from server.store.seeding import seed
from server.store.statements import PostgresqlStatements
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import Reading, UnitOfWork
from tests.server.conftest import CITY, MORNING, Office, refused

pytestmark = pytest.mark.postgres
_BACKEND = text("SELECT pg_backend_pid()")
_BY_ID = text("SELECT id FROM centers WHERE id = :id")


def _raise(state: str) -> TextClause:
    return text(f"DO $$ BEGIN RAISE EXCEPTION 'as told' USING ERRCODE = '{state}'; END $$")


@pytest.fixture
def line(postgresql) -> Iterator[Line]:
    made = Line(postgresql.socket)
    yield made
    made.close()


@pytest.fixture
def short_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server end everything ten times sooner than in a hall."""
    for name in ("LOCK_MS", "STATEMENT_MS", "IDLE_MS"):
        monkeypatch.setattr(postgresql_connection, name, getattr(postgresql_connection, name) // 10)


@pytest.fixture
def impatient(short_locks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything end ten times sooner; a busy machine may then be taken for a silent one."""
    monkeypatch.setattr(postgresql_connection, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr(postgresql_connection, "CONNECT_SECONDS", 2)
    monkeypatch.setattr(notify_bell, "PROBE_SECONDS", 0.3)
    monkeypatch.setattr(notify_bell, "RETRY_SECONDS", 0.05)


@pytest.fixture
def opened(postgres_url: str, impatient) -> Iterator[PostgresqlStore]:
    store = open_store(None, postgres_url)
    assert isinstance(store, PostgresqlStore)
    yield store
    store.close()


@pytest.fixture
def office(opened: PostgresqlStore) -> Office:
    seed(opened, CITY, MORNING)
    return Office(opened)


def until_it_works(work: Callable[[], Any]) -> Any:
    """Return what `work` returns once it is not refused for a while any more."""
    while True:
        try:
            return work()
        except Refusal as refusal:
            if refusal.code not in ("busy", "store_unavailable"):
                raise


def test_a_frozen_database_holds_nobody_for_ever_and_loses_nothing(postgresql, office: Office) -> None:
    office.take()
    with postgresql.frozen(), ThreadPoolExecutor(40) as pool:
        asked = [pool.submit(office.take) for _ in range(40)]
        assert {str(each.exception(60)) for each in asked} <= {
            str(Refusal(code)) for code in ("busy", "store_unavailable")
        }
        refused("store_unavailable", office.journal)
        refused("store_unavailable", office.store.pulse)
    until_it_works(office.take)
    office.store.pulse()
    facts = office.journal()
    # What was sent before the end of patience may have happened, once: each is in its place.
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
    assert len({fact.ticket.number for fact in facts if fact.ticket}) == len(facts)


def test_silent_connections_are_replaced_and_the_journal_is_heard_again(
    line: Line, postgresql, postgres_url: str, office: Office
) -> None:
    name = postgres_url.partition("?")[0].rpartition("/")[2]
    store = open_store(None, f"postgresql://postgres@127.0.0.1:{line.port}/{name}")
    there = Office(store)

    async def follow() -> list[Fact]:
        async with aclosing(store.tail().follow({"hall": 0}).facts()) as batches:
            await asyncio.to_thread(there.take)
            facts = await anext(batches)
            line.fall_silent()
            # Somebody else goes on, over a line that works.
            await asyncio.to_thread(office.take)
            async with asyncio.timeout(60):
                while len(facts) < 2:
                    facts += await anext(batches)
            return facts

    try:
        assert [fact.seq for fact in asyncio.run(follow())] == [1, 2]
        assert until_it_works(there.take).number == "D003"
        assert [fact.seq for fact in there.journal()] == [1, 2, 3]
    finally:
        store.close()


def test_a_transaction_whose_client_fell_silent_lets_its_lock_go(line: Line, postgres_url: str, office: Office) -> None:
    """It had the lock, between two statements, when the line fell silent: the server ends it by itself."""
    name = postgres_url.partition("?")[0].rpartition("/")[2]
    store = open_store(None, f"postgresql://postgres@127.0.0.1:{line.port}/{name}")

    def fall_silent(uow: UnitOfWork) -> None:
        uow.rows(_BACKEND)
        line.fall_silent()
        uow.rows(_BACKEND)

    try:
        refused("store_unavailable", store.write, "hall", fall_silent)
        assert until_it_works(office.take).number == "D001"
    finally:
        store.close()


def test_a_locked_center_stops_no_other(postgres_url: str, short_locks) -> None:
    store = open_store(None, postgres_url)
    seed(store, CITY, MORNING)
    office, village = Office(store), Office(store, "village")
    with psycopg.connect(postgres_url) as other:
        other.execute("SELECT * FROM centers WHERE id = 'hall' FOR UPDATE")
        with ThreadPoolExecutor(60) as pool:
            asked = [pool.submit(office.take) for _ in range(60)]
            numbers = [village.take().number for _ in range(20)]
            codes = {each.exception(60).code for each in asked}  # type: ignore[union-attr]
        refused("busy", office.take)
        assert office.journal() == []
    assert codes == {"busy"}
    assert numbers == [f"D{number:03d}" for number in range(1, 21)]
    assert office.take().number == "D001"
    store.close()


def test_a_restart_in_the_middle_of_everything_loses_nothing(postgresql, office: Office) -> None:
    told: list[str] = []
    ended = threading.Event()

    def load(number: int) -> None:
        each = Office(office.store)
        while not ended.is_set():
            with suppress(Refusal):
                told.append(each.take().number)

    with ThreadPoolExecutor(6) as pool:
        for number in range(6):
            pool.submit(load, number)
        while len(told) < 20:
            pass
        postgresql.stop("fast")
        postgresql.start()
        before = len(told)
        while len(told) < before + 20:
            pass
        ended.set()
    assert len(set(told)) == len(told)
    assert set(told) <= {fact.ticket.number for fact in office.journal() if fact.ticket}


def test_a_connection_that_dies_during_a_refusal_leaves_the_refusal(postgresql, office: Office) -> None:
    def refuse(uow: UnitOfWork) -> None:
        (backend,) = uow.rows(_BACKEND)[0]
        postgresql.execute(f"SELECT pg_terminate_backend({backend})")
        raise Refusal("token_scope")

    for center in ("hall", WHOLE_CITY):
        refused("token_scope", office.store.write, center, refuse)
    refused("token_scope", office.store.read, refuse)
    assert office.take().number == "D001"


def test_a_commit_whose_answer_is_lost_is_told_as_away(postgresql, office: Office) -> None:
    def die(uow: UnitOfWork) -> None:
        (backend,) = uow.rows(_BACKEND)[0]
        postgresql.execute(f"SELECT pg_terminate_backend({backend})")

    refused("store_unavailable", office.store.write, "hall", die)
    assert office.take().number == "D001"


@pytest.mark.parametrize("state", ["57014", "40P01", "25006", "57P01", "53300", "XX001", "53100"])
def test_whatever_the_server_says_is_a_refusal(office: Office, state: str) -> None:
    code = {"53100": "disk_full", "57014": "busy", "40P01": "busy", "53300": "busy"}.get(state, "store_unavailable")
    refused(code, office.write, lambda uow: uow.rows(_raise(state)))
    assert office.take().number == "D001"


def test_a_text_that_postgresql_cannot_keep_is_the_askers_fault(office: Office) -> None:
    refused("bad_request", office.store.read, lambda reading: reading.rows(_BY_ID, id="ha\0ll"))
    refused("bad_request", office.write, lambda uow: uow.rows(_BY_ID, id="ha\0ll"))
    refused("bad_request", office.store.write, "ha\0ll", lambda uow: None)
    assert office.take().number == "D001"


def test_what_the_address_says_about_time_outs_holds(postgres_url: str) -> None:
    with postgresql_connection.open_connection(f"{postgres_url}&options=-c%20statement_timeout%3D7s") as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("7s",)
        assert connection.execute("SHOW lock_timeout").fetchone() == ("2s",)


def connection_of(reading: Reading) -> psycopg.Connection[Any]:
    assert isinstance(reading._statements, PostgresqlStatements)
    return reading._statements._connection


def test_a_connection_that_comes_back_after_all_were_replaced_is_closed(opened: PostgresqlStore) -> None:
    """The pool that it came from would keep it open until somebody looks for garbage."""
    held: list[psycopg.Connection[Any]] = []

    def replaced(reading: Reading) -> None:
        held.append(connection_of(reading))
        opened._engine.dispose()

    opened.read(replaced)
    assert held[0].closed
    opened.read(lambda reading: held.append(connection_of(reading)))
    assert not held[1].closed
