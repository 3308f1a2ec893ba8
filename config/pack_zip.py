"""A guidance pack as one zip file that strangers may have made: looked at whole before a byte of it is unpacked.

Only plain files with plain names lie in it, few and small enough, and none is much larger than what it is packed into.
The folder of the pack may be its top or the one folder in it.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from config.characters import shortened, visible
from config.pack_file import PackError, Problem

PACKED_BYTES: Final = 1_500_000
"""The fictional city's pack takes a third of it. More than 2 MB would not reach a server that refuses it in words."""
FILES_MOST: Final = 2_000
FILE_BYTES: Final = 4_000_000
UNPACKED_BYTES: Final = 32_000_000
UNPACKED_AT_MOST: Final = 100
"""How many times larger than packed one file may be: more is a bomb."""
DEEPEST: Final = 4
LONGEST_NAME: Final = 200
UTF8: Final = 0x800
ENCRYPTED: Final = 0x1
HEAD: Final = "pack.yaml"
LEFT_OUT: Final = re.compile(r"(^|/)(__MACOSX|\.(?!\.)[^/]+|Thumbs\.db|desktop\.ini)(/|$)")
"""What systems put beside files by themselves."""
_ODD: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\u200b-\u200f\u2028-\u202e\u2066-\u2069]')
_DEVICE: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
AGAIN: Final = "pack the folder of the pack again"


def look_at_zip(data: bytes) -> None:
    """Raise `PackError` with everything that speaks against unpacking `data`."""
    with _opened(data) as packed:
        _chosen(packed)


def unpack(data: bytes, folder: Path) -> Path:
    """Unpack `data` into the empty `folder` and return where the pack's own folder is; raises `PackError`."""
    with _opened(data) as packed:
        top, chosen = _chosen(packed)
        for name, info in chosen.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                with packed.open(info) as content:
                    # The size in its list may be a lie: no more than that is ever taken.
                    place.write_bytes(content.read(info.file_size))
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
                what = "this file of it is damaged"
                raise PackError([Problem(visible(name), 1, "zip_damaged", what, AGAIN)]) from error
    return folder / top


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise PackError([Problem("zip", 1, "zip_unreadable", "this is no zip file", AGAIN)]) from error


def _chosen(packed: zipfile.ZipFile) -> tuple[str, dict[str, zipfile.ZipInfo]]:
    """Return the folder of the pack inside, and its files by their names; raises `PackError`."""
    listed = packed.infolist()
    if len(listed) > FILES_MOST:
        what = f"it holds {len(listed)} files"
        raise PackError([Problem("zip", 1, "zip_too_many", what, f"{FILES_MOST} at most are taken")])
    total = sum(each.file_size for each in listed)
    if total > UNPACKED_BYTES:
        what = f"it unpacks to {total} bytes"
        raise PackError([Problem("zip", 1, "zip_too_large", what, f"{UNPACKED_BYTES} at most are taken")])
    found: dict[str, zipfile.ZipInfo] = {}
    problems: list[Problem] = []
    for info in listed:
        name = _name(info)
        if LEFT_OUT.search(name):
            continue
        problems += _problems(name, info)
        if not info.is_dir():
            if name in found:
                problems.append(Problem(visible(name), 1, "zip_twice", "this name stands in it twice", AGAIN))
            found[name] = info
    problems += _clashes(found)
    if problems:
        raise PackError(problems)
    top = _top(found)
    if top is None:
        what = f"there is no {HEAD} in it"
        raise PackError([Problem("zip", 1, "zip_no_pack", what, "pack the folder in which it lies")])
    return top, found


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name of a file; where its zip does not say that it is UTF-8 it was made on a Chinese system."""
    if info.flag_bits & UTF8 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _problems(name: str, info: zipfile.ZipInfo) -> Iterator[Problem]:
    shown, mode = visible(shortened(name)), info.external_attr >> 16
    parts = PurePosixPath(name).parts
    if (
        name.startswith("/")
        or _ODD.search(name)
        or not parts
        or any(each != each.strip(" .") or _DEVICE.fullmatch(each.partition(".")[0]) for each in parts)
        or len(name) > LONGEST_NAME
    ):
        yield Problem(shown, 1, "zip_name", "this is no name of a file in a pack", "name it otherwise")
    if len(parts) > DEEPEST:
        yield Problem(shown, 1, "zip_deep", "it lies too deep in folders", AGAIN)
    if info.flag_bits & ENCRYPTED:
        yield Problem(shown, 1, "zip_locked", "it is locked with a password", "pack it without a password")
    if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
        yield Problem(shown, 1, "file_odd", "this is a link, pipe or device", "put the file itself there")
    if info.file_size > FILE_BYTES:
        what = f"the file has {info.file_size} bytes"
        yield Problem(shown, 1, "file_too_large", what, "split it into several files")
    elif info.file_size > UNPACKED_AT_MOST * max(info.compress_size, 1) and info.file_size > UNPACKED_AT_MOST:
        yield Problem(shown, 1, "zip_bomb", f"it unpacks to {info.file_size} bytes", AGAIN)


def _clashes(found: dict[str, zipfile.ZipInfo]) -> Iterator[Problem]:
    """Find files of one name to a system that does not tell capitals apart, and files that are folders as well."""
    seen: dict[str, str] = {}
    folders = {str(parent).casefold() for name in found for parent in PurePosixPath(name).parents}
    for name in found:
        folded = name.casefold()
        if folded in folders or seen.setdefault(folded, name) != name:
            yield Problem(visible(name), 1, "zip_twice", "this name stands in it twice", AGAIN)


def _top(found: dict[str, zipfile.ZipInfo]) -> str | None:
    if HEAD in found:
        return "."
    tops = {PurePosixPath(name).parts[0] for name in found}
    return next(iter(tops)) if len(tops) == 1 and f"{next(iter(tops))}/{HEAD}" in found else None
