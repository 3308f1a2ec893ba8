"""A database file that is not what the server opened any more is noticed, refused with a code, and said once."""

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pysqlite3
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from server.store.errors import StoreError
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.sqlite_file import FILE
from server.store.sqlite_guard import FileGuard
from server.store.sqlite_store import SqliteStore
from server.store.store import Store
from tests.server.conftest import CITY, MORNING, Office, refused


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path, create=True)
    seed(made, CITY, MORNING)
    yield made
    made.close()


def copied(file: Path) -> Path:
    """Return a copy of the database, made as a backup is, and more written into the file since."""
    there = file.with_name("backup.sqlite3")
    source, target = pysqlite3.connect(file), pysqlite3.connect(there)
    source.backup(target)
    source.close()
    target.close()
    return there


def delete(file: Path, _: Path) -> None:
    file.unlink()


def replace(file: Path, backup: Path) -> None:
    backup.replace(file)


def restore_in_place(file: Path, backup: Path) -> None:
    shutil.copyfile(backup, file)


def cut_off(file: Path, _: Path) -> None:
    os.truncate(file, 8192)


def empty(file: Path, _: Path) -> None:
    os.truncate(file, 0)


def overwrite(file: Path, _: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(b"x" * 4096)


def take_its_log_away(file: Path, _: Path) -> None:
    file.with_name(f"{file.name}-wal").unlink()


@pytest.mark.parametrize(
    "harm",
    [delete, replace, restore_in_place, cut_off, empty, overwrite, take_its_log_away],
    ids=lambda each: each.__name__,
)
def test_what_happens_to_the_file_is_noticed_and_refused(
    store: Store, tmp_path: Path, harm: Callable[[Path, Path], None]
) -> None:
    office = Office(store)
    file = tmp_path / FILE
    office.take()
    backup = copied(file)
    for _ in range(300):
        office.take("idcard")
    harm(file, backup)
    with capture_logs() as logs:
        for _ in range(3):
            refused("data_replaced", office.take)
            refused("data_replaced", office.journal)
            refused("data_replaced", store.pulse)
    assert [each["event"] for each in logs if each["log_level"] == "error"] == [
        "database file is not the one that was opened",
        "database does not keep what it is given",
    ]


def test_a_file_that_was_moved_away_and_back_is_the_same(store: Store, tmp_path: Path) -> None:
    office = Office(store)
    file = tmp_path / FILE
    office.take()
    file.rename(tmp_path / "away")
    refused("data_replaced", office.take)
    (tmp_path / "away").rename(file)
    assert office.take().number == "D002"
    assert len(office.journal()) == 2


def test_a_file_that_was_overwritten_in_place_stays_lost_when_it_is_put_back(store: Store, tmp_path: Path) -> None:
    """Nobody knows what SQLite has read meanwhile."""
    assert isinstance(store, SqliteStore)
    file = tmp_path / FILE
    whole = file.read_bytes()
    assert store._guard.check() > 0
    with capture_logs() as logs:
        overwrite(file, file)
        refused("data_replaced", store._guard.check)
        with file.open("r+b") as opened:
            opened.write(whole)
        assert file.read_bytes() == whole
        refused("data_replaced", store._guard.check)
        refused("data_replaced", store._guard.check)
    assert [each["why"] for each in logs] == ["it was overwritten"]


@pytest.mark.parametrize("held", ["fstat", "pread"])
def test_a_look_that_another_thread_overtakes_is_no_loss(
    store: Store, tmp_path: Path, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers look all the time, each in its thread: one holds what the file was while others see it grow."""
    office = Office(store)
    looking = getattr(os, held)
    grown = threading.Event()

    def grow() -> None:
        """Make the file longer and newer, and look at it, as other threads do."""
        for _ in range(200):
            office.take("idcard")
        checkpointed = pysqlite3.connect(tmp_path / FILE)
        checkpointed.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        checkpointed.close()
        office.journal()

    def held_up(*given: int) -> object:
        found = looking(*given)
        if not grown.is_set():
            grown.set()
            grow()
        return found

    monkeypatch.setattr(f"server.store.sqlite_guard.os.{held}", held_up)
    office.journal()
    assert grown.is_set()
    assert office.take().number == "D001"


def refused_to_open(code: str, data: Path, *, create: bool) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(data, create=create)
    assert caught.value.code == code


@pytest.mark.parametrize("left", ["nothing", "no tables", "text"])
def test_a_file_that_is_no_city_is_damage_and_not_a_new_one(tmp_path: Path, left: str) -> None:
    file = tmp_path / FILE
    if left == "no tables":
        made = pysqlite3.connect(file)
        made.execute("VACUUM")
        made.close()
    else:
        file.write_bytes(b"" if left == "nothing" else b"a letter to somebody " * 500)
    before = file.read_bytes()
    for create in (False, True):
        refused_to_open("data_damaged", tmp_path, create=create)
    assert file.read_bytes() == before or left == "no tables"


def test_what_a_crash_left_of_making_a_database_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / f"{FILE}.new").write_bytes(b"half")
    (tmp_path / f"{FILE}.new-wal").write_bytes(b"half")
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    assert Office(store).take().number == "D001"
    store.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == [FILE, "lock"]


def test_a_guard_that_let_go_or_cannot_look_says_that_the_store_is_away_and_not_that_it_was_replaced(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with capture_logs() as logs:
        guard = FileGuard(tmp_path / FILE)
        guard.begin()
        guard.close()
        guard.close()
        refused("store_unavailable", guard.check)

        def failing(*_: object) -> os.stat_result:
            raise OSError(errno.EIO, "Input/output error")

        assert isinstance(store, SqliteStore)
        with monkeypatch.context() as patched:
            patched.setattr(os, "fstat", failing)
            refused("store_unavailable", store._guard.check)
        assert store._guard.check() == (tmp_path / f"{FILE}-wal").stat().st_size
    assert logs == []


def test_a_stamp_is_a_number_of_31_bits_that_no_two_share(store: Store, tmp_path: Path) -> None:
    guards = [FileGuard(tmp_path / FILE) for _ in range(3)]
    stamps = {guard.stamp for guard in guards}
    for guard in guards:
        guard.close()
    assert len(stamps) == 3
    assert all(1 <= stamp < 2**31 for stamp in stamps)
    assert isinstance(store, SqliteStore)
    assert store.read(lambda reading: reading.value(text("PRAGMA user_version"))) == store._guard.stamp
