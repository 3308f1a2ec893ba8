"""The whole answer to a citizen: one questionnaire, verdicts, one plan, over all chosen checklists. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from config.rule import Value
from config.words import both
from server.rules.guidance.judge.asking import about_left, asked, counted, looked_at
from server.rules.guidance.judge.book import Book, for_household
from server.rules.guidance.judge.condition import Known, known, truth
from server.rules.guidance.judge.contradicting import contradicting
from server.rules.guidance.judge.judged import Judged
from server.rules.guidance.judge.judging import judge, reviewed, verdict_of
from server.rules.guidance.judge.still_open import Outlook
from server.rules.guidance.judge.verdict import (
    Caution,
    Consultation,
    Contradicting,
    Disagreement,
    Inapplicable,
    Knowledge,
    Offer,
    Plan,
    Verdict,
    Wish,
)
from server.rules.guidance.outlook.completing import Matter, Weighed, offers_of, planned, weigh, without_offers
from server.rules.guidance.outlook.outlook import looked_ahead

AS_USUAL = Wish()


def consult(
    book: Book,
    checklists: Sequence[str],
    answers: Mapping[str, Value],
    today: date,
    wish: Wish = AS_USUAL,
    minute: int = 0,
) -> Consultation:
    """Weigh `answers` (question id -> value) for `checklists` at `minute` of the day `today`; 0 is the whole day.

    Answers to questions that are not asked of this person, or that do not fit, do not count. The plan is there as soon
    as nothing that matters is unknown; where all that is left is what `wish` is unsure of, it is that of what is sure.
    """
    book = for_household(book, wish.household, answers)
    matter = Matter(book, tuple(checklists), today, wish, minute)
    now = weigh(matter, answers)
    offers = _offered(matter, now)
    if offers:
        # What is offered only is no part of the plan, nor of what may still change it.
        matter = without_offers(matter, offers)
        now = weigh(matter, answers)
    plan, outlook = _planned(matter, now)
    knowledge = _knowledge(book, checklists, now.judged, now.at)
    used = looked_at(book, checklists)
    contradictions = contradicting(book, used, answers, now.at)
    return Consultation(
        tuple(checklists),
        now.left,
        about_left(book, now.left, now.judged, now.at),
        asked(book, used, now.at),
        tuple(_as_offered(verdict_of(each, now.at, book), offers) for each in now.judged),
        _resting_on(plan and replace(plan, offers=offers), contradictions),
        knowledge,
        f"{book.pack.id}@{book.pack.revision}",
        tuple(now.others),
        _disagreements(book, now.judged, knowledge),
        wish,
        outlook,
        contradictions,
    )


def _offered(matter: Matter, now: Weighed) -> tuple[Offer, ...]:
    """Return what is offered only, once nothing is left to ask that somebody could answer."""
    if now.asks and any(each.id not in matter.wish.unsure for each in now.left):
        return ()
    return offers_of(matter, now)


def _as_offered(verdict: Verdict, offers: Sequence[Offer]) -> Verdict:
    return replace(verdict, offered=True) if any(each.item == verdict.item for each in offers) else verdict


def _planned(matter: Matter, now: Weighed) -> tuple[Plan | None, Outlook | None]:
    """Return the plan, with how it may still change where only what nobody can answer is open."""
    if not now.asks:
        return planned(matter, now), None
    unsure = {*matter.wish.unsure}
    if not now.left or any(each.id not in unsure for each in now.left):
        return None, None
    return looked_ahead(matter, now)


def _resting_on(plan: Plan | None, contradictions: Sequence[Contradicting]) -> Plan | None:
    """Return `plan`, which says so where it rests on answers that contradict each other."""
    if plan is None or not contradictions:
        return plan
    pattern = "The plan rests on answers that do not fit together. {why}"
    cautions = (Caution("contradiction", None, None, both(pattern, why=each.text)) for each in contradictions)
    return replace(plan, cautions=(*cautions, *plan.cautions))


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
