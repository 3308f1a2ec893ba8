"""Draws a slip's bytes as it would lie in the hand: for the demo, and for people who look at slips on a screen."""

from pathlib import Path

import segno
from PIL import Image

from config.font import rare_fonts
from hardware.printer.command_sheet import commands
from hardware.printer.lettering import Lettering

DOT_LINE = 24
LINE_GAP = 8
"""Dots between two lines of text: printers feed 30 to 34 dots a line of 24."""
WHOLE = {576: 640, 384: 464}
"""Printable dots -> dots of the whole paper, 80 and 58 mm wide."""
EDGE = 32
"""Dots left and right of them on paper of another width."""
MARGIN = 24
"""Dots above and below what is printed."""
DPI = 203.2
LONGEST = 6000


class _Paper:
    def __init__(self, dots: int, lettering: Lettering) -> None:
        self.dots = dots
        self.lettering = lettering
        self.image = Image.new("L", (dots, LONGEST), 255)
        self.top = 0
        self.align, self.width, self.height, self.bold, self.reverse = 0, 1, 1, False, False
        self.line = ""
        self.module, self.stored = 3, b""

    def text_line(self) -> None:
        high = DOT_LINE * self.height
        if self.line:
            mask = self.lettering.picture(self.line, high, bold=self.bold)
            if self.width != self.height:
                mask = mask.resize((mask.width * self.width // self.height, high))
            self.place(mask)
        self.top += high + LINE_GAP
        self.line = ""

    def place(self, mask: Image.Image) -> None:
        left = (0, (self.dots - mask.width) // 2, self.dots - mask.width)[self.align]
        self.image.paste(0, (left, self.top), mask)

    def raster(self, data: bytes) -> None:
        width, rows = int.from_bytes(data[2:4], "little") * 8, int.from_bytes(data[4:6], "little")
        self.place(Image.frombytes("1", (width, rows), data[6:]).convert("L"))
        self.top += rows

    def code(self) -> None:
        code = segno.make(self.stored.decode(), error="m", micro=False, boost_error=False)
        rows = [bytes(255 if module else 0 for module in row) for row in code.matrix]
        side = len(rows) * self.module
        mask = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows)).resize(
            (side, side), Image.Resampling.NEAREST
        )
        self.place(mask)
        self.top += side


def draw_slip(job: bytes, path: Path, font: Path, dots: int = 576) -> None:
    """Write the slip `job` as PNG to `path`, as wide as the paper of `dots` printable ones; `font` has the letters."""
    paper = _Paper(dots, Lettering(font, rare_fonts()))
    for command, _ in commands(job):
        _obey(paper, command.name, command.data)
    whole = WHOLE.get(dots, dots + 2 * EDGE)
    slip = Image.new("L", (whole, paper.top + 2 * MARGIN), 255)
    slip.paste(paper.image.crop((0, 0, dots, paper.top)), ((whole - dots) // 2, MARGIN))
    slip.save(path, dpi=(DPI, DPI))


def _obey(paper: _Paper, name: bytes, data: bytes) -> None:
    if name == b"text":
        paper.line += data.replace(b"\0", b"").decode("gb18030", errors="replace")
    elif name == b"\n":
        paper.text_line()
    elif name == b"\x1d!":
        paper.width, paper.height = (data[0] >> 4) + 1, (data[0] & 7) + 1
    elif name == b"\x1bE":
        paper.bold = bool(data[0] & 1)
    elif name == b"\x1ba":
        paper.align = data[0] % 48
    elif name == b"\x1bJ":
        paper.top += data[0]
    elif name == b"\x1dv":
        paper.raster(data)
    elif name == b"\x1d(" and data[3:5] == b"\x31\x43":
        paper.module = data[5]
    elif name == b"\x1d(" and data[3:5] == b"\x31\x50":
        paper.stored = data[6:]
    elif name == b"\x1d(" and data[3:5] == b"\x31\x51":
        paper.code()
