"""The writer goes on, whatever a listener, a work or the file does; nobody waits for an answer that never comes."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pysqlite3
import pytest
from structlog.testing import capture_logs

from server.rules.errors import Refusal
from server.store import ordered
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_file import FILE
from server.store.sqlite_store import SqliteStore
from server.store.tail import Wake
from server.store.unit_of_work import Heads, UnitOfWork
from server.watched import troubles
from tests.server.conftest import CITY, MORNING, Office, refused


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = open_store(tmp_path, create=True)
    assert isinstance(made, SqliteStore)
    seed(made, CITY, MORNING)
    yield made
    made.close()


def test_a_listener_that_raises_makes_nobody_deaf(store: SqliteStore) -> None:
    heard: list[int] = []

    def deaf(_: Wake) -> None:
        raise KeyError("mine")

    stops = [store._bell.listen(deaf), store._bell.listen(lambda wake: heard.append(wake.seq))]
    office = Office(store)
    with capture_logs() as logs:
        assert [office.take().number for _ in range(3)] == ["D001", "D002", "D003"]
        while len(heard) < 3:
            pass
    assert heard == [1, 2, 3]
    assert {each["worker"] for each in logs} == {"journal listener"}
    for stop in stops:
        stop()


class Torn:
    """A connection whose commit fails, and with it everything that could be done about it."""

    total_changes = 0

    def cursor(self) -> "Torn":
        return self

    def execute(self, *_: object) -> None:
        raise self.error()

    rollback = close = execute

    def error(self) -> Exception:
        made: Exception = pysqlite3.OperationalError("disk I/O error")
        made.sqlite_errorcode = pysqlite3.SQLITE_IOERR  # type: ignore[attr-defined]
        return made


def test_a_rollback_that_fails_ends_nothing(store: SqliteStore) -> None:
    office = Office(store)
    office.take()
    before, store._writer._connection = store._writer._connection, Torn()
    with capture_logs() as logs:
        refused("store_unavailable", office.take)
        before.close()
        assert office.take().number == "D002"
    assert [(each["event"], each["code"]) for each in logs] == [
        ("database does not keep what it is given", "store_unavailable"),
        ("database keeps what it is given again", "store_unavailable"),
    ]


def test_an_error_of_our_own_refuses_the_batch_and_the_writer_begins_again(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(store)
    real = Heads.settle

    def wrong(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Heads, "settle", wrong)
    with capture_logs() as logs:
        refused("store_unavailable", office.take)
        monkeypatch.setattr(Heads, "settle", real)
        assert office.take().number == "D001"
    assert "sqlite-writer" in {each.get("worker") for each in logs}
    assert "sqlite-writer" in troubles()


def test_a_work_that_ends_the_program_ends_its_asker_only(store: SqliteStore) -> None:
    def leave(_: UnitOfWork) -> None:
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        store.write("hall", leave)
    assert Office(store).take().number == "D001"


def test_who_waits_too_long_for_a_turn_is_refused_and_nothing_is_done(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordered, "TURN_SECONDS", 0.05)
    entered, gate = threading.Event(), threading.Event()

    def long(uow: UnitOfWork) -> int:
        entered.set()
        gate.wait(20)
        return uow.tell(MORNING, "notice.posted", "clerk").seq

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(store.write, "hall", long)
        assert entered.wait(20)
        refused("busy", store.write, "hall", lambda uow: uow.tell(MORNING, "notice.posted", "clerk"))
        gate.set()
        assert first.result(20) == 1
    assert Office(store).take().number == "D001"
    assert [fact.seq for fact in Office(store).journal()] == [1, 2]


def test_a_timeout_that_a_work_raises_is_its_own(store: SqliteStore) -> None:
    def late(_: UnitOfWork) -> None:
        raise TimeoutError("mine")

    with pytest.raises(TimeoutError, match="mine"):
        store.write("hall", late)


def test_a_full_disk_is_said_once_and_once_when_it_ends(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(store)
    real = Path.write_bytes

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    refused("disk_full", store.pulse)
    monkeypatch.setattr(Path, "write_bytes", real)
    store.pulse()
    with capture_logs() as logs:
        store._writer._connection.execute("PRAGMA max_page_count = 1")
        codes = set()
        while "disk_full" not in codes:
            try:
                office.take()
            except Refusal as refusal:
                codes.add(refusal.code)
        office.take()
        office.take()
    assert [(each["event"], each["code"]) for each in logs] == [
        ("database does not keep what it is given", "disk_full"),
        ("database keeps what it is given again", "disk_full"),
    ]


def test_what_was_committed_when_a_look_at_the_file_failed_is_looked_for(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fact is there and was told to nobody: whatever succeeds next lets followers look, at whichever center."""
    office = Office(store)
    real = store._guard.check
    looks: list[int] = []

    def momentary() -> int:
        looks.append(1)
        if len(looks) == 2:
            raise Refusal("store_unavailable")
        return real()

    heard: list[Wake] = []
    stop = store._bell.listen(heard.append)
    monkeypatch.setattr(store._guard, "check", momentary)
    refused("store_unavailable", office.take)
    assert heard == []
    assert [each.seq for each in office.journal()] == [1]
    store.pulse()
    assert heard == [Wake()]
    assert office.take().number == "D002"
    assert [(each.center, each.seq) for each in heard[1:]] == [("hall", 2)]
    stop()


def test_after_a_failed_write_the_log_is_cut_off_before_the_next(store: SqliteStore, tmp_path: Path) -> None:
    """What could not be written may have left a log that fills the disk."""
    office = Office(store)
    for _ in range(20):
        office.take()
    log = tmp_path / f"{FILE}-wal"
    long = log.stat().st_size
    before, store._writer._connection = store._writer._connection, Torn()
    with capture_logs():
        refused("store_unavailable", office.take)
        before.close()
        assert log.stat().st_size == long
        assert office.take().number == "D021"
    assert 0 < log.stat().st_size < long
