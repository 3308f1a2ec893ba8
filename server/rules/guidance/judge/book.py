"""A pack opened for consulting: everything by its id, worked out once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from config.fact import Fact, Parameter
from config.item import Document, Item, Option
from config.knowledge import Knowledge, Source
from config.pack import Authority, Checklist, Pack, Point
from config.rule import Rule


@dataclass(frozen=True)
class Book:
    """`pack` by ids; `options` of each item name one point each (or None, from home), `makers` who gives a document."""

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


def open_book(pack: Pack) -> Book:
    """Open `pack`; takes milliseconds, so whoever holds a release keeps what comes out."""
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
