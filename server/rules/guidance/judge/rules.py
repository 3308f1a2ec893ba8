"""All rules of a pack, and what each compares. Pure."""

from collections.abc import Iterator

from config.item import Item
from config.pack import Pack
from config.rule import All, Leaf, Not, Rule, Situation
from config.rule import Any as AnyOf


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
    for contradiction in pack.contradictions:
        yield "contradictions", contradiction.id, contradiction.when


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
