"""How long people will wait: of a service before a ticket is taken, and of a ticket."""

from math import ceil, floor
from typing import Final

import msgspec

from server.office.another_time import another_time
from server.office.estimates import Said
from server.office.kept_waits import DAYS, kept_waits
from server.rules.hall.estimate import wait as said_of
from server.rules.hall.line import MINUTE
from server.store.unit_of_work import Reading
from server.web.address import ANYBODY, Scope, whole
from server.web.route import Asked, Route
from server.wire.kept_waits import KeptWaitsAnswer
from server.wire.messages import LateAnswer, Wait, WaitAnswer, moment

STAFF: Final[tuple[Scope, ...]] = ("kiosk", "counter", "channel")
LONGEST: Final = 24 * 60


def _of_center(asked: Asked) -> list[WaitAnswer]:
    center, estimates = asked.places["center"], asked.house.estimates

    def answers(reading: Reading) -> list[WaitAnswer]:
        return [_answer(reading, center, said, asked.now) for said in estimates.of_center(reading, center, asked.now)]

    return asked.store.read(answers)


def _of_service(asked: Asked) -> WaitAnswer:
    center, service = asked.places["center"], asked.places["service"]
    estimates = asked.house.estimates

    def answer(reading: Reading) -> WaitAnswer:
        return _answer(reading, center, estimates.of_service(reading, center, service, asked.now), asked.now)

    return asked.store.read(answer)


def _answer(reading: Reading, center: str, said: Said, now: int) -> WaitAnswer:
    """Return what is said to whoever would take a number, with what they can do instead where it may be too late."""
    answer = told(said)
    if not said.late:
        return answer
    hall = reading.hall(center)
    spans = hall.spans_at(now)
    if hall.rules.stop_when_late == "off" or not spans:
        return answer
    found = another_time(reading, hall, said.service, now)
    slot_at = None if found.slot is None else moment(found.slot.begins_at)
    opens_at = None if found.opens_at is None else moment(found.opens_at)
    late = LateAnswer(moment(spans[-1][1]), hall.rules.stop_when_late == "stop", slot_at, opens_at)
    return msgspec.structs.replace(answer, when_late=late)


def _of_ticket(asked: Asked) -> WaitAnswer:
    ticket, estimates = asked.places["ticket"], asked.house.estimates
    return told(asked.store.read(lambda reading: estimates.of_ticket(reading, ticket, asked.now)))


def _kept(asked: Asked) -> KeptWaitsAnswer:
    center, days = asked.places["center"], asked.query["days"]
    return asked.store.read(lambda reading: kept_waits(reading, center, days, asked.now))


def told(said: Said) -> WaitAnswer:
    """Return what is said in whole minutes, the range rounded outwards."""
    outcome = said.outcome
    if not isinstance(outcome, said_of.Wait):
        why = outcome or "not_waiting"
        return WaitAnswer(
            said.service, at_once=False, wait=None, why=why, told=said.told, held=said.held, late=said.late
        )
    low, high, median = (
        min(LONGEST, whole(ms / MINUTE))
        for whole, ms in ((floor, outcome.low), (ceil, outcome.high), (round, outcome.median))
    )
    return WaitAnswer(said.service, outcome.at_once, Wait(low, high, median), None, said.told, said.held, said.late)


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
        path="/centers/{center}/waits/kept",
        summary="How often what was said of waits came true, day by day and service by service",
        permission="token",
        scopes=ANYBODY,
        target="center",
        query=(whole("days", DAYS, 1, DAYS),),
        answer=KeptWaitsAnswer,
        act=_kept,
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
