"""The file of a backup: a compressed tar of JSON lines, which any tool opens where it is not sealed.

`backup.json` stands first and says what follows; `tables/NAME/NUMBER.jsonl` hold rows, `files/NAME` whatever lies
beside a database; `sums.json` stands last, so a file without it is a torn one.
"""

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, NamedTuple, cast

import msgspec

from config.system_words import system_says
from server.store.backup.row_sum import Row, RowSum, TableSum, lines_of
from server.store.backup.sealed import MAGIC, Broken, SealedReader, SealedWriter, WrongKey
from server.store.errors import StoreError

FORMAT: Final = 1
BLOCK: Final = 4 << 20
"""Bytes of rows in one member, about."""
MOST: Final = 1 << 30
"""Bytes of one member that are read: more is no member of ours."""
LEVEL: Final = 1
"""Of compression: the next one takes twice as long for a tenth less."""
Kind = Literal["text", "int", "real", "bytes", "bool"]


class ColumnHead(msgspec.Struct, frozen=True):
    """A column, and what its values are."""

    name: str
    kind: Kind


class TableHead(msgspec.Struct, frozen=True):
    """A table and its columns in the order of their names; every row has a value for each."""

    name: str
    columns: tuple[ColumnHead, ...]


class BackupHead(msgspec.Struct, frozen=True):
    """What a backup says of itself before its rows; `made_at` is ms, `tables` stand in the order they are filled in."""

    format: int
    release: str
    revision: str
    made_at: int
    database: str
    tables: tuple[TableHead, ...]


class Sums(msgspec.Struct, frozen=True):
    """What a backup must hold: table -> rows and sum, file -> SHA-256."""

    tables: dict[str, TableSum]
    files: dict[str, str]


class Part(NamedTuple):
    """A member of the archive: rows of a `table`, or a `file` with its content."""

    table: str | None
    file: str | None
    content: bytes


class ArchiveWriter:
    """Writes the members one after the other."""

    def __init__(self, out: BinaryIO, head: BackupHead, passphrase: str | None) -> None:
        self._sealed = SealedWriter(out, passphrase) if passphrase else None
        into = cast(BinaryIO, self._sealed or out)
        self._packed = gzip.GzipFile(fileobj=into, mode="wb", compresslevel=LEVEL, mtime=0, filename="")
        self._tar = tarfile.open(fileobj=self._packed, mode="w|", format=tarfile.USTAR_FORMAT)  # noqa: SIM115
        self._member("backup.json", msgspec.json.encode(head))
        self._tables: dict[str, TableSum] = {}
        self._files: dict[str, str] = {}

    def table(self, name: str, blocks: Iterable[Iterable[Row]]) -> TableSum:
        """Write all rows of a table; return their sum."""
        found, number, held, size = RowSum(), 0, list[bytes](), 0
        for block in blocks:
            lines = lines_of(block)
            found.add(lines)
            held += lines
            size += sum(map(len, lines))
            if size >= BLOCK:
                self._member(f"tables/{name}/{number:08}.jsonl", b"\n".join(held))
                number, held, size = number + 1, [], 0
        if held:
            self._member(f"tables/{name}/{number:08}.jsonl", b"\n".join(held))
        self._tables[name] = found.told
        return found.told

    def file(self, name: str, content: bytes) -> None:
        """Write a file that lies beside the database."""
        self._member(f"files/{name}", content)
        self._files[name] = file_sum(content)

    def close(self) -> Sums:
        """Write what it all adds up to, and end; what it was written to stays open."""
        sums = Sums(self._tables, self._files)
        self._member("sums.json", msgspec.json.encode(sums))
        self._tar.close()
        self._packed.close()
        if self._sealed is not None:
            self._sealed.close()
        return sums

    def _member(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))


class ArchiveReader:
    """Reads a backup from its beginning to its end; `sums` are known when all `parts` are through."""

    def __init__(self, tar: tarfile.TarFile, packed: gzip.GzipFile) -> None:
        self._tar = tar
        self._packed = packed
        name, content = next(self._members(), ("", b""))
        if name != "backup.json":
            raise Broken
        if msgspec.json.decode(content, type=_Any).format != FORMAT:
            raise _OtherFormat
        self.head = msgspec.json.decode(content, type=BackupHead)
        self.sums: Sums | None = None

    def parts(self) -> Iterator[Part]:
        """Give all members; raises `Broken` at the end when it is not the end that was written."""
        for name, content in self._members():
            kind, _, rest = name.partition("/")
            if self.sums is not None:
                raise Broken
            if name == "sums.json":
                self.sums = msgspec.json.decode(content, type=Sums)
            elif kind == "tables":
                yield Part(rest.partition("/")[0], None, content)
            elif kind == "files":
                yield Part(None, rest, content)
            else:
                raise Broken
        if self.sums is None:
            raise Broken

    def to_the_end(self) -> None:
        """Read what follows the last member: only there it is told whether all that was read is what was written."""
        while self._packed.read(1 << 20):
            pass

    def _members(self) -> Iterator[tuple[str, bytes]]:
        while (info := self._tar.next()) is not None:
            taken = self._tar.extractfile(info) if info.isreg() and info.size <= MOST else None
            if taken is None:
                raise Broken
            yield info.name, taken.read()
            # Why: in a stream tarfile keeps every member that it has seen, for as long as it is open.
            vars(self._tar)["members"].clear()


class _Any(msgspec.Struct, frozen=True):
    format: int


class _OtherFormat(Exception):
    """Written by a release that writes them otherwise."""


_DAMAGE: Final[tuple[type[Exception], ...]] = (
    Broken,
    tarfile.TarError,
    zlib.error,
    EOFError,
    gzip.BadGzipFile,
    msgspec.MsgspecError,
    UnicodeDecodeError,
)


@contextmanager
def open_archive(file: Path, passphrase: str | None) -> Iterator[ArchiveReader]:
    """Open the backup `file`; whatever is wrong with it, then or while it is read, is one `StoreError`.

    Raises backup_unreadable, backup_key_missing, backup_key_wrong, backup_newer, backup_damaged.
    """
    try:
        raw: Any = file.open("rb")
    except OSError as error:
        raise StoreError("backup_unreadable", place=file, why=system_says(error)) from error
    with raw:
        try:
            sealed = raw.read(len(MAGIC)) == MAGIC
            raw.seek(0)
            if sealed and not passphrase:
                raise StoreError("backup_key_missing", place=file)
            source: Any = SealedReader(raw, passphrase or "") if sealed else raw
            with gzip.GzipFile(fileobj=source, mode="rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
                yield ArchiveReader(tar, packed)
        except WrongKey as error:
            raise StoreError("backup_key_wrong", place=file) from error
        except _OtherFormat as error:
            raise StoreError("backup_newer", place=file) from error
        except _DAMAGE as error:
            raise StoreError("backup_damaged", place=file) from error


def file_sum(content: bytes) -> str:
    """Return what tells a file from every other."""
    return sha256(content).hexdigest()


def name_of(made_at: str, *, sealed: bool) -> str:
    """Return the name of the backup file made at the local moment `made_at` (digits)."""
    return f"banshi-{made_at}.{'banshi' if sealed else 'tar.gz'}"
