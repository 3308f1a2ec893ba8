"""Centers: what they offer, their board, their journal."""

from server.office.board import board_of
from server.office.desks import desks_of, people_of
from server.office.views import PAGE_AT_MOST, center_view, centers_view, journal_page
from server.rules.hall.board import Board
from server.web.address import ANYBODY, whole
from server.web.route import Asked, Route
from server.wire.desks import DesksAnswer, PeopleAnswer
from server.wire.frames import JournalPage, event
from server.wire.messages import CenterAnswer


def _centers(asked: Asked) -> list[CenterAnswer]:
    return asked.store.read(lambda reading: centers_view(reading, asked.now))


def _center(asked: Asked) -> CenterAnswer:
    return asked.store.read(lambda reading: center_view(reading, asked.places["center"], asked.now))


def _board(asked: Asked) -> Board:
    return asked.store.read(lambda reading: board_of(reading, asked.places["center"]))


def _desks(asked: Asked) -> DesksAnswer:
    return asked.store.read(lambda reading: desks_of(reading, asked.places["center"], asked.now))


def _people(asked: Asked) -> PeopleAnswer:
    return asked.store.read(lambda reading: people_of(reading, asked.places["center"]))


def _journal(asked: Asked) -> JournalPage:
    center, after, limit = asked.places["center"], asked.query["after"], asked.query["limit"]
    facts = asked.store.read(lambda reading: journal_page(reading, center, after, limit))
    return JournalPage(tuple(event(fact) for fact in facts))


ROUTES = (
    Route(
        method="GET",
        path="/centers",
        editors=True,
        summary="All centers of the city",
        permission="token",
        scopes=ANYBODY,
        target="city",
        answer=list[CenterAnswer],
        refuses=("center_unknown",),
        act=_centers,
    ),
    Route(
        method="GET",
        path="/centers/{center}",
        summary="One center",
        permission="token",
        scopes=ANYBODY,
        target="city",
        answer=CenterAnswer,
        refuses=("center_unknown",),
        act=_center,
    ),
    Route(
        method="GET",
        path="/centers/{center}/board",
        summary="Who was called where, and who waits",
        permission="token",
        scopes=ANYBODY,
        target="center",
        answer=Board,
        act=_board,
    ),
    Route(
        method="GET",
        path="/centers/{center}/desks",
        summary="Who sits at which counter, what it calls, and its breaks of today",
        permission="token",
        scopes=("admin",),
        target="center_below",
        answer=DesksAnswer,
        refuses=("center_unknown",),
        act=_desks,
    ),
    Route(
        method="GET",
        path="/centers/{center}/people",
        summary="The staff of a center, and who sits where",
        permission="token",
        scopes=("admin",),
        target="center_below",
        answer=PeopleAnswer,
        refuses=("center_unknown",),
        act=_people,
    ),
    Route(
        method="GET",
        path="/centers/{center}/journal",
        summary="What happened, after a seq",
        permission="token",
        scopes=ANYBODY,
        target="center",
        query=(whole("after", 0), whole("limit", 100, 1, PAGE_AT_MOST)),
        answer=JournalPage,
        act=_journal,
    ),
)
