"""Heads of the record that were written down elsewhere: in a file that is only ever added to, or on paper.

Whoever can write the database can chain the whole record anew; a head from before tells of it. Lines are
`MOMENT SEQ:HASH` for the record and `MOMENT CENTER SEQ:HASH` for the seals of a journal. The file lies beside the
database: for whom this is not far enough, the record's heads stand in the log.
"""

import os
import re
from pathlib import Path
from typing import Final

from server.office.audit.chain import Head

FILE: Final = "audit-heads.txt"
_LINE: Final = re.compile(r"\S+ (?:(\S+) )?([0-9]{1,18}:[0-9a-f]{64})")
Kept = dict[str, list[Head]]
"""Heads by the center whose journal they seal; those of the record by ""."""
_HEAD: Final = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")
BYTES_AT_MOST: Final = 16 << 20
"""Five hundred years of days."""


def told_head(head: Head) -> str:
    """Return a head as it is written down."""
    return f"{head.seq}:{head.hash}"


def read_head(text: str) -> Head | None:
    """Return the head that was written down as `text`, None for what is none."""
    found = _HEAD.fullmatch(text.strip().lower())
    return None if found is None else Head(int(found[1]), found[2])


def kept_heads(file: Path) -> Kept:
    """Return the heads in `file`, none while there is no such file; raises `OSError`.

    A line that was half written when the power went is no head; one that somebody changed fits nothing.
    """
    try:
        with file.open("rb") as opened:
            lines = opened.read(BYTES_AT_MOST).decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return {}
    kept: Kept = {}
    for line in lines:
        found = _LINE.fullmatch(line)
        head = None if found is None else read_head(found[2])
        if found is not None and head is not None:
            kept.setdefault(found[1] or "", []).append(head)
    return kept


def keep_head(file: Path, moment: str, head: Head, center: str = "") -> None:
    """Add a head to `file`, durably; raises `OSError`."""
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        size = os.fstat(handle).st_size
        # After a line that was cut off by a power failure another one begins.
        begin = "\n" if size and os.pread(handle, 1, size - 1) != b"\n" else ""
        named = f"{center} " if center else ""
        os.write(handle, f"{begin}{moment} {named}{told_head(head)}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
