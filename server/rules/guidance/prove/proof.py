"""Proof by trying everybody: each item of a checklist judged for every combination of answers that tells. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import msgspec
from msgspec.structs import replace

from config.pack import Checklist
from config.rule import In, Is, Situation, Value
from server.rules.guidance.judge.asking import counted, questions
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.brought import has, needs_of
from server.rules.guidance.judge.condition import Known, bound_of, facts_of, missing, truth
from server.rules.guidance.judge.judged import Judged
from server.rules.guidance.judge.judging import judge, open_papers
from server.rules.guidance.judge.verdict import State
from server.rules.guidance.prove.finding import Finding, leaves, rules_of, rules_of_item
from server.rules.guidance.prove.space import Space, TooWide, walk

OTHERS_TRIED = 500


class ItemProof(msgspec.Struct, frozen=True):
    """`ways` through the questions that decide an item, standing for `combinations` of answers; the `states` met.

    `unasked` are facts that papers, fees or ways hang on and that somebody who can have the item is not asked.
    """

    item: str
    method: str
    ways: int
    combinations: int
    states: tuple[State, ...]
    facts: tuple[str, ...]
    telling: tuple[str, ...]
    unasked: tuple[str, ...] = ()


class Proof(msgspec.Struct, frozen=True):
    """What was proved of one checklist; `exhaustive` when every combination of every item was."""

    checklist: str
    exhaustive: bool
    ways: int
    combinations: int
    items: tuple[ItemProof, ...]


@dataclass(frozen=True)
class _Outcome:
    """The verdict that one way through the questions ends in."""

    state: State
    reasons: tuple[str, ...]
    papers: tuple[tuple[str, ...], ...] = ()
    ways: tuple[bool, ...] = ()
    unasked: frozenset[str] = frozenset()


def prove(space: Space) -> tuple[Proof, ...]:
    """Prove every checklist of the pack."""
    proofs = []
    for checklist in space.book.pack.checklists:
        items = tuple(
            _prove_item(space, _alone(space.book, checklist, item), item, checklist.id)
            for item in dict.fromkeys(entry.item for entry in checklist.entries)
        )
        exhaustive = all(each.method == "all" for each in items)
        proofs.append(
            Proof(
                checklist.id,
                exhaustive,
                sum(each.ways for each in items),
                sum(each.combinations for each in items),
                items,
            )
        )
    return tuple(proofs)


def proved_findings(space: Space, proofs: tuple[Proof, ...]) -> Iterator[Finding]:
    """Find items that nobody can ever have, and questions whose answer never changes a verdict."""
    for name in space.book.items:
        met = [each for proof in proofs for each in proof.items if each.item == name and each.method == "all"]
        if met and not any({"can", "unknown"} & set(each.states) for each in met):
            yield Finding("items", name, "never_can", "nobody can ever do it", "correct its requirements and papers")
    telling = {fact for proof in proofs for each in proof.items for fact in each.telling}
    gates = {fact for each in space.book.pack.facts for fact in facts_of(each.when, space.book.situations)}
    waiting, whose = _waiting(space), _whose(space.book)
    complete = all(proof.exhaustive for proof in proofs)
    used = {fact for _, _, rule in rules_of(space.book.pack) for fact in facts_of(rule, space.book.situations)}
    for fact in space.book.pack.facts:
        if complete and fact.id in used and fact.id not in telling | gates | waiting | whose:
            what = "no answer to it changes a verdict, a paper, a fee or a way"
            yield Finding("facts", fact.id, "question_idle", what, "use it, or do not ask it")
    for name, fact_id in sorted(
        {(each.item, fact) for proof in proofs for each in proof.items for fact in each.unasked}
    ):
        what = f"papers, fees or ways hang on {fact_id}, which is not asked of everybody who can have it"
        yield Finding("items", name, "paper_unasked", what, f"say for whom, as the question {fact_id} does")


def _waiting(space: Space) -> set[str]:
    """Return the facts that are compared with a parameter nobody has confirmed: they will tell once it is."""
    nobody = space.at({})
    compared = [leaf for _, _, rule in rules_of(space.book.pack) for leaf in leaves(rule)]
    return {
        leaf.fact for leaf in compared if not isinstance(leaf, Is | In | Situation) and bound_of(leaf, nobody) is None
    }


def _whose(book: Book) -> set[str]:
    """Return the facts that tell whose something is: that shows where several are in a plan, not in an item."""
    rules = [each.when for document in book.pack.documents for each in document.same]
    rules += [each.when for entity in book.pack.entities for each in entity.same]
    rules += [each.when for item in book.pack.items for one in item.requirements for each in one.brought]
    return {fact for rule in rules for fact in facts_of(rule, book.situations)}


def _alone(book: Book, checklist: Checklist, item: str) -> Book:
    """Return the pack with nothing but `item` and the items of the checklist that its verdict can depend on.

    Seasons are taken out: what is proved must not depend on the day of the proof.
    """
    there = {entry.item for entry in checklist.entries}
    wanted, left = {item}, [item]
    while left:
        each = book.items[left.pop()]
        makers = {
            maker for need in each.needs for document in need.documents for maker in book.makers.get(document, ())
        }
        papers = {brought.document for requirement in each.requirements for brought in requirement.brought}
        makers |= {maker for document in papers for maker in book.makers.get(document, ())}
        rivals = {
            rival for exclusion in book.pack.exclusions if each.id in exclusion.items for rival in exclusion.items
        }
        fresh = (makers | rivals) & there - wanted
        wanted |= fresh
        left += fresh
    entries = tuple(entry for entry in checklist.entries if entry.item in wanted)
    items = tuple(replace(each, season=None, seasons=()) for each in book.pack.items if each.id in wanted)
    return open_book(replace(book.pack, items=items, checklists=(replace(checklist, entries=entries),)))


def _prove_item(space: Space, book: Book, item: str, checklist: str) -> ItemProof:
    here = Space(book, space.today, space.classes)
    facts = _facts_of(book, checklist)
    said: list[tuple[dict[str, Value], _Outcome]] = []

    def ask(at: Known) -> str | None:
        judged, _ = judge(book, [checklist], at)
        own = next((each for each in judged if each.item.id == item), None)
        if own is None or not own.asks:
            return None
        left = questions(book, [checklist], [own], at)
        return left[0].id if left else None

    try:
        ways = list(walk(here, ask))
        method = "all"
    except TooWide:
        ways = list(_some(here, facts))
        method = "pairs"
    for values in ways:
        at = here.at(values)
        judged, _ = judge(book, [checklist], at)
        said.append((values, _outcome(book, judged, item, at)))
    combinations = sum(prod(len(here.classes[each]) for each in facts if each not in values) for values, _ in said)
    return ItemProof(
        item,
        method,
        len(ways),
        combinations if method == "all" else len(ways),
        tuple(sorted({outcome.state for _, outcome in said if outcome.reasons != ("does not concern",)})),
        tuple(sorted({fact for values, _ in said for fact in values})),
        tuple(sorted(_telling(said))),
        tuple(sorted(frozenset().union(*(outcome.unasked for _, outcome in said)))) if method == "all" else (),
    )


def _outcome(book: Book, judged: list[Judged], item: str, at: Known) -> _Outcome:
    own = next((each for each in judged if each.item.id == item), None)
    if own is None:
        return _Outcome("cannot", ("does not concern",))
    reasons = tuple(reason.text.zh for reason in own.reasons)
    if own.state != "can":
        return _Outcome(own.state, reasons)
    needs = needs_of(own.item, at)
    held = tuple(has(book.documents[each], at) for need in needs for each in need.documents)
    open_rules = open_papers(book, own.item, at, *own.item.choices)
    return _Outcome(
        own.state,
        reasons,
        tuple(need.documents for need in needs),
        (*(truth(rule, at) is True for rule in own.item.choices), *held),
        frozenset(fact for rule in open_rules for fact in missing(rule, at)),
    )


def _telling(said: list[tuple[dict[str, Value], _Outcome]]) -> set[str]:
    """Return the facts of which two answers, all else before being equal, lead to different verdicts."""
    found: set[str] = set()
    reached: dict[tuple[tuple[str, Value], ...], dict[Value, frozenset[object]]] = {}
    facts: dict[tuple[tuple[str, Value], ...], str] = {}
    for values, outcome in said:
        steps = tuple(values.items())
        for number, (fact, value) in enumerate(steps):
            before = steps[:number]
            facts[before] = fact
            ends = reached.setdefault(before, {})
            rest = (steps[number + 1 :], outcome)
            ends[value] = ends.get(value, frozenset()) | {rest}
    for before, ends in reached.items():
        if len(set(ends.values())) > 1:
            found.add(facts[before])
    return found


def _facts_of(book: Book, checklist: str) -> tuple[str, ...]:
    rules = [entry.when for entry in book.checklists[checklist].entries]
    for item in book.pack.items:
        rules += rules_of_item(item)
        needed = {document for need in item.needs for document in need.documents}
        rules += [held for each in sorted(needed) if (held := book.documents[each].held) is not None]
    used = frozenset().union(*(facts_of(rule, book.situations) for rule in rules))
    for fact in reversed(book.pack.facts):
        if fact.id in used:
            used |= facts_of(fact.when, book.situations)
    return tuple(fact for fact in book.facts if fact in used)


def _some(space: Space, facts: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    """Yield people among whom every pair of answers to two questions occurs, and as many others again.

    Always the same ones: each fact steps through its classes at a pace of its own.
    """
    nobody = space.at({})
    open_pairs = {
        ((one, a), (other, b))
        for number, one in enumerate(facts)
        for other in facts[number + 1 :]
        for a in space.classes[one]
        for b in space.classes[other]
    }

    def person(turn: int, fixed: dict[str, Value]) -> dict[str, Value]:
        paced = {
            fact: space.classes[fact][(turn * (2 * number + 1) + turn // 5) % len(space.classes[fact])]
            for number, fact in enumerate(facts)
        }
        return {**paced, **fixed}

    turn = 0
    while open_pairs:
        tried = person(turn, dict(min(open_pairs, key=repr)) if turn % 2 else {})
        open_pairs -= {((a, tried[a]), (b, tried[b])) for n, a in enumerate(facts) for b in facts[n + 1 :]}
        turn += 1
        yield counted(space.book, tried, nobody)
    for more in range(turn, turn + OTHERS_TRIED):
        yield counted(space.book, person(more, {}), nobody)
