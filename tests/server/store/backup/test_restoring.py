"""A hall comes back out of its backup, on either database, or nothing is changed."""

import io
import tarfile
from pathlib import Path

import pysqlite3
import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, inspect

from server.store import migrating
from server.store.backup import postgresql_rows, sqlite_rows
from server.store.backup.making import MadeBackup, make_backup, source_of
from server.store.backup.restoring import restore_backup, try_backup
from server.store.epoch import renew_all
from server.store.errors import StoreError
from server.store.postgresql_store import engine_of
from server.store.sqlite_file import FILE
from tests.postgresql import Postgresql
from tests.server.conftest import MORNING, Office
from tests.server.store.backup.conftest import Make, Place
from tests.server.store.test_upgrade import fill
from tests.tries import tries

KEY = "correct horse"


def backed_up(place: Place, folder: Path, key: str | None = None) -> MadeBackup:
    return make_backup(place.origin, folder, release="1.0", now=MORNING, passphrase=key)


def refused(code: str, file: Path, place: Place, key: str | None = None) -> None:
    with pytest.raises(StoreError) as error:
        restore_backup(file, place.data, place.database, now=MORNING, passphrase=key)
    assert error.value.code == code


@pytest.mark.parametrize("onto", ["sqlite", "postgresql"])
@pytest.mark.parametrize("key", [None, KEY])
def test_every_row_comes_back_also_on_the_other_database(
    hall: Place, place_of: Make, tmp_path: Path, onto: str, key: str | None
) -> None:
    made = backed_up(hall, tmp_path / "backups", key)
    empty = place_of(onto)
    before = hall.epoch()
    done = restore_backup(made.file, empty.data, empty.database, now=MORNING + 1, passphrase=key)
    assert done.kept == ""
    assert done.files == hall.origin.files
    assert done.sums == made.sums
    assert empty.rows() == hall.rows()
    assert made.rows == sum(map(len, hall.rows().values()))
    assert empty.epoch() > before
    # It is a hall that goes on.
    store = empty.open()
    try:
        assert Office(store, now=MORNING + 3_600_000).take("social").number == "D006"
    finally:
        store.close()


@pytest.mark.parametrize("key", [None, KEY])
def test_both_databases_have_the_same_sums(hall_of: Make, place_of: Make, tmp_path: Path, key: str | None) -> None:
    one = hall_of("sqlite")
    made = backed_up(one, tmp_path / "one", key)
    other = place_of("postgresql")
    restore_backup(made.file, other.data, other.database, now=MORNING, passphrase=key)
    again = backed_up(other, tmp_path / "other", key)
    apart = {name for name, found in again.sums.tables.items() if found != made.sums.tables[name]}
    # What was restored tells that it was.
    assert apart == {"centers"}


def test_what_was_there_is_kept_aside(hall: Place, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    made = backed_up(hall, tmp_path / "backups")
    was = hall.rows()
    store = hall.open()
    Office(store, now=MORNING + 3_600_000).take("social")
    store.close()
    later = hall.rows()
    done = restore_backup(made.file, hall.data, hall.database, now=MORNING, passphrase=None)
    assert hall.rows() == was
    if hall.database is None:
        kept = Path(done.kept)
        assert kept.parent == hall.data
        aside = Place(tmp_path / "aside", None)
        aside.data.mkdir()
        kept.rename(aside.data / FILE)
        assert aside.rows() == later
        assert list(hall.data.glob("*.restoring*")) == []
    else:
        server: Postgresql = request.getfixturevalue("postgresql")
        assert done.kept.startswith("banshi_before_restore_")
        inside = Place(hall.data, f"{hall.database}&options=-csearch_path%3D{done.kept}")
        assert server
        assert inside.rows() == later


def test_a_killed_hall_is_kept_with_its_log(hall_of: Make, tmp_path: Path) -> None:
    hall = hall_of("sqlite")
    made = backed_up(hall, tmp_path / "backups")
    # As a server leaves it that was killed: what came last stands in the log alone.
    log = hall.data / f"{FILE}-wal"
    store = hall.open()
    Office(store, now=MORNING + 3_600_000).take("social")
    beside, content = log.read_bytes(), (hall.data / FILE).read_bytes()
    assert beside
    store.close()
    (hall.data / FILE).write_bytes(content)
    log.write_bytes(beside)
    done = restore_backup(made.file, hall.data, None, now=MORNING, passphrase=None)
    assert not log.exists()
    kept = Place(tmp_path / "aside", None)
    kept.data.mkdir()
    Path(done.kept).rename(kept.data / FILE)
    assert len(kept.rows()["tickets"]) == 6


def test_another_key_and_none_are_told_apart_from_damage(hall: Place, tmp_path: Path) -> None:
    made = backed_up(hall, tmp_path / "backups", KEY)
    was, epoch = hall.rows(), hall.epoch()
    refused("backup_key_missing", made.file, hall)
    refused("backup_key_wrong", made.file, hall, "another")
    refused("backup_unreadable", tmp_path / "nothing", hall, KEY)
    assert (hall.rows(), hall.epoch()) == (was, epoch)


@pytest.mark.parametrize("key", [None, KEY])
def test_damage_is_found_wherever_it_is_and_changes_nothing(hall_of: Make, tmp_path: Path, key: str | None) -> None:
    hall = hall_of("sqlite")
    made = backed_up(hall, tmp_path / "backups", key)
    was, epoch = hall.rows(), hall.epoch()
    whole = made.file.read_bytes()
    torn = tmp_path / "torn"
    # The moment of packing and the maker's name (4 to 9) mean nothing.
    places = [0, 3, *range(10, len(whole), max(len(whole) // tries(12), 1)), len(whole) - 1]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 0x11
        torn.write_bytes(bytes(changed))
        refused("backup_damaged", torn, hall, key)
    for size in (0, 3, len(whole) // 2, len(whole) - 1):
        torn.write_bytes(whole[:size])
        refused("backup_damaged", torn, hall, key)
    assert (hall.rows(), hall.epoch()) == (was, epoch)
    assert {each.name for each in hall.data.iterdir()} == {FILE, "lock"}


def changed(file: Path, member: str, old: bytes, new: bytes) -> None:
    """Write the open backup `file` anew, whole as a tar, with other content in `member`."""
    content: list[tuple[str, bytes]] = []
    with tarfile.open(file) as tar:
        for info in tar:
            taken = tar.extractfile(info)
            assert taken is not None
            read = taken.read()
            if info.name == member:
                assert old in read
                read = read.replace(old, new)
            content.append((info.name, read))
    with tarfile.open(file, "w:gz") as tar:
        for name, read in content:
            info = tarfile.TarInfo(name)
            info.size = len(read)
            tar.addfile(info, io.BytesIO(read))


@pytest.mark.parametrize(
    ("member", "old", "new", "code"),
    [
        ("tables/tickets/00000000.jsonl", b'"D001"', b'"D009"', "backup_damaged"),
        ("tables/tickets/00000000.jsonl", b",null", b"", "backup_damaged"),
        ("tables/tickets/00000000.jsonl", b'"hall"', b'"hell"', "backup_damaged"),
        ("files/banshi.toml", b"80", b"81", "backup_damaged"),
        ("sums.json", b'"rows":5', b'"rows":4', "backup_damaged"),
        ("backup.json", b'"tickets"', b'"tockets"', "backup_damaged"),
        ("backup.json", b'"format":1', b'"format":2', "backup_newer"),
        ("backup.json", b'"revision":"0', b'"revision":"9', "backup_newer"),
    ],
)
def test_rows_that_somebody_changed_are_not_taken(
    hall: Place, tmp_path: Path, member: str, old: bytes, new: bytes, code: str
) -> None:
    file = backed_up(hall, tmp_path / "backups").file
    was = hall.rows()
    changed(file, member, old, new)
    refused(code, file, hall)
    assert hall.rows() == was


def test_a_running_hall_is_not_replaced(hall: Place, tmp_path: Path) -> None:
    made = backed_up(hall, tmp_path / "backups")
    store = hall.open()
    store.pulse()
    store.read(lambda reading: None)
    try:
        refused("database_in_use" if hall.database else "data_in_use", made.file, hall)
    finally:
        store.close()


def test_a_hall_goes_on_while_its_backup_is_made(hall: Place, tmp_path: Path) -> None:
    store = hall.open()
    office = Office(store, now=MORNING + 3_600_000)
    try:
        with source_of(hall.origin, tmp_path) as source:
            office.take("social")
            rows = {table.name: [row for block in source.rows(table) for row in block] for table in source.tables}
            office.take("social")
        assert len(rows["tickets"]) == 5
        # One moment: the journal knows of exactly those.
        kinds = next(table for table in source.tables if table.name == "journal").columns
        kind = [column.name for column in kinds].index("kind")
        assert sum(row[kind] == "ticket.issued" for row in rows["journal"]) == 5
    finally:
        store.close()
    assert len(hall.rows()["tickets"]) == 7


def test_a_backup_of_a_release_before_is_brought_to_this_one(
    place_of: Make, tmp_path: Path, made_not_copied: None
) -> None:
    old = place_of("sqlite")
    old.data.mkdir()
    engine = create_engine(f"sqlite:///{old.data / FILE}", module=pysqlite3)
    with engine.begin() as connection:
        command.upgrade(migrating.config(connection), "0002")
        fill(connection)
    engine.dispose()
    made = backed_up(old, tmp_path / "backups")
    assert made.revision == "0002"
    for kind in ("sqlite", "postgresql"):
        place = place_of(kind)
        restore_backup(made.file, place.data, place.database, now=MORNING, passphrase=None)
        assert len(place.rows()["tickets"]) == made.sums.tables["tickets"].rows


@pytest.mark.parametrize("after", ["upgrade", "renew_all"])
def test_what_fails_at_the_very_end_changes_nothing(
    hall: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    made = backed_up(hall, tmp_path / "backups")
    was, epoch = hall.rows(), hall.epoch()
    really = migrating.upgrade

    def fail(connection: Connection, *revision: object) -> None:
        if after == "renew_all" or not revision:
            raise RuntimeError("the machine falls over")
        really(connection, str(revision[0]))

    with monkeypatch.context() as patched:
        patched.setattr(migrating, "upgrade", fail if after == "upgrade" else really)
        for room in (sqlite_rows, postgresql_rows):
            patched.setattr(room, "renew_all", fail if after == "renew_all" else renew_all)
        with pytest.raises(RuntimeError):
            restore_backup(made.file, hall.data, hall.database, now=MORNING, passphrase=None)
    assert (hall.rows(), hall.epoch()) == (was, epoch)
    if hall.database is None:
        assert {each.name for each in hall.data.iterdir()} == {FILE, "lock"}
    else:
        engine = engine_of(hall.database)
        assert postgresql_rows.SCHEMA not in inspect(engine).get_schema_names()
        engine.dispose()


def test_whoever_may_make_no_schema_is_told_so(hall_of: Make, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    hall = hall_of("postgresql")
    made = backed_up(hall, tmp_path / "backups")
    server: Postgresql = request.getfixturevalue("postgresql")
    server.execute("CREATE ROLE visitor LOGIN")
    try:
        visitor = hall._replace(database=str(hall.database).replace("postgres@", "visitor@"))
        refused("database_unreachable", made.file, visitor)
    finally:
        server.execute("DROP ROLE visitor")


def test_a_trial_leaves_nothing_behind(hall: Place, tmp_path: Path) -> None:
    made = backed_up(hall, tmp_path / "backups", KEY)
    assert try_backup(made.file, tmp_path, passphrase=KEY) == made.sums
    with pytest.raises(StoreError):
        try_backup(made.file, tmp_path, passphrase="no")
    assert list(tmp_path.glob(".trial*")) == []


def test_a_disk_without_second_names_still_keeps_what_was_there(
    hall_of: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = hall_of("sqlite")
    made = backed_up(hall, tmp_path / "backups")

    def no_links(self: Path, other: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    done = restore_backup(made.file, hall.data, None, now=MORNING, passphrase=None)
    assert Path(done.kept).is_file()
