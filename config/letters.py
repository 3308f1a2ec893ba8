"""Which font has which character: the hall's own first, then those of this machine for rare ones.

Screens, slips and sheets ask here, so that a name is drawn everywhere or nowhere.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from PIL import ImageFont

from config.font import bolder, font_file, rare_fonts

MISSING: Final = "〓"
"""What printers set for a character that they have no type of."""
NOBODY_HAS: Final = "\U000effff"
"""A character of no font: what is drawn for it is what a font draws for all it lacks."""
SIZES: Final = 8
PROBED: Final = 24
KNOWN: Final = 8192
_WORDS: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+|.", re.DOTALL)
"""A word in Latin letters, or any other sign alone."""


class Letters:
    """A font file at any height, with `rare` fonts (file, number of its face) for what it lacks; for one thread."""

    def __init__(self, font: Path, rare: Iterable[tuple[Path, int]] = ()) -> None:
        self._fonts = ((font, 0), *rare)
        self.sized = lru_cache(maxsize=SIZES)(self._open)
        self._lacking = lru_cache(maxsize=len(self._fonts))(self._lacking_in)
        self.font_of = lru_cache(maxsize=KNOWN)(self._font_of)

    def has(self, char: str) -> bool:
        """Return whether one of the fonts has `char`."""
        return self.font_of(char) is not None

    def file(self, number: int, *, bold: bool = False) -> Path:
        """Return the file of font `number`, 0 is the hall's own; bold where one lies beside it."""
        file = self._fonts[number][0]
        return bolder(file) if bold else file

    def runs(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield `text` in pieces of one font each, the font's number first; what none has is given to font 0."""
        numbered = ((number, char) for word in _WORDS.findall(text) for number, char in self._numbered(word))
        for number, piece in groupby(numbered, lambda each: each[0]):
            yield number, "".join(char for _, char in piece)

    def _numbered(self, word: str) -> Iterator[tuple[int, str]]:
        """Yield the letters of `word`, all in one font where one has them: a name looks torn otherwise."""
        numbers = [self.font_of(char) or 0 for char in word]
        last = max(numbers)
        if min(numbers) != last and all(self._in(last, char) for char in word):
            numbers = [last] * len(word)
        yield from zip(numbers, word, strict=True)

    def _in(self, number: int, char: str) -> bool:
        return _dots(self.sized(number, PROBED), char) not in self._lacking(number)

    def _font_of(self, char: str) -> int | None:
        if char.isspace():
            return 0
        for number in range(len(self._fonts)):
            if self._in(number, char):
                return number
        return None

    def _lacking_in(self, number: int) -> tuple[bytes, ...]:
        """Return what font `number` draws for a character that it lacks: its box, or nothing at all."""
        font = self.sized(number, PROBED)
        return _dots(font, NOBODY_HAS), _dots(font, " ")

    def _open(self, number: int, size: int) -> ImageFont.FreeTypeFont:
        file, face = self._fonts[number]
        # The basic layout never fails; the other raises for characters that begin a new line.
        return ImageFont.truetype(str(file), size, index=face, layout_engine=ImageFont.Layout.BASIC)


def machine_letters(weight: str = "Regular") -> Letters:
    """Return the hall's own font, `Regular` or `Bold`, with the fonts of this machine behind it."""
    rare = ((bolder(file) if weight == "Bold" else file, face) for file, face in rare_fonts())
    return Letters(font_file(weight), rare)


def _dots(font: ImageFont.FreeTypeFont, char: str) -> bytes:
    mask = font.getmask(char, mode="1")
    return b"%d %d " % mask.size + bytes(mask)
