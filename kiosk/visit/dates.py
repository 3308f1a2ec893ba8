"""Numbers from a keypad and dates part by part: what stands there, what can be touched next, what it means. Pure."""

from calendar import monthrange
from datetime import date

from config.rule import Value
from server.rules.guidance.judge.months import FIRST_DAY, LAST_DAY
from server.rules.guidance.judge.span import days_of, written
from server.rules.guidance.judge.verdict import Question

DIGITS_OF_A_NUMBER = 6
YEARS_AT_ONCE = 27
"""Years that are shown without their decades before them."""
DECADE, YEAR, MONTH, DAY = 3, 4, 6, 8
"""Digits that are known once each part is said."""


def typed(before: str, digit: str) -> str:
    """Return what stands on the keypad after `digit`; a full one takes no more."""
    longer = (before + digit).lstrip("0") or "0"
    return longer if len(longer) <= DIGITS_OF_A_NUMBER else before


def parts(question: Question, digits: str) -> tuple[str, ...]:
    """Return what can be touched next for a date of which `digits` are known: only such as come to a day in reach.

    Each is the digits that are known then: of a decade, a year, a month or the whole day.
    """
    first, last = reach(question)
    if len(digits) < YEAR:
        years = range(first.year, last.year + 1)
        if not digits and len(years) > YEARS_AT_ONCE:
            return tuple(dict.fromkeys(f"{year:04}"[:DECADE] for year in years))
        return tuple(f"{year:04}" for year in years if f"{year:04}".startswith(digits))
    year = int(digits[:YEAR])
    if len(digits) < MONTH:
        months = ((month, monthrange(year, month)[1]) for month in range(1, 13))
        ends = ((f"{year:04}{month:02}", date(year, month, 1), date(year, month, end)) for month, end in months)
        return tuple(known for known, begins, ends_on in ends if begins <= last and ends_on >= first)
    month = int(digits[YEAR:MONTH])
    days = (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    return tuple(day.strftime("%Y%m%d") for day in days if first <= day <= last)


def before(question: Question, digits: str) -> str:
    """Return what was known before the last part of a date was said."""
    shorter = [0, *((DECADE,) if len(parts(question, "")[0]) == DECADE else ()), YEAR, MONTH, DAY]
    return digits[: max((each for each in shorter if each < len(digits)), default=0)]


def reach(question: Question) -> tuple[date, date]:
    """Return the first and the last day that can be an answer."""
    first = date.fromisoformat(question.first) if question.first else FIRST_DAY
    return first, date.fromisoformat(question.last) if question.last else LAST_DAY


def entered(question: Question, digits: str) -> Value | None:
    """Return the answer that `digits` are, or None when they are none: out of range, or no day in reach.

    A part of a date is one where it makes no difference which of its days is meant.
    """
    if question.kind != "date":
        number = int(digits or "-1")
        return number if question.low <= number <= question.high else None
    if len(digits) in (DECADE, YEAR, MONTH):
        return _rough(question, digits)
    if len(digits) != DAY or digits not in parts(question, digits[:MONTH]):
        return None
    return f"{digits[:YEAR]}-{digits[YEAR:MONTH]}-{digits[MONTH:]}"


def _rough(question: Question, digits: str) -> Value | None:
    """Return all days in reach of a decade, a year or a month, where none of them has to be told from the others."""
    first, last = reach(question)
    begins = date(int(digits[:YEAR].ljust(YEAR, "0")), int(digits[YEAR:MONTH] or "1"), 1)
    if len(digits) == MONTH:
        ends = begins.replace(day=monthrange(begins.year, begins.month)[1])
    else:
        ends = date(int(digits[:YEAR].ljust(YEAR, "9")), 12, 31)
    begins, ends = max(begins, first), min(ends, last)
    whole = any(since <= begins.isoformat() and ends.isoformat() <= until for since, until in question.rough)
    return written(begins, ends) if begins <= ends and whole else None


def touches(question: Question, value: Value) -> tuple[str, ...]:
    """Return the targets that say `value`: its digits one by one, or the parts of a date.

    Whoever knows only a number where a date is asked is not sure.
    """
    digits = digits_of(value)
    if question.kind != "date":
        return (*(f"digit:{digit}" for digit in digits), "next")
    said: list[str] = []
    known = ""
    if not isinstance(value, str):
        return ("unclear",)
    while known != digits and (not known or entered(question, known) is None):
        found = next((each for each in parts(question, known) if digits.startswith(each)), None)
        if found is None:
            return ("unclear",)
        known = found
        said.append(f"part:{found}")
    return tuple(said)


def digits_of(value: Value | None) -> str:
    """Return what to type for an answer that was given before; nothing for other answers."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    ends = days_of(value)
    if ends is None:
        return ""
    first, last = (each.strftime("%Y%m%d") for each in ends)
    alike = next((place for place, signs in enumerate(zip(first, last, strict=True)) if len({*signs}) > 1), DAY)
    return first[: max(each for each in (0, DECADE, YEAR, MONTH, DAY) if each <= alike)]
