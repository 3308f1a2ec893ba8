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
from kiosk.page.breaking import percent_tied

GAP = KIOSK_SIZES["gap"]
WIDTH = KIOSK_CANVAS[0] - 2 * KIOSK_SIZES["margin"]
PAGER = 112
LINE = 1.45
"""Height of a line of Noto Sans SC in units of its size."""
WORDS = re.compile(r"[!-~\u00a0]+ *| +|[^!-~\u00a0]")
"""What stays together in a line: a run of Latin with the space after it, or one sign of Chinese."""
# Advances of Noto Sans SC Bold from space to tilde, in thousandths of the size; the regular weight is narrower.
LATIN = (
    227,
    370,
    574,
    590,
    590,
    963,
    740,
    325,
    378,
    378,
    507,
    590,
    325,
    370,
    325,
    387,
    590,
    590,
    590,
    590,
    590,
    590,
    590,
    590,
    590,
    590,
    325,
    325,
    590,
    590,
    590,
    514,
    1007,
    641,
    681,
    656,
    714,
    615,
    585,
    717,
    757,
    330,
    568,
    686,
    578,
    853,
    749,
    770,
    667,
    770,
    682,
    624,
    625,
    748,
    619,
    915,
    627,
    580,
    613,
    378,
    387,
    378,
    590,
    567,
    626,
    591,
    644,
    527,
    644,
    581,
    372,
    597,
    640,
    304,
    306,
    604,
    315,
    964,
    641,
    626,
    644,
    644,
    437,
    495,
    421,
    637,
    576,
    863,
    562,
    574,
    511,
    378,
    296,
    378,
    590,
)


def size(name: str, *, elder: bool) -> float:
    """Return the type size called `name` in normal or elder type."""
    return KIOSK_SIZES[name] * (ELDER_SCALE if elder else 1)


SURE: Final = 0.985
"""The part of a line that is filled for sure: on a small glass letters are rounded up to whole px."""


def width_of(text: str, size: float) -> float:
    """Return how wide `text` is at `size` in bold: hanzi are square, Latin letters as the font has them."""
    return sum(_advance(sign) for sign in text) * size / 1000


def _advance(sign: str) -> int:
    if " " <= sign <= "~":
        return LATIN[ord(sign) - 32]
    return 1000 if unicodedata.east_asian_width(sign) in "WFA" else 620


@lru_cache(maxsize=4096)
def lines_of(text: str, size: float, width: float) -> int:
    """Return in how many lines `text` breaks in `width`: words stay whole, Chinese breaks anywhere."""
    return sum(_broken(part, size, width) for part in text.split("\n")) if text else 0


def _broken(text: str, size: float, width: float) -> int:
    lines, used, width = 1, 0.0, width * SURE
    for word in WORDS.findall(percent_tied(text)):
        wide = width_of(word, size)
        if used and used + width_of(word.rstrip(" "), size) > width:
            lines, used = lines + 1, 0.0
        # A word wider than the line is torn.
        lines += int(wide // width) if wide > width else 0
        used += wide % width if wide > width else wide
    return lines


def height_of(text: str, size: float, width: float = WIDTH) -> float:
    """Return the height of `text` broken into lines."""
    return lines_of(text, size, width) * size * LINE


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
