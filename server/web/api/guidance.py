"""Guidance: consultations kept under a code, each answered under the release and edition it was begun with.

The code is the key: whoever has it (a phone that read the slip) may look, answer and wish; devices show their token.
"""

from datetime import date

import msgspec

from config.centers import Language
from config.household import Household
from config.rule import Value
from server.office.guidance.consultations import CityTime, KeptConsultation, city_day, start_consultation
from server.office.releases.publish import current_release_id
from server.rules.errors import Refusal
from server.rules.guidance.consultation import look_up
from server.rules.guidance.household.given import fitting
from server.rules.guidance.judge.answers import answered
from server.rules.guidance.judge.book import Book, for_household
from server.rules.guidance.judge.verdict import PlanWish, Verdict, Wish
from server.rules.guidance.release.editions import edition_at
from server.rules.guidance.search.named import named_item
from server.store.unit_of_work import Reading, UnitOfWork
from server.web.address import Scope, day, one_of
from server.web.printed.plan import plan_pdf
from server.web.route import SENTENCE_BYTES, Asked, Route, Write
from server.wire.consultation import (
    Answers,
    HouseholdGiven,
    ItemAnswer,
    KeptAnswer,
    StartConsultation,
    WhomAnswer,
    WhomGiven,
    WishGiven,
)

ADVISERS: tuple[Scope, ...] = ("kiosk", "counter", "channel")


_encode = msgspec.json.Encoder().encode


class Begun(msgspec.Struct, frozen=True):
    """A consultation that was looked through and is not kept yet."""

    release: str
    edition: str | None
    center: str | None
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    household: Household


def _prepare(asked: Asked, body: StartConsultation) -> Begun:
    center = asked.by.center if body.center is None else body.center
    release, today = asked.store.read(
        lambda reading: (_in_force(reading, center, asked.now), city_day(reading, asked.now))
    )
    edition = edition_at(asked.consultations.guidance(release), center)
    book = asked.consultations.book_of(release, edition)
    _known(book, body.checklists)
    household = fitting(book.written, body.household)
    there = for_household(book, household, {})
    return Begun(release, edition, center, body.checklists, answered(there, {}, body.answers, today), household)


def _start(asked: Asked, uow: UnitOfWork, begun: Begun) -> KeptConsultation:
    return start_consultation(
        uow,
        begun.release,
        begun.checklists,
        asked.now,
        edition=begun.edition,
        center=begun.center,
        answers=begun.answers,
        wish=Wish(household=begun.household),
        days=asked.consultations.days,
    )


def _answer(asked: Asked, uow: UnitOfWork, body: Answers) -> KeptConsultation:
    return asked.consultations.answer(uow, asked.places["code"], body, asked.now)


def _household(asked: Asked, uow: UnitOfWork, body: Household) -> KeptConsultation:
    return asked.consultations.household(uow, asked.places["code"], body, asked.now)


def _for_these(asked: Asked, uow: UnitOfWork, body: WhomGiven) -> KeptConsultation:
    return asked.consultations.for_these(uow, asked.places["code"], body.checklist, body.people, asked.now)


def _whom(asked: Asked) -> WhomAnswer:
    return asked.consultations.whom(_opened(asked)[0])


def _wish(asked: Asked, uow: UnitOfWork, body: PlanWish) -> KeptConsultation:
    return asked.consultations.wish(uow, asked.places["code"], body, asked.now)


def _changed(asked: Asked, kept: KeptConsultation) -> KeptAnswer:
    return asked.consultations.told(kept, asked.consultations.then(kept, date.fromisoformat(kept.day)))


def _look(asked: Asked) -> KeptAnswer:
    return asked.consultations.told(*_opened(asked))


def _look_item_up(asked: Asked) -> ItemAnswer:
    kept, at = _opened(asked)
    book = asked.consultations.book(kept)
    item = named_item(book, asked.places["item"])
    found = look_up(book, item, kept.answers, at.day)
    return ItemAnswer(item, verdict=found) if isinstance(found, Verdict) else ItemAnswer(item, inapplicable=found)


def _print_plan(asked: Asked) -> bytes:
    kept, at = _opened(asked)
    answer, book = asked.consultations.told(kept, at), asked.consultations.book(kept)
    language: Language = asked.query["language"]
    public, large = asked.house.public(), asked.query["large"] == "1"
    told = _encode((answer, kept.release, kept.edition, public, language, large))
    return asked.house.printed.of(told, lambda: plan_pdf(answer, book, public, language, large=large))


def _opened(asked: Asked) -> tuple[KeptConsultation, CityTime]:
    """Return the consultation spoken of, and the time that the request asks about: now, or what `on` says."""
    if asked.admitted.opened is None:
        raise Refusal("consultation_unknown")
    kept, now = asked.admitted.opened
    day = asked.query.get("on")
    return kept, now if day is None else asked.consultations.then(kept, day)


def _in_force(reading: Reading, center: str | None, now: int) -> str:
    """Return the release in force; `center` must be one of the city's."""
    if center is not None:
        reading.hall(center)
    return current_release_id(reading, now)


def _known(book: Book, checklists: tuple[str, ...]) -> None:
    for checklist in checklists:
        if checklist not in book.checklists:
            raise Refusal("checklist_unknown", checklist=checklist)


ROUTES = (
    Route(
        method="POST",
        path="/consultations",
        summary="Begin a consultation over one or several checklists",
        permission="token",
        scopes=ADVISERS,
        target="center_in_body",
        rate="consultations",
        body_bytes=SENTENCE_BYTES,
        answer=KeptAnswer,
        refuses=(
            "release_missing",
            "checklist_unknown",
            "question_unknown",
            "answer_unfit",
            "household_full",
            "household_unfit",
        ),
        act=Write(_start, StartConsultation, prepare=_prepare, tell=_changed, result=KeptConsultation),
        status=201,
    ),
    Route(
        method="PUT",
        path="/consultations/{code}/answers",
        summary="Answer questions; null takes an answer back",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=KeptAnswer,
        refuses=("question_unknown", "answer_unfit"),
        act=Write(_answer, Answers, keyed=False, tell=_changed),
        body_bytes=SENTENCE_BYTES,
    ),
    Route(
        method="PUT",
        path="/consultations/{code}/household",
        summary="Say for whom of the household each checklist is; who is gone takes their answers along",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=KeptAnswer,
        refuses=("checklist_unknown", "household_full", "household_unfit"),
        act=Write(_household, HouseholdGiven, keyed=False, tell=_changed),
        body_bytes=SENTENCE_BYTES,
    ),
    Route(
        method="GET",
        path="/consultations/{code}/whom",
        summary="For whom the checklists are, and everybody whom they can be for",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=WhomAnswer,
        act=_whom,
    ),
    Route(
        method="PUT",
        path="/consultations/{code}/whom",
        summary="Choose for whom a checklist is; who is gone takes their answers along",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=KeptAnswer,
        refuses=("checklist_unknown", "household_full", "household_unfit"),
        act=Write(_for_these, WhomGiven, keyed=False, tell=_changed),
        body_bytes=SENTENCE_BYTES,
    ),
    Route(
        method="PUT",
        path="/consultations/{code}/wish",
        summary="Say what the plan should be best at, what to leave out, and what nobody can answer",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=KeptAnswer,
        refuses=("item_unknown", "question_unknown"),
        act=Write(_wish, WishGiven, keyed=False, tell=_changed),
        body_bytes=SENTENCE_BYTES,
    ),
    Route(
        method="GET",
        path="/consultations/{code}",
        summary="Continue a consultation, or (with `on`) see what it said on another day",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=KeptAnswer,
        act=_look,
        query=(day("on"),),
    ),
    Route(
        method="GET",
        path="/consultations/{code}/items/{item}",
        summary="The verdict on any item, by its id or name",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=ItemAnswer,
        refuses=("item_unknown",),
        act=_look_item_up,
        query=(day("on"),),
    ),
    Route(
        method="GET",
        path="/consultations/{code}/plan.pdf",
        summary="The plan on A4 paper; `large` is 1 in large type",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=bytes,
        act=_print_plan,
        query=(one_of("language", "zh", "en"), one_of("large", "0", "1"), day("on")),
        media="application/pdf",
    ),
)
