"""How the SQLite file is opened: what makes a commit durable and a reader harmless is set on every connection."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from sqlalchemy import text

from server.rules.errors import Refusal
from server.store import sqlite_file
from server.store.errors import StoreError
from server.store.opening import open_store
from server.store.sqlite_file import LOCK, DataLock, connect, is_bug, is_in_use, refusal
from server.store.store import Store
from server.store.unit_of_work import CITY

FULL = 2


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path, create=True)
    yield made
    made.close()


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    return tmp_path / sqlite_file.FILE


def pragma(connection: Any, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("synchronous", FULL),
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("query_only", 0),
        ("busy_timeout", 10_000),
    ],
)
def test_the_writer_keeps_what_it_answers(file: Path, name: str, value: object) -> None:
    connection = connect(file, writer=True)
    assert pragma(connection, name) == value
    connection.close()


@pytest.mark.parametrize(("name", "value"), [("query_only", 1), ("foreign_keys", 1), ("busy_timeout", 10_000)])
def test_a_reader_cannot_write(file: Path, name: str, value: object) -> None:
    connection = connect(file, writer=False)
    assert pragma(connection, name) == value
    with pytest.raises(pysqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM journal")
    connection.close()


def test_the_stores_own_connections_are_opened_so(store: Store) -> None:
    assert store.write(CITY, lambda uow: uow.value(text("PRAGMA synchronous"))) == FULL
    assert store.write(CITY, lambda uow: uow.value(text("PRAGMA journal_mode"))) == "wal"
    assert store.write(CITY, lambda uow: uow.value(text("PRAGMA foreign_keys"))) == 1
    assert store.read(lambda reading: reading.value(text("PRAGMA query_only"))) == 1


def test_beside_a_server_commits_are_as_durable(store: Store, tmp_path: Path) -> None:
    beside = open_store(tmp_path, beside=True)
    assert beside.write(CITY, lambda uow: uow.value(text("PRAGMA synchronous"))) == FULL
    beside.close()


def test_a_follower_cannot_write(store: Store, tmp_path: Path) -> None:
    follower = open_store(tmp_path, follow_only=True)
    assert follower.read(lambda reading: reading.value(text("PRAGMA query_only"))) == 1
    with pytest.raises(Refusal) as refused:
        follower.write(CITY, lambda uow: None)
    assert refused.value.code == "store_unavailable"
    follower.close()


def test_a_connection_is_only_to_a_file_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(pysqlite3.OperationalError):
        connect(tmp_path / "nothing.sqlite3", writer=True)
    assert list(tmp_path.iterdir()) == []


def failure(code: int) -> pysqlite3.Error:
    error: pysqlite3.Error = pysqlite3.OperationalError("failed")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "bug", "told"),
    [
        (pysqlite3.SQLITE_ERROR, True, "store_unavailable"),
        (pysqlite3.SQLITE_CONSTRAINT, True, "store_unavailable"),
        (pysqlite3.SQLITE_CONSTRAINT | 8 << 8, True, "store_unavailable"),
        (pysqlite3.SQLITE_MISMATCH, True, "store_unavailable"),
        (pysqlite3.SQLITE_FULL, False, "disk_full"),
        (pysqlite3.SQLITE_FULL | 1 << 8, False, "disk_full"),
        (pysqlite3.SQLITE_IOERR, False, "store_unavailable"),
        (pysqlite3.SQLITE_BUSY, False, "busy"),
        (pysqlite3.SQLITE_CORRUPT, False, "data_damaged"),
    ],
)
def test_a_file_that_fails_is_told_from_a_work_that_is_wrong(code: int, bug: bool, told: str) -> None:
    assert is_bug(failure(code)) is bug
    assert refusal(failure(code)).code == told


def test_a_lock_is_held_once_and_freed_once(tmp_path: Path) -> None:
    lock = DataLock(tmp_path)
    assert (tmp_path / sqlite_file.LOCK).stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreError) as refused:
        DataLock(tmp_path)
    assert refused.value.code == "data_in_use"
    lock.free()
    again = DataLock(tmp_path)
    # A second time frees nobody else's.
    lock.free()
    with pytest.raises(StoreError):
        DataLock(tmp_path)
    again.free()
    with pytest.raises(StoreError) as missing:
        DataLock(tmp_path / "nowhere")
    assert missing.value.code == "data_unwritable"


def test_who_only_looks_whether_the_data_is_held_keeps_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two programs start at once: one looks whether there is a server while the server takes its data directory."""
    DataLock(tmp_path).free()
    looking = os.open(tmp_path / LOCK, os.O_RDWR)
    fcntl.flock(looking, fcntl.LOCK_SH)
    assert not is_in_use(tmp_path), "two who look do not see each other"
    monkeypatch.setattr("server.store.sqlite_file.time.sleep", lambda _: fcntl.flock(looking, fcntl.LOCK_UN))
    lock = DataLock(tmp_path)
    assert is_in_use(tmp_path)
    lock.free()
    os.close(looking)
    assert not is_in_use(tmp_path)


def failed(code: int) -> pysqlite3.Error:
    error = pysqlite3.OperationalError("failed")
    error.sqlite_errorcode = code
    return error


def test_what_a_failing_file_is_told_as_is_in_the_first_byte_of_its_code() -> None:
    """SQLite says more in the bytes above: which write failed, which lock was held."""
    for above in (0, 0x0100, 0x1F00):
        codes = [code | above for code in range(256)]
        own = {code & 0xFF for code in codes if sqlite_file.is_bug(failed(code))}
        assert own == {0, 1, 19, 20, 21, 25}
        told = {code & 0xFF: sqlite_file.refusal(failed(code)).code for code in codes}
        known = {5: "busy", 6: "busy", 11: "data_damaged", 13: "disk_full", 26: "data_damaged"}
        assert told == dict.fromkeys(range(256), "store_unavailable") | known
    # What the driver says by itself has no code.
    assert sqlite_file.is_bug(pysqlite3.ProgrammingError("Cannot operate on a closed database."))
    assert sqlite_file.refusal(pysqlite3.ProgrammingError("closed")).code == "store_unavailable"
