"""The plan of what is sure, how it may grow or shrink, and what each open answer would change. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from config.centers import Text
from config.rule import Value
from config.words import both
from server.rules.guidance.judge.still_open import IfSaid, OpenPaper, OpenQuestion, Outlook, Span
from server.rules.guidance.judge.verdict import Paper, Plan
from server.rules.guidance.outlook.answers_told import either, told
from server.rules.guidance.outlook.bounds import papers_between, visits_between
from server.rules.guidance.outlook.changes import Changes, says
from server.rules.guidance.outlook.completing import Completed, Matter, Weighed, completed, completions, planned, weigh
from server.rules.guidance.outlook.finding_out import ways_to_find_out
from server.rules.guidance.plan.papers import bundle

TRIED_AT_MOST, VALUES_AT_MOST = 3, 6
"""Open questions whose answers are tried one by one where there are too many ways to try them all; answers of each."""


@dataclass(frozen=True)
class _Sure:
    """The plan of what is sure, with the documents that every completion needs."""

    plan: Plan | None
    papers: frozenset[str]
    items: frozenset[str]


def looked_ahead(matter: Matter, now: Weighed) -> tuple[Plan | None, Outlook]:
    """Return the plan of what is sure, and what the questions left may make of it.

    An item that can be done whatever is answered counts as one that can, though no rule alone decides it.
    """
    ends = completions(matter, now)
    return _by_bounds(matter, now) if ends is None else _exactly(matter, now, ends)


def _exactly(matter: Matter, now: Weighed, ends: Sequence[Completed]) -> tuple[Plan | None, Outlook]:
    needed = frozenset.intersection(*(each.papers for each in ends))
    items = frozenset.intersection(*(_doable(each) for each in ends))
    for each in now.judged:
        if each.item.id in items and each.state != "can":
            each.state, each.reasons = "can", ()
    plan = planned(matter, now)
    sure = _Sure(_with_sure_papers(plan, needed, ends), needed, items)
    possible = frozenset().union(*(_doable(each) for each in ends)) - items
    papers = _papers_of(ends)
    hanging = [name for name, each in papers.items() if name not in _listed(sure.plan) and _to_see_to(each)]
    whole = Outlook(
        True,
        _span(each.visits for each in ends),
        _span(each.plan.working_days if each.plan else 0 for each in ends),
        _span(each.plan.fees + each.plan.cost if each.plan else 0 for each in ends),
        tuple(each for each in _in_order(now) if each in possible),
        tuple(_only_if(matter, papers[each], ends) for each in hanging),
        tuple(_question(matter, now, each.id, sure, _by_answer(matter, each.id, ends)) for each in now.left),
    )
    return sure.plan, whole


def _by_bounds(matter: Matter, now: Weighed) -> tuple[Plan | None, Outlook]:
    needed, hanging = papers_between(matter, now)
    plan = planned(matter, now)
    sure = _Sure(
        _with_sure_papers(plan, needed, ()), needed, frozenset(each.item.id for each in now.judged if each.wanted)
    )
    open_questions = []
    for number, question in enumerate(now.left):
        tried: dict[Value, list[Completed]] = {}
        values = matter.values(question.id)
        if number < TRIED_AT_MOST and len(values) <= VALUES_AT_MOST:
            for value in values:
                there = weigh(matter, {**now.answers, question.id: value}, explained=False)
                tried[value] = [completed(matter, there, {question.id: value})]
        # What is still open there is not counted as needed.
        open_questions.append(_question(matter, now, question.id, sure, tried, papers=False))
    documents = matter.book.documents
    whole = Outlook(
        False,
        visits_between(matter, now),
        None,
        None,
        tuple(each.item.id for each in now.judged if each.state == "unknown" and not each.left_out),
        tuple(
            OpenPaper(each.document, documents[each.document].name, _depends(matter, each.facts), each.facts)
            for each in hanging
        ),
        tuple(open_questions),
    )
    return sure.plan, whole


def _doable(end: Completed) -> frozenset[str]:
    return frozenset(item for item, state in end.states.items() if state == "can")


def _in_order(now: Weighed) -> list[str]:
    return [each.item.id for each in now.judged] + [each.item for each in now.others]


def _span(figures: Iterable[int]) -> Span:
    every = tuple(figures)
    return Span(min(every, default=0), max(every, default=0))


def _papers_of(ends: Sequence[Completed]) -> dict[str, Paper]:
    """Return every paper of a completion, by its document."""
    found: dict[str, Paper] = {}
    for end in ends:
        for paper in end.plan.papers if end.plan else ():
            found.setdefault(paper.document, paper)
    return found


def _to_see_to(paper: Paper) -> bool:
    return not (paper.waived or paper.on_spot)


def _listed(plan: Plan | None) -> frozenset[str]:
    return frozenset(each.document for each in plan.papers) if plan else frozenset()


def _with_sure_papers(plan: Plan | None, needed: frozenset[str], ends: Sequence[Completed]) -> Plan | None:
    """Return `plan` with those papers only that are needed whatever is answered."""
    if plan is None:
        return None
    kept = [each for each in plan.papers if each.document in needed]
    for document, paper in _papers_of(ends).items():
        if document in needed and document not in {each.document for each in kept}:
            # It is needed every time, and by a stop that is not sure yet.
            kept.append(replace(paper, stops=()))
    return replace(plan, papers=tuple(kept), bundle=bundle(kept))


def _by_answer(matter: Matter, fact: str, ends: Sequence[Completed]) -> dict[Value, list[Completed]]:
    found = {first: [end for end in ends if end.said.get(fact) == first] for first, _ in matter.classes(fact)}
    return {first: there for first, there in found.items() if there}


def _question(
    matter: Matter,
    now: Weighed,
    fact: str,
    sure: _Sure,
    by_answer: Mapping[Value, Sequence[Completed]],
    *,
    papers: bool = True,
) -> OpenQuestion:
    """Return what each answer to `fact` would change; answers that change the same are told together."""
    asked = matter.book.facts[fact]
    every = frozenset().union(*(_doable(end) for ends in by_answer.values() for end in ends))
    alike: dict[Changes, list[Value]] = {}
    for value, ends in by_answer.items():
        alike.setdefault(_changes(now, sure, ends, every, papers=papers), []).append(value)
    classes = matter.classes(fact) if by_answer else []
    answers = tuple(
        IfSaid(
            tuple(values),
            told(asked, classes, values),
            says(matter.book, changes, sure=papers),
            changes.visits,
            changes.can,
            changes.cannot,
            changes.papers,
        )
        for changes, values in alike.items()
    )
    return OpenQuestion(fact, asked.ask, answers, ways_to_find_out(matter.book, fact, now.judged))


def _changes(now: Weighed, sure: _Sure, ends: Sequence[Completed], every: frozenset[str], *, papers: bool) -> Changes:
    """Return what is otherwise in all of `ends`; `every` are the items that some answer makes possible."""
    done = frozenset.intersection(*(_doable(end) for end in ends))
    ever = frozenset().union(*(_doable(end) for end in ends))
    gone = [each for each in _in_order(now) if each in every - ever]
    needed = frozenset.intersection(*(end.papers for end in ends)) - sure.papers if papers else frozenset()
    to_bring = [name for name, each in _papers_of(ends).items() if name in needed and _to_see_to(each)]
    was = sure.plan
    visits, days, paid = (was.visits, was.working_days, was.fees + was.cost) if was else (0, 0, 0)
    return Changes(
        _span(end.visits - visits for end in ends),
        _span((end.plan.working_days if end.plan else 0) - days for end in ends),
        _span((end.plan.fees + end.plan.cost if end.plan else 0) - paid for end in ends),
        tuple(each for each in _in_order(now) if each in done - sure.items),
        tuple(each for each in gone if all(each in end.states for end in ends)),
        tuple(each for each in gone if not all(each in end.states for end in ends)),
        tuple(to_bring),
    )


def _only_if(matter: Matter, paper: Paper, ends: Sequence[Completed]) -> OpenPaper:
    """Return for which answers `paper` is needed: those to one question where it hangs on that alone."""
    facts = list(dict.fromkeys(fact for end in ends for fact in end.said))
    for fact in facts:
        needed = {end.said[fact] for end in ends if fact in end.said and paper.document in end.papers}
        others = {end.said[fact] for end in ends if fact in end.said and paper.document not in end.papers}
        without = any(paper.document in end.papers for end in ends if fact not in end.said)
        if needed and not needed & others and not without:
            asked = matter.book.facts[fact]
            answer = told(asked, matter.classes(fact), needed)
            only = both("Only if you answer “{answer}” to “{question}”", answer=answer, question=asked.ask)
            return OpenPaper(paper.document, paper.name, only, (fact,))
    hangs = tuple(fact for fact in facts if _matters(fact, paper.document, ends))
    return OpenPaper(paper.document, paper.name, _depends(matter, hangs or tuple(facts)), hangs or tuple(facts))


def _matters(fact: str, document: str, ends: Sequence[Completed]) -> bool:
    """Return whether one answer to `fact` never needs `document`, or always does, and another does not so."""
    shares = {
        value: {document in end.papers for end in ends if end.said.get(fact) == value}
        for value in {end.said[fact] for end in ends if fact in end.said}
    }
    return len({frozenset(each) for each in shares.values()}) > 1


def _depends(matter: Matter, facts: Sequence[str]) -> Text:
    asked = [matter.book.facts[each].ask for each in facts[:2]]
    if not asked:
        return both("Only for some people: ask at the counter")
    named = either([Text(f"“{each.zh}”", f"“{each.en}”") for each in asked])
    return both("It depends on {questions}", questions=named)
