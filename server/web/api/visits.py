"""Visits: the tickets that one person has, with their steps and times."""

from server.office.visits import visit_of, visit_of_ticket
from server.web.route import Asked, Route
from server.wire.visits import VisitAnswer


def _visit(asked: Asked) -> VisitAnswer:
    bearer = asked.by
    return asked.store.read(
        lambda reading: visit_of(reading, asked.places["visit"], center=bearer.center, counter=bearer.counter)
    )


def _of_ticket(asked: Asked) -> VisitAnswer:
    return asked.store.read(lambda reading: visit_of_ticket(reading, asked.places["ticket"]))


ROUTES = (
    Route(
        method="GET",
        path="/visits/{visit}",
        summary="The tickets of one visit, with their steps and times",
        permission="token",
        scopes=("counter", "channel"),
        target="city",
        answer=VisitAnswer,
        refuses=("visit_unknown", "center_unknown"),
        act=_visit,
    ),
    Route(
        method="GET",
        path="/tickets/{ticket}/visit",
        summary="The visit that a ticket belongs to, by the ticket's secret or a token",
        permission="ticket",
        scopes=("kiosk", "channel"),
        target="ticket",
        answer=VisitAnswer,
        refuses=("visit_unknown", "center_unknown"),
        act=_of_ticket,
    ),
)
