"""What the proof of one checklist rests on, as bytes: where they are the same, so is the proof. Pure."""

from collections.abc import Iterator
from typing import Any

import msgspec

from config.pack import Checklist
from config.rule import Rule, Situation
from server.rules.guidance.judge.condition import facts_of
from server.rules.guidance.judge.rules import leaves, rules_of_item
from server.rules.guidance.prove.space import Space


def slice_of(space: Space, checklist: Checklist) -> bytes:
    """Return all that the proof of `checklist` looks at.

    Its items and the facts that those hang on, with their classes; what many share (documents, situations, exclusions,
    entities and the numbers of today) is in every slice.
    """
    book = space.book
    items = [book.items[name] for name in dict.fromkeys(entry.item for entry in checklist.entries)]
    rules = [entry.when for entry in checklist.entries]
    rules += [rule for item in items for rule in rules_of_item(item)]
    rules += [each.held for each in book.pack.documents if each.held is not None]
    rules += [same.when for each in book.pack.documents for same in each.same]
    facts = sorted(_facts(space, rules))
    told: list[Any] = [
        checklist,
        items,
        [(book.facts[name], space.classes[name]) for name in facts],
        [name for name in book.facts if name in facts],
        [(document, makers) for document, makers in sorted(book.makers.items())],
        book.pack.documents,
        book.pack.situations,
        book.pack.parameters,
        sorted(space.at({}).parameters.items()),
        book.pack.exclusions,
        book.pack.entities,
        [each.id for each in book.pack.themes],
        space.today.isoformat() if any(book.facts[name].kind == "date" for name in facts) else "",
    ]
    return msgspec.json.encode(told, order="deterministic")


def _facts(space: Space, rules: list[Rule]) -> set[str]:
    """Return the facts that `rules` look at, and those on which it hangs whether they are asked."""
    book = space.book
    left = {fact for rule in rules for fact in facts_of(rule, book.situations)} | set(_by(space, rules))
    found: set[str] = set()
    while left:
        fact = left.pop()
        found.add(fact)
        same = book.facts[fact].same
        rests = [book.facts[fact].when, *(each.when for each in same)]
        left |= {one for rule in rests for one in facts_of(rule, book.situations)} | {each.fact for each in same}
        left -= found
    return found


def _by(space: Space, rules: list[Rule]) -> Iterator[str]:
    """Yield the dates by which parameters that `rules` compare with are looked up."""
    for rule in rules:
        for leaf in leaves(rule):
            bound = None if isinstance(leaf, Situation) else getattr(leaf, "bound", None)
            parameter = space.book.parameters.get(bound) if isinstance(bound, str) else None
            if parameter is not None and parameter.by is not None:
                yield parameter.by
