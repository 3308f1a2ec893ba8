"""A write-ahead log that belongs to another database file than the one it lies beside.

SQLite copies whatever log lies beside a file into it, without a look at whether it was written for that file. A backup
that is put in the place of a file whose server was killed would so become a mixture of two databases, and nobody would
be told. What tells: the file was put there after the log was written, and the log is not being copied into it.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

HEADER: Final = 32
FRAME: Final = 24
_MAGIC: Final = (0x377F0682, 0x377F0683)
APART_NS: Final = 20_000_000
"""Two files that are moved or given to another owner in one go may change so long one after the other."""


def foreign_log(file: Path) -> Path | None:
    """Return the log beside the database `file` where it is not this file's, None where it is or there is none.

    Only for a file that nobody has open. Raises `OSError`.
    """
    log = file.with_name(f"{file.name}-wal")
    try:
        written = log.stat()
    except FileNotFoundError:
        return None
    # The time of the last change of all that is known of a file: no copy and no move can keep an older one.
    if written.st_size <= HEADER or file.stat().st_ctime_ns <= written.st_ctime_ns + APART_NS:
        return None
    with log.open("rb") as opened:
        frames = list(_committed(opened.read()))
    if not frames:
        return None
    first = min(page for page, _ in frames)
    size = len(frames[0][1])
    with file.open("rb") as opened:
        opened.seek((first - 1) * size)
        here = opened.read(size)
    # Pages are copied back in their order, so the first one is there as soon as anything is.
    return None if any(content == here for page, content in frames if page == first) else log


def _committed(log: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each page in `log` up to its last commit."""
    magic, _, size, _, *salts = struct.unpack(">6I", log[:24])
    if magic not in _MAGIC or size < 512:
        return
    waiting: list[tuple[int, bytes]] = []
    for place in range(HEADER, len(log) - FRAME - size + 1, FRAME + size):
        page, committed, *salted = struct.unpack(">4I", log[place : place + 16])
        if salted != salts or page == 0:
            return
        waiting.append((page, log[place + FRAME : place + FRAME + size]))
        if committed:
            yield from waiting
            waiting = []
