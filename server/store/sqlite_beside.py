"""An SQLite file that a running server writes, opened by the command line for acts that concern no center's line.

What is written here (releases, keys) is read anew by every request and tells no facts, so the server needs to hear of
nothing; SQLite's own lock keeps the two writers apart, each for milliseconds.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pysqlite3

from server.rules.errors import Refusal
from server.store.compiled import Database
from server.store.halls import Halls
from server.store.memory_bell import MemoryBell
from server.store.ordered import Ordered, done
from server.store.sqlite_file import connect, is_bug, refusal
from server.store.sqlite_store import SqliteReaders
from server.store.statements import SqliteStatements
from server.store.tail import Tail
from server.store.unit_of_work import CITY, Reading, UnitOfWork

Result = TypeVar("Result")


class SqliteBeside:
    """A store beside the process that holds the data directory; works at a center are refused."""

    dialect: Database = "sqlite"

    def __init__(self, file: Path) -> None:
        self._halls = Halls()
        self._readers = SqliteReaders(file, lambda: self._halls)
        self._connection = connect(file, writer=True)

    def write(self, center: str, work: Callable[[UnitOfWork], Result]) -> Result:
        """Run `work` for the whole city in one transaction and return its result once it is on disk."""
        if center != CITY:
            raise Refusal("store_unavailable")
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE")
            result = work(UnitOfWork(SqliteStatements(cursor), "sqlite", self._halls, CITY))
            cursor.execute("COMMIT")
        except pysqlite3.Error as error:
            self._undo()
            if is_bug(error):
                raise
            raise refusal(error) from error
        except BaseException:
            self._undo()
            raise
        return result

    def order(self, center: str, work: Callable[[UnitOfWork], Result]) -> Ordered[Result]:
        """Run `work` as `write` does, in this thread."""
        return done(self.write(center, work))

    def read(self, work: Callable[[Reading], Result]) -> Result:
        """Run `work` on one consistent moment and return its result."""
        return self._readers.read(work)

    def pulse(self) -> None:
        """Read: the process that serves is the one that has to write."""
        self._readers.read(lambda reading: None)

    def tail(self) -> Tail:
        """Return a tail that never wakes: nobody follows a journal from here."""
        return Tail(MemoryBell(), self._readers.facts)

    def close(self) -> None:
        """Close every connection."""
        self._connection.close()
        self._readers.close()

    def _undo(self) -> None:
        self._halls.forget()
        # A file that cannot even be rolled back is left as it is: what was not committed is not there.
        with suppress(pysqlite3.Error):
            self._connection.rollback()
