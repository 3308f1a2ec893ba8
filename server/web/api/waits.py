"""How long people will wait: of a service before a ticket is taken, and of a ticket."""

from math import ceil, floor
from typing import Final

from server.office.estimates import Said
from server.rules.hall.estimate import wait as said_of
from server.rules.hall.line import MINUTE
from server.web.address import ANYBODY, Scope
from server.web.route import Asked, Route
from server.wire.messages import Wait, WaitAnswer

STAFF: Final[tuple[Scope, ...]] = ("kiosk", "counter", "channel")
LONGEST: Final = 24 * 60


def _of_center(asked: Asked) -> list[WaitAnswer]:
    center, estimates = asked.places["center"], asked.house.estimates
    return [told(said) for said in asked.store.read(lambda reading: estimates.of_center(reading, center, asked.now))]


def _of_service(asked: Asked) -> WaitAnswer:
    center, service = asked.places["center"], asked.places["service"]
    estimates = asked.house.estimates
    return told(asked.store.read(lambda reading: estimates.of_service(reading, center, service, asked.now)))


def _of_ticket(asked: Asked) -> WaitAnswer:
    ticket, estimates = asked.places["ticket"], asked.house.estimates
    return told(asked.store.read(lambda reading: estimates.of_ticket(reading, ticket, asked.now)))


def told(said: Said) -> WaitAnswer:
    """Return what is said in whole minutes, the range rounded outwards."""
    outcome = said.outcome
    if not isinstance(outcome, said_of.Wait):
        why = outcome or "not_waiting"
        return WaitAnswer(said.service, at_once=False, wait=None, why=why, told=said.told, held=said.held)
    low, high, median = (
        min(LONGEST, whole(ms / MINUTE))
        for whole, ms in ((floor, outcome.low), (ceil, outcome.high), (round, outcome.median))
    )
    return WaitAnswer(said.service, outcome.at_once, Wait(low, high, median), None, said.told, said.held)


ROUTES = (
    Route(
        method="GET",
        path="/centers/{center}/waits",
        summary="How long whoever took a ticket now would wait, for each service that is served",
        permission="token",
        scopes=ANYBODY,
        target="center",
        rate="effort",
        answer=list[WaitAnswer],
        act=_of_center,
    ),
    Route(
        method="GET",
        path="/centers/{center}/services/{service}/wait",
        summary="How long whoever took a ticket now would wait",
        permission="token",
        scopes=ANYBODY,
        target="center",
        rate="effort",
        answer=WaitAnswer,
        refuses=("service_unknown",),
        act=_of_service,
    ),
    Route(
        method="GET",
        path="/tickets/{ticket}/wait",
        summary="How long a ticket will wait from now on",
        permission="ticket",
        scopes=STAFF,
        target="ticket",
        rate="effort",
        answer=WaitAnswer,
        refuses=("center_unknown",),
        act=_of_ticket,
    ),
)
