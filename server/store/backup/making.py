"""Making a backup: one file, whole and on the disk before it has its name."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from config.system_words import system_says
from server.store.backup.archive import FORMAT, ArchiveWriter, BackupHead, Sums
from server.store.backup.durable import put_in_place
from server.store.backup.postgresql_rows import postgresql_source
from server.store.backup.row_port import Source
from server.store.backup.sqlite_rows import sqlite_source
from server.store.errors import StoreError

UNFINISHED: Final = ".unfinished"


class Origin(msgspec.Struct, frozen=True):
    """What is backed up: the directory `data`, or the PostgreSQL database at URL `database`, of a hall.

    `files` lie beside it: name -> content.
    """

    data: Path
    database: str | None
    files: Mapping[str, bytes]


class MadeBackup(msgspec.Struct, frozen=True):
    """A backup that was made: its `file` of so many bytes, the moment it shows (ms), what it holds."""

    file: Path
    made_at: int
    bytes: int
    revision: str
    sealed: bool
    sums: Sums

    @property
    def rows(self) -> int:
        """How many rows it has in all tables."""
        return sum(each.rows for each in self.sums.tables.values())


def make_backup(origin: Origin, folder: Path, *, release: str, now: int, passphrase: str | None) -> MadeBackup:
    """Write all of `origin` at the moment `now` (ms) into a new file in `folder`; the hall goes on meanwhile.

    Raises `StoreError`: backup_unwritable and whatever a database that cannot be read says; no file is left then.
    """
    at = time.strftime("%Y%m%d-%H%M%S", time.localtime(now / 1000))
    file = folder / f"banshi-{at}.{'banshi' if passphrase else 'tar.gz'}"
    unfinished = file.with_name(f".{file.name}{UNFINISHED}")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            unfinished.touch(mode=0o600)
            with source_of(origin, folder) as source, unfinished.open("wb") as out:
                database = "postgresql" if origin.database else "sqlite"
                head = BackupHead(FORMAT, release, source.revision, now, database, source.tables)
                archive = ArchiveWriter(out, head, passphrase)
                for table in source.tables:
                    archive.table(table.name, source.rows(table))
                for name, content in origin.files.items():
                    archive.file(name, content)
                sums = archive.close()
            put_in_place(unfinished, file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError("backup_unwritable", place=folder, why=system_says(error)) from error
    return MadeBackup(file, now, file.stat().st_size, head.revision, bool(passphrase), sums)


@contextmanager
def source_of(origin: Origin, folder: Path) -> Iterator[Source]:
    """Give the rows of `origin` at one moment; a copy of a file that is being written is made in `folder`."""
    if origin.database:
        with postgresql_source(origin.database) as source:
            yield source
    else:
        with sqlite_source(origin.data, folder) as copied:
            yield copied
