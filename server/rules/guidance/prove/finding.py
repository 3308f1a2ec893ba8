"""What is wrong in a pack, and a walk over all its rules and texts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from config.centers import Text
from config.item import Item
from config.pack import Pack
from config.rule import All, Leaf, Not, Rule, Situation
from config.rule import Any as AnyOf


class Finding(msgspec.Struct, frozen=True):
    """What is wrong: where in the pack, a stable code, what, and what to do; a warning does not stop publishing."""

    part: str
    id: str
    code: str
    what: str
    remedy: str
    level: Literal["error", "warning"] = "error"


def rules_of(pack: Pack) -> Iterator[tuple[str, str, Rule]]:
    """Yield every rule as (part, id, rule)."""
    for fact in pack.facts:
        yield "facts", fact.id, fact.when
        yield from (("facts", fact.id, each.when) for each in fact.same)
    for situation in pack.situations:
        yield "situations", situation.id, situation.when
    for document in pack.documents:
        if document.held is not None:
            yield "documents", document.id, document.held
        yield from (("documents", document.id, each.when) for each in document.same)
    for entity in pack.entities:
        yield from (("entities", entity.id, each.when) for each in entity.same)
    for item in pack.items:
        yield from (("items", item.id, rule) for rule in rules_of_item(item))
    for checklist in pack.checklists:
        for entry in checklist.entries:
            yield "checklists", checklist.id, entry.when
    for point in pack.knowledge:
        yield "knowledge", point.id, point.when


def rules_of_item(item: Item) -> Iterator[Rule]:
    """Yield the rules that an item itself has."""
    for requirement in item.requirements:
        yield requirement.rule
        yield from (each.when for each in requirement.brought)
    for need in item.needs:
        yield need.when
    yield from item.choices


def leaves(rule: Rule) -> Iterator[Leaf | Situation]:
    """Yield the comparisons and named situations in `rule`."""
    match rule:
        case All(rules) | AnyOf(rules):
            for each in rules:
                yield from leaves(each)
        case Not(inner):
            yield from leaves(inner)
        case _:
            yield rule


def texts_of(record: Any, place: str = "") -> Iterator[tuple[str, Text]]:
    """Yield every text inside a record with its place, as `ask` or `requirements.0.reason`."""
    if isinstance(record, Text):
        yield place, record
    elif isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            yield from texts_of(getattr(record, name), f"{place}.{name}".lstrip("."))
    elif isinstance(record, tuple):
        for number, each in enumerate(record):
            yield from texts_of(each, f"{place}.{number}")


def strings_of(record: Any) -> Iterator[str]:
    """Yield every string inside a record, be it an id, a word or a text."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            yield from strings_of(getattr(record, name))
    elif isinstance(record, tuple):
        for each in record:
            yield from strings_of(each)
    elif isinstance(record, dict):
        for key, value in record.items():
            yield from strings_of(key)
            yield from strings_of(value)


def doubled(names: Iterable[str]) -> list[str]:
    """Return the names that come more than once."""
    listed = list(names)
    return sorted({each for each in listed if listed.count(each) > 1})


def circular(after: Mapping[str, set[str]]) -> list[str]:
    """Return the names that come round to themselves, or to such ones, by what each has `after` it."""
    left = dict(after)
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)
