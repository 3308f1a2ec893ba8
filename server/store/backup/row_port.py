"""The two ports of a backup: where rows come from, and where they go."""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from server.store.backup.archive import TableHead
from server.store.backup.row_sum import Row

AT_ONCE: Final = 2000
"""Rows that are read or written in one go."""


class Source(Protocol):
    """One consistent moment of a database."""

    revision: str
    tables: tuple[TableHead, ...]

    def rows(self, table: TableHead) -> Iterator[list[Row]]:
        """Give all rows of `table`, in any order."""


class Target(Protocol):
    """A database beside the present one, of the backup's own schema."""

    def tables(self) -> tuple[TableHead, ...]:
        """Return the tables that it has."""

    def fill(self, table: TableHead, blocks: Iterable[list[Row]]) -> None:
        """Write rows."""

    def rows(self, table: TableHead) -> Iterator[list[Row]]:
        """Give all rows of `table` as they are now kept."""
