"""Which records of a pack an item looks at when it is judged and planned. Pure."""

from collections.abc import Sequence

from config.rule import Rule, Situation
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import facts_of
from server.rules.guidance.judge.rules import leaves, rules_of_item
from server.rules.guidance.judge.whose import names_of, tells_who

Place = tuple[str, str]
"""A record: (part, id)."""


def looked_at(book: Book, checklist: str, item: str) -> frozenset[Place]:
    """Return what decides about `item` on `checklist`, the item and the list themselves among it."""
    rules = [entry.when for entry in book.checklists[checklist].entries if entry.item == item]
    rules += rules_of_item(book.items[item])
    documents = {each for need in book.items[item].needs for each in need.documents}
    rules += [held for each in sorted(documents) if (held := book.documents[each].held) is not None]
    rules += [rule for each in sorted(documents) for rule in names_of(book, book.documents[each])]
    rules += [rule for person in book.items[item].everybody for rule in tells_who(book, person)]
    own = {("items", item), ("checklists", checklist), *(("documents", each) for each in documents)}
    people = {*book.items[item].everybody, *(book.documents[each].entity for each in documents)}
    return behind(book, rules) | own | {("entities", each) for each in people}


def behind(book: Book, rules: Sequence[Rule]) -> frozenset[Place]:
    """Return the facts, situations and parameters that `rules` rest on in the end."""
    facts = frozenset().union(*(facts_of(rule, book.situations) for rule in rules))
    for fact in reversed(book.pack.facts):
        if fact.id in facts:
            facts |= facts_of(fact.when, book.situations)
    found: set[Place] = {("facts", fact) for fact in facts}
    left = [*rules, *(book.facts[fact].when for fact in facts)]
    while left:
        for leaf in leaves(left.pop()):
            if isinstance(leaf, Situation):
                if ("situations", leaf.id) not in found:
                    found.add(("situations", leaf.id))
                    left.append(book.situations[leaf.id])
            elif isinstance(bound := getattr(leaf, "bound", None), str):
                found.add(("parameters", bound))
    return frozenset(found)
