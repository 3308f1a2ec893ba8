"""Proves a pack before it is published: what it refers to exists, what it asks is used, its cases come out. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from config.pack import Case, Pack
from config.rule import All, In, Is, Not, Rule, Situation
from config.rule import Any as AnyOf
from server.rules.asking import fits
from server.rules.condition import facts_of
from server.rules.consultation import consult
from server.rules.index import index

PARTS = ("themes", "facts", "parameters", "situations", "documents", "points", "items", "checklists", "knowledge")
QUESTION_AT_MOST = 40
"""Hanzi of a question that still fits a kiosk's screen in large type."""


class Finding(msgspec.Struct, frozen=True):
    """What is wrong: where in the pack, a stable code, what, and what to do."""

    part: str
    id: str
    code: str
    what: str
    remedy: str


def check(pack: Pack) -> tuple[Finding, ...]:
    """Return every finding; a pack without one may be published. References first: the rest builds on them."""
    found = [*_doubled(pack), *_references(pack)]
    if not found:
        found += [*_order(pack), *_unused(pack), *_texts(pack), *_ways(pack)]
    if not found:
        found += _cases(pack)
    return tuple(found)


def _doubled(pack: Pack) -> Iterator[Finding]:
    for part in PARTS:
        ids = [each.id for each in getattr(pack, part)]
        for name in sorted({each for each in ids if ids.count(each) > 1}):
            yield Finding(part, name, "id_doubled", "this id is there twice", "give one of them another id")


def _references(pack: Pack) -> Iterator[Finding]:
    facts, situations = _ids(pack.facts), _ids(pack.situations)
    documents, points, items, checklists, sources = (
        _ids(each) for each in (pack.documents, pack.points, pack.items, pack.checklists, pack.sources)
    )
    groups = frozenset(group for point in pack.points for group in point.groups)
    for part, name, rule in _rules(pack):
        for leaf in _leaves(rule):
            if isinstance(leaf, Situation):
                yield from _known(part, name, "situation", [leaf.id], situations)
                continue
            yield from _known(part, name, "fact", [leaf.fact], facts)
            bound = getattr(leaf, "bound", 0)
            if isinstance(bound, str):
                yield from _known(part, name, "parameter", [bound], _ids(pack.parameters))
            if isinstance(leaf, Is | In) and leaf.fact in facts:
                yield from _values(pack, part, name, leaf)
    for fact in pack.facts:
        yield from _known("facts", fact.id, "theme", [fact.theme], _ids(pack.themes))
    for item in pack.items:
        needed = [document for need in item.needs for document in need.documents]
        yield from _known("items", item.id, "document", [*needed, *item.outputs], documents)
        yield from _known(
            "items", item.id, "point", [each.point for each in item.options if each.point], points | groups
        )
        yield from _known("items", item.id, "item", item.after, items)
    for checklist in pack.checklists:
        yield from _known("checklists", checklist.id, "item", [each.item for each in checklist.entries], items)
        yield from _known("checklists", checklist.id, "fact", checklist.facts_first, facts)
    for point in pack.knowledge:
        yield from _known("knowledge", point.id, "item", point.items, items)
        yield from _known("knowledge", point.id, "checklist", point.checklists, checklists)
        yield from _known("knowledge", point.id, "source", [each.source for each in point.citations], sources)


def _values(pack: Pack, part: str, name: str, leaf: Is | In) -> Iterator[Finding]:
    fact = next(each for each in pack.facts if each.id == leaf.fact)
    for value in (leaf.value,) if isinstance(leaf, Is) else leaf.values:
        if not fits(fact, value):
            what = f"{leaf.fact} is never {value!r}"
            yield Finding(part, name, "value_impossible", what, "write one of its answers")


def _order(pack: Pack) -> Iterator[Finding]:
    """Find questions that depend on later ones, and prerequisites that come round to themselves."""
    situations = {each.id: each.when for each in pack.situations}
    before: set[str] = set()
    for fact in pack.facts:
        for other in sorted(facts_of(fact.when, situations) - before):
            remedy = f"write {other} before {fact.id}"
            yield Finding("facts", fact.id, "question_order", f"it depends on {other}, which comes later", remedy)
        before.add(fact.id)
    makers = {output: item.id for item in pack.items for output in item.outputs}
    after = {
        item.id: {*item.after, *(makers[each] for need in item.needs for each in need.documents[:1] if each in makers)}
        - {item.id}
        for item in pack.items
    }
    left = dict(after)
    while free := [item for item, others in left.items() if not others & left.keys()]:
        for item in free:
            del left[item]
    for item in sorted(left):
        yield Finding(
            "items", item, "prerequisite_cycle", "it waits for itself in the end", "take one prerequisite out"
        )


def _unused(pack: Pack) -> Iterator[Finding]:
    situations = {each.id: each.when for each in pack.situations}
    used = {fact for part, _, rule in _rules(pack) if part != "knowledge" for fact in facts_of(rule, situations)}
    for fact in pack.facts:
        if fact.id not in used:
            remedy = "use it in a rule, or do not ask it"
            yield Finding("facts", fact.id, "question_unused", "no rule uses this answer", remedy)
    listed = {entry.item for checklist in pack.checklists for entry in checklist.entries}
    for item in pack.items:
        if item.id not in listed:
            yield Finding("items", item.id, "item_unlisted", "no checklist has it", "list it, or take it out")


def _texts(pack: Pack) -> Iterator[Finding]:
    for fact in pack.facts:
        if len(fact.ask.zh) > QUESTION_AT_MOST:
            what = f"the question has {len(fact.ask.zh)} characters"
            yield Finding("facts", fact.id, "question_long", what, f"say it in {QUESTION_AT_MOST}")
        if fact.kind == "choice" and len(fact.answers) < 2:
            yield Finding("facts", fact.id, "answers_few", "there is nothing to choose", "write two answers or more")
    for each in pack.knowledge:
        if not each.citations:
            yield Finding("knowledge", each.id, "source_missing", "nobody can check it", "write its source")


def _ways(pack: Pack) -> Iterator[Finding]:
    for item in pack.items:
        if not item.options:
            yield Finding("items", item.id, "option_missing", "there is no way to do it", "write where it is done")
        if len({each.collect for each in item.options}) > 1:
            what = "it is collected at one point and not at another"
            yield Finding("items", item.id, "collect_mixed", what, "make two items of it")


def _cases(pack: Pack) -> Iterator[Finding]:
    book = index(pack)
    for case in pack.cases:
        answer = consult(book, case.checklists, case.answers, date.fromisoformat(case.on))
        got = {verdict.item: verdict.state for verdict in answer.verdicts}
        for item, state in case.verdicts.items():
            if got.get(item) != state:
                yield _case(case, f"{item} is {got.get(item, 'not there')} and not {state}")
        visits = answer.plan.visits if answer.plan else None
        if case.visits is not None and visits != case.visits:
            yield _case(case, f"it takes {visits} visits and not {case.visits}")


def _case(case: Case, what: str) -> Finding:
    return Finding("cases", case.name, "case_fails", what, "correct the rules or the case")


def _known(part: str, name: str, kind: str, wanted: Iterable[str], known: frozenset[str]) -> Iterator[Finding]:
    for each in wanted:
        if each not in known:
            remedy = f"write it, or one of {', '.join(sorted(known)[:8])}"
            yield Finding(part, name, f"{kind}_unknown", f"there is no {kind} {each}", remedy)


def _ids(records: Sequence[Any]) -> frozenset[str]:
    return frozenset(each.id for each in records)


def _rules(pack: Pack) -> Iterator[tuple[str, str, Rule]]:
    for fact in pack.facts:
        yield "facts", fact.id, fact.when
    for situation in pack.situations:
        yield "situations", situation.id, situation.when
    for document in pack.documents:
        if document.held is not None:
            yield "documents", document.id, document.held
    for item in pack.items:
        for requirement in item.requirements:
            yield "items", item.id, requirement.holds
        for need in item.needs:
            yield "items", item.id, need.when
    for checklist in pack.checklists:
        for entry in checklist.entries:
            yield "checklists", checklist.id, entry.when
    for point in pack.knowledge:
        yield "knowledge", point.id, point.when


def _leaves(rule: Rule) -> Iterator[Any]:
    match rule:
        case All(rules) | AnyOf(rules):
            for each in rules:
                yield from _leaves(each)
        case Not(inner):
            yield from _leaves(inner)
        case _:
            yield rule
