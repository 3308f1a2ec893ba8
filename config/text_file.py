"""Read a file that somebody named: only plain files, never more than is taken, and never waiting for anything.

A pipe, a device or a folder in the place of a file is refused before a byte is read, so nothing named by mistake (or on
purpose) can hold a command up for ever or fill the memory.
"""

import errno
import os
import stat
from pathlib import Path
from typing import Final

from config.system_words import system_says

CODES: Final[dict[str, str]] = {
    "missing": "{place} is not there. Check its name.",
    "forbidden": "{place} may not be read or written by this user.",
    "a_folder": "{place} is a folder. Name a file.",
    "not_a_folder": "{place}: a part of this path is no folder.",
    "not_a_file": "{place} is no plain file but a pipe, socket or device. Name a file.",
    "a_link": "{place} is a symbolic link. Put the file itself there.",
    "too_large": "{place} has {size} bytes; {most} at most are taken. Split it.",
    "not_utf8": "{place}: line {line} is not UTF-8. Save the file as UTF-8.",
    "one_line": "{place} shall hold one line and nothing else.",
    "no_space": "There is no space left for {place}. Free some.",
    "read_only": "{place} lies on a disk that cannot be written.",
    "there_already": "{place} is there already.",
    "name_wrong": "{place} is no name that a file can have.",
    "os_error": "{place}: {why}.",
}
"""Stable code -> English sentence, which is also the gettext key."""

_BY_NUMBER: Final[dict[int, str]] = {
    errno.ENOENT: "missing",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EISDIR: "a_folder",
    errno.ENOTDIR: "not_a_folder",
    errno.ELOOP: "a_link",
    errno.ENXIO: "not_a_file",
    errno.ENODEV: "not_a_file",
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "no_space",
    errno.EROFS: "read_only",
    errno.EEXIST: "there_already",
    errno.ENAMETOOLONG: "name_wrong",
}


class TextFileError(Exception):
    """A file that cannot be used; translated by the surface, like a `Refusal`."""

    def __init__(self, place: object, code: str, **values: object) -> None:
        self.code = code
        self.message = CODES[code]
        self.values: dict[str, object] = {"place": place, **values}
        super().__init__(self.message.format(**self.values))


def file_error(place: object, error: OSError) -> TextFileError:
    """Return what to say of `place` for an error of the system."""
    code = _BY_NUMBER.get(error.errno or 0, "os_error")
    return TextFileError(place, code, **({"why": system_says(error)} if code == "os_error" else {}))


def read_bytes(place: Path, most: int, *, follow: bool = True) -> bytes:
    """Return what the plain file `place` holds, `most` bytes at most; raises `TextFileError`.

    Without `follow` a symbolic link in its place is refused.
    """
    try:
        handle = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW))
    except OSError as error:
        raise file_error(place, error) from error
    except ValueError as error:
        raise TextFileError(repr(str(place)), "name_wrong") from error
    try:
        what = os.fstat(handle)
        if not stat.S_ISREG(what.st_mode):
            raise TextFileError(place, "a_folder" if stat.S_ISDIR(what.st_mode) else "not_a_file")
        if what.st_size > most:
            raise TextFileError(place, "too_large", size=what.st_size, most=most)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most)
    except OSError as error:
        raise file_error(place, error) from error
    finally:
        os.close(handle)


def read_text(place: Path, most: int, *, follow: bool = True) -> str:
    """Return the text of the plain file `place`, UTF-8 with or without a mark at its start; raises `TextFileError`."""
    data = read_bytes(place, most, follow=follow)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TextFileError(place, "not_utf8", line=line) from error
