"""Readers of one file: what fails under a work, what the work does wrong, and what is closed when nobody uses it."""

import errno
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from sqlalchemy import select, text

from server.store import sqlite_store, tables
from server.store.halls import Halls
from server.store.opening import open_store
from server.store.sqlite_file import FILE, Connection, connect
from server.store.sqlite_store import SqliteReaders
from server.store.unit_of_work import Reading
from tests.server.conftest import refused

COUNT = select(tables.cities.c.id)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    """Return every connection that readers open."""
    made: list[Connection] = []

    def opening(file: Path, *, writer: bool) -> Connection:
        made.append(connect(file, writer=writer))
        return made[-1]

    monkeypatch.setattr(sqlite_store, "connect", opening)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    open_store(tmp_path, create=True).close()
    return tmp_path / FILE


def is_closed(connection: Any) -> bool:
    try:
        connection.cursor()
    except pysqlite3.ProgrammingError:
        return True
    return False


def failing(code: int) -> Any:
    def work(_: Reading) -> None:
        error = pysqlite3.OperationalError("failed")
        error.sqlite_errorcode = code
        raise error

    return work


def lost(_: Reading) -> None:
    raise KeyError("mine")


def test_what_fails_under_a_work_is_refused_and_its_connection_is_not_used_again(
    file: Path, opened: list[Connection]
) -> None:
    readers = SqliteReaders(file, Halls)
    refused("data_damaged", readers.read, failing(pysqlite3.SQLITE_CORRUPT))
    assert [is_closed(each) for each in opened] == [True]
    with pytest.raises(pysqlite3.OperationalError, match="no such table"):
        readers.read(lambda reading: reading.rows(text("SELECT * FROM nowhere")))
    assert [is_closed(each) for each in opened] == [True, True]
    with pytest.raises(KeyError):
        readers.read(lost)
    for _ in range(3):
        assert readers.read(lambda reading: reading.rows(COUNT)) == []
    assert [is_closed(each) for each in opened] == [True, True, False]
    readers.close()
    assert all(map(is_closed, opened))


def test_a_read_within_a_read_has_a_connection_of_its_own_and_both_are_kept(
    file: Path, opened: list[Connection]
) -> None:
    readers = SqliteReaders(file, Halls)
    for _ in range(2):
        assert readers.read(lambda _: readers.read(lambda reading: reading.rows(COUNT))) == []
    assert len(opened) == 2
    readers.close()
    assert all(map(is_closed, opened))


@pytest.mark.parametrize("ending", ["close", "renew"])
def test_a_connection_in_use_is_closed_when_it_comes_back(file: Path, opened: list[Connection], ending: str) -> None:
    readers = SqliteReaders(file, Halls)

    def late(reading: Reading) -> object:
        getattr(readers, ending)()
        return reading.rows(COUNT)

    assert readers.read(late) == []
    assert [is_closed(each) for each in opened] == [True]
    if ending == "close":
        refused("store_unavailable", readers.read, lambda reading: None)
    else:
        assert readers.read(lambda reading: reading.rows(COUNT)) == []
        assert [is_closed(each) for each in opened] == [True, False]
        readers.close()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EFBIG, "disk_full"),
        (errno.EROFS, "store_unavailable"),
    ],
)
def test_a_pulse_writes_a_page_beside_the_database_and_takes_it_away(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    real = Path.write_bytes
    written: list[tuple[str, int]] = []

    def writing(there: Path, content: bytes) -> int:
        written.append((there.name, len(content)))
        return real(there, content)

    def failing(there: Path, content: bytes) -> int:
        real(there, content[:1])
        raise OSError(number, "failed")

    store = open_store(file.parent)
    held = {"banshi.sqlite3", "banshi.sqlite3-wal", "banshi.sqlite3-shm", "lock"}
    try:
        with monkeypatch.context() as patched:
            patched.setattr(Path, "write_bytes", writing)
            store.pulse()
        assert written == [("pulse", 4096)]
        assert {each.name for each in file.parent.iterdir()} == held
        with monkeypatch.context() as patched:
            patched.setattr(Path, "write_bytes", failing)
            refused(code, store.pulse)
        assert {each.name for each in file.parent.iterdir()} == held
    finally:
        store.close()
