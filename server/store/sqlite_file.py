"""The SQLite file in the data directory: which SQLite may touch it, how it is opened, and who holds it."""

import fcntl
import os
import time
from pathlib import Path
from typing import Any, Final

import pysqlite3

from config.system_words import system_says
from server.rules.errors import Refusal
from server.store.errors import StoreError

FILE: Final = "banshi.sqlite3"
LOCK: Final = "lock"
TRIES: Final = 5
LOOK_SECONDS: Final = 0.02
"""Between two tries for the lock: more than a look at it takes."""
OLDEST: Final = (3, 51, 3)
"""Older releases can corrupt a database in WAL mode when a checkpoint meets a write (fixed in 3.51.3)."""

_OWN_FAULT: Final = (
    0,
    pysqlite3.SQLITE_ERROR,
    pysqlite3.SQLITE_CONSTRAINT,
    pysqlite3.SQLITE_MISMATCH,
    pysqlite3.SQLITE_MISUSE,
    pysqlite3.SQLITE_RANGE,
)

Connection = Any
"""A `pysqlite3` connection; the package carries no types."""


def check_version(found: str) -> None:
    """Raise `StoreError` sqlite_too_old when SQLite release `found` is not safe."""
    if tuple(int(part) for part in found.split(".")) < OLDEST:
        raise StoreError("sqlite_too_old", found=found, needed=".".join(str(part) for part in OLDEST))


def connect(file: Path, *, writer: bool) -> Connection:
    """Open `file`: the one writer with every commit on disk before it answers, or a reader that cannot write.

    Why a reader is not opened with `mode=ro`: WAL needs its shared memory, which a read-only file cannot make.
    """
    connection = pysqlite3.connect(
        f"file:{file.resolve().as_posix()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False, timeout=10
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        if writer:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            # What is thrown away is overwritten: else its bytes stay in the file until their place is needed.
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
        else:
            connection.execute("PRAGMA query_only = ON")
    except pysqlite3.Error:
        connection.close()
        raise
    return connection


def is_bug(error: pysqlite3.Error) -> bool:
    """Tell a wrong statement or a broken constraint (the work's own fault) from a file that fails under it."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _OWN_FAULT


def refusal(error: pysqlite3.Error) -> Refusal:
    """Return what a command hears when SQLite fails under it; nothing of the command was kept."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case pysqlite3.SQLITE_FULL:
            return Refusal("disk_full")
        case pysqlite3.SQLITE_BUSY | pysqlite3.SQLITE_LOCKED:
            return Refusal("busy")
        case pysqlite3.SQLITE_CORRUPT | pysqlite3.SQLITE_NOTADB:
            return Refusal("data_damaged")
    return Refusal("store_unavailable")


def is_in_use(data: Path) -> bool:
    """Return whether a process holds the data directory `data` right now."""
    try:
        handle = os.open(data / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Shared: two who look at once do not take each other for a holder.
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


class DataLock:
    """The data directory held by this process; the system frees it when the process ends, however it ends."""

    def __init__(self, data: Path) -> None:
        """Take the lock; raises `StoreError` data_in_use or data_unwritable."""
        try:
            handle = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError("data_unwritable", place=data, why=system_says(error)) from error
        for again in reversed(range(TRIES)):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if not again:
                    os.close(handle)
                    raise StoreError("data_in_use", place=data) from error
                # Somebody may only be looking whether it is held, for some microseconds.
                time.sleep(LOOK_SECONDS)
        self._handle: int | None = handle

    def free(self) -> None:
        """Let another process use the directory; a second time does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)
