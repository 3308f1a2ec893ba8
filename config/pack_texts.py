"""A pack that is in nobody's folder: read from the texts of its files, and what such a pack may consist of.

Texts read before are not read again: a draft changes one file at a time.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from config.edition import Guidance
from config.edition_file import FOLDER, editions_in
from config.pack import PARTS
from config.pack_file import PackFile, Problem, Reading
from config.yaml_file import BYTES_AT_MOST, YamlError, parse_yaml

FILES_AT_MOST: Final = 2_000
WHOLE_AT_MOST: Final = 24_000_000
"""Bytes of all texts together."""
FOLDERS: Final = (*PARTS, FOLDER)
_STEM: Final = r"\w[\w-]{0,63}"
NAME: Final = re.compile(
    rf"(?:pack|{'|'.join(PARTS)})\.yaml|(?:{'|'.join(FOLDERS)})/{_STEM}\.yaml|sources/{_STEM}(?:\.{_STEM})*\.txt"
)
"""What a file of a pack may be called, seen from its folder."""
_READ: Final = 4_000


class _Texts(Reading):
    """A reading of texts: file name -> text."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(Path())
        self._texts = texts

    def files(self) -> list[Path]:
        return [Path(name) for name in sorted(self._texts)]

    def files_of(self, part: str) -> list[Path]:
        inside = sorted(name for name in self._texts if name.startswith(f"{part}/") and name.endswith(".yaml"))
        return [Path(name) for name in ([f"{part}.yaml"] if f"{part}.yaml" in self._texts else []) + inside]

    def node(self, file: Path) -> Any:
        text = self._texts.get(file.as_posix())
        if text is None:
            raise YamlError(1, "file_unreadable", "it is not there", f"write {file.name}")
        return parsed(text)


def read_texts(texts: Mapping[str, str]) -> PackFile:
    """Return the pack that is written in `texts` (name -> text); raises `PackError` with every problem found."""
    return _Texts(texts).whole()


def guidance_of(texts: Mapping[str, str], file: PackFile) -> Guidance:
    """Return the pack that was read from `texts`, with the editions there; raises `PackError`."""
    reading = _Texts(texts)
    return Guidance(file.pack, editions_in(reading.files_of(FOLDER), file.pack, reading.node))


def unfit(name: str, text: str) -> Problem | None:
    """Return what speaks against a file of this name and size in a pack, or None."""
    if not NAME.fullmatch(name):
        what = f"{name[:80]!r} is no file of a pack"
        return Problem(name[:80], 1, "file_unknown", what, "name it PART/NAME.yaml, or sources/NAME.txt")
    if (size := len(text.encode(errors="replace"))) > BYTES_AT_MOST:
        return Problem(name, 1, "file_too_large", f"the file has {size} bytes", "split it into several files")
    return None


@lru_cache(_READ)
def parsed(text: str) -> Any:
    """Return what `text` holds, which nobody may change; raises `YamlError`."""
    return parse_yaml(text)
