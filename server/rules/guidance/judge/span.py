"""Answers that are as exact as rules need them: from one number or day to another, both included. Pure.

Such an answer is true or false for a rule only where both of its ends are; else it is not known, and asked again.
"""

from datetime import date
from typing import Final

from config.rule import Value

TO: Final = ".."
"""What stands between the two ends: `120..600`, `1990-01-01..1999-12-31`."""


def written(first: object, last: object) -> str:
    """Return the answer from `first` to `last`."""
    return f"{first}{TO}{last}"


def numbers_of(value: Value) -> tuple[int, int] | None:
    """Return the least and the most that `value` may be; None where it is no number."""
    if isinstance(value, int):
        return None if isinstance(value, bool) else (value, value)
    first, to, last = value.partition(TO)
    digits = to and first.isdecimal() and last.isdecimal() and first.isascii() and last.isascii()
    return (int(first), int(last)) if digits and len(value) < 24 and int(first) <= int(last) else None


def days_of(value: Value) -> tuple[date, date] | None:
    """Return the first and the last day that `value` may be; None where it is no day."""
    if not isinstance(value, str):
        return None
    first, to, last = value.partition(TO)
    try:
        ends = date.fromisoformat(first), date.fromisoformat(last if to else first)
    except ValueError:
        return None
    exact = written(*ends) if to else ends[0].isoformat()
    return ends if ends[0] <= ends[1] and exact == value else None


def is_rough(value: Value) -> bool:
    """Return whether `value` goes from one number or day to another."""
    return isinstance(value, str) and TO in value
