"""Letters as dots: draws lines of text for characters that a printer lacks, and for pictures of slips."""

import logging
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw

from config.characters import name_of
from config.letters import MISSING, Letters

_log = logging.getLogger("hardware.printer")


class Lettering:
    """A font file at any height, with `rare` fonts (file, number of its face) for what it lacks; for one thread."""

    def __init__(self, font: Path, rare: Iterable[tuple[Path, int]] = ()) -> None:
        self._letters = Letters(font, rare)
        self._told: set[str] = set()

    def raster(self, text: str, height: int) -> tuple[int, bytes]:
        """Return `text` as rows of bits (1 is black), `height` rows, and the width of a row in bytes."""
        picture = self.picture(text, height)
        width = -(-picture.width // 8)
        wide = Image.new("1", (width * 8, height), 0)
        wide.paste(picture.point(lambda grey: 255 if grey > 110 else 0).convert("1"))
        return width, wide.tobytes()

    def picture(self, text: str, height: int, *, bold: bool = False) -> Image.Image:
        """Return `text` as a grey mask; every hanzi is a square of `height`, every ASCII letter half of that."""
        cell = height // 2
        columns = sum(1 if char < "\x80" else 2 for char in text)
        mask = Image.new("L", (max(columns * cell, 1), height), 0)
        pen = ImageDraw.Draw(mask)
        size = round(height * 0.86)
        left = 0
        for char in text:
            room = cell if char < "\x80" else 2 * cell
            drawn, number = self._shown(char)
            pen.text(
                (left + room / 2, height * 0.46),
                drawn,
                font=self._letters.sized(number, size),
                fill=255,
                anchor="mm",
                stroke_width=1 if bold else 0,
            )
            left += room
        return mask

    def has(self, char: str) -> bool:
        """Return whether one of the fonts has `char`."""
        return self._letters.has(char)

    def _shown(self, char: str) -> tuple[str, int]:
        """Return what stands for `char`, and the number of the font that has it; a sign of its own is never a box."""
        number = self._letters.font_of(char)
        if number is not None:
            return char, number
        if char not in self._told:
            self._told.add(char)
            _log.warning("no font has %s: %s is printed for it", name_of(char), MISSING)
        return MISSING, 0
