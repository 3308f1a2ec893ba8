"""Answers and numbers as people read them. Pure."""

from config.centers import Text
from config.fact import Fact
from config.rule import Value
from config.words import both, series
from server.rules.dates import full_date
from server.rules.guidance.judge.condition import parts_of
from server.rules.guidance.judge.span import days_of, is_rough, numbers_of
from server.rules.guidance.judge.verdict import Question

Measured = Fact | Question


def answer_text(fact: Fact, value: Value) -> Text:
    """Return `value` as people read it."""
    if isinstance(value, bool):
        return both("Yes" if value else "No")
    if chosen := [answer.text for answer in fact.answers if answer.value in parts_of(value)]:
        return series(chosen) if len(chosen) > 1 else chosen[0]
    ends = days_of(value) if is_rough(value) else None
    if ends is not None:
        return both("{first} to {last}", first=full_date(ends[0]), last=full_date(ends[1]))
    return quantity(fact, value)


def quantity(fact: Measured, value: Value) -> Text:
    """Return a number with the unit of `fact`, from one to another where it is no more exact."""
    if is_rough(value) and (ends := numbers_of(value)) is not None:
        return between(fact, *ends)
    if fact.unit is None or isinstance(value, str):
        return Text(str(value), str(value))
    english = fact.unit.en.removesuffix("s") if value == 1 else fact.unit.en
    return Text(f"{value} {fact.unit.zh}", f"{value} {english}")


def between(fact: Measured, low: int, high: int) -> Text:
    """Return a number from `low` to `high` with the unit of `fact`."""
    if low == high:
        return quantity(fact, low)
    if high >= fact.high:
        return both("{amount} or more", amount=quantity(fact, low))
    if low <= fact.low:
        return both("Up to {amount}", amount=quantity(fact, high))
    return both("{low} to {amount}", low=low, amount=quantity(fact, high))
