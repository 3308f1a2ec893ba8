"""Guards against a database file that is deleted, replaced, put back from a backup or cut off under a running server.

SQLite itself goes on with the file it has open, even when that has no name any more: everything would be answered, and
lost with the end of the process. So what lies at the path is compared with what was opened, before and after commits.
"""

import os
import secrets
import struct
from pathlib import Path
from typing import Final, NamedTuple

import structlog

from server.rules.errors import Refusal

HEADER_BYTES: Final = 100
MAGIC: Final = b"SQLite format 3\0"
_COUNTER: Final = slice(24, 28)
_STAMP: Final = slice(60, 64)

_log = structlog.get_logger("store")


class _Seen(NamedTuple):
    """The most that was seen of the file: it only grows, and its counter too."""

    size: int
    header: bytes

    def newer(self, other: "_Seen") -> "_Seen":
        header = max(self.header, other.header, key=lambda each: each[_COUNTER])
        return _Seen(max(self.size, other.size), header)


class FileGuard:
    """The file of one running server, known by its place on the disk, its stamp, its counter of changes and its size.

    The stamp is the `user_version` that this server has written when it opened the file; another file does not have it,
    and a copy of this one that was made earlier has counted fewer changes. Any thread may look at any time.
    """

    def __init__(self, file: Path) -> None:
        """Look at `file` before SQLite opens it. Raises `OSError`."""
        self.stamp = 1 + secrets.randbelow(2**31 - 1)
        self._file = file
        self._log_file = file.with_name(f"{file.name}-wal")
        # Never closed before the connections are: closing it frees SQLite's own locks of this process.
        self._handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        self._log_place: tuple[int, int] | None = None
        self._seen = _Seen(0, b"")
        self._stamped = False
        self._lost = False
        self._told = False

    def begin(self) -> None:
        """Hold to what is there now: the stamp was written and copied to the file itself."""
        self._log_place = _place(os.stat(self._log_file))
        self._stamped = True

    def check(self) -> int:
        """Return the bytes of the write-ahead log; raises `Refusal` data_replaced, or store_unavailable when closed."""
        try:
            return self._look()
        except FileNotFoundError as error:
            raise self._refuse("it was deleted") from error
        except OSError as error:
            raise Refusal("store_unavailable") from error

    def close(self) -> None:
        """Let go; a second time does nothing."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def _look(self) -> int:
        if self._lost:
            raise Refusal("data_replaced")
        # Taken before the file is: what another thread sees meanwhile is newer than what this one holds in its hands.
        seen = self._seen
        here, log = os.fstat(self._handle), os.stat(self._log_file)
        if _place(os.stat(self._file)) != _place(here):
            raise self._refuse("another file lies there")
        if _place(log) != self._log_place:
            raise self._refuse("its write-ahead log was deleted or replaced")
        now = _Seen(here.st_size, self._header(seen.header))
        why = self._wrong(seen, now)
        if why:
            # What is overwritten in place does not come back.
            self._lost = True
            raise self._refuse(why)
        self._seen = self._seen.newer(now)
        self._told = False
        return log.st_size

    def _header(self, known: bytes) -> bytes:
        """Return the file's first bytes; if not `known`, read until they stay, as they are being written now."""
        header = os.pread(self._handle, HEADER_BYTES, 0)
        while header != known:
            known, header = header, os.pread(self._handle, HEADER_BYTES, 0)
        return header

    def _wrong(self, seen: _Seen, now: _Seen) -> str | None:
        if now.size < seen.size or len(now.header) < HEADER_BYTES:
            return "it was cut off"
        if now.header[: len(MAGIC)] != MAGIC or (self._stamped and _number(now.header[_STAMP]) != self.stamp):
            return "it was overwritten"
        if now.header[_COUNTER] < seen.header[_COUNTER]:
            return "an older copy was put in its place"
        return None

    def _refuse(self, why: str) -> Refusal:
        if not self._told:
            self._told = True
            _log.error("database file is not the one that was opened", file=str(self._file), why=why)
        return Refusal("data_replaced")


def _place(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _number(four: bytes) -> int:
    return int(struct.unpack(">I", four)[0])
