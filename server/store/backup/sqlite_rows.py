"""SQLite in a backup: rows out of a copy that SQLite makes in small steps, and rows into a new file."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import pysqlite3
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from config.system_words import for_others
from config.words import both
from server.store import migrating, sqlite_file
from server.store.backup.archive import TableHead
from server.store.backup.durable import put_in_place
from server.store.backup.reflecting import listed, tables_of
from server.store.backup.row_port import AT_ONCE
from server.store.backup.row_sum import Row
from server.store.epoch import renew_all
from server.store.errors import StoreError
from server.store.foreign_log import foreign_log
from server.store.opening import DAMAGED, UNWRITABLE

STEP_PAGES: Final = 256
"""Pages (4 KiB) that are copied in one go."""
_ENDS: Final = ("", "-wal", "-shm", "-journal")
TRIAL: Final = ".trial-of-a-backup.sqlite3"
COPY: Final = ".copy-for-backup.sqlite3"
UNFINISHED: Final = f"{sqlite_file.FILE}.restoring"


class SqliteSource:
    """The rows of a file that nobody else changes."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        with _wrapped(connection) as through:
            revision, _ = migrating.revisions(through)
            if revision is None:
                raise StoreError("backup_nothing")
            self.revision = revision
            self.tables = tables_of(through)

    def rows(self, table: TableHead) -> Iterator[list[Row]]:
        """Give all rows of `table`."""
        return _rows(self._connection, table)


@contextmanager
def sqlite_source(data: Path, beside: Path) -> Iterator[SqliteSource]:
    """Give the rows of the database in directory `data` at one moment, out of a copy in folder `beside`.

    The copy is there so that no reader stands in the way of the log of a hall that goes on. Raises `StoreError`,
    `OSError`.
    """
    file = data / sqlite_file.FILE
    if not file.is_file():
        raise StoreError("data_missing", place=data)
    if not sqlite_file.is_in_use(data) and (log := foreign_log(file)) is not None:
        raise StoreError("log_foreign", place=file, log=log)
    copy = beside / COPY
    _gone(copy)
    copy.touch(mode=0o600)
    try:
        with closing(pysqlite3.connect(copy, isolation_level=None)) as own:
            own.execute("PRAGMA synchronous = OFF")
            own.execute("PRAGMA journal_mode = OFF")
            with closing(sqlite_file.connect(file, writer=False)) as source:
                # Held for the copy's time alone: otherwise every commit meanwhile would begin the copy anew.
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                source.backup(own, pages=STEP_PAGES)
            yield SqliteSource(own)
    except pysqlite3.DatabaseError as error:
        raise _told(error, file) from error
    finally:
        _gone(copy)


class SqliteTarget:
    """A new file, filled without a log and without a look at the disk until it is whole."""

    def __init__(self, file: Path, revision: str) -> None:
        _gone(file)
        file.touch(mode=0o600)
        self._file = file
        self.connection: Any = pysqlite3.connect(file, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = OFF")
        self.connection.execute("PRAGMA synchronous = OFF")
        self.connection.execute("BEGIN")
        with _wrapped(self.connection) as through:
            migrating.upgrade(through, revision)

    def tables(self) -> tuple[TableHead, ...]:
        """Return the tables that it has."""
        with _wrapped(self.connection) as through:
            return tables_of(through)

    def fill(self, table: TableHead, blocks: Iterable[list[Row]]) -> None:
        """Write rows."""
        places = ", ".join("?" * len(table.columns))
        # Names out of the database's own catalogue.
        self.connection.execute(f'DELETE FROM "{table.name}"')  # noqa: S608
        insert = f'INSERT INTO "{table.name}" ({listed(table)}) VALUES ({places})'  # noqa: S608
        for block in blocks:
            self.connection.executemany(insert, block)

    def rows(self, table: TableHead) -> Iterator[list[Row]]:
        """Give all rows of `table`."""
        return _rows(self.connection, table)

    def whole(self, now: int) -> None:
        """Bring it to this release with new epochs; afterwards it is on the disk and closed."""
        with _wrapped(self.connection) as through:
            migrating.upgrade(through)
            renew_all(through, now)
        broken = self.connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            why = both("a row of {table} refers to nothing", table=broken[0])
            raise StoreError("data_damaged", place=self._file, why=why)
        self.connection.execute("COMMIT")
        self.connection.execute("PRAGMA synchronous = FULL")
        # A change of the mode is written, and waited for, with everything before it.
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.close()


class SqlitePlace(SqliteTarget):
    """A new file that takes the place of the one in a data directory."""

    def __init__(self, data: Path, revision: str, kept: str) -> None:
        super().__init__(data / UNFINISHED, revision)
        self._present = data / sqlite_file.FILE
        self._kept = data / kept

    def finish(self, now: int) -> str:
        """Put the present file aside, with its log, and this one into its place; return the name it is kept under."""
        self.whole(now)
        there = self._present.exists()
        if there:
            _settle_log(self._present)
            for end in _ENDS:
                old = self._present.with_name(f"{self._present.name}{end}")
                if old.exists() and end:
                    old.rename(self._kept.with_name(f"{self._kept.name}{end}"))
            _second_name(self._present, self._kept)
        put_in_place(self._file, self._present)
        return str(self._kept) if there else ""


@contextmanager
def sqlite_place(data: Path, revision: str, kept: str) -> Iterator[SqlitePlace]:
    """Give a new database that will stand in directory `data`; the present one is renamed to `kept` then.

    Raises `StoreError` data_in_use, data_unwritable.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = sqlite_file.DataLock(data)
    try:
        target = SqlitePlace(data, revision, kept)
        try:
            yield target
        finally:
            target.connection.close()
            _gone(data / UNFINISHED)
    except pysqlite3.OperationalError as error:
        raise _told(error, data) from error
    finally:
        lock.free()


@contextmanager
def sqlite_trial(folder: Path, revision: str) -> Iterator[SqliteTarget]:
    """Give a database in `folder` that is thrown away afterwards; raises `StoreError` data_unwritable."""
    try:
        target = SqliteTarget(folder / TRIAL, revision)
        try:
            yield target
        finally:
            target.connection.close()
            _gone(folder / TRIAL)
    except pysqlite3.OperationalError as error:
        raise _told(error, folder) from error


def _settle_log(file: Path) -> None:
    """Copy the log of `file` into it, where that can be done and it is its own: then it is kept in one piece."""
    if foreign_log(file) is not None:
        return
    try:
        with closing(sqlite_file.connect(file, writer=True)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except pysqlite3.Error:
        # A damaged file is what people restore a backup for: it is kept as it is.
        return


def _second_name(file: Path, kept: Path) -> None:
    """Let `file` be `kept` as well: at no moment is there no database."""
    try:
        kept.hardlink_to(file)
    except OSError:
        # Not every disk can do that.
        file.rename(kept)


def _rows(connection: Any, table: TableHead) -> Iterator[list[Row]]:
    # Names out of the database's own catalogue.
    found = connection.execute(f'SELECT {listed(table)} FROM "{table.name}"')  # noqa: S608
    while block := found.fetchmany(AT_ONCE):
        yield block


@contextmanager
def _wrapped(connection: Any) -> Iterator[Connection]:
    """Give SQLAlchemy the `connection`, which stays open; a transaction of it is left as it is."""
    engine = create_engine("sqlite://", module=pysqlite3, creator=lambda: _Lent(connection), poolclass=NullPool)
    with engine.connect() as through:
        yield through


class _Lent:
    """A connection that whoever borrowed it can neither close nor end a transaction of."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def close(self) -> None:
        """Leave it open."""

    def commit(self) -> None:
        """Leave it as it is."""

    def rollback(self) -> None:
        """Leave it as it is."""


def _gone(file: Path) -> None:
    for end in _ENDS:
        file.with_name(f"{file.name}{end}").unlink(missing_ok=True)


def _told(error: Any, place: Path) -> StoreError:
    if isinstance(error, pysqlite3.OperationalError):
        return StoreError("data_unwritable", place=place, why=for_others(str(error), UNWRITABLE))
    return StoreError("data_damaged", place=place, why=for_others(str(error), DAMAGED))
