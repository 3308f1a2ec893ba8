"""Ticket numbers: one capital letter per service and a number that starts at 1 each day."""

import re
from typing import Final

FIRST: Final = 1
LAST: Final = 9999
DIGITS: Final = 3
_LABEL = re.compile(r"([A-Z])(\d{3,4})")


def label(prefix: str, number: int) -> str:
    """Return the number as people read it: `A001`, and `A1000` after `A999`.

    Raises `ValueError` for a number outside `FIRST`..`LAST` or a prefix that is not one capital letter.
    """
    if not FIRST <= number <= LAST:
        raise ValueError(f"{number} is not between {FIRST} and {LAST}")
    if not (len(prefix) == 1 and "A" <= prefix <= "Z"):
        raise ValueError(f"{prefix!r} is not one capital letter")
    return f"{prefix}{number:0{DIGITS}d}"


def parse(text: str) -> tuple[str, int]:
    """Return prefix and number of a label; raises `ValueError` for anything that `label` never makes."""
    match = _LABEL.fullmatch(text)
    if match is None or not text.isascii() or label(match[1], int(match[2])) != text:
        raise ValueError(f"{text!r} is not a ticket number")
    return match[1], int(match[2])
