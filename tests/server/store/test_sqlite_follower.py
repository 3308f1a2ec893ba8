"""Another file in the place of the followed one, put there in the worst of moments: what lies there is read then."""

import threading
from contextlib import closing
from pathlib import Path

import pysqlite3
import pytest

from server.office.board import board_of
from server.store import sqlite_follower
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_file import FILE, Connection, connect
from server.store.sqlite_follower import FileBell, SqliteFollower
from server.store.tail import Wake
from server.store.unit_of_work import Reading
from tests.server.conftest import CITY, MORNING, Office


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
