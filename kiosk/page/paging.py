"""What fits on a page: estimated heights of texts on the design canvas, and lists cut into pages.

The screens give each row exactly the height that is estimated here, so what the flow counts is what is seen.
All lengths are px of the 1080 x 1920 canvas.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from config.look import ELDER_SCALE, KIOSK_CANVAS, KIOSK_SIZES
from kiosk.page.breaking import pieces, typeset
from kiosk.page.widths import BOLD, REGULAR

GAP = KIOSK_SIZES["gap"]
WIDTH = KIOSK_CANVAS[0] - 2 * KIOSK_SIZES["margin"]
PAGER = 112
LINE = 1.45
"""Height of a line of Noto Sans SC in units of its size."""
WORDS = re.compile(r"[!-~\u00a0]+ *| +|[^!-~\u00a0]")
"""What stays together in a line: a run of Latin with the space after it, or one sign of Chinese."""


def size(name: str, *, elder: bool) -> float:
    """Return the type size called `name` in normal or elder type."""
    return KIOSK_SIZES[name] * (ELDER_SCALE if elder else 1)


SURE: Final = 0.985
"""The part of a line that is filled for sure: on a small glass letters are rounded up to whole px."""


def width_of(text: str, size: float, *, bold: bool = True) -> float:
    """Return how wide `text` is at `size`: hanzi are square, Latin letters as the font has them."""
    latin = BOLD if bold else REGULAR
    return sum(_advance(sign, latin) for sign in text) * size / 1000


def _advance(sign: str, latin: Sequence[int]) -> int:
    if " " <= sign <= "~":
        return latin[ord(sign) - 32]
    return 1000 if unicodedata.east_asian_width(sign) in "WFA" else 620


@lru_cache(maxsize=4096)
def lines_of(text: str, size: float, width: float, *, bold: bool = True) -> int:
    """Return in how many lines `text` breaks in `width`: words stay whole, Chinese breaks anywhere."""
    return sum(_broken(part, size, width, bold=bold) for part in text.split("\n")) if text else 0


def _broken(text: str, size: float, width: float, *, bold: bool) -> int:
    lines, used, width = 1, 0.0, width * SURE
    for word in WORDS.findall(typeset(text)):
        # A word wider than the line is torn, behind its hyphens where it has some.
        torn = width_of(word, size, bold=bold) > width
        if torn and used:
            lines, used = lines + 1, 0.0
        parts = pieces(word) if torn else (word,)
        for part in parts:
            wide = width_of(part, size, bold=bold)
            if used and used + width_of(part.rstrip(" "), size, bold=bold) > width:
                lines, used = lines + 1, 0.0
            lines += int(wide // width) if wide > width else 0
            used += wide % width if wide > width else wide
    return lines


def height_of(text: str, size: float, width: float = WIDTH, *, bold: bool = True) -> float:
    """Return the height of `text` broken into lines."""
    return lines_of(text, size, width, bold=bold) * size * LINE


def cut(
    heights: Sequence[float],
    capacity: float,
    most: int = 99,
    gap: float = GAP,
    heads: Collection[int] = (),
    less: float = 0,
) -> tuple[range, ...]:
    """Cut a list into pages of at most `capacity` px and `most` rows; never empty, every row on one page.

    The first page has `less` px less than the others.

    A row of `heads` is a headline: it stays with the row after it, on the next page when that does not fit.
    A list that fits whole is one page; otherwise each page leaves `PAGER` for turning pages.
    """
    whole = sum(heights) + gap * max(len(heights) - 1, 0)
    if whole <= capacity - less and len(heights) <= most:
        return (range(len(heights)),)
    room = capacity - less - PAGER - gap
    pages: list[range] = []
    start, used = 0, 0.0
    for row, height in enumerate(heights):
        needed = height if row == start else height + gap
        if row > start and (used + needed > room or row - start >= most):
            together = row - 1 in heads and row - 1 > start and heights[row - 1] + gap + height <= room
            first = row - 1 if together else row
            pages.append(range(start, first))
            room = capacity - PAGER - gap
            start, used, needed = first, sum(heights[first:row]), height + gap * (row - first)
        used += needed
    return (*pages, range(start, len(heights)))


def turned(pages: tuple[range, ...], page: int) -> range:
    """Return the rows of page `page`, or of the nearest page that exists."""
    return pages[min(max(page, 0), len(pages) - 1)]
