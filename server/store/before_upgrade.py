"""What a database was before a release changes its schema: a copy that the release before can open."""

from contextlib import closing
from pathlib import Path
from typing import Final

import pysqlite3
from sqlalchemy import Connection, text

from server.store import sqlite_file

SCHEMA: Final = "banshi_before_upgrade"
"""The schema that holds the copy in PostgreSQL; another upgrade replaces it."""
_FILES: Final = "{stem}-before-upgrade-from-{revision}{suffix}"


def keep_file(file: Path, revision: str) -> Path:
    """Copy the SQLite database `file`, of schema `revision`, beside itself and return the copy; older ones go then.

    Its log is in the copy. Raises `OSError` or `pysqlite3.Error`; then no copy is left and those of before stay.
    """
    kept = file.with_name(_FILES.format(stem=file.stem, revision=revision, suffix=file.suffix))
    unfinished = kept.with_name(f"{kept.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        with closing(sqlite_file.connect(file, writer=False)) as source, closing(pysqlite3.connect(unfinished)) as copy:
            # On disk, and no log beside it: one file is the backup.
            copy.execute("PRAGMA synchronous = FULL")
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        unfinished.replace(kept)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    for older in file.parent.glob(_FILES.format(stem=file.stem, revision="*", suffix=file.suffix)):
        if older != kept:
            older.unlink()
    return kept


def keep_schema(connection: Connection) -> None:
    """Copy every table of PostgreSQL's present schema into `SCHEMA`, in the transaction of `connection`.

    Rows, defaults, keys and indexes are copied, references are not. Raises `sqlalchemy.exc.DBAPIError`.
    """
    names = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")).all()
    connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
    connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    for name in names:
        # Names out of the database's own catalogue.
        connection.execute(text(f'CREATE TABLE {SCHEMA}."{name}" (LIKE "{name}" INCLUDING ALL)'))
        connection.execute(text(f'INSERT INTO {SCHEMA}."{name}" SELECT * FROM "{name}"'))  # noqa: S608
