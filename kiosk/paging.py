"""What fits on a page: estimated heights of texts on the design canvas, and lists cut into pages.

The screens give each row exactly the height that is estimated here, so what the flow counts is what is seen.
All lengths are px of the 1080 x 1920 canvas.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from config.look import ELDER_SCALE, KIOSK_CANVAS, KIOSK_SIZES

GAP = KIOSK_SIZES["gap"]
WIDTH = KIOSK_CANVAS[0] - 2 * KIOSK_SIZES["margin"]
PAGER = 112
LINE = 1.45
"""Height of a line of Noto Sans SC in units of its size."""


def size(name: str, *, elder: bool) -> float:
    """Return the type size called `name` in normal or elder type."""
    return KIOSK_SIZES[name] * (ELDER_SCALE if elder else 1)


def width_of(text: str, size: float) -> float:
    """Return about how wide `text` is at `size`: hanzi are square, Latin letters a good half of that."""
    return sum(size if unicodedata.east_asian_width(char) in "WFA" else size * 0.54 for char in text)


@lru_cache(maxsize=4096)
def lines_of(text: str, size: float, width: float) -> int:
    """Return in how many lines `text` breaks in `width`; words stay whole, so some of each line is lost."""
    if not text:
        return 0
    slack = 1.0 if any(ord(char) > 0x2E7F for char in text) else 1.06
    return sum(max(1, ceil(width_of(part, size) * slack / width)) for part in text.split("\n"))


def height_of(text: str, size: float, width: float = WIDTH) -> float:
    """Return the height of `text` broken into lines."""
    return lines_of(text, size, width) * size * LINE


def cut(heights: Sequence[float], capacity: float, most: int = 99, gap: float = GAP) -> tuple[range, ...]:
    """Cut a list into pages of at most `capacity` px and `most` rows; never empty, every row on one page.

    A list that fits whole is one page; otherwise each page leaves `PAGER` for turning pages.
    """
    whole = sum(heights) + gap * max(len(heights) - 1, 0)
    if whole <= capacity and len(heights) <= most:
        return (range(len(heights)),)
    room = capacity - PAGER - gap
    pages: list[range] = []
    start, used = 0, 0.0
    for row, height in enumerate(heights):
        needed = height if row == start else height + gap
        if row > start and (used + needed > room or row - start >= most):
            pages.append(range(start, row))
            start, used, needed = row, 0.0, height
        used += needed
    return (*pages, range(start, len(heights)))


def turned(pages: tuple[range, ...], page: int) -> range:
    """Return the rows of page `page`, or of the nearest page that exists."""
    return pages[min(max(page, 0), len(pages) - 1)]
