"""Answers from outside: each must be to a question of the pack, and one of those that fit it. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from config.centers import Text
from config.fact import Fact
from config.rule import Value
from config.words import both, series
from server.rules.dates import full_date
from server.rules.errors import Refusal
from server.rules.guidance.judge.asking import fits
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.by_date import YEARS_AHEAD, reach
from server.rules.guidance.judge.months import FIRST_DAY, months_later
from server.rules.guidance.judge.span import TO

_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAYS: Final = re.compile(f"{_DAY}(?:{re.escape(TO)}{_DAY})?")


def answered(book: Book, kept: Mapping[str, Value], given: Mapping[str, Any], today: date) -> dict[str, Value]:
    """Return `kept` with the answers `given` `today` put in; None takes one back.

    Raises `Refusal` question_unknown or answer_unfit, which says what would fit; then nothing is put in.
    """
    answers = dict(kept)
    for question, value in given.items():
        fact = book.facts.get(question)
        if fact is None:
            raise Refusal("question_unknown", question=question[:64])
        if value is None:
            answers.pop(question, None)
        elif (unfit := why_unfit(fact, value, today)) is None:
            answers[question] = value
        else:
            raise Refusal("answer_unfit", question=fact.ask, fits=unfit)
    return answers


def why_unfit(fact: Fact, value: Any, today: date) -> Text | None:
    """Return a sentence that says why `value` is no answer to the question of `fact` `today`; None where it is one."""
    dated = fact.kind == "date" or fact.by_date is not None
    if dated and isinstance(value, str) and _DAYS.fullmatch(value):
        # Of a rough date both ends are days that somebody says.
        wrong = (_why_no_day(fact, each, today) for each in value.split(TO))
        if (why := next((each for each in wrong if each is not None), None)) is not None:
            return why
    return None if isinstance(value, str | int) and fits(fact, value) else what_fits(fact)


def _why_no_day(fact: Fact, value: str, today: date) -> Text | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return both("There is no such day. Check the month and the day.")
    if day < FIRST_DAY:
        return both("Dates count from {year} on. Check the year.", year=FIRST_DAY.year)
    if day > months_later(today, 12 * YEARS_AHEAD):
        return both("That day is more than {years} years ahead, which is too far. Check the year.", years=YEARS_AHEAD)
    first, last = reach(fact, today)
    if day > last == today:
        return both("That day has not come yet. Write a date until today, {last}.", last=full_date(last))
    if not first <= day <= last:
        pattern = "That day does not fit this question. Write a date from {first} to {last}."
        return both(pattern, first=full_date(first), last=full_date(last))
    return None


def what_fits(fact: Fact) -> Text:
    """Return a sentence that says which answers fit the question of `fact`."""
    match "date" if fact.by_date else fact.kind:
        case "yes_no":
            return both("Answer true or false.")
        case "number":
            return both("Write a whole number from {low} to {high}.", low=fact.low, high=fact.high)
        case "date":
            return both("Write a date such as 2026-11-24.")
    known = [both("{value} ({meaning})", value=answer.value, meaning=answer.text) for answer in fact.answers]
    if fact.many:
        return both("Write one of these, or several with + between them in this order: {known}.", known=series(known))
    return both("Write one of: {known}.", known=series(known))
