"""What may be opened, what is refused, and with which words."""

import errno
import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from sqlalchemy import Connection

from config.centers import Text
from config.words import say
from server.office.releases.keys import key_in_use, keys_ever, use_key
from server.rules.errors import Refusal
from server.store import migrating, opening, sqlite_file
from server.store.errors import CODES, StoreError
from server.store.opening import open_store
from server.store.postgresql_connection import CONNECT_SECONDS
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


def test_a_database_that_is_not_there_is_refused() -> None:
    error = refused("database_unreachable", None, "postgresql://someone:hidden@127.0.0.1:1/banshi")
    assert "hidden" not in str(error)
    assert "127.0.0.1" in str(error)


def test_every_form_of_a_databases_address_is_understood() -> None:
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


@pytest.mark.parametrize("first", [False, True], ids=["a change of the schema", "making it"])
def test_a_schema_that_could_not_be_changed_whole_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    file = tmp_path / sqlite_file.FILE
    if not first:
        open_store(tmp_path, create=True).close()
        made = pysqlite3.connect(file)
        made.execute("UPDATE alembic_version SET version_num = '0001'")
        made.commit()
        made.close()

    def torn(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (a)")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(migrating, "upgrade", torn)
    refused("data_unwritable" if first else "upgrade_failed", tmp_path, create=True)
    kept = pysqlite3.connect(tmp_path / f"{sqlite_file.FILE}.new" if first else file)
    assert kept.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    kept.close()
    assert file.exists() is not first


def test_a_store_needs_a_place() -> None:
    with pytest.raises(ValueError, match="data directory or a database"):
        open_store(None)


class Answering:
    """A machine on this one's loopback that answers whoever asks for a database with one refusal, in its own words."""

    def __init__(self, says: str) -> None:
        self._says = says
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        self.url = f"postgresql://someone@127.0.0.1:{port}/banshi?sslmode=disable&gssencmode=disable"
        self._thread = threading.Thread(target=self._answer)

    def __enter__(self) -> "Answering":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._listening.close()

    def _answer(self) -> None:
        asking, _ = self._listening.accept()
        with asking:
            asking.recv(1000)
            told = "".join(
                f"{kind}{text}\0" for kind, text in (("S", "FATAL"), ("C", "XX000"), ("M", self._says))
            ).encode()
            asking.sendall(b"E" + struct.pack("!i", len(told) + 5) + told + b"\0")


WRONG, NONE = "the user or the password is wrong", "there is no database of that name"
MAY_NOT, FULL = "this user may not do that", "it has too little room, or too many connections"
BUSY, REFUSES = "it is starting or stopping", "a database answers there, and refuses"
NOBODY = "nobody answers there as a database does"


@pytest.mark.parametrize(
    ("says", "meant"),
    [
        ('password authentication failed for user "someone"', WRONG),
        ('role "someone" does not exist', WRONG),
        ('role "someone" is not permitted to log in', WRONG),
        ('database "banshi" does not exist', NONE),
        ('no pg_hba.conf entry for host "::1", user "someone", database "banshi", no encryption', MAY_NOT),
        ('permission denied for database "banshi"', MAY_NOT),
        ('too many connections for role "someone"', FULL),
        ("sorry, too many clients already", FULL),
        ("remaining connection slots are reserved for roles with the SUPERUSER attribute", FULL),
        ("the database system is starting up", BUSY),
        ("the database system is shutting down", BUSY),
        ("the database system is not yet accepting connections", BUSY),
        ("the database system is in recovery mode", BUSY),
        ("数据库在别处", REFUSES),
    ],
)
def test_why_a_database_lets_nobody_in_is_said_in_our_words(says: str, meant: str) -> None:
    """Of such a refusal libpq tells no SQLSTATE: a wrong password was told as a machine that does not answer."""
    with Answering(says) as database:
        error = refused("database_unreachable", None, database.url)
    why = error.values["why"]
    assert isinstance(why, Text)
    assert why.zh == say("zh", meant) != meant
    assert says in why.en


def test_a_password_that_the_server_asks_for_and_nobody_gave_is_wrong() -> None:
    own = 'connection to server at "h", port 5432 failed: fe_sendauth: no password supplied'
    assert opening.meant(own, None) == WRONG


@pytest.mark.parametrize(
    ("state", "meant"),
    [
        ("28P01", WRONG),
        ("3D000", NONE),
        ("42501", MAY_NOT),
        ("53300", FULL),
        ("57P03", BUSY),
        ("42P01", REFUSES),
        ("", REFUSES),
        (None, NOBODY),
    ],
)
def test_what_a_database_refuses_later_it_says_by_its_state(state: str | None, meant: str) -> None:
    assert opening.meant("too many of them", state) == meant


class Pretending:
    """An engine of a PostgreSQL that says it has version `number`."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.asked: list[str] = []

    @contextmanager
    def begin(self) -> Iterator["Pretending"]:
        yield self

    def scalar(self, statement: object) -> int:
        self.asked.append(str(statement))
        return self.number

    def execute(self, statement: object, values: object) -> None:
        self.asked.append(f"{statement} {values}")

    def dispose(self) -> None:
        self.asked.append("disposed")


@pytest.mark.parametrize(("number", "found"), [(149_999, 14), (140_002, 14), (90_624, 9), (150_000, None)])
def test_a_database_server_before_15_is_refused_untouched(
    monkeypatch: pytest.MonkeyPatch, number: int, found: int | None
) -> None:
    engine, upgraded, given = Pretending(number), [], []
    url = "postgresql://someone:hidden@nowhere/banshi"

    def create_engine(url: object, **more: object) -> Pretending:
        given.append((str(url), more["connect_args"]))
        return engine

    monkeypatch.setattr(opening, "create_engine", create_engine)
    monkeypatch.setattr(
        opening, "_upgrade", lambda connection, place, keep, *, create: upgraded.append((place, create))
    )
    monkeypatch.setattr(opening, "engine_of", lambda database: database)
    monkeypatch.setattr(opening, "PostgresqlStore", lambda engine: engine)
    if found is None:
        opened: object = open_store(None, url, create=True)
        assert opened == url
        assert upgraded == [("postgresql+psycopg://someone:***@nowhere/banshi", True)]
        # One process at a time changes the schema, whatever its release: the number of the lock never changes.
        assert "pg_advisory_xact_lock" in engine.asked[1]
        assert "7089068730409877505" in engine.asked[1]
    else:
        assert refused("postgresql_too_old", None, url).values == {"found": found, "needed": 15}
        assert upgraded == []
    assert engine.asked[-1] == "disposed"
    assert given == [("postgresql+psycopg://someone:***@nowhere/banshi", {"connect_timeout": CONNECT_SECONDS})]


@pytest.mark.parametrize(
    ("found", "create", "outcome"),
    [
        (None, False, "schema_missing"),
        (None, True, "upgraded"),
        ("0002", False, "upgraded"),
        ("0003", False, "left alone"),
        ("0003", True, "left alone"),
        ("0004", True, "schema_newer"),
    ],
)
def test_a_schema_is_brought_to_this_release_and_no_further(
    monkeypatch: pytest.MonkeyPatch, found: str | None, create: bool, outcome: str
) -> None:
    upgraded: list[object] = []
    kept: list[str] = []
    monkeypatch.setattr(migrating, "revisions", lambda _: (found, ("0003", "0002", "0001")))
    monkeypatch.setattr(migrating, "upgrade", upgraded.append)
    connection: Any = object()
    if outcome.startswith("schema"):
        with pytest.raises(StoreError) as caught:
            opening._upgrade(connection, "there", kept.append, create=create)
        assert caught.value.code == outcome
        assert "there" in str(caught.value)
        assert found is None or found in str(caught.value)
    else:
        opening._upgrade(connection, "there", kept.append, create=create)
    assert upgraded == ([connection] if outcome == "upgraded" else [])
    # Before any change of what is there, and of nothing else, a copy is made.
    assert kept == ([found] if upgraded and found else [])
