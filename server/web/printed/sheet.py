"""Sheets of A4 for printing at home or at a guide desk: lines of text that break well, boxes, circles, a code to scan.

The font goes into the file with the letters used. A character that it lacks is drawn with a font of this machine, as a
picture that reads and copies as that character; where no font has it, `〔U+20BB7〕` is written: what cannot be drawn
must not vanish.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Final

import segno
from PIL import Image, ImageColor, ImageDraw
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from config.centers import Language
from config.characters import plain
from config.font import font_file
from config.letters import MISSING, Letters, machine_letters
from config.look import COLOURS

WIDTH, HEIGHT = A4
MARGIN: Final = 18 * mm
FOOT: Final = 16 * mm
LEADING: Final = 1.45
GOES_ON: Final = 10.0
LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
STRAIGHT: Final = str.maketrans("“”‘’", "\"\"''")
"""The font's curly quotes are as wide as a hanzi: between English words they leave holes."""
REGULAR, BOLD = "Regular", "Bold"
MARKS: Final = "，。；：、！？）》」”…"
LEAST: Final = 3
"""Signs of a last line that would be one alone."""
DOTS: Final = 300
"""Height of letters that are drawn as pictures: more than any printer shows of the largest title."""
# What stands together on a line: Latin words and figures with what clings to them, and one hanzi with its marks.
_PIECES: Final = re.compile(r"[“（《「]*(?:[!-~\u00a0-\u02ff\u1e00-\u1eff–]+|.)[，。；：、！？）》」”…]* *", re.DOTALL)


@cache
def font_name(weight: str) -> str:
    """Return the name under which letters of `weight` are known to the canvas; opening takes 0.3 s."""
    name = f"NotoSansSC-{weight}"
    pdfmetrics.registerFont(TTFont(name, str(font_file(weight))))
    return name


@cache
def letters(weight: str) -> Letters:
    """Return the fonts of `weight`; the number 0 is the one that goes into the file."""
    return machine_letters(weight)


def drawable(text: str, weight: str = REGULAR) -> str:
    """Return `text` composed as fonts have it, with every character that none has written as its number."""
    own, spaced = _own(weight), " ".join(plain(text).split())
    if own.issuperset(spaced):
        return spaced
    has = letters(weight).font_of
    return "".join(char if char in own or has(char) else f"〔U+{ord(char):04X}〕" for char in spaced)


def broken(text: str, weight: str, size: float, width: float) -> list[str]:
    """Return the lines of `text` at `size` points within `width`; a word longer than a line is cut.

    No last line is one hanzi alone.
    """
    lines = list(_broken(text, weight, size, width))
    if len(lines) < 2 or len(lines[-1].rstrip(MARKS)) > 1 or lines[-1].isascii():
        return lines
    pieces, last = _PIECES.findall(lines[-2]), lines[-1]
    while len(last.rstrip(MARKS)) < LEAST and len(pieces) > LEAST:
        last = pieces.pop() + last
    return [*lines[:-2], "".join(pieces).rstrip(), last]


def _broken(text: str, weight: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for piece in _PIECES.findall(drawable(text, weight)):
        if line and _wide((line + piece).rstrip(), weight, size) > width:
            yield line.rstrip()
            line = ""
        while _wide(piece.rstrip(), weight, size) > width and len(piece) > 1:
            fits = next(n for n in range(len(piece), 0, -1) if n == 1 or _wide(piece[:n], weight, size) <= width)
            yield piece[:fits]
            piece = piece[fits:]
        line += piece
    if line.strip():
        yield line.rstrip()


@cache
def _own(weight: str) -> frozenset[str]:
    """Return the characters of the font that goes into the file."""
    return frozenset(map(chr, pdfmetrics.getFont(font_name(weight)).face.charToGlyph))


def _runs(text: str, weight: str) -> Iterable[tuple[int, str]]:
    """Return `text` in pieces of one font each; nearly every text is one piece."""
    return ((0, text),) if _own(weight).issuperset(text) else letters(weight).runs(text)


def _wide(text: str, weight: str, size: float) -> float:
    return sum(_run_wide(number, piece, weight, size) for number, piece in _runs(text, weight))


def _run_wide(number: int, piece: str, weight: str, size: float) -> float:
    if number == 0:
        return float(pdfmetrics.stringWidth(piece, font_name(weight), size))
    return float(letters(weight).sized(number, DOTS).getlength(piece)) * size / DOTS


class Sheet:
    """A4 sheets written from above; sizes are points times `scale`.

    `foot` ends each, with its number of `pages` (0: not known yet). While `goes_on` is set, it heads each new page and
    says what was begun before.
    """

    def __init__(self, title: str, foot: str, scale: float, language: Language, pages: int = 0) -> None:
        self._out = BytesIO()
        self._canvas = Canvas(self._out, pagesize=A4, pageCompression=1, lang=LANGUAGES[language], invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self.scale = scale
        self._english = language == "en"
        self._foot = foot
        self._pages = pages
        self._way: tuple[float, float] | None = None
        self.goes_on = ""
        self.y = self._top = HEIGHT - MARGIN
        self.page = 1

    @property
    def at_top(self) -> bool:
        """Return whether nothing stands on this page."""
        return bool(self.y >= self._top)

    @property
    def room(self) -> float:
        """Return the width between the margins."""
        return float(WIDTH - 2 * MARGIN)

    def need(self, height: float) -> bool:
        """Begin a new page unless `height` points are left; return whether one was begun."""
        if self.y - height >= MARGIN + FOOT or self.at_top:
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Begin a new page."""
        radius = self._way[1] if self._way else 0
        self._close_page()
        self._canvas.showPage()
        self.page += 1
        self.y = self._top = HEIGHT - MARGIN
        if radius:
            self._way = (self.y, radius)
        if self.goes_on:
            self.text(self.goes_on, GOES_ON, left=radius * 3, ink="muted")
            self.gap(2)
            self._top = self.y

    def lines(self, text: str, size: float, *, left: float = 0, right: float = 0, bold: bool = False) -> list[str]:
        """Return the lines of `text` that is written so many points away from the margins."""
        weight = BOLD if bold else REGULAR
        text = text.translate(STRAIGHT) if self._english else text
        return broken(text, weight, size * self.scale, WIDTH - 2 * MARGIN - left - right)

    def height(self, text: str, size: float, *, left: float = 0, right: float = 0, bold: bool = False) -> float:
        """Return the points that `text` takes."""
        return len(self.lines(text, size, left=left, right=right, bold=bold)) * size * self.scale * LEADING

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide `text` is on one line."""
        weight = BOLD if bold else REGULAR
        return _wide(drawable(text, weight), weight, size * self.scale)

    def text(
        self, text: str, size: float, *, left: float = 0, right: float = 0, bold: bool = False, ink: str = "ink"
    ) -> None:
        """Write `text`, `left` and `right` points away from the margins."""
        weight, high = BOLD if bold else REGULAR, size * self.scale
        for line in self.lines(text, size, left=left, right=right, bold=bold):
            self.need(high * LEADING)
            self._write(line, MARGIN + left, self.y - high * 1.12, weight, high, ink)
            self.y -= high * LEADING

    def beside(self, text: str, size: float, *, ink: str = "muted", width: float) -> None:
        """Write `text` at the right margin from where the pen is, without moving it."""
        high, y = size * self.scale, self.y
        for line in self.lines(text, size, left=WIDTH - 2 * MARGIN - width):
            wide = _wide(line, REGULAR, high)
            self._write(line, WIDTH - MARGIN - wide, y - high * 1.12, REGULAR, high, ink)
            y -= high * LEADING

    def cells(self, texts: Sequence[str], edges: Sequence[float], size: float, *, bold: bool = False) -> None:
        """Write one row of a table: the first of `texts` begins at its edge, each other one ends at the edge after it.

        `edges` are points from the left margin, one more than there are texts.
        """
        weight, high = BOLD if bold else REGULAR, size * self.scale
        wide = [end - begin - 4 for begin, end in pairwise(edges)]
        lines = [broken(text, weight, high, room) for text, room in zip(texts, wide, strict=True)]
        self.need(max(map(len, lines), default=1) * high * LEADING)
        for place, of_cell in enumerate(lines):
            for down, line in enumerate(of_cell):
                x = MARGIN + edges[place]
                if place:
                    x = MARGIN + edges[place + 1] - _wide(line, weight, high)
                self._write(line, x, self.y - high * (1.12 + down * LEADING), weight, high, "ink")
        self.y -= max(map(len, lines), default=1) * high * LEADING

    def gap(self, points: float) -> None:
        """Leave room."""
        self.y -= points * self.scale

    def tint(self, height: float, ink: str) -> None:
        """Fill the width of the sheet from where the pen is, `height` points down, to be written upon."""
        self._canvas.setFillColor(HexColor(COLOURS[ink]))
        self._canvas.roundRect(MARGIN, self.y - height, WIDTH - 2 * MARGIN, height, 3 * self.scale, stroke=0, fill=1)

    def rule(self, *, left: float = 0, ink: str = "pale") -> None:
        """Draw a thin line across."""
        self._canvas.setStrokeColor(HexColor(COLOURS[ink]))
        self._canvas.setLineWidth(0.7)
        self._canvas.line(MARGIN + left, self.y, WIDTH - MARGIN, self.y)

    def box(self, side: float, *, left: float = 0, ticked: bool = False) -> None:
        """Draw a box to tick, or a tick without one, at the line that comes."""
        side *= self.scale
        x, y = MARGIN + left, self.y - side * 1.32
        self._canvas.setStrokeColor(HexColor(COLOURS["good" if ticked else "ink"]))
        self._canvas.setLineWidth(1.1 * self.scale)
        if ticked:
            path = self._canvas.beginPath()
            path.moveTo(x + side * 0.12, y + side * 0.5)
            path.lineTo(x + side * 0.4, y + side * 0.18)
            path.lineTo(x + side * 0.92, y + side * 0.86)
            self._canvas.drawPath(path)
        else:
            self._canvas.roundRect(x, y, side, side, 1.2 * self.scale)

    def badge(self, number: str, radius: float) -> None:
        """Draw a filled circle with a number at the left margin, or a house where `number` is empty.

        The way leads to it from the badge before, and on from it until `arrive`.
        """
        r = radius * self.scale
        x, y = MARGIN + r, self.y - r
        self._draw_way(self.y + 2)
        self._way = (self.y - 2 * r - 2, r)
        self._canvas.setFillColor(HexColor(COLOURS["primary"]))
        self._canvas.circle(x, y, r, stroke=0, fill=1)
        if number:
            size = r * 1.15
            wide = _wide(number, BOLD, size)
            self._write(number, x - wide / 2, y - size * 0.36, BOLD, size, "surface")
            return
        self._canvas.setFillColor(HexColor(COLOURS["surface"]))
        path = self._canvas.beginPath()
        for place, (across, up) in enumerate(
            ((0, 0.62), (0.62, 0.08), (0.42, 0.08), (0.42, -0.5), (-0.42, -0.5), (-0.42, 0.08), (-0.62, 0.08))
        ):
            (path.lineTo if place else path.moveTo)(x + across * r, y + up * r)
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def arrive(self) -> None:
        """End the way: nothing leads on from the last badge."""
        self._way = None

    def _draw_way(self, end: float) -> None:
        if self._way is None or self._way[0] <= end:
            return
        start, r = self._way
        self._canvas.setStrokeColor(HexColor(COLOURS["primary"]))
        self._canvas.setLineWidth(1.6 * self.scale)
        self._canvas.line(MARGIN + r, start, MARGIN + r, end)

    def code(self, address: str, side: float) -> None:
        """Draw the code to scan for `address` at the right margin, `side` points wide with its quiet zone."""
        matrix = segno.make(address, error="m", micro=False).matrix
        module = side / (len(matrix) + 8)
        left, top = WIDTH - MARGIN - side, self.y
        self._canvas.setFillColor(HexColor("#000000"))
        for row, line in enumerate(matrix):
            for column, dark in enumerate(line):
                if dark:
                    x, y = left + (column + 4) * module, top - (row + 5) * module
                    # A hair over its edge, so that no reader shows white seams between modules.
                    self._canvas.rect(x, y, module * 1.02, module * 1.02, stroke=0, fill=1)

    def done(self) -> bytes:
        """Return the file."""
        self._close_page()
        self._canvas.save()
        return self._out.getvalue()

    def _close_page(self) -> None:
        self._draw_way(min(self.y, MARGIN + FOOT))
        size = 9 * min(self.scale, 1.35)
        scale = size / self.scale
        lines = self.lines(self._foot, scale, right=60)
        for up, line in enumerate(reversed(lines)):
            self._write(line, MARGIN, MARGIN + up * size * 1.3, REGULAR, size, "muted")
        number = f"{self.page} / {self._pages}"
        self._write(number, WIDTH - MARGIN - _wide(number, BOLD, size), MARGIN, BOLD, size, "muted")

    def _write(self, text: str, x: float, y: float, weight: str, size: float, ink: str) -> None:
        self._canvas.setFillColor(HexColor(COLOURS[ink]))
        self._canvas.setFont(font_name(weight), size)
        for number, piece in _runs(text, weight):
            if number == 0:
                self._canvas.drawString(x, y, piece)
            else:
                self._picture(number, piece, x, y, weight, size, ink)
            x += _run_wide(number, piece, weight, size)

    def _picture(self, number: int, piece: str, x: float, y: float, weight: str, size: float, ink: str) -> None:
        """Draw `piece` in a font that cannot go into the file, with its base line at `y`."""
        font = letters(weight).sized(number, DOTS)
        left, top, right, bottom = font.getbbox(piece, anchor="ls")
        picture = Image.new("RGBA", (int(right - left), int(bottom - top)), (*ImageColor.getrgb(COLOURS[ink])[:3], 0))
        mask = Image.new("L", picture.size)
        ImageDraw.Draw(mask).text((-left, -top), piece, font=font, fill=255, anchor="ls")
        picture.putalpha(mask)
        point = size / DOTS
        # Whoever copies or searches the page finds the character itself, in the place of an unseen sign.
        self._canvas.saveState()
        self._canvas.addLiteral(f"/Span <</ActualText <FEFF{piece.encode('utf-16-be').hex().upper()}>>> BDC")
        self._canvas.drawImage(
            ImageReader(picture), x + left * point, y - bottom * point, *(each * point for each in picture.size), "auto"
        )
        self._canvas.drawString(x, y, MISSING * len(piece), mode=3)
        self._canvas.addLiteral("EMC")
        self._canvas.restoreState()
