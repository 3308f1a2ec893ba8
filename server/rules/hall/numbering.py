"""Ticket numbers: one or two capital letters per service and a number that starts at 1 each day."""

import re
from collections.abc import Sequence
from typing import Final

from config.centers import PREFIX, Span

FIRST: Final = 1
LAST: Final = 9999
DIGITS: Final = 3
_LABEL = re.compile(f"({PREFIX})([0-9]{{3,4}})")


def is_prefix(text: str) -> bool:
    """Tell whether `text` may begin the numbers of a service: one or two capital letters."""
    return re.fullmatch(PREFIX, text) is not None


def label(prefix: str, number: int) -> str:
    """Return the number as people read it: `A001`, and `A1000` after `A999`.

    Raises `ValueError` for a number outside `FIRST`..`LAST` or a prefix that is not one or two capital letters.
    """
    if not FIRST <= number <= LAST:
        raise ValueError(f"{number} is not between {FIRST} and {LAST}")
    if not is_prefix(prefix):
        raise ValueError(f"{prefix!r} is not one or two capital letters")
    return f"{prefix}{number:0{DIGITS}d}"


def parse(text: str) -> tuple[str, int]:
    """Return prefix and number of a label; raises `ValueError` for anything that `label` never makes."""
    match = _LABEL.fullmatch(text)
    if match is None or not FIRST <= int(match[2]) <= LAST or label(match[1], int(match[2])) != text:
        raise ValueError(f"{text!r} is not a ticket number")
    return match[1], int(match[2])


def handed_out(number: int, kept: Sequence[Span]) -> int:
    """Return the first number from `number` on that is in none of the spans `kept` for somebody else.

    The spans are those that kiosks number from by themselves while the server is away. May be above `LAST`.
    """
    for span in sorted(kept):
        if span.first <= number <= span.last:
            number = span.last + 1
    return number
