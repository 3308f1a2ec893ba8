"""A year of a pack: what seasons leave of items that wait for each other, and what numbers of later days do. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from config.pack import Checklist
from config.rule import Situation
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.hanging import hang_on, waits_for
from server.rules.guidance.judge.months import days_later
from server.rules.guidance.judge.rules import leaves, rules_of_item
from server.rules.guidance.judge.working_days import in_season
from server.rules.guidance.prove.diagram import Walker
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.prove.graph import TRUE
from server.rules.guidance.prove.space import Space, TooWide, space_of
from server.rules.guidance.prove.verdicts import Judging

YEAR: Final = timedelta(days=366)


def check_year(space: Space, possible: Mapping[str, set[str]]) -> Iterator[Finding]:
    """Find items that nobody can do on any day of a year, or from a day on, though somebody can as the pack is today.

    `possible` are the items of each checklist that somebody can do, seasons left out of account.
    """
    for checklist in space.book.pack.checklists:
        yield from _seasons(space, checklist, possible[checklist.id])
    for day in _turning(space):
        later = space_of(space.book, day)
        for checklist in space.book.pack.checklists:
            yield from _from(later, checklist, possible[checklist.id], day)


def _seasons(space: Space, checklist: Checklist, possible: set[str]) -> Iterator[Finding]:
    """Find items that wait for others which are handed in at other times of the year only."""
    book = space.book
    listed = {each.item for each in checklist.entries}
    seasonal = {each for each in listed if book.items[each].every_season}
    waiting = sorted(each for each in listed & possible if (waits_for(book, book.items[each]) & seasonal) - {each})
    left = set(waiting)
    for closed in _closed(book, seasonal, space.today) if waiting else ():
        try:
            left -= _possible(space, checklist.id, left, closed)
        except TooWide:
            for item in sorted(left):
                what = f"seasons are not proved on {checklist.id}: it hangs on too many answers at once"
                yield Finding("items", item, "not_proved", what, "split it, or ask fewer questions", "warning")
            return
        if not left:
            return
    for item in sorted(left):
        what = "on no day of the year can it be done together with what it waits for"
        yield Finding("items", item, "never_in_season", what, "correct its seasons, or those of what it waits for")


def _closed(book: Book, seasonal: set[str], today: date) -> list[frozenset[str]]:
    """Return each set of items that are out of season together on some day of the year."""
    found: dict[frozenset[str], None] = {}
    for gap in range(YEAR.days):
        day = today + timedelta(days=gap)
        closed = (each for each in seasonal if not any(in_season(one, day) for one in book.items[each].every_season))
        found[frozenset(closed)] = None
    return list(found)


def _turning(space: Space) -> list[date]:
    """Return the days of the year to come on which a number of the pack becomes another."""
    days = set()
    for parameter in space.book.pack.parameters:
        for row in parameter.values if parameter.by is None else ():
            if row.since is not None:
                days.add(date.fromisoformat(row.since))
            if row.until is not None:
                days.add(days_later(date.fromisoformat(row.until), 1))
    return sorted(each for each in days if space.today < each <= space.today + YEAR)


def _from(space: Space, checklist: Checklist, possible: set[str], day: date) -> Iterator[Finding]:
    """Find items that nobody can do any more with the numbers of `day`."""
    turned = {
        each.id
        for each in space.book.pack.parameters
        if any(row.since == day.isoformat() or _ends_before(row.until, day) for row in each.values)
    }
    concerned = {each.item for each in checklist.entries if _compares(space.book, each.item, turned)} & possible
    if not concerned:
        return
    try:
        gone = concerned - _possible(space, checklist.id, concerned)
    except TooWide:
        return
    for item in sorted(gone):
        what = f"from {day} on nobody can ever do it"
        yield Finding("items", item, "never_from", what, "correct the numbers of that day")


def _ends_before(until: str | None, day: date) -> bool:
    return until is not None and days_later(date.fromisoformat(until), 1) == day


def _compares(book: Book, item: str, parameters: set[str]) -> bool:
    rules = [leaf for rule in rules_of_item(book.items[item]) for leaf in leaves(rule)]
    rules += [leaf for each in rules if isinstance(each, Situation) for leaf in leaves(book.situations[each.id])]
    return any(getattr(leaf, "bound", None) in parameters for leaf in rules)


def _possible(space: Space, checklist: str, items: set[str], closed: frozenset[str] = frozenset()) -> set[str]:
    """Return those of `items` that somebody can do, or may; raises `TooWide`."""
    walker = Walker(space)
    listed = {each.item for each in space.book.checklists[checklist].entries}
    only = hang_on(space.book, items, listed)
    judging = Judging(space.book, walker.graph, checklist, decide=walker.decided, closed=closed, only=only)
    found = set()
    for item in items:
        verdicts = judging.of(item)
        if any(TRUE in end for end in walker.diagram(verdicts.can, verdicts.unknown).ends):
            found.add(item)
    return found
