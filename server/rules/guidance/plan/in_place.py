"""What people bring who have no such paper: who has no identity card of the mainland shows another. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from msgspec.structs import replace as replaced

from config.item import Document, Instead
from config.rule import Value
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import Known
from server.rules.guidance.judge.whose import same_people
from server.rules.guidance.plan.papers import Use


@dataclass(frozen=True)
class InPlace:
    """What stands in for documents: `names` what each is then, `same` the other names of that one paper.

    `unsaid` are those of which nobody has said yet whether something does.
    """

    names: Mapping[str, Instead] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    unsaid: frozenset[str] = frozenset()


def stand_ins(book: Book, needed: Collection[str], at: Known) -> InPlace:
    """Return what stands in for those of the `needed` documents that their people do not have."""
    documents = [each for each in book.pack.documents if each.id in needed and each.instead]
    if not documents:
        return InPlace()
    people = same_people(book, at)
    names: dict[str, Instead] = {}
    same: dict[str, str] = {}
    unsaid: set[str] = set()
    shown: dict[str, str] = {}
    for document in documents:
        person = people.get(document.entity, document.entity)
        said = {each.trait: _said(book, people, person, each.trait, at) for each in document.instead}
        found = next((each for each in document.instead if said[each.trait] == each.value), None)
        if found is None:
            unsaid |= {document.id} if None in said.values() else set()
            continue
        names[document.id] = found
        if shown.setdefault(person, document.id) != document.id:
            same[document.id] = shown[person]
    return InPlace(names, same, frozenset(unsaid))


def _said(book: Book, people: Mapping[str, str], person: str, trait: str, at: Known) -> Value | None:
    """Return what is said of a trait of `person` in whatever role; None while nobody has said it."""
    return next(
        (
            at.values[fact.id]
            for fact in book.pack.facts
            if fact.trait == trait and not fact.told and fact.id in at.values
            if people.get(fact.entity, fact.entity) == person
        ),
        None,
    )


def without_notes(uses: Sequence[Use], found: InPlace) -> list[Use]:
    """Return `uses` without what is noted of papers that another stands in for."""
    return [
        replace(use, need=replaced(use.need, note=None)) if found.names.keys() & set(use.need.documents) else use
        for use in uses
    ]


def documents_for(book: Book, found: InPlace) -> Mapping[str, Document]:
    """Return the documents as these people have them, noted only where nobody has said what they have."""
    said = {
        each.id: replaced(each, note=None)
        for each in book.pack.documents
        if each.instead and each.note is not None and each.id not in found.unsaid
    }
    changed = {name: replaced(book.documents[name], name=each.name, note=None) for name, each in found.names.items()}
    return {**book.documents, **said, **changed}
