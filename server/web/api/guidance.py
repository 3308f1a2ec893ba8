"""Guidance: consultations kept under a code, each answered under the release and edition it was begun with.

The code is the key: whoever has it (a phone that read the slip) may look, answer and wish; devices show their token.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from flask import request

from config.edition import Guidance
from config.rule import Value
from server.office.consultations import (
    KEPT_DAYS,
    KeptConsultation,
    city_day,
    consultation_of,
    keep_answers,
    keep_wish,
    start_consultation,
)
from server.office.publish_release import current_release_id
from server.office.release_record import guidance_of
from server.rules.answers import answered
from server.rules.consultation import consult, look_up
from server.rules.consultation_code import phone_path
from server.rules.editions import edition_at, pack_of
from server.rules.errors import Refusal
from server.rules.index import Index, index
from server.rules.named import named_item
from server.rules.verdict import Consultation, Inapplicable, Verdict, Wish
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading, UnitOfWork
from server.web.gate import Scope, admit
from server.web.route import Asked, Route, Write
from server.wire.messages import moment

ADVISERS: tuple[Scope, ...] = ("kiosk", "counter", "channel")
Answers = dict[str, Any]
"""Question id -> answer; what fits is for the pack to say, not for the decoder."""


class StartConsultation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /consultations`; `center` is where it is held, for a token of the whole city."""

    checklists: tuple[str, ...]
    answers: Answers = {}
    center: str | None = None


class State(msgspec.Struct, frozen=True):
    """All that the answer follows from: the same state gives the same answer for ever.

    `release` is the id of a release, `edition` one of its editions (None: the city's), `day` the day it is weighed for.
    """

    release: str
    edition: str | None
    day: str
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    wish: Wish


class KeptAnswer(Consultation, frozen=True, kw_only=True):
    """A consultation as it is answered: weighed for the day in `state`; a phone opens it at `path` of its pages."""

    code: str
    answers: dict[str, Value]
    path: str
    expires_at: str
    changed_on: str
    state: State


class ItemAnswer(msgspec.Struct, frozen=True):
    """What a consultation says about one item: its `verdict`, or why it does not concern this person."""

    item: str
    verdict: Verdict | None = None
    inapplicable: Inapplicable | None = None


class Begun(msgspec.Struct, frozen=True):
    """A consultation that is weighed and not kept yet."""

    release: str
    edition: str | None
    checklists: tuple[str, ...]
    answers: dict[str, Value]
    day: date
    answer: Consultation


def routes(store: Store, consultation_days: int = KEPT_DAYS) -> tuple[Route, ...]:
    """Return the routes; a consultation is open for `consultation_days`, each release is decoded once and kept."""
    guidance, book_of = _books(store)

    def told(kept: KeptConsultation, day: date) -> KeptAnswer:
        answer = consult(book_of(kept.release, kept.edition), kept.checklists, kept.answers, day, kept.wish)
        return _told(kept, answer, day)

    def prepare(asked: Asked, body: StartConsultation) -> Begun:
        center = asked.by.center if body.center is None else body.center
        if center is not None:
            admit(asked.by, ADVISERS, center)
        release, day = asked.store.read(lambda reading: _today(reading, center, asked.now))
        edition = edition_at(guidance(release), center)
        book = book_of(release, edition)
        _known(book, body.checklists)
        answers = answered(book, {}, body.answers)
        return Begun(release, edition, body.checklists, answers, day, consult(book, body.checklists, answers, day))

    def start(asked: Asked, uow: UnitOfWork, begun: Begun) -> KeptAnswer:
        kept = start_consultation(
            uow,
            begun.release,
            begun.checklists,
            asked.now,
            edition=begun.edition,
            answers=begun.answers,
            days=consultation_days,
        )
        return _told(kept, begun.answer, begun.day)

    def answer(asked: Asked, uow: UnitOfWork, body: Answers) -> KeptConsultation:
        kept = _opened(asked, uow)
        answers = answered(book_of(kept.release, kept.edition), kept.answers, body)
        return keep_answers(uow, kept, answers, asked.now)

    def wish(asked: Asked, uow: UnitOfWork, body: Wish) -> KeptConsultation:
        kept = _opened(asked, uow)
        book = book_of(kept.release, kept.edition)
        for item in body.leave_out:
            if item not in book.items:
                raise Refusal("item_unknown", item=item[:64])
        return keep_wish(uow, kept, body, asked.now)

    def changed(_: Asked, kept: KeptConsultation) -> KeptAnswer:
        return told(kept, date.fromisoformat(kept.day))

    def look(asked: Asked) -> KeptAnswer:
        kept, today = asked.store.read(lambda reading: (_opened(asked, reading), city_day(reading, asked.now)))
        return told(kept, _day(today))

    def look_item_up(asked: Asked) -> ItemAnswer:
        kept, today = asked.store.read(lambda reading: (_opened(asked, reading), city_day(reading, asked.now)))
        book = book_of(kept.release, kept.edition)
        item = named_item(book, asked.places["item"])
        found = look_up(book, item, kept.answers, _day(today))
        return ItemAnswer(item, verdict=found) if isinstance(found, Verdict) else ItemAnswer(item, inapplicable=found)

    return (
        Route(
            "POST",
            "/consultations",
            "Begin a consultation over one or several checklists",
            KeptAnswer,
            ADVISERS,
            Write(start, _of_the_city, StartConsultation, prepare=prepare),
            status=201,
        ),
        Route(
            "PUT",
            "/consultations/{code}/answers",
            "Answer questions; null takes an answer back",
            KeptAnswer,
            None,
            Write(answer, _of_the_city, Answers, keyed=False, tell=changed),
        ),
        Route(
            "PUT",
            "/consultations/{code}/wish",
            "Say what the plan should be best at, and what to leave out",
            KeptAnswer,
            None,
            Write(wish, _of_the_city, Wish, keyed=False, tell=changed),
        ),
        Route(
            "GET",
            "/consultations/{code}",
            "Continue a consultation, or (with `on`) see what it said on another day",
            KeptAnswer,
            None,
            look,
        ),
        Route(
            "GET",
            "/consultations/{code}/items/{item}",
            "The verdict on any item, by its id or name",
            ItemAnswer,
            None,
            look_item_up,
        ),
    )


def _told(kept: KeptConsultation, answer: Consultation, day: date) -> KeptAnswer:
    return KeptAnswer(
        **{name: getattr(answer, name) for name in answer.__struct_fields__},
        code=kept.code,
        answers=kept.answers,
        path=phone_path(kept.code),
        expires_at=moment(kept.expires_at),
        changed_on=kept.day,
        state=State(kept.release, kept.edition, day.isoformat(), kept.checklists, kept.answers, kept.wish),
    )


def _today(reading: Reading, center: str | None, now: int) -> tuple[str, date]:
    """Return the release in force and the day on the city's calendar; `center` must be one of the city's."""
    if center is not None:
        reading.hall(center)
    return current_release_id(reading, now), city_day(reading, now)


def _of_the_city(_: Asked) -> str:
    return CITY


def _opened(asked: Asked, reading: Reading) -> KeptConsultation:
    if asked.bearer is not None:
        admit(asked.bearer, ADVISERS)
    return consultation_of(reading, asked.places["code"], asked.now)


def _day(today: date) -> date:
    """Return the day that the request asks about."""
    on = request.args.get("on")
    try:
        return today if on is None else date.fromisoformat(on)
    except ValueError as error:
        raise Refusal("bad_request", why="on is no date such as 2026-11-24") from error


def _books(store: Store) -> tuple[Callable[[str], Guidance], Callable[[str, str | None], Index]]:
    @lru_cache(maxsize=4)
    def guidance(release: str) -> Guidance:
        return store.read(lambda reading: guidance_of(reading, release))

    @lru_cache(maxsize=16)
    def book_of(release: str, edition: str | None) -> Index:
        return index(pack_of(guidance(release), edition))

    return guidance, book_of


def _known(book: Index, checklists: tuple[str, ...]) -> None:
    if not checklists:
        raise Refusal("bad_request", why="checklists is empty")
    for checklist in checklists:
        if checklist not in book.checklists:
            raise Refusal("checklist_unknown", checklist=checklist)
