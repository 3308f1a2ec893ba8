"""Nothing that was thrown away stays in the bytes of the database: what a purge does after its last row is gone.

SQLite overwrites what is deleted (`secure_delete`), but a row that once moved to another page may have left a copy of
itself on the first. So tables that hold something about people, all of them small, are written anew, and the log beside
the file is copied back and cut off. PostgreSQL does its own: see `docs/privacy.md`.
"""

import time
from functools import partial
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import text

from server.store.sqlite_file import FILE, DataLock, connect
from server.store.sqlite_store import SqliteStore
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork

REWRITTEN: Final = (
    "access_codes",
    "booking_appeals",
    "bookings",
    "consultations",
    "device_orders",
    "pairings",
    "person_tickets",
    "return_rights",
    "sign_ins",
    "unfound_sentences",
    "wrong_tries",
)
"""Tables that no other table refers to."""
TRIES: Final = 20
BETWEEN_SECONDS: Final = 0.1
_log = structlog.get_logger("store")


def scrub(store: Store) -> bool:
    """Leave nothing of deleted rows in the files of `store`; return whether readers let the log be cut off.

    A few milliseconds for a thousand rows, during which the hall waits. Raises `Refusal`.
    """
    if not isinstance(store, SqliteStore):
        return True
    for table in REWRITTEN:
        store.write(CITY, partial(_rewrite, table=table))
    for again in reversed(range(TRIES)):
        if store.empty_log():
            return True
        if again:
            time.sleep(BETWEEN_SECONDS)
    _log.warning("somebody reads for long: what was thrown away stays in the log until the next night")
    return False


def rewrite_whole(data: Path) -> None:
    """Write the whole file in `data` anew, which no server may have open; it needs as much room on the disk once more.

    Raises `StoreError` data_in_use, and `pysqlite3.Error` when the disk is full.
    """
    lock = DataLock(data)
    try:
        connection = connect(data / FILE, writer=True)
        try:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    finally:
        lock.free()


def _rewrite(uow: UnitOfWork, table: str) -> None:
    # All rows at once: SQLite then gives back whole pages, and wipes them.
    for statement in (
        "CREATE TEMP TABLE rewritten AS SELECT * FROM {table}",
        "DELETE FROM {table}",
        "INSERT INTO {table} SELECT * FROM rewritten",
        "DROP TABLE temp.rewritten",
    ):
        uow.run(text(statement.format(table=table)))
