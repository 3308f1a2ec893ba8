"""A pack opened for consulting: everything by its id, worked out once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec.structs import replace

from config.fact import Fact, Parameter
from config.household import NOBODY, RELATIONS, Household, Relation
from config.item import Document, Item, Option
from config.knowledge import Knowledge, Source
from config.pack import Authority, Checklist, Pack, Point
from config.rule import Rule, Value
from server.rules.guidance.household.expand import expand
from server.rules.guidance.household.theirs import with_theirs
from server.rules.guidance.household.traits import with_traits
from server.rules.guidance.judge.working_days import WorkingDays

OPENED_MOST: Final = 64
"""How many households' books are kept beside one."""
Said = tuple[tuple[str, Relation], ...]


@dataclass(frozen=True)
class Book:
    """`pack` by ids, with its working `days`.

    `options` of each item name one point each (or None, from home), `makers` who gives a document.

    It is for a household: `settled` are answers that this gives, `turns` whose turn a question about one of several is.
    `written` is the pack that it was opened from, `for_whom` the household and what answers say of it,
    `compared` what checklists compare each fact with, `behind` what the verdicts on their items hang on.
    """

    pack: Pack
    facts: Mapping[str, Fact]
    situations: Mapping[str, Rule]
    parameters: Mapping[str, Parameter]
    documents: Mapping[str, Document]
    points: Mapping[str, Point]
    items: Mapping[str, Item]
    checklists: Mapping[str, Checklist]
    sources: Mapping[str, Source]
    knowledge: Mapping[str, Knowledge]
    authorities: Mapping[str, Authority]
    options: Mapping[str, tuple[Option, ...]]
    makers: Mapping[str, tuple[str, ...]]
    days: WorkingDays
    written: Pack
    settled: Mapping[str, Value] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)
    for_whom: tuple[Household, Said] = (NOBODY, ())
    kept: dict[tuple[Household, Said], "Book"] = field(default_factory=dict, repr=False, compare=False)
    compared: dict[tuple[str, ...], Mapping[str, tuple[Any, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    behind: dict[tuple[str, ...], Mapping[str, Any]] = field(default_factory=dict, repr=False, compare=False)


def for_household(book: Book, household: Household, answers: Mapping[str, Value]) -> Book:
    """Return `book` as it is for `household`, and for whom `answers` name; opened once and kept beside it."""
    whom = household, _said(book, answers)
    if whom == book.for_whom:
        return book
    kept = book.kept
    if (found := kept.get(whom)) is None:
        found = _opened(book.written, whom, kept)
        while len(kept) >= OPENED_MOST:
            kept.pop(next(iter(kept)), None)
        kept[whom] = found
    return found


def open_book(pack: Pack) -> Book:
    """Open `pack` for nobody in particular; it takes milliseconds, so whoever holds a release keeps what comes out."""
    return _opened(pack, (NOBODY, ()), {})


def _said(book: Book, answers: Mapping[str, Value]) -> Said:
    """Return what `answers` say of who plays the roles of the pack."""
    asked = ((entity.id, answers.get(entity.who)) for entity in book.written.entities if entity.who is not None)
    return tuple((role, relation) for role, said in asked for relation in RELATIONS if relation == said)


def _opened(written: Pack, whom: tuple[Household, Said], kept: dict[tuple[Household, Said], Book]) -> Book:
    household, said = whom
    expanded = expand(written, household, dict(said))
    pack = with_theirs(with_traits(expanded.pack))
    makers: dict[str, list[str]] = {}
    for item in pack.items:
        for document in item.outputs:
            makers.setdefault(document, []).append(item.id)
    return Book(
        pack,
        {each.id: each for each in pack.facts},
        {each.id: each.when for each in pack.situations},
        {each.id: each for each in pack.parameters},
        {each.id: each for each in pack.documents},
        {each.id: each for each in pack.points},
        {each.id: each for each in pack.items},
        {each.id: each for each in pack.checklists},
        {each.id: each for each in pack.sources},
        {each.id: each for each in pack.knowledge},
        {each.id: each for each in pack.authorities},
        {item.id: _at_points(item, pack.points) for item in pack.items},
        {document: tuple(items) for document, items in makers.items()},
        WorkingDays(pack.calendar),
        written,
        expanded.settled,
        expanded.turns,
        whom,
        kept,
    )


def _at_points(item: Item, points: tuple[Point, ...]) -> tuple[Option, ...]:
    """Return the options of `item`, those at a group of points written out for each of them."""
    found: list[Option] = []
    for option in item.options:
        if option.point is None:
            found.append(option)
            continue
        named = [each.id for each in points if option.point == each.id or option.point in each.groups]
        found += [replace(option, point=point) for point in named]
    return tuple(dict.fromkeys(found))
