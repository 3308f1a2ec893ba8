"""How statements reach a database: the four ways in which a command uses one."""

from collections.abc import Sequence
from typing import Any, Protocol

import psycopg
from psycopg.generators import send

Row = Sequence[Any]
Values = dict[str, Any]


class Statements(Protocol):
    """One open transaction."""

    def rows(self, sql: str, values: Values) -> list[Row]:
        """Return all rows."""

    def row(self, sql: str, values: Values) -> Row | None:
        """Return the first row."""

    def change(self, sql: str, values: Values) -> int:
        """Change rows and return how many were changed."""

    def send(self, sql: str, values: Values) -> None:
        """Change rows; an error may come as late as the next statement that answers, or the commit."""


class SqliteStatements:
    """Every statement is done when its call returns."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def rows(self, sql: str, values: Values) -> list[Row]:
        """Return all rows."""
        found: list[Row] = self._cursor.execute(sql, values).fetchall()
        return found

    def row(self, sql: str, values: Values) -> Row | None:
        """Return the first row."""
        found: Row | None = self._cursor.execute(sql, values).fetchone()
        return found

    def change(self, sql: str, values: Values) -> int:
        """Change rows and return how many were changed."""
        changed: int = self._cursor.execute(sql, values).rowcount
        return changed

    def send(self, sql: str, values: Values) -> None:
        """Change rows."""
        self._cursor.execute(sql, values)


class PostgresqlStatements:
    """Statements without an answer travel together with the next one that has one, when `pipeline` is there.

    A command of ten statements then waits for the network four times instead of eleven, with the center's lock held.
    Each of those waits ends with a sync, never with a mere flush: between syncs PostgreSQL takes a session for active
    and its time-out for idle transactions does not run, so a client that fell silent would hold the lock for ever.
    """

    def __init__(self, connection: psycopg.Connection[Any], pipeline: psycopg.Pipeline | None = None) -> None:
        self._connection = connection
        self._pipeline = pipeline

    def rows(self, sql: str, values: Values) -> list[Row]:
        """Return all rows."""
        return self._answered(sql, values).fetchall()

    def row(self, sql: str, values: Values) -> Row | None:
        """Return the first row."""
        found: Row | None = self._answered(sql, values).fetchone()
        return found

    def change(self, sql: str, values: Values) -> int:
        """Change rows and return how many were changed."""
        return self._answered(sql, values).rowcount

    def send(self, sql: str, values: Values) -> None:
        """Change rows."""
        self._execute(sql, values)

    def _answered(self, sql: str, values: Values) -> psycopg.Cursor[Any]:
        cursor = self._execute(sql, values)
        if self._pipeline is not None:
            self._pipeline.sync()
        return cursor

    def _execute(self, sql: str, values: Values) -> psycopg.Cursor[Any]:
        cursor = self._connection.execute(sql.encode(), values)
        if self._pipeline is not None and self._connection.pgconn.flush():
            # psycopg 3.3 leaves in a pipeline what the socket does not take at once, and then only listens: the server
            # would wait for the rest of a long text for ever, and we for its answer.
            self._connection.wait(send(self._connection.pgconn))
        return cursor
