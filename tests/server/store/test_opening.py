"""What may be opened, what is refused, and with which words."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pysqlite3
import pytest

from config.words import say
from server.office.releases.keys import key_in_use, keys_ever, use_key
from server.rules.errors import Refusal
from server.store import sqlite_file
from server.store.errors import CODES, StoreError
from server.store.opening import open_store
from server.store.postgresql_store import engine_of
from server.store.seeding import seed
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import CITY, MORNING, Office

pytestmark = pytest.mark.usefixtures("made_not_copied")


def refused(code: str, *arguments: Any, **more: Any) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_store(*arguments, **more)
    assert caught.value.code == code
    return caught.value


def test_nothing_is_made_unless_asked(tmp_path: Path) -> None:
    assert str(tmp_path / "data") in str(refused("data_missing", tmp_path / "data"))
    refused("data_missing", tmp_path / "data", follow_only=True)
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_there_after_opening_again(office: Office, open_again) -> None:
    ticket = office.take()
    office.store.close()
    office.store = open_again()
    assert [fact.ticket.id for fact in office.journal() if fact.ticket] == [ticket.id]
    assert office.take().ahead == 1


@pytest.mark.slow
def test_only_one_process_at_a_time_writes_a_data_directory(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    refused("data_in_use", tmp_path)
    opening = "from pathlib import Path; from server.store.opening import open_store; open_store(Path('.'))"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    other = subprocess.run([sys.executable, "-c", opening], cwd=tmp_path, env=environment, capture_output=True)
    assert b"StoreError: Another Banshi process is using" in other.stderr
    store.close()
    open_store(tmp_path).close()


def test_the_data_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    open_store(tmp_path / "data", create=True).close()
    assert (tmp_path / "data").stat().st_mode & 0o77 == 0
    assert all(path.stat().st_mode & 0o77 == 0 for path in (tmp_path / "data").iterdir())


@pytest.mark.parametrize("found", ["3.40.1", "3.51.2", "2.8.17"])
def test_an_sqlite_that_can_damage_data_is_refused(found: str) -> None:
    with pytest.raises(StoreError, match=r"Install the package pysqlite3 with SQLite 3\.51\.3"):
        sqlite_file.check_version(found)
    sqlite_file.check_version("3.51.3")
    sqlite_file.check_version(pysqlite3.sqlite_version)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / sqlite_file.FILE).write_text("no database at all " * 100)
    refused("data_damaged", tmp_path)
    (tmp_path / sqlite_file.FILE).unlink()
    open_store(tmp_path, create=True).close()


def test_a_directory_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused("data_unwritable", tmp_path / "file" / "data", create=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / sqlite_file.FILE).mkdir()
    refused("data_unwritable", tmp_path / "data", create=True)


def test_data_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path, create=True).close()
    connection = pysqlite3.connect(tmp_path / sqlite_file.FILE)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert "9999" in str(refused("schema_newer", tmp_path))


def test_a_postgresql_without_data_is_refused(postgresql) -> None:
    url = postgresql.url(postgresql.create())
    refused("schema_missing", None, url)
    open_store(None, url, create=True).close()
    open_store(None, url).close()


def test_a_postgresql_that_is_not_there_is_refused() -> None:
    error = refused("database_unreachable", None, "postgresql://someone:hidden@127.0.0.1:1/banshi")
    assert "hidden" not in str(error)
    assert "127.0.0.1" in str(error)


def test_every_form_of_a_postgresql_address_is_understood() -> None:
    for form in ("postgresql://h/d", "postgresql+psycopg://h/d"):
        assert engine_of(form).url.drivername == "postgresql+psycopg"


def test_a_seeded_city_is_there_once(store) -> None:
    first = seed(store, CITY, MORNING)
    assert first.tokens is not None
    counter_tokens = [counter.token for center in first.centers for counter in center.counters]
    every = [*counter_tokens, *first.tokens.kiosk.values(), *first.tokens.display.values(), first.tokens.channel]
    assert len(set(every)) == len(every) == 4 + 2 + 2 + 1
    assert first.centers[0].counters[0].services == ("social", "idcard")
    again = seed(store, CITY, MORNING)
    assert again.already
    assert (again.centers, again.tokens) == ((), None)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_reason_is_told_in_chinese(code: str) -> None:
    assert say("zh", CODES[code]) != CODES[code]


def test_the_command_line_writes_beside_a_server(tmp_path: Path) -> None:
    server = open_store(tmp_path, create=True)
    seed(server, CITY, MORNING)
    beside = open_store(tmp_path, beside=True)
    try:
        beside.write("", lambda uow: use_key(uow, "one", MORNING))
        server.write("", lambda uow: use_key(uow, "two", MORNING))
        assert server.read(keys_ever) == beside.read(keys_ever) == {"one", "two"}
        with pytest.raises(Refusal, match="database"):
            beside.write("hall", lambda uow: None)

        def broken(uow: UnitOfWork) -> None:
            use_key(uow, "three", MORNING)
            raise ValueError("changed my mind")

        with pytest.raises(ValueError, match="changed my mind"):
            beside.write("", broken)
        assert server.read(key_in_use) == "two"
    finally:
        beside.close()
        server.close()
    alone = open_store(tmp_path, beside=True)
    assert alone.read(key_in_use) == "two"
    alone.close()


def test_nobody_writes_beside_a_server_of_another_release(tmp_path: Path) -> None:
    server = open_store(tmp_path, create=True)
    connection = pysqlite3.connect(tmp_path / sqlite_file.FILE)
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.commit()
    connection.close()
    refused("data_in_use", tmp_path, beside=True)
    server.close()


@pytest.mark.parametrize("left", ["", "-wal", "-shm", "-journal"])
def test_what_an_unfinished_start_left_is_taken_away(tmp_path: Path, left: str) -> None:
    (tmp_path / f"{sqlite_file.FILE}.new{left}").write_bytes(b"half")
    open_store(tmp_path, create=True).close()
    assert {path.name for path in tmp_path.iterdir()} == {sqlite_file.FILE, "lock"}


def test_a_place_that_cannot_be_written_is_told_and_let_go(tmp_path: Path) -> None:
    there = tmp_path / f"{sqlite_file.FILE}.new"
    there.mkdir()
    assert str(tmp_path) in str(refused("data_unwritable", tmp_path, create=True))
    there.rmdir()
    open_store(tmp_path, create=True).close()


@pytest.mark.parametrize("only", [True, False])
def test_a_file_without_a_byte_is_damage_and_no_new_city(tmp_path: Path, only: bool) -> None:
    (tmp_path / sqlite_file.FILE).touch()
    refused("data_damaged", tmp_path, create=True, follow_only=only)
    assert (tmp_path / sqlite_file.FILE).stat().st_size == 0


def test_a_database_of_others_and_one_that_lost_rows_are_damage(tmp_path: Path) -> None:
    other = pysqlite3.connect(tmp_path / sqlite_file.FILE)
    other.execute("CREATE TABLE mine (a)")
    other.close()
    assert "no tables of Banshi" in str(refused("data_damaged", tmp_path, create=True))
    (tmp_path / sqlite_file.FILE).unlink()
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    store.close()
    torn = pysqlite3.connect(tmp_path / sqlite_file.FILE)
    torn.execute("DELETE FROM services WHERE id = 'social'")
    torn.commit()
    torn.close()
    assert "refers to nothing" in str(refused("data_damaged", tmp_path))


def test_a_store_needs_a_place() -> None:
    with pytest.raises(ValueError, match="data directory or a database"):
        open_store(None)
