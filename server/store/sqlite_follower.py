"""An SQLite file that another process writes, opened to read and follow it (`serve live` apart)."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import pysqlite3

from server.rules.errors import Refusal
from server.store.compiled import Database
from server.store.halls import Halls
from server.store.sqlite_file import connect
from server.store.sqlite_store import SqliteReaders
from server.store.tail import Hear, Tail, Wake
from server.store.unit_of_work import Reading, UnitOfWork

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
        thread = threading.Thread(target=self._watch, args=(hear, ended), name="sqlite-watcher", daemon=True)
        thread.start()

        def stop() -> None:
            ended.set()
            thread.join()

        return stop

    def _watch(self, hear: Hear, ended: threading.Event) -> None:
        connection = None
        known = None
        while not ended.wait(LOOK_SECONDS):
            try:
                if connection is None:
                    connection = connect(self._file, writer=False)
                found = connection.execute("PRAGMA data_version").fetchone()[0]
            except pysqlite3.Error:
                if connection is not None:
                    connection.close()
                    connection = None
                continue
            if found != known:
                known = found
                hear(Wake())
        if connection is not None:
            connection.close()


class SqliteFollower:
    """A store that only reads: writing is refused, because one process alone writes an SQLite file."""

    dialect: Database = "sqlite"

    def __init__(self, file: Path) -> None:
        self._readers = SqliteReaders(file, Halls())
        self._bell = FileBell(file)

    def write(self, center: str, work: Callable[[UnitOfWork], Result]) -> Result:
        """Refuse: the process that holds the data directory writes."""
        raise Refusal("store_unavailable")

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment and return its result."""
        return self._readers.read(work)

    def pulse(self) -> None:
        """Read: the process that serves is the one that has to write."""
        self._readers.read(lambda reading: None)

    def tail(self) -> Tail:
        """Return the journal's tail."""
        return Tail(self._bell, self._readers.facts)

    def close(self) -> None:
        """Close every connection."""
        self._readers.close()
