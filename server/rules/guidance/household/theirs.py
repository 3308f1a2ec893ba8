"""Things of a pack that hold of one person only: the rules for when it is the same one are written to them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from config.fact import Entity
from config.item import Brought, Document, Item
from config.pack import Pack
from config.rule import ALWAYS, All, Rule
from server.rules.guidance.household.cast import own_id
from server.rules.guidance.household.traits import NEVER, same_person


def with_theirs(pack: Pack) -> Pack:
    """Return `pack` with the rule written to each paper brought `of` somebody, and to what contradicts of the `same`.

    Of a paper that is there for several of a household, each one's is brought.
    """
    entities = {each.id: each for each in pack.entities}
    alike: dict[str, list[Document]] = {}
    for document in pack.documents:
        alike.setdefault(own_id(document.id), []).append(document)
    items = tuple(_with_theirs(each, entities, alike) for each in pack.items)
    contradictions = tuple(
        replace(each, when=_all(each.when, *(same_person(entities, *two) for two in pairwise(each.same))))
        for each in pack.contradictions
    )
    return replace(pack, items=items, contradictions=contradictions)


def _with_theirs(item: Item, entities: Mapping[str, Entity], alike: Mapping[str, Sequence[Document]]) -> Item:
    if not any(each.of is not None for requirement in item.requirements for each in requirement.brought):
        return item
    requirements = tuple(
        replace(each, brought=tuple(paper for one in each.brought for paper in _whose(one, entities, alike)))
        for each in item.requirements
    )
    return replace(item, requirements=requirements)


def _whose(
    brought: Brought, entities: Mapping[str, Entity], alike: Mapping[str, Sequence[Document]]
) -> Iterator[Brought]:
    """Yield `brought` for every member whose paper it may be."""
    if brought.of is None:
        yield brought
        return
    for document in alike.get(own_id(brought.document), ()):
        same = same_person(entities, document.entity, brought.of)
        if same != NEVER:
            yield Brought(document.id, _all(brought.when, same), brought.of)


def _all(*rules: Rule) -> Rule:
    parts = tuple(each for each in rules if each != ALWAYS)
    if len(parts) == 1:
        return parts[0]
    return All(parts) if parts else ALWAYS
