"""Proof of every item of a checklist for all answers there can be, rule by rule, without trying each of them. Pure."""

from collections.abc import Iterator
from math import prod
from typing import Final

import msgspec

from config.item import Item
from config.pack import Checklist
from config.rule import ALWAYS, In, Is, Situation
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import bound_of, facts_of
from server.rules.guidance.judge.rules import leaves, rules_of
from server.rules.guidance.judge.verdict import State
from server.rules.guidance.prove.diagram import Diagram, Walker
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.prove.graph import FALSE, TRUE, Graph, Node
from server.rules.guidance.prove.longest import Longest, longest_way
from server.rules.guidance.prove.space import Space, TooWide
from server.rules.guidance.prove.verdicts import Judging, Verdicts

QUESTIONS: Final = 20
"""Questions on one way through a checklist."""
STATES: tuple[State, ...] = ("can", "not_yet", "cannot", "unknown")


class ItemProof(msgspec.Struct, frozen=True):
    """`answers` put in to learn about an item, for the `combinations` that there are of them; the `states` met.

    `facts` are asked and `telling` change something. `unasked` are facts that papers, fees or ways hang on and that
    somebody who can have the item is not asked. `unproved` names what hangs on too many answers at once.
    """

    item: str
    answers: int
    combinations: int
    states: tuple[State, ...]
    facts: tuple[str, ...]
    telling: tuple[str, ...]
    unasked: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()


class Proof(msgspec.Struct, frozen=True):
    """What was proved of one checklist, and the longest way through its questions."""

    checklist: str
    items: tuple[ItemProof, ...]
    longest: Longest

    @property
    def exhaustive(self) -> bool:
        """Tell whether everything was proved for all combinations."""
        return not any(each.unproved for each in self.items)

    @property
    def answers(self) -> int:
        """Return how many answers were put in."""
        return sum(each.answers for each in self.items)

    @property
    def combinations(self) -> int:
        """Return how many combinations of answers there are, item by item."""
        return sum(each.combinations for each in self.items)


def prove(space: Space) -> tuple[Proof, ...]:
    """Prove every checklist of the pack."""
    return tuple(prove_checklist(space, each) for each in space.book.pack.checklists)


def prove_checklist(space: Space, checklist: Checklist) -> Proof:
    """Prove one checklist; what was worked out for it is forgotten with it."""
    walker = Walker(space)
    judging = Judging(space.book, walker.graph, checklist.id, decide=walker.decided)
    return Proof(
        checklist.id,
        tuple(_prove_item(walker, judging.of(item), item, checklist.id) for item in judging.items),
        longest_way(space, checklist.id),
    )


def way_findings(proofs: tuple[Proof, ...]) -> Iterator[Finding]:
    """Find checklists with a long way through them, and such of which that is not known."""
    for each in proofs:
        questions, at_most = each.longest.questions, each.longest.at_most
        remedy = f"ask {QUESTIONS} at most on one way"
        if questions > QUESTIONS:
            what = f"somebody is asked {questions} questions"
            yield Finding("checklists", each.checklist, "way_long", what, remedy, "warning")
        elif at_most > QUESTIONS:
            what = f"somebody is asked {questions} questions, and it is not known whether up to {at_most}"
            yield Finding("checklists", each.checklist, "way_not_proved", what, remedy, "warning")


def proved_findings(space: Space, proofs: tuple[Proof, ...]) -> Iterator[Finding]:
    """Find items that nobody can ever have, and questions whose answer never changes a verdict."""
    for name in space.book.items:
        met = [each for proof in proofs for each in proof.items if each.item == name and each.states]
        if met and not any({"can", "unknown"} & set(each.states) for each in met):
            yield Finding("items", name, "never_can", "nobody can ever do it", "correct its requirements and papers")
    for proof in proofs:
        for item in proof.items:
            for part in dict.fromkeys(item.unproved):
                what = f"{part} is not proved on {proof.checklist}: it hangs on too many answers at once"
                yield Finding("items", item.item, "not_proved", what, "split it, or ask fewer questions", "warning")
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


def _prove_item(walker: Walker, verdicts: Verdicts, name: str, checklist: str) -> ItemProof:
    """Prove what becomes of the item `name`, and of each rule about it."""
    book, graph = walker.space.book, walker.graph
    item = book.items[name]
    ends = verdicts.can, verdicts.not_yet, verdicts.cannot, verdicts.unknown
    unproved: list[str] = []

    def walked(part: str, *nodes: Node) -> Diagram:
        try:
            return walker.diagram(*nodes)
        except TooWide:
            unproved.append(part)
            return Diagram()

    verdict = walked("the verdict", *ends)
    reasons = [walked(part, node) for part, node in _reasons(book, graph, item, checklist)]
    papers = [walked(part, graph.every((verdicts.can, node))) for part, node in _papers(book, graph, item, checklist)]
    found = [verdict, *reasons, *papers]
    asked = frozenset().union(*(each.asked for each in found))
    still_open = [graph.stays_open(end) for each in papers for (end,) in each.ends]
    return ItemProof(
        name,
        sum(each.answers for each in found),
        prod(len(walker.space.classes[each]) for each in asked),
        tuple(sorted(state for number, state in enumerate(STATES) if any(end[number] == TRUE for end in verdict.ends))),
        tuple(sorted(asked)),
        tuple(sorted(frozenset().union(*(each.telling for each in found)))),
        tuple(sorted(frozenset().union(*(why.unasked for why in still_open if why is not None)))),
        tuple(unproved),
    )


def _reasons(book: Book, graph: Graph, item: Item, checklist: str) -> Iterator[tuple[str, Node]]:
    """Yield for each requirement whether it fails where that is said: nothing that another makes impossible is."""
    entries = [each for each in book.checklists[checklist].entries if each.item == item.id]
    concerned = graph.test(graph.some(graph.of(each.when) for each in entries), "true")
    rules = [graph.of(each.rule) for each in item.requirements]
    impossible = [
        graph.test(rule, "false") if each.otherwise == "cannot" else FALSE
        for each, rule in zip(item.requirements, rules, strict=True)
    ]
    for number, rule in enumerate(rules):
        others = graph.some((*impossible[:number], *impossible[number + 1 :]))
        yield "a requirement", graph.every((concerned, graph.no(others), rule))


def _papers(book: Book, graph: Graph, item: Item, checklist: str) -> Iterator[tuple[str, Node]]:
    """Yield the rules that decide how `item` is done, what it costs and which papers it takes, as `open_papers` has."""
    yield from (("a choice", graph.of(each)) for each in item.choices)
    for need in item.needs:
        if need.checklists and checklist not in need.checklists:
            continue
        when = graph.of(need.when)
        yield "a need", when
        if need.declaration or need.deferred_days is not None:
            held = [graph.of(book.documents[each].held or ALWAYS) for each in need.documents]
            lacks = [graph.no(graph.test(each, "true")) for each in held]
            wanted = graph.every((graph.no(graph.test(when, "false")), *lacks))
            yield from (("a need", graph.every((wanted, each))) for each in held)
