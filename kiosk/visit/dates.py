"""Numbers and dates from a keypad: what stands there while it is typed, and what it means. Pure."""

from datetime import date

from config.rule import Value
from server.rules.guidance.judge.months import within_reach
from server.rules.guidance.judge.verdict import Question

DIGITS_OF_A_DATE = 8
DIGITS_OF_A_NUMBER = 6


def typed(question: Question, before: str, digit: str) -> str:
    """Return what stands on the keypad after `digit`; a full one takes no more."""
    if question.kind == "date":
        return before + digit if len(before) < DIGITS_OF_A_DATE else before
    longer = (before + digit).lstrip("0") or "0"
    return longer if len(longer) <= DIGITS_OF_A_NUMBER else before


def shown(question: Question, digits: str) -> str:
    """Return `digits` as people read them: a date gets its places, the open ones marked."""
    if question.kind != "date":
        return digits or "–"
    filled = digits.ljust(DIGITS_OF_A_DATE, "–")
    return f"{filled[:4]}-{filled[4:6]}-{filled[6:]}"


def entered(question: Question, digits: str) -> Value | None:
    """Return the answer that `digits` are, or None when they are none: out of range, or no day of the calendar."""
    if question.kind != "date":
        number = int(digits or "-1")
        return number if question.low <= number <= question.high else None
    if len(digits) != DIGITS_OF_A_DATE:
        return None
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day.isoformat() if within_reach(day) else None


def digits_of(value: Value | None) -> str:
    """Return what to type for an answer that was given before; nothing for other answers."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    try:
        return date.fromisoformat(value).strftime("%Y%m%d")
    except ValueError:
        return ""
