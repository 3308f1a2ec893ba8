"""From which day a rule that fails will hold by time alone: promised only where it is true on that day. Pure.

Nothing is reckoned from one bound: numbers that grow or fall are carried on to each day on which a comparison of the
rule turns, with the parameters of that day, and the whole rule is judged there. So a minimum that rises meanwhile, and
a part that has run out by then, count as they will on the day itself.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from config.fact import Fact
from config.rule import AgeAtLeast, All, Any, AtLeast, AtMost, In, Is, Leaf, MonthsSince, Not, Rule, Situation, Value
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import Known, bound_from, bound_of, truth, value_on
from server.rules.guidance.judge.months import LAST_DAY, days_later, months_later, whole_months
from server.rules.guidance.judge.span import numbers_of, written


def holds_from(rule: Rule, at: Known, book: Book) -> date | None:
    """Return the first day after today on which `rule` holds if nothing is done, or None when none is sure."""
    compared = tuple(dict.fromkeys(_compared(rule, at)))
    turning = {day for leaf in compared for day in _turning(leaf, at, book) if at.today < day <= LAST_DAY}
    for day in sorted(turning):
        held = truth(rule, _on(day, compared, at, book))
        if held is not False:
            return day if held else None
    return None


def bound_on(leaf: Leaf, day: date | None, at: Known, book: Book) -> int | None:
    """Return the number that `leaf` compares with on `day`, or today."""
    return bound_of(leaf, at if day is None else _on(day, (leaf,), at, book))


def _compared(rule: Rule, at: Known) -> Iterator[Leaf]:
    match rule:
        case All(rules) | Any(rules):
            for each in rules:
                yield from _compared(each, at)
        case Not(inner):
            yield from _compared(inner, at)
        case Situation(name):
            yield from _compared(at.situations[name], at)
        case _:
            yield rule


def _on(day: date, compared: Collection[Leaf], at: Known, book: Book) -> Known:
    """Return what will be known on `day` of what `compared` looks at."""
    values = dict(at.values)
    parameters = dict(at.parameters)
    for leaf in compared:
        if leaf.fact in at.values:
            values[leaf.fact] = carried_on(book.facts[leaf.fact], at.values[leaf.fact], at.today, day, book)
        bound = None if isinstance(leaf, Is | In) else leaf.bound
        if isinstance(bound, str) and bound in book.parameters and book.parameters[bound].by is None:
            parameters[bound] = value_on(book.parameters[bound], day)
    return replace(at, values=values, parameters=parameters, today=day)


def carried_on(fact: Fact, value: Value, today: date, day: date, book: Book) -> Value:
    """Return what somebody who says `value` today will say on `day` if nothing is done."""
    ends = numbers_of(value) if fact.kind == "number" else None
    if ends is None:
        return value
    least, most = (_carried_on(fact, each, today, day, book) for each in ends)
    return least if least == most else written(least, most)


def _carried_on(fact: Fact, value: int, today: date, day: date, book: Book) -> int:
    months = whole_months(today, day)
    match fact.grows:
        case "month":
            return value + months
        case "year":
            return value + months // 12
    match fact.falls:
        case "month":
            return value - months
        case "day":
            return value - (day - today).days
        case "working_day":
            return value - book.days.between(today, day)
    return value


def _turning(leaf: Leaf, at: Known, book: Book) -> Iterator[date]:
    """Yield the days on which the truth of `leaf` may change."""
    if isinstance(leaf, Is | In) or leaf.fact not in at.values:
        return
    bounds = [bound_of(leaf, at)]
    table = book.parameters.get(leaf.bound) if isinstance(leaf.bound, str) else None
    if table is not None and table.by is None:
        for row in table.values:
            bounds.append(bound_from(leaf, row.value))
            if row.since is not None:
                yield date.fromisoformat(row.since)
            if row.until is not None:
                yield days_later(date.fromisoformat(row.until), 1)
    fact, value = book.facts[leaf.fact], at.values[leaf.fact]
    for bound in dict.fromkeys(bounds):
        if bound is None:
            continue
        match leaf:
            case AgeAtLeast() | MonthsSince():
                months = 12 * bound if isinstance(leaf, AgeAtLeast) else bound
                yield from () if fact.kind != "date" else (months_later(date.fromisoformat(str(value)), months),)
            case AtLeast() | AtMost():
                for end, more in product(numbers_of(value) or (), (0, 1)):
                    yield from _reached(fact, bound - end + more, at.today)
                    yield from _fallen(fact, end - bound + more, at.today, book)


def _reached(fact: Fact, more: int, today: date) -> Iterator[date]:
    """Yield the day on which what grows is so much more."""
    if fact.grows is not None:
        yield months_later(today, more * (12 if fact.grows == "year" else 1))


def _fallen(fact: Fact, less: int, today: date, book: Book) -> Iterator[date]:
    """Yield the day on which what falls is so much less."""
    match fact.falls:
        case "day":
            yield days_later(today, less)
        case "working_day":
            yield book.days.after(today, max(less, 0))
        case "month":
            yield months_later(today, less)
