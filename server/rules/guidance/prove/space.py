"""All people there can be, as far as rules tell them apart: each fact's classes, and walks through them. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from config.fact import Fact, Parameter
from config.rule import AgeAtLeast, In, Is, Leaf, Rule, Situation, Value
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import Known, bound_from, bound_of, known, missing, truth, unconfirmed
from server.rules.guidance.judge.months import days_later, months_earlier, within_reach
from server.rules.guidance.prove.finding import leaves, rules_of

STEPS_AT_MOST = 20_000
"""Answers given on one walk before it is given up as too wide."""


class TooWide(Exception):
    """There are more combinations than a walk may take."""


@dataclass(frozen=True)
class Space:
    """`classes` has one value of each fact for everything that rules distinguish, on the day `today`."""

    book: Book
    today: date
    classes: Mapping[str, tuple[Value, ...]]

    def at(self, values: Mapping[str, Value]) -> Known:
        """Return what is known when exactly `values` have been said."""
        return known(self.book, values, self.today)


def space_of(book: Book, today: date, *others: Book) -> Space:
    """Work out the classes of every fact of the pack, told apart by the rules and numbers of `others` as well."""
    books = (book, *others)
    compared: dict[str, list[Leaf]] = {fact: [] for fact in book.facts}
    for each in books:
        for _, _, rule in rules_of(each.pack):
            for leaf in leaves(rule):
                if not isinstance(leaf, Situation):
                    compared[leaf.fact].append(leaf)
    classes = {}
    for name, fact in book.facts.items():
        told: dict[tuple[object, ...], Value] = {}
        for value in _candidates(fact, compared[name], books, today):
            at = [known(each, {name: value}, today) for each in books]
            told.setdefault(tuple(truth(leaf, each) for leaf in compared[name] for each in at), value)
        classes[name] = tuple(told.values())
    return Space(book, today, classes)


def _candidates(fact: Fact, compared: list[Leaf], books: Sequence[Book], today: date) -> Iterator[Value]:
    """Yield values of `fact` on both sides of everything it is compared with."""
    if fact.kind == "choice":
        yield from (answer.value for answer in fact.answers)
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


def next_fact(rule: Rule, at: Known, facts: Mapping[str, Fact]) -> str | None:
    """Return a fact that can be asked now and may still decide `rule`; None when nothing can."""
    return next((fact for name in missing(rule, at) if (fact := _shown(name, at, facts)) is not None), None)


def _shown(name: str, at: Known, facts: Mapping[str, Fact]) -> str | None:
    """Return `name` when it is asked of this person, what that depends on when unknown, None when it is not."""
    when = facts[name].when
    shown = truth(when, at)
    if shown is None:
        return next_fact(when, at, facts)
    return name if shown else None


def walk(space: Space, ask: Callable[[Known], str | None]) -> Iterator[dict[str, Value]]:
    """Answer what `ask` asks in every way that matters, and yield all that was said when it asks no more.

    Raises `TooWide` after `STEPS_AT_MOST` answers.
    """
    steps = 0
    open_ways: list[dict[str, Value]] = [{}]
    while open_ways:
        values = open_ways.pop()
        fact = ask(space.at(values))
        if fact is None:
            yield values
            continue
        for value in space.classes[fact]:
            open_ways.append({**values, fact: value})
            steps += 1
        if steps > STEPS_AT_MOST:
            raise TooWide


def deciding(rule: Rule, space: Space) -> Iterator[dict[str, Value]]:
    """Yield what is said on every way that decides `rule`, or leaves it open for good; raises `TooWide`."""
    return walk(space, lambda at: next_fact(rule, at, space.book.facts))


def outcomes(rule: Rule, space: Space) -> set[bool | None]:
    """Return how `rule` can come out, over everybody there can be; stops when it has seen both.

    None is among it where a parameter that nobody has confirmed keeps it open; people who are never asked do not count.
    """
    found: set[bool | None] = set()
    for values in deciding(rule, space):
        at = space.at(values)
        out = truth(rule, at)
        if out is not None or unconfirmed(rule, at):
            found.add(out)
        if {True, False} <= found:
            break
    return found
