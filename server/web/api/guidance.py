"""Guidance: consultations kept under a code, each answered under the release and edition it was begun with.

The code is the key: whoever has it (a phone that read the slip) may look, answer and wish; devices show their token.
"""

from datetime import date

import msgspec
from flask import request

from config.centers import Language
from config.rule import Value
from server.office.guidance.consultations import KeptConsultation, city_day, start_consultation
from server.office.releases.publish import current_release_id
from server.rules.errors import Refusal
from server.rules.guidance.consultation import consult, look_up
from server.rules.guidance.judge.answers import answered
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.verdict import Consultation, Verdict, Wish
from server.rules.guidance.release.editions import edition_at
from server.rules.guidance.search.named import named_item
from server.store.unit_of_work import CITY, Reading, UnitOfWork
from server.web.consulting import told
from server.web.gate import Scope, admit
from server.web.printed.plan import plan_pdf
from server.web.route import Asked, Route, Write
from server.wire.consultation import Answers, ItemAnswer, KeptAnswer, StartConsultation

ADVISERS: tuple[Scope, ...] = ("kiosk", "counter", "channel")


class Begun(msgspec.Struct, frozen=True):
    """A consultation that is weighed and not kept yet."""

    release: str
    edition: str | None
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    day: date
    answer: Consultation


def _prepare(asked: Asked, body: StartConsultation) -> Begun:
    center = asked.by.center if body.center is None else body.center
    if center is not None:
        admit(asked.by, ADVISERS, center)
    release, day = asked.store.read(lambda reading: _today(reading, center, asked.now))
    edition = edition_at(asked.consultations.guidance(release), center)
    book = asked.consultations.book_of(release, edition)
    _known(book, body.checklists)
    answers = answered(book, {}, body.answers)
    return Begun(release, edition, body.checklists, answers, day, consult(book, body.checklists, answers, day))


def _start(asked: Asked, uow: UnitOfWork, begun: Begun) -> KeptAnswer:
    kept = start_consultation(
        uow,
        begun.release,
        begun.checklists,
        asked.now,
        edition=begun.edition,
        answers=begun.answers,
        days=asked.consultations.days,
    )
    return told(kept, begun.answer, begun.day)


def _answer(asked: Asked, uow: UnitOfWork, body: Answers) -> KeptConsultation:
    return asked.consultations.answer(uow, _code(asked), body, asked.now)


def _wish(asked: Asked, uow: UnitOfWork, body: Wish) -> KeptConsultation:
    return asked.consultations.wish(uow, _code(asked), body, asked.now)


def _changed(asked: Asked, kept: KeptConsultation) -> KeptAnswer:
    return asked.consultations.told(kept, date.fromisoformat(kept.day))


def _look(asked: Asked) -> KeptAnswer:
    kept, today = asked.consultations.open(_code(asked), asked.now)
    return asked.consultations.told(kept, _day(today))


def _look_item_up(asked: Asked) -> ItemAnswer:
    kept, today = asked.consultations.open(_code(asked), asked.now)
    book = asked.consultations.book(kept)
    item = named_item(book, asked.places["item"])
    found = look_up(book, item, kept.answers, _day(today))
    return ItemAnswer(item, verdict=found) if isinstance(found, Verdict) else ItemAnswer(item, inapplicable=found)


def _print_plan(asked: Asked) -> bytes:
    language, large = _choice("language", ("zh", "en")), _choice("large", ("0", "1"))
    kept, today = asked.consultations.open(_code(asked), asked.now)
    answer = asked.consultations.told(kept, _day(today))
    words: Language = "en" if language == "en" else "zh"
    return plan_pdf(answer, asked.consultations.book(kept), asked.house.public(), words, large=large == "1")


def _today(reading: Reading, center: str | None, now: int) -> tuple[str, date]:
    """Return the release in force and the day on the city's calendar; `center` must be one of the city's."""
    if center is not None:
        reading.hall(center)
    return current_release_id(reading, now), city_day(reading, now)


def _of_the_city(_: Asked) -> str:
    return CITY


def _code(asked: Asked) -> str:
    if asked.bearer is not None:
        admit(asked.bearer, ADVISERS)
    return asked.places["code"]


def _choice(name: str, known: tuple[str, ...]) -> str:
    """Return which of `known` the request asks for, the first one when it says nothing."""
    asked = request.args.get(name, known[0])
    if asked not in known:
        raise Refusal("bad_request", why=f"{name} is {' or '.join(known)}")
    return asked


def _day(today: date) -> date:
    """Return the day that the request asks about."""
    on = request.args.get("on")
    try:
        return today if on is None else date.fromisoformat(on)
    except ValueError as error:
        raise Refusal("bad_request", why="on is no date such as 2026-11-24") from error


def _known(book: Book, checklists: tuple[str, ...]) -> None:
    if not checklists:
        raise Refusal("bad_request", why="checklists is empty")
    for checklist in checklists:
        if checklist not in book.checklists:
            raise Refusal("checklist_unknown", checklist=checklist)


ROUTES = (
    Route(
        "POST",
        "/consultations",
        "Begin a consultation over one or several checklists",
        KeptAnswer,
        ADVISERS,
        Write(_start, _of_the_city, StartConsultation, prepare=_prepare),
        status=201,
    ),
    Route(
        "PUT",
        "/consultations/{code}/answers",
        "Answer questions; null takes an answer back",
        KeptAnswer,
        None,
        Write(_answer, _of_the_city, Answers, keyed=False, tell=_changed),
    ),
    Route(
        "PUT",
        "/consultations/{code}/wish",
        "Say what the plan should be best at, and what to leave out",
        KeptAnswer,
        None,
        Write(_wish, _of_the_city, Wish, keyed=False, tell=_changed),
    ),
    Route(
        "GET",
        "/consultations/{code}",
        "Continue a consultation, or (with `on`) see what it said on another day",
        KeptAnswer,
        None,
        _look,
    ),
    Route(
        "GET",
        "/consultations/{code}/items/{item}",
        "The verdict on any item, by its id or name",
        ItemAnswer,
        None,
        _look_item_up,
    ),
    Route(
        "GET",
        "/consultations/{code}/plan.pdf",
        "The plan on A4 paper: `&language=zh` or `en`, `&large=1` in large type",
        bytes,
        None,
        _print_plan,
        media="application/pdf",
    ),
)
