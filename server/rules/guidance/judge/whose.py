"""Who of the household is who, which papers are the very same one, and what to ask where that is open. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Protocol

from config.fact import Fact
from config.item import Document
from config.rule import Rule, Value
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import Known, missing, truth

Others = Mapping[str, tuple[Rule, ...]]
"""What something is or may yet turn out to be, each with the rules that are open there."""


class _OtherName(Protocol):
    """Another name that something goes by where `when` holds."""

    @property
    def when(self) -> Rule: ...


def same_people(book: Book, at: Known) -> dict[str, str]:
    """Return entities of the household who are the very same person as another one: its other name -> its name."""
    found = {entity.id: _person(book, entity.id, at) for entity in book.pack.entities}
    return {name: person for name, person in found.items() if name != person}


def same_papers(book: Book, needed: Collection[str], at: Known) -> dict[str, str]:
    """Return those of the `needed` documents that are the very same paper as another: its other name -> its name.

    Two are the same, too, where each is the same as a third that nobody needs.
    """
    groups: dict[str, list[str]] = {}
    for document in book.pack.documents:
        if document.id in needed:
            groups.setdefault(_paper(book, document.id, at), []).append(document.id)
    found: dict[str, str] = {}
    for paper, names in groups.items():
        shown = paper if paper in names else names[0]
        found |= {name: shown for name in names if name != shown}
    return found


def whose(book: Book, needed: Collection[str], at: Known) -> dict[str, int]:
    """Return the facts that still decide whether two of the `needed` documents are the same paper."""
    chains = {name: _papers(book, name, at) for name in sorted(needed)}
    asks: dict[str, int] = {}
    for name, chain in chains.items():
        for other, others in chains.items():
            if other <= name or not chain.keys() & others.keys():
                continue
            rules = [rule for each in (chain, others) for found in each.values() for rule in found]
            unknown = {fact: 1 for rule in rules for fact in missing(rule, at)}
            if unknown.keys() - asks.keys() and _hangs_on(book, name, other, tuple(unknown), at):
                asks |= unknown
    return asks


def paper_names(book: Book, name: str, at: Known) -> frozenset[str]:
    """Return every name that the paper `name` may turn out to have; one that is no document's is that of a person."""
    return frozenset(_papers(book, name, at))


def names_of(book: Book, document: Document) -> list[Rule]:
    """Return the rules that say whose `document` is, or which other one it is."""
    rules = [each.when for each in document.same]
    return rules if document.kind is None else rules + tells_who(book, document.entity)


def tells_who(book: Book, name: str) -> list[Rule]:
    """Return the rules that say who of the household `name` is."""
    same = next((entity.same for entity in book.pack.entities if entity.id == name), ())
    return [rule for each in same for rule in (each.when, *tells_who(book, each.entity))]


def _hangs_on(book: Book, name: str, other: str, unknown: Sequence[str], at: Known) -> bool:
    """Return whether answers to the `unknown` facts decide that two documents are one paper."""
    choices = [_answers(book.facts[fact]) for fact in unknown]
    if not all(choices):
        return True
    now = _paper(book, name, at) == _paper(book, other, at)
    for said in product(*choices):
        then = replace(at, values={**at.values, **dict(zip(unknown, said, strict=True))})
        if (_paper(book, name, then) == _paper(book, other, then)) is not now:
            return True
    return False


def _answers(fact: Fact) -> tuple[Value, ...]:
    return (True, False) if fact.kind == "yes_no" else fact.values


def _person(book: Book, name: str, at: Known) -> str:
    """Return the entity that `name` is in the end; `banshi check` lets no chain come round."""
    entity = next((each for each in book.pack.entities if each.id == name), None)
    same = next((each for each in entity.same if truth(each.when, at) is True), None) if entity is not None else None
    return name if same is None else _person(book, same.entity, at)


def _paper(book: Book, name: str, at: Known) -> str:
    """Return the document that `name` is in the end, or else a name of its own for that person's only one."""
    document = book.documents[name]
    same = next((each for each in document.same if truth(each.when, at) is True), None)
    if same is not None:
        return _paper(book, same.document, at)
    return name if document.kind is None else _only(book, document.kind, _person(book, document.entity, at))


def _only(book: Book, kind: str, person: str) -> str:
    """Return the name of the only paper of this `kind` that `person` has."""
    own = (each.id for each in book.pack.documents if (each.kind, each.entity) == (kind, person))
    return next(own, f"{kind} of {person}")


def _papers(book: Book, name: str, at: Known) -> Others:
    """Return every paper that `name` is or may yet turn out to be."""
    document = book.documents[name]
    by_name = [(each.document, each) for each in document.same]
    if document.kind is None:
        own: Others = {name: ()}
    else:
        people = _people(book, document.entity, at)
        own = {_only(book, document.kind, person): rules for person, rules in people.items()}
    return _may_be(own, by_name, at, lambda each: _papers(book, each, at))


def _people(book: Book, name: str, at: Known) -> Others:
    """Return every entity that `name` is or may yet turn out to be."""
    entity = next((each for each in book.pack.entities if each.id == name), None)
    by_name = [(each.entity, each) for each in entity.same] if entity is not None else []
    return _may_be({name: ()}, by_name, at, lambda each: _people(book, each, at))


def _may_be(
    own: Others, by_name: Iterable[tuple[str, _OtherName]], at: Known, deeper: Callable[[str], Others]
) -> Others:
    """Return `own` and what the other names lead to, as far as what is known lets them; what holds ends it."""
    open_rules: tuple[Rule, ...] = ()
    found: dict[str, tuple[Rule, ...]] = {}
    for other, same in by_name:
        held = truth(same.when, at)
        if held is not False:
            found = {**found, **{name: (*found.get(name, ()), *rules) for name, rules in deeper(other).items()}}
        if held is None:
            open_rules += (same.when,)
        if held:
            return {name: (*rules, *open_rules) for name, rules in found.items()}
    return {**found, **{name: (*found.get(name, ()), *rules, *open_rules) for name, rules in own.items()}}
