"""Centers: what they offer, their board, their journal."""

from flask import request

from server.office.board import board_of
from server.office.views import PAGE_AT_MOST, center_view, centers_view, journal_page
from server.rules.errors import Refusal
from server.rules.hall.board import Board
from server.web.gate import Scope, admit
from server.web.route import Asked, Route
from server.wire.messages import CenterAnswer, JournalPage, event

ANYBODY: tuple[Scope, ...] = ("kiosk", "counter", "display", "channel")


def _centers(asked: Asked) -> list[CenterAnswer]:
    return asked.store.read(lambda reading: centers_view(reading, asked.now))


def _center(asked: Asked) -> CenterAnswer:
    return asked.store.read(lambda reading: center_view(reading, asked.places["center"], asked.now))


def _board(asked: Asked) -> Board:
    center = asked.places["center"]
    admit(asked.by, ANYBODY, center)
    return asked.store.read(lambda reading: board_of(reading, center))


def _journal(asked: Asked) -> JournalPage:
    center = asked.places["center"]
    admit(asked.by, ANYBODY, center)
    after, limit = _number("after", 0), _number("limit", 100)
    facts = asked.store.read(lambda reading: journal_page(reading, center, after, limit))
    return JournalPage(tuple(event(fact) for fact in facts))


def _number(name: str, otherwise: int) -> int:
    text = request.args.get(name)
    if text is None:
        return otherwise
    if not text.isdecimal() or len(text) > 18:
        raise Refusal("bad_request", why=f"{name} is not a whole number (limit is 1 to {PAGE_AT_MOST})")
    return int(text)


ROUTES = (
    Route("GET", "/centers", "All centers of the city", list[CenterAnswer], ANYBODY, _centers),
    Route("GET", "/centers/{center}", "One center", CenterAnswer, ANYBODY, _center),
    Route("GET", "/centers/{center}/board", "Who was called where, and who waits", Board, ANYBODY, _board),
    Route(
        "GET",
        "/centers/{center}/journal",
        "What happened, after a seq",
        JournalPage,
        ANYBODY,
        _journal,
    ),
)
