"""Another file in the place of the followed one, put there in the worst of moments: what lies there is read then."""

import threading
from collections.abc import MutableMapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
import structlog

from server.office.board import board_of
from server.store import sqlite_follower
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_file import FILE, Connection, connect
from server.store.sqlite_follower import FileBell, SqliteFollower
from server.store.tail import Wake
from server.store.unit_of_work import Reading
from tests.server.conftest import CITY, MORNING, Office, refused


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a database file; beside it lies its backup, in which one ticket was not taken yet."""
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    office = Office(store)
    office.take()
    with closing(pysqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("VACUUM INTO ?", [str(tmp_path / "backup")])
    office.take()
    store.close()
    return tmp_path / FILE


def put_back(file: Path) -> None:
    file.with_name("backup").replace(file)


def seq(reading: Reading) -> int:
    return board_of(reading, "hall").seq


def test_nobody_reads_the_old_file_after_somebody_has_seen_the_new_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = SqliteFollower(file)
    assert follower.read(seq) == 2
    put_back(file)
    real = follower._readers.renew
    meanwhile: list[int] = []

    def renew() -> None:
        """Renew while another thread reads."""
        if not meanwhile:
            meanwhile.append(0)
            meanwhile[0] = follower.read(seq)
        real()

    monkeypatch.setattr(follower._readers, "renew", renew)
    assert follower.read(seq) == 1
    assert meanwhile == [1]
    follower.close()


def test_what_was_known_of_a_center_goes_with_its_file(file: Path) -> None:
    """The same revision, the same epoch: and what is read in the middle of the change is of the file it is read in."""
    follower = SqliteFollower(file)
    before = follower.read(lambda reading: reading.hall("hall"))
    assert follower.read(lambda reading: reading.hall("hall")) is before

    def late(reading: Reading) -> object:
        put_back(file)
        follower.read(seq)
        return reading.hall("hall")

    assert follower.read(late) is before
    assert follower.read(lambda reading: reading.hall("hall")) is not before
    follower.close()


def test_a_file_that_is_replaced_while_it_is_opened_is_watched_all_the_same(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(path: Path, *, writer: bool) -> Connection:
        made = connect(path, writer=writer)
        if path.with_name("backup").exists():
            # Not before it has the old one open for good.
            made.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            put_back(path)
        return made

    monkeypatch.setattr(sqlite_follower, "connect", opened)
    woken = threading.Semaphore(0)

    def hear(_: Wake) -> None:
        woken.release()

    stop = FileBell(file).listen(hear)
    for _ in range(2):
        assert woken.acquire(timeout=20)
    with closing(connect(file, writer=True)) as connection:
        connection.execute("UPDATE centers SET position = position")
    assert woken.acquire(timeout=20)
    stop()


def test_a_follower_reads_and_never_writes(file: Path) -> None:
    follower = SqliteFollower(file)
    refused("store_unavailable", follower.write, "hall", lambda uow: None)
    follower.pulse()
    lost = file.with_name("elsewhere")
    file.rename(lost)
    refused("data_replaced", follower.pulse)
    lost.rename(file)
    follower.pulse()
    follower.close()
    refused("store_unavailable", follower.read, seq)
    refused("store_unavailable", follower.pulse)


def test_a_bell_rings_at_the_start_and_after_each_commit_and_not_without_one(file: Path) -> None:
    woken: list[Wake] = []
    rung = threading.Semaphore(0)

    def hear(wake: Wake) -> None:
        woken.append(wake)
        rung.release()

    stop = FileBell(file).listen(hear)
    assert "sqlite-watcher" in [thread.name for thread in threading.enumerate()]
    assert rung.acquire(timeout=20)
    with closing(connect(file, writer=True)) as connection:
        for turn in range(3):
            connection.execute("UPDATE centers SET told_at = told_at + 1")
            assert rung.acquire(timeout=20), turn
    stop()
    assert "sqlite-watcher" not in [thread.name for thread in threading.enumerate()]
    assert woken == [Wake()] * 4


def test_a_file_that_is_away_is_told_once_and_rings_when_it_is_there_again(file: Path) -> None:
    rung = threading.Semaphore(0)
    told = threading.Event()

    def note(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        logs.append((event["event"], event["file"]))
        told.set()
        raise structlog.DropEvent

    logs: list[tuple[str, str]] = []
    lost = file.with_name("elsewhere")
    before = structlog.get_config()["processors"]
    structlog.configure(processors=[note])
    try:
        stop = FileBell(file).listen(lambda _: rung.release())
        assert rung.acquire(timeout=20)
        file.rename(lost)
        assert told.wait(20)
        lost.rename(file)
        assert rung.acquire(timeout=20)
        stop()
    finally:
        structlog.configure(processors=before)
    assert logs == [("database file cannot be looked at", str(file))]
