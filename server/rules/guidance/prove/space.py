"""All people there can be, as far as rules tell them apart: each fact's classes, and walks through them. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from config.fact import Fact
from config.rule import Leaf, Rule, Situation, Value
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.classes import classes_of
from server.rules.guidance.judge.condition import Known, known, missing, truth
from server.rules.guidance.judge.rules import leaves, rules_of

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
        classes[name] = tuple(dict.fromkeys(first for first, _ in classes_of(fact, compared[name], books, today)))
    return Space(book, today, classes)


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
