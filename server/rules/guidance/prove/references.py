"""What a pack refers to exists, once; prerequisites do not come round; questions depend on earlier ones. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from config.fact import Fact
from config.item import Document, Item
from config.pack import PARTS, Pack
from config.rule import AgeAtLeast, AtLeast, AtMost, In, Is, MonthsSince, Situation
from server.rules.guidance.household.cast import own_id
from server.rules.guidance.household.traits import NEVER, with_traits
from server.rules.guidance.judge.asking import fits
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.by_card import WORDS, citizens_own
from server.rules.guidance.judge.condition import facts_of
from server.rules.guidance.judge.rules import leaves, rules_of
from server.rules.guidance.prove.finding import Finding, circular, doubled


def check_references(pack: Pack) -> Iterator[Finding]:
    """Find ids that are there twice or not at all, and values that no answer has."""
    for part in PARTS:
        if part != "cases":
            for name in doubled(each.id for each in getattr(pack, part)):
                yield Finding(part, name, "id_doubled", "this id is there twice", "give one of them another id")
    for name in doubled(each.name for each in pack.cases):
        yield Finding("cases", name, "id_doubled", "this name is there twice", "give one of them another name")
    yield from _in_rules(pack)
    yield from _in_records(pack)
    yield from _in_knowledge(pack)


def check_order(pack: Pack) -> Iterator[Finding]:
    """Find questions that depend on later ones, situations and prerequisites that come round to themselves."""
    situations = {each.id: each.when for each in pack.situations}
    named = {
        each.id: {leaf.id for leaf in leaves(each.when) if isinstance(leaf, Situation)} for each in pack.situations
    }
    rounds = circular(named)
    for name in rounds:
        remedy = "write one of them without the others"
        yield Finding("situations", name, "situation_cycle", "it names itself in the end", remedy)
    if rounds:
        return
    before: set[str] = set()
    for fact in pack.facts:
        looked_at = facts_of(fact.when, situations).union(
            *(facts_of(each.when, situations) | {each.fact} for each in fact.same)
        )
        for other in sorted(looked_at - before):
            remedy = f"write {other} before {fact.id}"
            yield Finding("facts", fact.id, "question_order", f"it depends on {other}, which comes later", remedy)
        before.add(fact.id)
    makers = open_book(pack).makers
    yield from _bundles(pack, makers)
    bundles = {each: {bundle.id for bundle in pack.items if each in bundle.bundles} for each in _ids(pack.items)}
    # What an item gives itself is what it renews; what it bundles is handed in with it.
    after = {item.id: {*item.after, *({*_brought_by(item, makers, bundles)} - {item.id})} for item in pack.items}
    for name in circular(after):
        yield Finding(
            "items", name, "prerequisite_cycle", "it waits for itself in the end", "take one prerequisite out"
        )


def _brought_by(item: Item, makers: Mapping[str, Sequence[str]], bundles: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield every item that may give what `item` waits for: any maker of any paper, and what stands for it."""
    for need in item.needs:
        for maker in (maker for document in need.documents for maker in makers.get(document, ())):
            yield maker
            yield from bundles[maker]
    for brought in (each for requirement in item.requirements for each in requirement.brought):
        yield from makers.get(brought.document, ())


def _bundles(pack: Pack, makers: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    bundling = {item.id for item in pack.items if item.bundles}
    for item in pack.items:
        for each in item.bundles:
            if each in bundling:
                what = f"it bundles {each}, which is itself or a bundle"
                yield Finding("items", item.id, "bundle_nested", what, "name the single items instead")
        for need in item.needs:
            givers = [makers.get(document, ()) for document in need.documents]
            if item.bundles and all(each and {*each} <= {*item.bundles} for each in givers):
                what = f"it needs {need.documents[0]}, which only what it bundles gives"
                yield Finding("items", item.id, "prerequisite_cycle", what, "take that need out, or the bundled item")


def _in_rules(pack: Pack) -> Iterator[Finding]:
    facts = {each.id: each for each in pack.facts}
    situations, parameters = _ids(pack.situations), _ids(pack.parameters)
    tables = {each.id: each.by for each in pack.parameters if each.by is not None}
    numeric = {AtLeast: "number", AtMost: "number", AgeAtLeast: "date", MonthsSince: "date"}
    for part, name, rule in rules_of(pack):
        for leaf in leaves(rule):
            if isinstance(leaf, Situation):
                yield from _known(part, name, "situation", [leaf.id], situations)
                continue
            yield from _known(part, name, "fact", [leaf.fact], facts.keys())
            fact = facts.get(leaf.fact)
            if isinstance(leaf, Is | In):
                for value in (leaf.value,) if isinstance(leaf, Is) else leaf.values:
                    if fact is not None and not fits(fact, value):
                        what = f"{leaf.fact} is never {value!r}"
                        yield Finding(part, name, "value_impossible", what, "write one of its answers")
                continue
            if isinstance(leaf.bound, str):
                yield from _known(part, name, "parameter", [leaf.bound], parameters)
                if leaf.bound in tables and (part == "facts" or leaf.fact != tables[leaf.bound]):
                    what = f"{leaf.bound} is a table by {tables[leaf.bound]}, which must be what is compared"
                    yield Finding(part, name, "rule_unfit", what, "compare that date with it, in no question's `when`")
            if fact is not None and fact.kind != numeric[type(leaf)]:
                what = f"{leaf.fact} is no {numeric[type(leaf)]}"
                yield Finding(part, name, "rule_unfit", what, "compare it with `is` or `in`, or ask it another way")


def _in_records(pack: Pack) -> Iterator[Finding]:
    items, documents, entities = _ids(pack.items), _ids(pack.documents), _ids(pack.entities)
    points = _ids(pack.points) | {group for point in pack.points for group in point.groups}
    knowledge, authorities = _ids(pack.knowledge), _ids(pack.authorities)
    for way in pack.ways:
        yield from _known("pack", pack.id, "point", way.between, _ids(pack.points))
    for fact in pack.facts:
        yield from _known("facts", fact.id, "theme", [fact.theme], _ids(pack.themes))
        yield from _known("facts", fact.id, "entity", [fact.entity], entities or {fact.entity})
        if (found := fact.find_out) is not None:
            yield from _known("facts", fact.id, "document", [found.document] if found.document else [], documents)
            yield from _known("facts", fact.id, "authority", [found.authority] if found.authority else [], authorities)
        yield from _by_card(fact, pack)
    told = with_traits(pack).facts
    for fact in told:
        yield from _same(fact, {each.id: each for each in told})
    choices = {fact.id for fact in pack.facts if fact.kind == "choice"}
    for entity in pack.entities:
        yield from _known("entities", entity.id, "entity", [each.entity for each in entity.same], entities)
        yield from _known("entities", entity.id, "choice", [entity.who] if entity.who else [], choices)
    for document in pack.documents:
        yield from _known("documents", document.id, "entity", [document.entity], entities or {document.entity})
        yield from _known("documents", document.id, "document", [each.document for each in document.same], documents)
        yield from _instead(document, pack.facts)
    for item in pack.items:
        needed = [document for need in item.needs for document in need.documents]
        brought = [each.document for requirement in item.requirements for each in requirement.brought]
        yield from _known("items", item.id, "document", [*needed, *brought, *item.outputs], documents)
        yield from _known("items", item.id, "point", [each.point for each in item.options if each.point], points)
        yield from _known("items", item.id, "item", [*item.after, *item.bundles], items)
        asked = [checklist for need in item.needs for checklist in need.checklists]
        asked += [each.checklist for each in item.present_by]
        yield from _known("items", item.id, "checklist", asked, _ids(pack.checklists))
        yield from _known("items", item.id, "entity", item.everybody, entities or set(item.everybody))
        whose = [each.of for requirement in item.requirements for each in requirement.brought if each.of is not None]
        yield from _known("items", item.id, "entity", whose, entities)
        cited = [name for requirement in item.requirements for name in requirement.knowledge]
        yield from _known("items", item.id, "knowledge", cited, knowledge)
        if item.authority is not None:
            yield from _known("items", item.id, "authority", [item.authority], authorities)
        if any(not need.documents for need in item.needs):
            yield Finding("items", item.id, "need_empty", "it asks for one of no documents", "name a document")
    dates = {fact.id for fact in pack.facts if fact.kind == "date"}
    for parameter in pack.parameters:
        if parameter.by is not None:
            yield from _known("parameters", parameter.id, "date", [parameter.by], dates)
    for contradiction in pack.contradictions:
        yield from _known("contradictions", contradiction.id, "fact", contradiction.facts, _ids(pack.facts))
        yield from _known("contradictions", contradiction.id, "entity", contradiction.same, entities)
    for exclusion in pack.exclusions:
        yield from _known("exclusions", exclusion.id, "item", exclusion.items, items)
    for checklist in pack.checklists:
        yield from _known("checklists", checklist.id, "item", [each.item for each in checklist.entries], items)
        yield from _known("checklists", checklist.id, "fact", checklist.facts_first, _ids(pack.facts))
        yield from _known(
            "checklists", checklist.id, "entity", [checklist.subject] if checklist.subject else [], entities
        )


def _instead(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """Find what stands in for a document for people whom no answer names."""
    for each in document.instead:
        if not any(fact.trait == each.trait and fits(fact, each.value) for fact in facts):
            what = f"nobody is {each.value!r} in the trait {each.trait!r}"
            yield Finding("documents", document.id, "value_impossible", what, "write one of its answers")


def _same(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[Finding]:
    """Find what a fact is said to have from another that has no such value, or that would be no answer here."""
    for same in fact.same:
        yield from _known("facts", fact.id, "fact", [same.fact], facts.keys())
        other = facts.get(same.fact)
        if other is None:
            continue
        wrong = [one for one, here in same.values if not fits(other, one) or not fits(fact, here)]
        if not same.values and (other.kind != fact.kind or not _within(other, fact)):
            wrong.append(same.fact)
        for value in wrong:
            what = f"{value!r} of {same.fact} is no answer here"
            yield Finding("facts", fact.id, "value_impossible", what, "write in `values` what each answer is here")


def _by_card(fact: Fact, pack: Pack) -> Iterator[Finding]:
    """Find what no card says, what would be no answer, and whom a citizen's card says nothing of."""
    if (by := fact.by_card) is None:
        return
    if citizens_own(pack.entities, fact.entity) == NEVER:
        what = f"the citizen's card says nothing of {fact.entity}"
        yield Finding("facts", fact.id, "card_unfit", what, "take `by_card` out")
    words = WORDS.get(by.tells)
    if words is None:
        if by.values or (fact.kind != "date" and fact.by_date is None):
            what = f"{by.tells} is a date"
            yield Finding("facts", fact.id, "card_unfit", what, "ask for a date, and leave `values` out")
        return
    for word, here in by.values or tuple((each, each) for each in sorted(words)):
        if word not in words:
            what, remedy = f"no card says {word!r} of its {by.tells}", "write one of " + ", ".join(sorted(words))
            yield Finding("facts", fact.id, "card_unfit", what, remedy)
        elif not fits(fact, here):
            what = f"{here!r} is no answer here"
            yield Finding("facts", fact.id, "value_impossible", what, "write in `values` what each word of a card is")


def _within(other: Fact, fact: Fact) -> bool:
    if fact.kind == "number":
        return fact.low <= other.low and other.high <= fact.high
    return all(fits(fact, answer.value) for answer in other.answers)


def _in_knowledge(pack: Pack) -> Iterator[Finding]:
    items, checklists, sources, knowledge = (
        _ids(each) for each in (pack.items, pack.checklists, pack.sources, pack.knowledge)
    )
    for point in pack.knowledge:
        yield from _known("knowledge", point.id, "item", point.items, items)
        yield from _known("knowledge", point.id, "checklist", point.checklists, checklists)
        yield from _known("knowledge", point.id, "source", [each.source for each in point.citations], sources)
    for conflict in pack.conflicts:
        yield from _known("conflicts", conflict.id, "item", conflict.items, items)
        yield from _known("conflicts", conflict.id, "knowledge", conflict.knowledge, knowledge)
        yield from _known("conflicts", conflict.id, "source", [each.source for each in conflict.sides], sources)
        if conflict.in_force is not None and not 0 <= conflict.in_force < len(conflict.sides):
            yield Finding(
                "conflicts", conflict.id, "side_unknown", "in_force names no side", "write 0, 1 or leave it out"
            )
    facts = {each.id: each for each in pack.facts}
    for case in pack.cases:
        for name, value in case.answers.items():
            if (fact := facts.get(own_id(name))) is not None and not fits(fact, value):
                what = f"{name} is never {value!r}"
                yield Finding("cases", case.name, "value_impossible", what, "write an answer that fits its question")
        yield from _known("cases", case.name, "checklist", case.checklists, checklists)
        left_out = [item for variant in case.variants for item in (*variant.leave_out, *variant.take_in)]
        yield from _known("cases", case.name, "item", _own([*case.verdicts, *case.says, *left_out]), items)
        yield from _known("cases", case.name, "fact", _own([*case.answers, *case.unsure]), _ids(pack.facts))
        yield from _known(
            "cases",
            case.name,
            "document",
            _own([*(case.bring or ()), *(case.upload or ()), *(case.waived or ())]),
            _ids(pack.documents),
        )
        yield from _known("cases", case.name, "parameter", case.parameters, _ids(pack.parameters))
    for question in pack.hotline:
        yield from _known("hotline", question.id, "answer", question.finds, items | checklists | knowledge)


def _known(part: str, name: str, kind: str, wanted: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    there = frozenset(known)
    for each in wanted:
        if each not in there:
            remedy = f"write it, or one of {', '.join(sorted(there)[:8])}" if there else "write it"
            yield Finding(part, name, f"{kind}_unknown", f"there is no {kind} {each}", remedy)


def _own(names: Iterable[str]) -> list[str]:
    """Return `names` as the pack has them, whomever of a household they are about."""
    return [own_id(each) for each in names]


def _ids(records: Sequence[Any]) -> frozenset[str]:
    return frozenset(each.id for each in records)
