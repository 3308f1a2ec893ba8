"""Restoring a backup: into a database beside the present one, which is put aside only when every row is there."""

import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pysqlite3
from sqlalchemy.exc import DBAPIError

from server.store import migrating
from server.store.backup.archive import ArchiveReader, BackupHead, Part, Sums, TableHead, file_sum, open_archive
from server.store.backup.postgresql_rows import postgresql_place
from server.store.backup.row_port import Target
from server.store.backup.row_sum import Row, RowSum, TableSum, sum_of
from server.store.backup.sealed import Broken
from server.store.backup.sqlite_rows import sqlite_place, sqlite_trial
from server.store.errors import StoreError


class RestoredBackup(msgspec.Struct, frozen=True):
    """A backup that was restored: what it said of itself, what it held, where the database of before is kept.

    `kept` is a file, or a schema of PostgreSQL; empty where there was none. `files` lay beside the database.
    """

    head: BackupHead
    sums: Sums
    kept: str
    files: dict[str, bytes]


def restore_backup(file: Path, data: Path, database: str | None, *, now: int, passphrase: str | None) -> RestoredBackup:
    """Put the backup `file` into the place of what is in directory `data`, or in the PostgreSQL `database`.

    No server may run on it. The sums of all rows are compared as they were read back; then journals get another epoch
    from `now` (ms) on. Raises `StoreError`, and nothing was changed then: backup_unreadable, backup_key_missing,
    backup_key_wrong, backup_damaged, backup_newer, data_in_use, database_in_use, data_unwritable.
    """
    at = time.strftime("%Y%m%d_%H%M%S", time.localtime(now / 1000))
    with open_archive(file, passphrase) as archive, _misfits(file):
        revision = _known(archive, file)
        if database:
            with postgresql_place(database, revision, f"banshi_before_restore_{at}") as place:
                files = _filled(archive, place)
                kept = place.finish(now)
        else:
            with sqlite_place(data, revision, f"banshi-before-restore-{at}.sqlite3") as own:
                files = _filled(archive, own)
                kept = own.finish(now)
    return RestoredBackup(archive.head, _told(archive), kept, files)


def try_backup(file: Path, folder: Path, *, passphrase: str | None) -> Sums:
    """Restore the backup `file` into a database in `folder` that is thrown away; return what it held.

    Raises `StoreError` as `restore_backup` does.
    """
    with (
        open_archive(file, passphrase) as archive,
        _misfits(file),
        sqlite_trial(folder, _known(archive, file)) as target,
    ):
        _filled(archive, target)
    return _told(archive)


def _known(archive: ArchiveReader, file: Path) -> str:
    revision = archive.head.revision
    if revision not in migrating.known_revisions():
        raise StoreError("backup_newer", place=file)
    return revision


def _told(archive: ArchiveReader) -> Sums:
    if archive.sums is None:
        raise Broken
    return archive.sums


def _filled(archive: ArchiveReader, target: Target) -> dict[str, bytes]:
    """Fill `target` and compare it with what was written; return the files; raises `Broken`."""
    tables = {table.name: table for table in archive.head.tables}
    if {table.name: table.columns for table in target.tables()} != {
        name: each.columns for name, each in tables.items()
    }:
        raise Broken
    files: dict[str, bytes] = {}
    found: dict[str, TableSum] = {}
    parts = _Ahead(archive.parts())
    while (part := parts.next) is not None:
        if part.table is None:
            files[part.file or ""] = part.content
            parts.forward()
            continue
        table = tables.get(part.table)
        if table is None or table.name in found:
            raise Broken
        read = RowSum()
        target.fill(table, _rows(table, parts, read))
        found[table.name] = read.told
    archive.to_the_end()
    sums = _told(archive)
    empty = RowSum().told
    if {**dict.fromkeys(tables, empty), **found} != sums.tables:
        raise Broken
    if {name: file_sum(content) for name, content in files.items()} != sums.files:
        raise Broken
    for name, table in tables.items():
        if sum_of(target.rows(table)) != sums.tables[name]:
            raise Broken
    return files


class _Ahead:
    """Members one after the other; the `next` one can be looked at before it is taken."""

    def __init__(self, parts: Iterator[Part]) -> None:
        self._parts = parts
        self.next: Part | None = None
        self.forward()

    def forward(self) -> None:
        """Go on to the next one."""
        self.next = next(self._parts, None)


_lines = msgspec.json.Decoder(list[str | int | float | bool | None])


def _rows(table: TableHead, parts: _Ahead, read: RowSum) -> Iterator[list[Row]]:
    """Give the rows of all members of `table` that follow now, and add them up in `read`."""
    width = len(table.columns)
    packed = [number for number, column in enumerate(table.columns) if column.kind == "bytes"]
    while (part := parts.next) is not None and part.table == table.name:
        lines = part.content.split(b"\n")
        read.add(lines)
        rows: list[Any] = [_lines.decode(line) for line in lines]
        if any(len(row) != width for row in rows):
            raise Broken
        for row in rows if packed else ():
            for number in packed:
                row[number] = None if row[number] is None else b64decode(row[number])
        yield rows
        parts.forward()


@contextmanager
def _misfits(file: Path) -> Iterator[None]:
    """Take a row that does not fit into its table for damage: what was read is not what was written."""
    try:
        yield
    except (pysqlite3.IntegrityError, pysqlite3.ProgrammingError, pysqlite3.InterfaceError) as error:
        raise StoreError("backup_damaged", place=file) from error
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise StoreError("backup_damaged", place=file) from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.DataError | psycopg.IntegrityError):
            raise StoreError("backup_damaged", place=file) from error
        raise
