"""Opening a store: which database, whether it may be touched, and its schema brought to this release."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pysqlite3
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from config.centers import Text
from config.system_words import NO_SPACE, for_others, system_says
from config.words import both
from server.store import before_upgrade, migrating, sqlite_file
from server.store.errors import StoreError
from server.store.foreign_log import foreign_log
from server.store.postgresql_connection import CONNECT_SECONDS
from server.store.postgresql_store import PostgresqlStore, engine_of
from server.store.sqlite_beside import SqliteBeside
from server.store.sqlite_follower import SqliteFollower
from server.store.sqlite_store import SqliteStore
from server.store.store import Store

OLDEST_POSTGRESQL = 15
UPGRADING = 0x62616E7368690001
"""Advisory lock under which one process at a time changes a PostgreSQL schema."""


UNWRITABLE: Final = "SQLite cannot open the file, or cannot write it"
DAMAGED: Final = "SQLite finds that the file is none of its own, or damaged"
NO_ANSWER: Final = "nobody answers there as a database does"
REFUSING: Final = {
    "28": "the user or the password is wrong",
    "3D": "there is no database of that name",
    "42501": "this user may not do that",
    "53": "it has too little room, or too many connections",
    "57": "it is starting or stopping",
}
"""How the SQLSTATE of a refusal begins -> what it means."""
SAYING: Final = (
    ("authentication failed", "28"),
    ("password supplied", "28"),
    ("pg_hba.conf", "42501"),
    ("permission denied", "42501"),
    ("too many", "53"),
    ("connection slots", "53"),
    ("starting up", "57"),
    ("shutting down", "57"),
    ("not yet accepting", "57"),
    ("recovery mode", "57"),
    ("role ", "28"),
    ("does not exist", "3D"),
)
"""Words of a refused connection -> its SQLSTATE, which libpq does not tell of those; the first that fits."""
REFUSED: Final = "a database answers there, and refuses"
STEP_FAILED: Final = "a step of it failed"


def open_store(
    data: Path | None,
    database: str | None = None,
    *,
    create: bool = False,
    follow_only: bool = False,
    beside: bool = False,
) -> Store:
    """Open the store in directory `data`, or the PostgreSQL database at URL `database`.

    `create` makes what is missing. `follow_only` opens an SQLite file that another process writes, to read and follow
    it; `beside` opens one that another process may be writing, for works of the whole city. Raises `StoreError`.
    """
    if database:
        return _open_postgresql(database, create=create)
    if data is None:
        raise ValueError("either a data directory or a database is needed")
    try:
        return _open_sqlite(data, create=create, follow_only=follow_only)
    except StoreError as error:
        if beside and error.code == "data_in_use":
            return _open_beside(data / sqlite_file.FILE)
        raise


def _open_sqlite(data: Path, *, create: bool, follow_only: bool) -> Store:
    sqlite_file.check_version(pysqlite3.sqlite_version)
    file = data / sqlite_file.FILE
    if not file.exists() and not create:
        raise StoreError("data_missing", place=data)
    if follow_only:
        if file.stat().st_size == 0:
            raise StoreError("data_damaged", place=file, why=both("the file is empty"))
        if not sqlite_file.is_in_use(data):
            _refuse_foreign_log(file)
        return SqliteFollower(file)
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError("data_unwritable", place=data, why=system_says(error)) from error
    lock = sqlite_file.DataLock(data)
    try:
        if file.exists():
            _refuse_foreign_log(file)
            _migrate_sqlite(file)
        else:
            _make_sqlite(file)
        return SqliteStore(data, lock)
    except OSError as error:
        lock.free()
        raise StoreError("data_unwritable", place=data, why=system_says(error)) from error
    except pysqlite3.OperationalError as error:
        lock.free()
        raise StoreError("data_unwritable", place=data, why=for_others(str(error), UNWRITABLE)) from error
    except pysqlite3.DatabaseError as error:
        lock.free()
        raise StoreError("data_damaged", place=file, why=for_others(str(error), DAMAGED)) from error
    except BaseException:
        lock.free()
        raise


def _refuse_foreign_log(file: Path) -> None:
    log = foreign_log(file)
    if log is not None:
        raise StoreError("log_foreign", place=file, log=log)


def _make_sqlite(file: Path) -> None:
    """Make a database under another name first: whatever lies under its own is whole, or damaged."""
    unfinished = file.with_name(f"{file.name}.new")
    for left in (
        unfinished,
        *(unfinished.with_name(f"{unfinished.name}{end}") for end in ("-wal", "-shm", "-journal")),
    ):
        left.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    _migrate_sqlite(unfinished, new=True)
    unfinished.rename(file)


def _open_beside(file: Path) -> Store:
    made = sqlite_file.connect(file, writer=False)
    try:
        engine = create_engine("sqlite://", module=pysqlite3, creator=lambda: made, poolclass=NullPool)
        with engine.connect() as connection:
            found, known = migrating.revisions(connection)
    finally:
        made.close()
    if found != known[0]:
        # A server of another release holds the file; its schema is not for this one to touch.
        raise StoreError("data_in_use", place=file.parent)
    return SqliteBeside(file)


def _migrate_sqlite(file: Path, *, new: bool = False) -> None:
    if not new and file.stat().st_size == 0:
        raise StoreError("data_damaged", place=file, why=both("the file is empty"))
    made = sqlite_file.connect(file, writer=True)
    try:
        engine = create_engine("sqlite://", module=pysqlite3, creator=lambda: made, poolclass=NullPool)
        with engine.connect() as connection:
            # Some changes make a table anew, and SQLite would follow the old one's references while it goes.
            made.execute("PRAGMA foreign_keys = OFF")
            made.execute("BEGIN IMMEDIATE")
            if not new and migrating.revisions(connection)[0] is None:
                raise StoreError("data_damaged", place=file, why=both("it holds no tables of Banshi"))
            _upgrade(connection, str(file), lambda found: before_upgrade.keep_file(file, found), create=True)
            broken = made.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                why = both("a row of {table} refers to nothing", table=broken[0])
                raise StoreError("data_damaged", place=file, why=why)
            made.commit()
    finally:
        made.close()


def _open_postgresql(database: str, *, create: bool) -> Store:
    url = make_url(database).set(drivername="postgresql+psycopg")
    place = url.render_as_string(hide_password=True)
    # Without the time-outs of commands: a change of the schema may take long, or wait for another process that does it.
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": CONNECT_SECONDS})
    try:
        with engine.begin() as connection:
            number = connection.scalar(text("SELECT current_setting('server_version_num')::int"))
            if number < OLDEST_POSTGRESQL * 10000:
                raise StoreError("postgresql_too_old", found=number // 10000, needed=OLDEST_POSTGRESQL)
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADING})
            _upgrade(connection, place, lambda _: before_upgrade.keep_schema(connection), create=create)
    except DBAPIError as error:
        own = str(error.orig).strip().splitlines()[0]
        state = getattr(error.orig, "sqlstate", None)
        raise StoreError("database_unreachable", place=place, why=for_others(own, meant(own, state))) from error
    finally:
        engine.dispose()
    return PostgresqlStore(engine_of(database))


def meant(own: str, state: str | None) -> str:
    """Return what a database means that says `own`; `state` is None when it let nobody in, or nobody answered."""
    if state is None:
        _, _, said = own.partition(" failed: ")
        known = next((state for words, state in SAYING if words in said), None)
        if known is None and "FATAL" not in said:
            return NO_ANSWER
        state = known or ""
    return next((meaning for begin, meaning in REFUSING.items() if state.startswith(begin)), REFUSED)


def _upgrade(connection: Connection, place: str, keep: Callable[[str], object], *, create: bool) -> None:
    """Bring the schema to this release; `keep` makes a copy of what is there, given its revision, before."""
    found, known = migrating.revisions(connection)
    if found is None and not create:
        raise StoreError("schema_missing", place=place)
    if found is not None and found not in known:
        raise StoreError("schema_newer", place=place, found=found)
    if found == known[0]:
        return
    if found is None:
        migrating.upgrade(connection)
        return
    try:
        keep(found)
    except (OSError, DBAPIError, pysqlite3.Error) as error:
        raise StoreError("backup_failed", place=place, why=_why(error)) from error
    try:
        migrating.upgrade(connection)
    except Exception as error:
        # Whatever a step of it did wrong: the transaction goes with it, and the reader learns where they stand.
        raise StoreError("upgrade_failed", place=place, found=found, why=_why(error)) from error


def _why(error: Exception) -> Text:
    """Return why a copy or an upgrade failed, without a full stop."""
    if isinstance(error, OSError):
        return system_says(error)
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    own = next(iter(str(cause).splitlines()), "") or type(cause).__name__
    if (getattr(cause, "sqlite_errorcode", 0) & 0xFF) == pysqlite3.SQLITE_FULL:
        return for_others(own, NO_SPACE)
    state = getattr(cause, "sqlstate", None)
    return for_others(own, STEP_FAILED if state is None else meant(own, state))
