"""A slip as the bytes of an ESC/POS thermal printer: text in GB18030, native QR codes, raster for rare characters.

Pure. Bytes after the command sheet of Epson's ESC/POS (`ESC @`, `FS &`, `GS !`, `GS ( k`, `GS v 0`, `GS V`); Chinese
printers of that family know the double-byte zones of GB18030 and nothing of its four-byte zone.

Text never becomes a command: what is no sign is left out before it is encoded, and a picture never holds what a
printer would take for a real-time request.
"""

import re
from collections.abc import Callable
from typing import Literal

import segno

from config.characters import plain
from config.printing import Charset, Cut
from hardware.printer.model import Model

Align = Literal["left", "center", "right"]
Raster = Callable[[str, int], tuple[int, bytes]]
"""Draws a line of text at a height of dots: returns its width in bytes and its rows, one bit a dot, 1 is black."""

INIT = b"\x1b@"
HANZI_ON = b"\x1c&"
ALIGNS: dict[Align, int] = {"left": 0, "center": 1, "right": 2}
DOT_LINE = 24
"""Dots of a line of text at normal size, which a hanzi fills as a square."""
STRIP = 128
"""Most rows sent as one raster: small printers have buffers of 4 kB."""
CUTS: dict[Cut, bytes] = {"partial": b"\x1dV\x42\x00", "full": b"\x1dV\x41\x00", "none": b"\x1bJ\x60"}
"""How a slip ends: cut, or fed out as far as it must be torn off."""
REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
"""The first byte of what printers obey wherever it stands, even inside a picture: status, recovery, power off."""


def printable(text: str, charset: Charset) -> bool:
    """Return whether a printer of `charset` has every character of `text` in its own font."""
    return all(_has(char, charset) for char in text)


def _has(char: str, charset: Charset) -> bool:
    try:
        encoded = char.encode(charset)
    except UnicodeEncodeError:
        return False
    if len(encoded) == 1:
        return 0x20 <= encoded[0] <= 0x7E
    # Four bytes for one character come only from GB18030's zone that the printers' fonts lack.
    return len(encoded) == 2 and 0x81 <= encoded[0] <= 0xFE and 0x40 <= encoded[1] <= 0xFE


class Slip:
    """Collects one slip for a printer `model`, line by line; `cut()` is what the printer gets.

    `raster` draws lines that the printer's own font lacks.
    """

    def __init__(self, raster: Raster, model: Model | None = None) -> None:
        self._model = model or Model()
        self.dots = self._model.dots
        self._raster = raster
        self._bytes = bytearray(INIT + HANZI_ON)

    def line(
        self, text: str, *, size: int = 1, bold: bool = False, align: Align = "left", reverse: bool = False
    ) -> None:
        """Print `text` as one line, `size` (1 to 8) times as wide and high; it must fit, see `wrap`."""
        text = plain(text)
        self._bytes += bytes((0x1B, 0x61, ALIGNS[align]))
        if not printable(text, self._model.charset):
            self._drawn(text, DOT_LINE * size)
            return
        self._bytes += bytes((0x1D, 0x21, (size - 1) << 4 | (size - 1)))
        self._bytes += bytes((0x1B, 0x45, bold, 0x1D, 0x42, reverse))
        self._bytes += text.encode(self._model.charset) + b"\n"

    def text(self, text: str, *, size: int = 1, bold: bool = False, align: Align = "left", indent: int = 0) -> None:
        """Print `text` over as many lines as it needs; lines after the first start `indent` columns in.

        Lines in the middle are about equally long.
        """
        lines, columns = "\n".join(plain(line) for line in text.split("\n")), self.columns(size) - indent
        broken = balanced(lines, columns) if align == "center" else wrap(lines, columns)
        for number, part in enumerate(broken):
            self.line((" " * indent if number else "") + part, size=size, bold=bold, align=align)

    def columns(self, size: int = 1) -> int:
        """Return how many Latin letters fit on a line; a hanzi takes two."""
        return self.dots // (DOT_LINE // 2 * size)

    def rule(self) -> None:
        """Print a thin line over the whole width."""
        row = b"\xff" * (self.dots // 8)
        self.feed(10)
        self._bytes += bytes((0x1B, 0x61, 0)) + _raster(self.dots // 8, row * 2)
        self.feed(10)

    def feed(self, dots: int) -> None:
        """Move the paper on by `dots` (0 to 255); 8 dots are a millimetre."""
        self._bytes += bytes((0x1B, 0x4A, dots))

    def code(self, text: str, module: int = 6) -> None:
        """Print a QR code of `text` in the middle, `module` dots (1 to 16) a module, error correction M."""
        text = plain(text)
        data = text.encode()
        self._bytes += bytes((0x1B, 0x61, 1))
        if not self._model.native_codes:
            self._bytes += _raster(*_code(text, module))
            return
        self._bytes += b"\x1d(k\x04\x00\x31\x41\x32\x00"
        self._bytes += b"\x1d(k\x03\x00\x31\x43" + bytes((module,))
        self._bytes += b"\x1d(k\x03\x00\x31\x45\x31"
        self._bytes += b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"\x31\x50\x30" + data
        self._bytes += b"\x1d(k\x03\x00\x31\x51\x30"

    def cut(self) -> bytes:
        """Return the whole slip, cut 12 mm after its last line."""
        return bytes(self._bytes) + bytes((0x1B, 0x4A, 96)) + CUTS[self._model.cut]

    def _drawn(self, text: str, height: int) -> None:
        width, rows = self._raster(text, height)
        self._bytes += _raster(width, rows)


def _code(text: str, module: int) -> tuple[int, bytes]:
    """Return a QR code as rows of bits and the width of a row in bytes."""
    rows = bytearray()
    width = 0
    for modules in segno.make(text, error="m", micro=False, boost_error=False).matrix_iter(border=0):
        line = "".join(("1" if each else "0") * module for each in modules)
        width = -(-len(line) // 8)
        rows += int(line.ljust(width * 8, "0"), 2).to_bytes(width, "big") * module
    return width, bytes(rows)


def _raster(width: int, rows: bytes) -> bytes:
    # One dot more, which nobody sees, is better than a printer that restarts.
    rows = REAL_TIME.sub(b"\x18", rows)
    strips = bytearray()
    for start in range(0, len(rows), width * STRIP):
        part = rows[start : start + width * STRIP]
        strips += b"\x1dv0\x00" + width.to_bytes(2, "little") + (len(part) // width).to_bytes(2, "little") + part
    return bytes(strips)


def columns_of(text: str) -> int:
    """Return how many columns `text` takes: one for ASCII, two for everything else."""
    return sum(1 if char < "\x80" else 2 for char in text)


def wrap(text: str, columns: int) -> list[str]:
    """Break `text` into lines of at most `columns`; hanzi break anywhere, Latin words stay whole when they can."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(paragraph):
            if line and columns_of(line + word.rstrip()) > columns:
                lines.append(line.rstrip())
                line = ""
            while columns_of(word.rstrip()) > columns:
                lines.append(_head(word, columns))
                word = word[len(lines[-1]) :]
            line += word
        lines.append(line.rstrip())
    return lines


def balanced(text: str, columns: int) -> list[str]:
    """Break `text` into as few lines of at most `columns` as can be, all about equally long."""
    lines = wrap(text, columns)
    for narrower in range(columns - 1, columns // 2, -1):
        tried = wrap(text, narrower)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for char in text:
        glued = words and char < "\x80" and words[-1][-1] < "\x80" and not (words[-1][-1] == " " and char != " ")
        # Closing marks stay with the word before them.
        if glued or (words and char in "，。、；：！？）】”"):
            words[-1] += char
        else:
            words.append(char)
    return words


def _head(text: str, columns: int) -> str:
    head = ""
    for char in text:
        if head and columns_of(head + char) > columns:
            break
        head += char
    return head
