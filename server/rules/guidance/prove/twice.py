"""What is there twice, or is another name of itself, where it can mean something once only. Pure."""

from collections.abc import Iterator
from typing import Any

import msgspec

from config.fact import ByCard, Fact, SameFact
from config.pack import PARTS, Pack
from server.rules.guidance.prove.finding import Finding, circular, doubled

TOLD_AS = ((SameFact, "values"), (Fact, "told"), (ByCard, "values"))
"""Where pairs stand: what is said elsewhere, and what that is here. Both may be the same word."""


def check_twice(pack: Pack) -> Iterator[Finding]:
    """Find ids that only capitals tell apart, answers and names listed twice, and chains of `same` that come round."""
    for part in PARTS:
        records = getattr(pack, part)
        yield from _alike(part, [each.id for each in records if hasattr(each, "id")])
        for record in records:
            name = getattr(record, "id", None) or record.name
            for field, value in _listed_in(record):
                yield _listed(part, name, field, value)
    for fact in pack.facts:
        for language in ("zh", "en"):
            for text in doubled(getattr(answer.text, language) for answer in fact.answers):
                yield _listed("facts", fact.id, "answers", text)
        for value in doubled(repr(answer.value) for answer in fact.answers):
            yield _listed("facts", fact.id, "answers", value)
    for checklist in pack.checklists:
        entries = [(each.item, each.when) for each in checklist.entries]
        for number, entry in enumerate(entries):
            if entry in entries[:number]:
                yield _listed("checklists", checklist.id, f"entries[{number}]", entry[0])
    for exclusion in pack.exclusions:
        if len(set(exclusion.items)) < 2:
            what = "one thing alone excludes nothing"
            yield Finding("exclusions", exclusion.id, "exclusion_alone", what, "name two items or more")
    chains: dict[str, dict[str, set[str]]] = {
        "documents": {each.id: {same.document for same in each.same} for each in pack.documents},
        "entities": {each.id: {same.entity for same in each.same} for each in pack.entities},
    }
    for part, chain in chains.items():
        for name in circular(chain):
            what = "it is the same as itself in the end"
            yield Finding(part, name, "same_cycle", what, "write `same` only at the one whose name is not shown")


def _listed_in(record: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield each name that stands twice in one list of names inside `record`, with the list's place."""
    if isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            inside = getattr(record, name)
            if (type(record), name) in TOLD_AS:
                inside = tuple(str(said) for said, _ in inside)
            yield from _listed_in(inside, f"{place}.{name}".lstrip("."))
    elif isinstance(record, tuple):
        if all(isinstance(each, str) for each in record):
            yield from ((place, each) for each in doubled(record))
        else:
            for number, each in enumerate(record):
                yield from _listed_in(each, f"{place}[{number}]")


def _alike(part: str, names: list[str]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            what = f"only capitals tell it from {other}"
            yield Finding(part, name, "id_alike", what, "give one of them another id", "warning")


def _listed(part: str, name: str, field: str, value: str) -> Finding:
    return Finding(part, name, "listed_twice", f"{field} has {value} twice", "take one of them out")
