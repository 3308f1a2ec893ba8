"""The embedded store: one SQLite file, one writer, and as many readers as there are threads that read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import TypeVar

import pysqlite3
from sqlalchemy import text

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact
from server.store.compiled import Database
from server.store.halls import Halls
from server.store.memory_bell import MemoryBell
from server.store.sqlite_file import FILE, Connection, DataLock, connect, is_bug, refusal
from server.store.sqlite_writer import SqliteWriter
from server.store.statements import SqliteStatements
from server.store.tail import Tail
from server.store.unit_of_work import CITY, Reading, UnitOfWork, facts_after

Result = TypeVar("Result")
_PULSE = text("PRAGMA user_version = 1")
"""The number is nobody's; the page that it stands on is written all the same."""


class SqliteReaders:
    """Connections that only read, used by one thread at a time and kept for the next."""

    def __init__(self, file: Path, halls: Halls) -> None:
        self._file = file
        self._halls = halls
        self._idle: LifoQueue[Connection] = LifoQueue()
        self._closed = False

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment; raises `Refusal` store_unavailable when the file cannot be read."""
        try:
            with self._connection() as connection:
                cursor = connection.cursor()
                cursor.execute("BEGIN")
                try:
                    return work(Reading(SqliteStatements(cursor), "sqlite", self._halls))
                finally:
                    cursor.execute("ROLLBACK")
        except pysqlite3.Error as error:
            if is_bug(error):
                raise
            raise refusal(error) from error

    def facts(self, center: str, after: int, most: int) -> list[Fact]:
        """Return facts of a center in order."""
        return self.read(lambda reading: facts_after(reading, center, after, most))

    def close(self) -> None:
        """Close every idle connection; one in use closes when it comes back."""
        self._closed = True
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        if self._closed:
            raise Refusal("store_unavailable")
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = connect(self._file, writer=False)
        try:
            yield connection
        except pysqlite3.Error:
            connection.close()
            raise
        except BaseException:
            self._idle.put(connection)
            raise
        self._idle.put(connection)
        if self._closed:
            self.close()


class SqliteStore:
    """A center's truth in one file; this process alone writes it."""

    dialect: Database = "sqlite"

    def __init__(self, data: Path, lock: DataLock) -> None:
        """Open the migrated file in `data`, which `lock` holds."""
        halls = Halls()
        self._lock = lock
        self._bell = MemoryBell()
        self._readers = SqliteReaders(data / FILE, halls)
        self._writer = SqliteWriter(data / FILE, halls, self._bell.ring)

    def write(self, center: str, work: Callable[[UnitOfWork], Result]) -> Result:
        """Run `work` inside the lock of `center` and return its result once it is on disk."""
        result: Result = self._writer.write(center, work)
        return result

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment and return its result."""
        return self._readers.read(work)

    def pulse(self) -> None:
        """Write a byte through the writer, which has to live for that."""
        self.write(CITY, lambda uow: uow.rows(_PULSE))

    def tail(self) -> Tail:
        """Return the journal's tail."""
        return Tail(self._bell, self._readers.facts)

    @property
    def waiting(self) -> int:
        """Return how many commands wait for the writer, about; a figure for operators."""
        return self._writer.waiting

    def close(self) -> None:
        """Finish what was asked for, then let the data directory go."""
        self._writer.close()
        self._readers.close()
        self._lock.free()
