"""A database looked into as it is: nothing is brought to this release, nothing is written, nobody waits for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pysqlite3
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from config.system_words import for_others
from server.store import sqlite_file
from server.store.errors import StoreError
from server.store.foreign_log import foreign_log
from server.store.opening import DAMAGED, meant
from server.store.postgresql_store import engine_of


@contextmanager
def looked_into(data: Path, database: str | None) -> Iterator[Connection]:
    """Give a connection that only reads the database in directory `data`, or the PostgreSQL one at URL `database`.

    Raises `StoreError` data_missing, log_foreign, data_damaged, database_unreachable.
    """
    if database:
        engine = engine_of(database)
        try:
            with engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            own = str(error.orig).strip().splitlines()[0]
            why = for_others(own, meant(own, getattr(error.orig, "sqlstate", None)))
            place = engine.url.render_as_string(hide_password=True)
            raise StoreError("database_unreachable", place=place, why=why) from error
        finally:
            engine.dispose()
        return
    file = data / sqlite_file.FILE
    if not file.is_file():
        raise StoreError("data_missing", place=data)
    if not sqlite_file.is_in_use(data) and (log := foreign_log(file)) is not None:
        raise StoreError("log_foreign", place=file, log=log)
    try:
        made = sqlite_file.connect(file, writer=False)
        try:
            engine = create_engine("sqlite://", module=pysqlite3, creator=lambda: made, poolclass=NullPool)
            with engine.connect() as connection:
                yield connection
        finally:
            made.close()
    except (pysqlite3.Error, DBAPIError) as error:
        own = str(error.orig if isinstance(error, DBAPIError) else error)
        raise StoreError("data_damaged", place=file, why=for_others(own, DAMAGED)) from error
