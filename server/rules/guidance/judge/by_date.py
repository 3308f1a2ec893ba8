"""Answers that follow from a date: people say when, and what a rule needs is counted on the day. Pure."""

from datetime import date

from config.fact import Fact
from config.rule import Value
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.months import FIRST_DAY, days_later, months_later, whole_months
from server.rules.guidance.judge.span import days_of, written

YEARS_AHEAD = 50
"""Nobody is asked about a date that lies further ahead."""
EXPIRED_MONTHS = 24
"""How long what has run out may have done so and still be asked about."""
GROWN_UP = 19


def counted_from(fact: Fact, value: Value, today: date, book: Book) -> Value | None:
    """Return what the date `value` comes to today for `fact`; any other answer is what it is.

    A number stays within the bounds of its fact: what has run out has no days left. From one day to another it goes
    from one number to another; None where that is neither yes nor no.
    """
    ends = days_of(value) if fact.by_date is not None else None
    if ends is None:
        return value
    least, most = sorted(_on(fact, day, today, book) for day in ends)
    if least == most:
        return least
    return None if fact.kind == "yes_no" else written(least, most)


def _on(fact: Fact, day: date, today: date, book: Book) -> int:
    """Return what the very `day` comes to today."""
    if fact.kind == "yes_no" and fact.by_date is not None:
        return months_later(day, 12 * fact.by_date.turns) <= next_day(fact.by_date.by, today)
    return min(max(_number(fact, day, today, book), fact.low), fact.high)


def reach(fact: Fact, today: date) -> tuple[date, date]:
    """Return the first and the last date that can be an answer to `fact` today."""
    furthest = months_later(today, 12 * YEARS_AHEAD)
    if fact.by_date is None:
        return FIRST_DAY, furthest
    if fact.kind == "yes_no":
        return months_later(today, -12 * (fact.by_date.turns + GROWN_UP)), today
    if fact.falls is not None:
        return months_later(today, -EXPIRED_MONTHS), min(days_later(today, 2 * fact.high), furthest)
    months = 12 if fact.grows == "year" else 1
    return max(months_later(today, -months * (fact.high + 1)), FIRST_DAY), months_later(today, -months * fact.low)


def _number(fact: Fact, day: date, today: date, book: Book) -> int:
    match fact.falls:
        case "day":
            return (day - today).days
        case "working_day":
            return book.days.between(today, day)
        case "month":
            return whole_months(today, day)
    months = whole_months(day, today)
    return months // 12 if fact.grows == "year" else months


def next_day(by: str | None, today: date) -> date:
    """Return the next day `MM-DD` that is not over yet, today without one; the last of February is the 28th."""
    if by is None:
        return today
    month, day = (int(each) for each in by.split("-"))
    this = date(today.year, month, min(day, 28) if month == 2 else day)
    return this if this >= today else this.replace(year=today.year + 1)
