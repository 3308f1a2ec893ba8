"""The answers to a question as far as rules tell them apart. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from config.fact import Fact, Parameter
from config.rule import AgeAtLeast, In, Is, Leaf, Value
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import bound_from, bound_of, known, truth
from server.rules.guidance.judge.months import days_later, months_earlier, within_reach


def classes_of(fact: Fact, compared: Sequence[Leaf], books: Sequence[Book], today: date) -> list[tuple[Value, Value]]:
    """Return each answer on both sides of everything that `compared` compares with, in order.

    Beside it stands the first answer that the same comparisons hold for: two with the same first are one class.
    """
    told: dict[tuple[object, ...], Value] = {}
    found: list[tuple[Value, Value]] = []
    for value in _candidates(fact, compared, books, today):
        at = [known(each, {fact.id: value}, today) for each in books]
        found.append((told.setdefault(tuple(truth(leaf, each) for leaf in compared for each in at), value), value))
    return found


def _candidates(fact: Fact, compared: Sequence[Leaf], books: Sequence[Book], today: date) -> Iterator[Value]:
    """Yield values of `fact` on both sides of everything it is compared with."""
    if fact.kind == "choice":
        yield from fact.values
        return
    if fact.kind == "yes_no":
        yield from (True, False)
        return
    bounds = [(leaf, bound) for leaf in compared for book in books for bound in _bounds(leaf, book, today)]
    if fact.kind == "number":
        near = {bound + by for _, bound in bounds for by in (-1, 0, 1)}
        yield from sorted({fact.low, fact.high} | {each for each in near if fact.low <= each <= fact.high})
        return
    months = {bound * 12 if isinstance(leaf, AgeAtLeast) else bound for leaf, bound in bounds}
    days = {today - timedelta(days=1), months_earlier(today, 1200)}
    for each in months:
        reached = months_earlier(today, each)
        days |= {reached, days_later(reached, 1)}
    days |= {date.fromisoformat(day) for leaf in compared for book in books for day in _edges(leaf, book)}
    yield from (day.isoformat() for day in sorted(days) if within_reach(day))


def _bounds(leaf: Leaf, book: Book, today: date) -> tuple[int, ...]:
    """Return the numbers that `leaf` compares with: all of a table's, which differ from person to person."""
    table = _table(leaf, book)
    numbers = (
        (bound_of(leaf, known(book, {}, today)),)
        if table is None
        else (bound_from(leaf, row.value) for row in table.values)
    )
    return tuple(each for each in numbers if each is not None)


def _edges(leaf: Leaf, book: Book) -> Iterator[str]:
    """Yield the first and last days of the rows of the table that `leaf` compares with."""
    table = _table(leaf, book)
    for row in table.values if table else ():
        yield from (day for day in (row.since, row.until) if day is not None)


def _table(leaf: Leaf, book: Book) -> Parameter | None:
    bound = None if isinstance(leaf, Is | In) else leaf.bound
    table = book.parameters[bound] if isinstance(bound, str) else None
    return table if table is not None and table.by is not None else None
