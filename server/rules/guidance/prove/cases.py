"""People as tests: each case of a pack gives what it must. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast, get_args

from msgspec.structs import replace

from config.case import Case
from config.fact import Dated
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.verdict import Consultation, Goal, Reason, Wish
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.prove.promised import broken_promises, promise_findings


def check_cases(book: Book) -> Iterator[Finding]:
    """Find what comes out differently in cases, once with all cases of which it is so, and days told in vain.

    Where an item has another verdict the rest of that case follows from it and is not told.
    """
    broken: dict[tuple[str, str], list[str]] = {}
    promised: dict[str, list[tuple[str, date]]] = {}
    for case in book.pack.cases:
        there = assuming(book, case.parameters)
        answer = _consulted(there, case)
        verdicts = [*_judged_else(case, answer)]
        for item, what in verdicts or [("", what) for what in _failures(there, case, answer)]:
            broken.setdefault((item, what), []).append(case.name)
        for item, then in broken_promises(there, case, answer):
            promised.setdefault(item, []).append((case.name, then))
    for (item, what), names in broken.items():
        if len(names) == 1:
            yield Finding("cases", names[0], "case_fails", what, "correct the rules or the case")
            continue
        where = ("items", item) if item in book.items else ("cases", names[0])
        told = f"{what}, in {len(names)} cases: {', '.join(names)}"
        yield Finding(*where, "case_fails", told, "correct the rules or these cases")
    yield from promise_findings(promised)


def _judged_else(case: Case, answer: Consultation) -> Iterator[tuple[str, str]]:
    """Yield the items that have another verdict than the case has it, each with both."""
    got = {verdict.item: verdict.state for verdict in answer.verdicts}
    for item, state in case.verdicts.items():
        if got.get(item, "inapplicable") != state:
            yield item, f"{item} is {got.get(item, 'inapplicable')} and not {state}"


def failures(book: Book, case: Case) -> Iterator[str]:
    """Yield what of `case` is not as it must be."""
    there = assuming(book, case.parameters)
    return _failures(there, case, _consulted(there, case))


def _consulted(book: Book, case: Case) -> Consultation:
    wish = Wish(household=case.household, unsure=case.unsure)
    return consult(book, case.checklists, case.answers, date.fromisoformat(case.on), wish)


def _failures(book: Book, case: Case, answer: Consultation) -> Iterator[str]:
    day = date.fromisoformat(case.on)
    yield from (what for _, what in _judged_else(case, answer))
    yield from _plan(answer, case.visits, case.working_days)
    yield from _open(answer, case)
    papers = answer.plan.papers if answer.plan else ()
    upload = {paper.document for paper in papers if paper.how == "upload" and not paper.waived}
    waived = {paper.document for paper in papers if paper.waived}
    bring = {paper.document for paper in papers} - upload - waived
    for wanted, found, what in (
        (case.bring, bring, "to bring"),
        (case.upload, upload, "to upload"),
        (case.waived, waived, "that the counter sees itself"),
    ):
        if wanted is not None and found != set(wanted):
            yield f"the papers {what} are {', '.join(sorted(found)) or 'none'}"
    if case.fees is not None and (due := answer.plan.fees if answer.plan else 0) != case.fees:
        yield f"it costs {due} yuan and not {case.fees}"
    yield from says_else(case, {verdict.item: verdict.reasons for verdict in answer.verdicts})
    judged = len(answer.verdicts)
    if judged < case.items_at_least:
        yield f"{judged} items and not {case.items_at_least}"
    if len(answer.knowledge) < case.knowledge_at_least:
        yield f"{len(answer.knowledge)} knowledge points and not {case.knowledge_at_least}"
    for variant in case.variants:
        if variant.goal not in get_args(Goal):
            yield f"there is no goal {variant.goal}"
            continue
        wish = Wish(
            cast(Goal, variant.goal),
            variant.leave_out,
            unsure=case.unsure,
            take_in=variant.take_in,
            household=case.household,
        )
        other = consult(book, case.checklists, case.answers, day, wish)
        for what in _plan(other, variant.visits, variant.working_days):
            more = f" and with {', '.join(variant.take_in)}" if variant.take_in else ""
            yield f"{variant.goal} without {', '.join(variant.leave_out) or 'nothing'}{more}: {what}"


def _open(answer: Consultation, case: Case) -> Iterator[str]:
    """Yield what is open otherwise than the case has it: what is said to be unsure, and nothing else."""
    left = {each.question for each in answer.outlook.questions} if answer.outlook else set()
    if case.unsure and left != {*case.unsure}:
        yield f"what is open is {', '.join(sorted(left)) or 'nothing'}"
    most = answer.outlook.visits.most if answer.outlook else None
    if case.visits_most is not None and most != case.visits_most:
        yield f"it may take {most} visits and not {case.visits_most} at most"


def says_else(case: Case, reasons: Mapping[str, Sequence[Reason]]) -> Iterator[str]:
    """Yield what items say otherwise than the case has it."""
    for item, begins in case.says.items():
        said = [reason.text.zh for reason in reasons.get(item, ())]
        if len(said) != len(begins) or not all(a.startswith(b) for a, b in zip(said, begins, strict=True)):
            yield f"{item} says {'; '.join(said) or 'nothing'}"


def assuming(book: Book, parameters: Mapping[str, int]) -> Book:
    """Return the pack with `parameters` confirmed at these values."""
    if not parameters:
        return book
    taken = tuple(
        replace(each, values=(Dated(parameters[each.id]),), by=None) if each.id in parameters else each
        for each in book.written.parameters
    )
    return open_book(replace(book.written, parameters=taken))


def _plan(answer: Consultation, visits: int | None, working_days: int | None) -> Iterator[str]:
    got = answer.plan.visits if answer.plan else None
    if visits is not None and got != visits:
        yield f"it takes {got} visits and not {visits}"
    days = answer.plan.working_days if answer.plan else None
    if working_days is not None and days != working_days:
        yield f"it takes {days} working days and not {working_days}"
