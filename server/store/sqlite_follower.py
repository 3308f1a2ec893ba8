"""An SQLite file that another process writes, opened to read and follow it (`serve live` apart)."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TypeVar

import pysqlite3
import structlog

from server.rules.errors import Refusal
from server.store.compiled import Database
from server.store.halls import Halls
from server.store.ordered import Ordered
from server.store.sqlite_file import connect
from server.store.sqlite_store import SqliteReaders
from server.store.tail import Hear, Tail, Wake
from server.store.unit_of_work import Reading, UnitOfWork
from server.watched import WatchedThread

_log = structlog.get_logger("store")

Result = TypeVar("Result")
LOOK_SECONDS: Final = 0.02
"""How often the file is asked whether it changed: one pragma, some microseconds."""


class FileBell:
    """Wakes when another process has committed, by `PRAGMA data_version` in a thread of its own."""

    poll_seconds: float | None = 5.0

    def __init__(self, file: Path) -> None:
        self._file = file

    def listen(self, hear: Hear) -> Callable[[], None]:
        """Call `hear` whenever the file changed; return what ends it."""
        ended = threading.Event()
        thread = WatchedThread("sqlite-watcher", lambda: self._watch(hear, ended), ended)
        thread.start()
        return thread.join

    def _watch(self, hear: Hear, ended: threading.Event) -> None:
        known = None
        with ExitStack() as held:
            connection = None
            while not ended.wait(LOOK_SECONDS):
                try:
                    place = _place(self._file)
                    if connection is None or connection[1] != place:
                        held.close()
                        # By the place it had before it was opened: another file put there meanwhile is another place.
                        connection = connect(self._file, writer=False), place
                        held.callback(connection[0].close)
                    found = connection[1], connection[0].execute("PRAGMA data_version").fetchone()[0]
                except (pysqlite3.Error, OSError) as error:
                    connection = None
                    if known is not None:
                        _log.warning("database file cannot be looked at", file=str(self._file), why=str(error))
                    known = None
                    continue
                if found != known:
                    known = found
                    hear(Wake())


class SqliteFollower:
    """A store that only reads: writing is refused, because one process alone writes an SQLite file.

    Another file in the place of the one that was read (a backup put back) is read from then on.
    """

    dialect: Database = "sqlite"

    def __init__(self, file: Path) -> None:
        self._file = file
        self._place = _place(file)
        self._readers = SqliteReaders(file, Halls, self._same_file)
        self._bell = FileBell(file)

    def _same_file(self) -> None:
        try:
            place = _place(self._file)
        except OSError as error:
            raise Refusal("data_replaced") from error
        if place != self._place:
            # In this order: whoever finds the new place known already must not be given a connection to the old file.
            self._readers.renew()
            self._place = place

    def write(self, center: str, work: Callable[[UnitOfWork], Result]) -> Result:
        """Refuse: the process that holds the data directory writes."""
        raise Refusal("store_unavailable")

    def order(self, center: str, work: Callable[[UnitOfWork], Result]) -> Ordered[Result]:
        """Refuse, as `write` does."""
        raise Refusal("store_unavailable")

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment and return its result."""
        return self._readers.read(work)

    def pulse(self) -> None:
        """Read: the process that serves is the one that has to write."""
        self._readers.read(lambda reading: None)

    def tail(self) -> Tail:
        """Return the journal's tail."""
        return Tail(self._bell, self._readers.facts, self._readers.heads)

    def close(self) -> None:
        """Close every connection."""
        self._readers.close()


def _place(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_dev, status.st_ino
