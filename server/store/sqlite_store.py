"""The embedded store: one SQLite file, one writer, and as many readers as there are threads that read."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Final, TypeVar

import pysqlite3
from sqlalchemy import text

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact
from server.store.compiled import Database
from server.store.halls import Halls
from server.store.memory_bell import MemoryBell
from server.store.ordered import Ordered
from server.store.sqlite_file import FILE, Connection, DataLock, connect, is_bug, refusal
from server.store.sqlite_guard import FileGuard
from server.store.sqlite_log import LogBound
from server.store.sqlite_writer import SqliteWriter
from server.store.statements import SqliteStatements
from server.store.tail import Tail
from server.store.unit_of_work import CITY, Reading, UnitOfWork, facts_after, heads_of

Result = TypeVar("Result")
PULSE: Final = "pulse"
"""A file beside the database that exists for a moment only."""
PULSE_BYTES: Final = 4096


class SqliteReaders:
    """Connections that only read, used by one thread at a time and kept for the next.

    `check` is asked before each read and raises `Refusal` when the file is not the one that was opened; `halls` gives
    what is kept in memory of the centers of one file.
    """

    def __init__(self, file: Path, halls: Callable[[], Halls], check: Callable[[], object] = lambda: None) -> None:
        self._file = file
        self._halls = halls
        self._check = check
        self._idle = _Idle(halls())
        self._closed = False

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment; raises `Refusal` store_unavailable when the file cannot be read."""
        self._check()
        try:
            with self._connection() as (connection, halls):
                cursor = connection.cursor()
                cursor.execute("BEGIN")
                try:
                    return work(Reading(SqliteStatements(cursor), "sqlite", halls))
                finally:
                    cursor.execute("ROLLBACK")
        except pysqlite3.Error as error:
            if is_bug(error):
                raise
            raise refusal(error) from error

    def facts(self, center: str, after: int, most: int) -> list[Fact]:
        """Return facts of a center in order."""
        return self.read(lambda reading: facts_after(reading, center, after, most))

    def heads(self) -> dict[str, tuple[int, int]]:
        """Return the epoch and the last seq of every center's journal."""
        return self.read(heads_of)

    def renew(self) -> None:
        """Read another file with new connections from now on; those in use are closed when they come back."""
        self._idle, before = _Idle(self._halls()), self._idle
        _close_all(before)

    def close(self) -> None:
        """Close every idle connection; one in use closes when it comes back."""
        self._closed = True
        _close_all(self._idle)

    @contextmanager
    def _connection(self) -> Iterator[tuple[Connection, Halls]]:
        if self._closed:
            raise Refusal("store_unavailable")
        idle = self._idle
        try:
            connection = idle.get_nowait()
        except Empty:
            connection = connect(self._file, writer=False)
        try:
            yield connection, idle.halls
        except pysqlite3.Error:
            connection.close()
            raise
        except BaseException:
            self._back(connection, idle)
            raise
        self._back(connection, idle)

    def _back(self, connection: Connection, idle: "_Idle") -> None:
        idle.put(connection)
        if self._closed or idle is not self._idle:
            _close_all(idle)


class _Idle(LifoQueue[Connection]):
    """Connections to one file that nobody uses right now, and what is known of its centers."""

    def __init__(self, halls: Halls) -> None:
        super().__init__()
        self.halls = halls


def _close_all(idle: _Idle) -> None:
    while True:
        try:
            idle.get_nowait().close()
        except Empty:
            return


class SqliteStore:
    """A center's truth in one file; this process alone writes it."""

    dialect: Database = "sqlite"

    def __init__(self, data: Path, lock: DataLock) -> None:
        """Open the migrated file in `data`, which `lock` holds."""
        halls = Halls()
        file = data / FILE
        self._data = data
        self._lock = lock
        self._bell = MemoryBell()
        log = LogBound(file)
        self._guard = FileGuard(file)
        # Whoever closes a file last takes its write-ahead log away; with this one that is never the writer, when a
        # failed write makes it open the file anew.
        self._anchor = connect(file, writer=False)
        try:
            _stamp(file, self._anchor, self._guard)
            self._readers = SqliteReaders(file, lambda: halls, self._guard.check)
            self._writer = SqliteWriter(file, halls, self._bell.ring, self._guard, log)
        except BaseException:
            self._anchor.close()
            self._guard.close()
            raise
        self._rewrite = text(f"PRAGMA user_version = {self._guard.stamp}")

    def write(self, center: str, work: Callable[[UnitOfWork], Result]) -> Result:
        """Run `work` inside the lock of `center` and return its result once it is on disk."""
        return self.order(center, work).result()

    def order(self, center: str, work: Callable[[UnitOfWork], Result]) -> Ordered[Result]:
        """Have `work` run inside the lock of `center` when it is its turn; nobody waits meanwhile."""
        return self._writer.order(center, work)

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment and return its result."""
        return self._readers.read(work)

    def empty_log(self) -> bool:
        """Copy the write-ahead log back and cut it off; return whether no reader stood in the way."""
        return self._writer.empty_log()

    def pulse(self) -> None:
        """Write a page through the writer, which has to live for that, and one beside it; raises `Refusal`."""
        self.write(CITY, lambda uow: uow.rows(self._rewrite))
        beside = self._data / PULSE
        try:
            # The database has room of its own for a while when the disk is full already.
            beside.write_bytes(bytes(PULSE_BYTES))
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            raise Refusal("disk_full" if full else "store_unavailable") from error
        finally:
            with suppress(OSError):
                beside.unlink()

    def tail(self) -> Tail:
        """Return the journal's tail."""
        return Tail(self._bell, self._readers.facts, self._readers.heads)

    @property
    def waiting(self) -> int:
        """Return how many commands wait for the writer, about; a figure for operators."""
        return self._writer.waiting

    def close(self) -> None:
        """Finish what was asked for, then let the data directory go."""
        self._writer.close()
        self._readers.close()
        self._anchor.close()
        self._guard.close()
        self._lock.free()


def _stamp(file: Path, anchor: Connection, guard: FileGuard) -> None:
    """Write the stamp of `guard` into the file itself, and let `anchor` have the write-ahead log open."""
    writing = connect(file, writer=True)
    try:
        writing.execute(f"PRAGMA user_version = {guard.stamp}")
        writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        anchor.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        writing.close()
    guard.begin()
