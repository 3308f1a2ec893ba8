"""PostgreSQL in a backup: rows out of one snapshot by COPY, and rows into a schema beside the present one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from config.system_words import for_others
from server.store import migrating
from server.store.backup.archive import Kind, TableHead
from server.store.backup.reflecting import listed, tables_of
from server.store.backup.row_port import AT_ONCE
from server.store.backup.row_sum import Row
from server.store.epoch import renew_all
from server.store.errors import StoreError
from server.store.opening import UPGRADING, meant
from server.store.postgresql_connection import CONNECT_SECONDS

SCHEMA: Final = "banshi_restoring"
_FORBIDDEN: Final = "42501"
"""The SQLSTATE of a user who may make no schema, or whose tables these are not."""
_OUT: Final[dict[Kind, str]] = {"text": "text", "int": "int8", "real": "float8", "bytes": "bytea", "bool": "bool"}
"""How a value travels out of the database, by what it is."""
_OTHERS: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'banshi' AND pid <> pg_backend_pid()
"""
_IN: Final = """
SELECT column_name, udt_name FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = :name
"""


class PostgresqlSource:
    """The rows of one snapshot."""

    def __init__(self, connection: Connection) -> None:
        self._driver = _driver(connection)
        revision, _ = migrating.revisions(connection)
        if revision is None:
            raise StoreError("backup_nothing")
        self.revision = revision
        self.tables = tables_of(connection)

    def rows(self, table: TableHead) -> Iterator[list[Row]]:
        """Give all rows of `table`."""
        return _rows(self._driver, table)


@contextmanager
def postgresql_source(database: str) -> Iterator[PostgresqlSource]:
    """Give the rows of the database at URL `database` at one moment; nobody who writes waits for it.

    Raises `StoreError`.
    """
    with _engine(database) as engine, engine.connect() as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        yield PostgresqlSource(connection)


class PostgresqlPlace:
    """Tables in a schema of their own that take the place of the present ones."""

    def __init__(self, connection: Connection, present: str, kept: str, revision: str) -> None:
        self._connection = connection
        self._driver = _driver(connection)
        self._present = present
        self._kept = kept
        migrating.upgrade(connection, revision)

    def tables(self) -> tuple[TableHead, ...]:
        """Return the tables that it has."""
        return tables_of(self._connection)

    def fill(self, table: TableHead, blocks: Iterable[list[Row]]) -> None:
        """Write rows."""
        types: dict[str, str] = {}
        for name, made in self._connection.execute(text(_IN), {"name": table.name}):
            types[name] = made
        logic = [number for number, column in enumerate(table.columns) if column.kind == "bool"]
        self._connection.execute(text(f'DELETE FROM "{table.name}"'))  # noqa: S608 - out of the database's catalogue
        into = f'COPY "{table.name}" ({listed(table)}) FROM STDIN (FORMAT BINARY)'
        with self._driver.cursor() as cursor, cursor.copy(into.encode()) as copy:
            copy.set_types([types[column.name] for column in table.columns])
            for block in blocks:
                for row in _logical(block, logic):
                    copy.write_row(row)

    def rows(self, table: TableHead) -> Iterator[list[Row]]:
        """Give all rows of `table`."""
        return _rows(self._driver, table)

    def finish(self, now: int) -> str:
        """Bring the tables to this release, put the present ones aside and these into their place."""
        migrating.upgrade(self._connection)
        renew_all(self._connection, now)
        old, new = (self._names(schema) for schema in (self._present, SCHEMA))
        if old:
            self._run(f'CREATE SCHEMA "{self._kept}"')
        for name in old:
            self._run(f'ALTER TABLE "{self._present}"."{name}" SET SCHEMA "{self._kept}"')
        for name in new:
            self._run(f'ALTER TABLE {SCHEMA}."{name}" SET SCHEMA "{self._present}"')
        self._run(f"DROP SCHEMA {SCHEMA}")
        self._connection.commit()
        return self._kept if old else ""

    def _names(self, schema: str) -> list[str]:
        found = self._connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = :schema"), {"schema": schema}
        )
        return list(found)

    def _run(self, sql: str) -> None:
        # Names out of the database's own catalogue, and ours.
        self._connection.execute(text(sql))


@contextmanager
def postgresql_place(database: str, revision: str, kept: str) -> Iterator[PostgresqlPlace]:
    """Give tables that will be those of the database at URL `database`; the present ones go to the schema `kept` then.

    All of it is one transaction: whatever fails, nothing is changed. Raises `StoreError` database_in_use,
    database_unreachable, and `DBAPIError` or `psycopg.Error` of rows that do not fit.
    """
    with _engine(database) as engine:
        with engine.begin() as connection:
            if connection.scalar(text(_OTHERS)):
                raise StoreError("database_in_use", place=engine.url.render_as_string(hide_password=True))
            present = str(connection.scalar(text("SELECT current_schema()")))
            connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        try:
            with _engine(database, SCHEMA) as inside, inside.connect() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADING})
                yield PostgresqlPlace(connection, present, kept, revision)
        finally:
            with engine.begin() as connection:
                connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))


@contextmanager
def _engine(database: str, schema: str = "") -> Iterator[Engine]:
    """Give connections to the database at URL `database` that wait as long as it takes.

    Their own schema is `schema`, where one is given.
    """
    url = make_url(database).set(drivername="postgresql+psycopg")
    options: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "application_name": "banshi-backup"}
    if schema:
        given = url.query.get("options", "")
        url = url.difference_update_query(["options"])
        options["options"] = f"{given if isinstance(given, str) else ' '.join(given)} -c search_path={schema}".strip()
    engine = create_engine(url, poolclass=NullPool, connect_args=options)
    try:
        yield engine
    except (DBAPIError, psycopg.Error) as error:
        own = error.orig if isinstance(error, DBAPIError) else error
        state = getattr(own, "sqlstate", None)
        if not isinstance(own, psycopg.OperationalError) and state != _FORBIDDEN:
            raise
        said = str(own).strip().splitlines()[0]
        why = for_others(said, meant(said, state))
        place = url.render_as_string(hide_password=True)
        raise StoreError("database_unreachable", place=place, why=why) from error
    finally:
        engine.dispose()


def _driver(connection: Connection) -> "psycopg.Connection[Any]":
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(f"{driver!r} is no connection of psycopg")
    return driver


def _rows(driver: "psycopg.Connection[Any]", table: TableHead) -> Iterator[list[Row]]:
    # Names out of the database's own catalogue. In binary form nothing has to be read as text first.
    chosen = ", ".join(f'"{column.name}"::{_OUT[column.kind]}' for column in table.columns)
    out = f'COPY (SELECT {chosen} FROM "{table.name}") TO STDOUT (FORMAT BINARY)'  # noqa: S608
    logic = [number for number, column in enumerate(table.columns) if column.kind == "bool"]
    with driver.cursor() as cursor, cursor.copy(out.encode()) as copy:
        copy.set_types([_OUT[column.kind] for column in table.columns])
        block: list[Row] = []
        for row in copy.rows():
            block.append(row)
            if len(block) == AT_ONCE:
                yield _numbered(block, logic)
                block = []
        if block:
            yield _numbered(block, logic)


def _numbered(block: list[Row], logic: list[int]) -> list[Row]:
    """Return rows with 0 and 1 where PostgreSQL has false and true, as SQLite has."""
    return [_with(row, logic, int) for row in block] if logic else block


def _logical(block: list[Row], logic: list[int]) -> list[Row]:
    return [_with(row, logic, bool) for row in block] if logic else block


def _with(row: Row, places: list[int], made: type[int] | type[bool]) -> Row:
    return [made(value) if number in places and value is not None else value for number, value in enumerate(row)]
