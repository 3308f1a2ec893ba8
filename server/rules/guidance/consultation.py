"""The whole answer to a citizen: one questionnaire, verdicts, one plan, over all chosen checklists. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from config.rule import Value
from server.rules.guidance.judge.asking import about_left, asked, counted, questions
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import Known, known, truth
from server.rules.guidance.judge.judged import Judged
from server.rules.guidance.judge.judging import judge, reviewed, verdict_of
from server.rules.guidance.judge.verdict import Consultation, Disagreement, Inapplicable, Knowledge, Verdict, Wish
from server.rules.guidance.plan.plan import plan_for

AS_USUAL = Wish()


def consult(
    book: Book, checklists: Sequence[str], answers: Mapping[str, Value], today: date, wish: Wish = AS_USUAL
) -> Consultation:
    """Weigh `answers` (question id -> value) for `checklists` on the day `today`.

    Answers to questions that are not asked of this person, or that do not fit, do not count. The plan is there as soon
    as nothing that matters is unknown.
    """
    at = known(book, counted(book, answers, known(book, {}, today)), today)
    judged, others = judge(book, checklists, at, wish.leave_out)
    left = questions(book, checklists, judged, at)
    plan = None if any(each.asks for each in judged) else plan_for(book, judged, at, wish)
    knowledge = _knowledge(book, checklists, judged, at)
    return Consultation(
        tuple(checklists),
        left,
        about_left(book, left, judged, at),
        asked(book, checklists, at),
        tuple(verdict_of(each, at, book) for each in judged),
        plan,
        knowledge,
        f"{book.pack.id}@{book.pack.revision}",
        tuple(others),
        _disagreements(book, judged, knowledge),
        wish,
    )


def look_up(book: Book, item: str, answers: Mapping[str, Value], today: date) -> Verdict | Inapplicable:
    """Return the verdict on any item of the pack by its id; raises `KeyError` for one that no checklist has."""
    having = [each.id for each in book.pack.checklists if any(entry.item == item for entry in each.entries)]
    at = known(book, counted(book, answers, known(book, {}, today)), today)
    judged, others = judge(book, having, at)
    found = {each.item.id: verdict_of(each, at, book) for each in judged}
    return found[item] if item in found else {each.item: each for each in others}[item]


def _knowledge(book: Book, checklists: Sequence[str], judged: Sequence[Judged], at: Known) -> tuple[Knowledge, ...]:
    """Return the knowledge points of these checklists and items that concern this person."""
    items = {each.item.id for each in judged}
    return tuple(
        Knowledge(
            point.id,
            point.text,
            "；".join(book.sources[each.source].title for each in point.citations),
            reviewed(point, at.today),
            point.items,
            point.expires,
        )
        for point in book.pack.knowledge
        if (set(point.checklists) & set(checklists) or set(point.items) & items) and truth(point.when, at) is not False
    )


def _disagreements(book: Book, judged: Sequence[Judged], knowledge: Sequence[Knowledge]) -> tuple[Disagreement, ...]:
    items, points = {each.item.id for each in judged}, {each.id for each in knowledge}
    return tuple(
        Disagreement(
            each.id,
            each.about,
            tuple(side.says for side in each.sides),
            tuple(book.sources[side.source].title for side in each.sides),
            each.in_force,
            each.items,
        )
        for each in book.pack.conflicts
        if set(each.items) & items or set(each.knowledge) & points
    )
