"""Letters as dots: draws lines of text for characters that a printer lacks, and for pictures of slips."""

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont


class Lettering:
    """A font file at any height; usable from one thread at a time."""

    def __init__(self, font: Path) -> None:
        self._font = font
        self._sized = lru_cache(maxsize=8)(self._open)

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
        font = self._sized(round(height * 0.86))
        left = 0
        for char in text:
            room = cell if char < "\x80" else 2 * cell
            pen.text(
                (left + room / 2, height * 0.46), char, font=font, fill=255, anchor="mm", stroke_width=1 if bold else 0
            )
            left += room
        return mask

    def _open(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(self._font), size)
