"""Guidance: consultations kept under a code; each is answered under the release it was begun with."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from config.pack import Pack
from config.rule import Value
from server.office.consultations import KeptConsultation, consultation_of, keep_answers, start_consultation
from server.office.publish_release import current_release_id, release_of
from server.rules.consultation import consult
from server.rules.errors import Refusal
from server.rules.index import Index, index
from server.rules.verdict import Consultation
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork
from server.web.gate import Scope
from server.web.route import Asked, Route, Write

ADVISERS: tuple[Scope, ...] = ("kiosk", "counter", "channel")
Answers = dict[str, Value | None]


class StartConsultation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /consultations`."""

    checklists: tuple[str, ...]
    answers: dict[str, Value] = {}


def routes(store: Store) -> tuple[Route, ...]:
    """Return the routes; each release is decoded once and kept."""
    book_of = _books(store)

    def answered(kept: KeptConsultation, now: int) -> dict[str, Any]:
        today = datetime.fromtimestamp(now / 1000, UTC).date()
        answer = consult(book_of(kept.release), kept.checklists, kept.answers, today)
        return {"code": kept.code, "answers": kept.answers, **msgspec.to_builtins(answer)}

    def start(asked: Asked, uow: UnitOfWork, body: StartConsultation) -> dict[str, Any]:
        release = current_release_id(uow)
        _known(book_of(release), body.checklists)
        kept = start_consultation(uow, release, body.checklists, asked.now)
        if body.answers:
            kept = keep_answers(uow, kept.code, body.answers, asked.now)
        return answered(kept, asked.now)

    def answer(asked: Asked, uow: UnitOfWork, body: Answers) -> dict[str, Any]:
        kept = consultation_of(uow, asked.places["code"])
        merged = {name: value for name, value in {**kept.answers, **body}.items() if value is not None}
        answer = answered(msgspec.structs.replace(kept, answers=merged), asked.now)
        keep_answers(uow, kept.code, merged, asked.now)
        return answer

    def look(asked: Asked) -> dict[str, Any]:
        kept = asked.store.read(lambda reading: consultation_of(reading, asked.places["code"]))
        return answered(kept, asked.now)

    def of_the_city(_: Asked) -> str:
        return CITY

    return (
        Route(
            "POST",
            "/consultations",
            "Begin a consultation over one or several checklists",
            Consultation,
            ADVISERS,
            Write(start, of_the_city, StartConsultation),
            status=201,
        ),
        Route(
            "PUT",
            "/consultations/{code}/answers",
            "Answer questions; null takes an answer back",
            Consultation,
            ADVISERS,
            Write(answer, of_the_city, Answers, keyed=False),
        ),
        Route("GET", "/consultations/{code}", "Continue a consultation", Consultation, ADVISERS, look),
    )


def _books(store: Store) -> Callable[[str], Index]:
    @lru_cache(maxsize=8)
    def book_of(release: str) -> Index:
        return index(msgspec.json.decode(store.read(lambda reading: release_of(reading, release)).body, type=Pack))

    return book_of


def _known(book: Index, checklists: tuple[str, ...]) -> None:
    if not checklists:
        raise Refusal("bad_request", why="checklists is empty")
    for checklist in checklists:
        if checklist not in book.checklists:
            raise Refusal("checklist_unknown", checklist=checklist)
