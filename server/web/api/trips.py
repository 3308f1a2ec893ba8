"""The trips of a plan that lie in several centers: the numbers for them, tied by one visit."""

from math import ceil, floor

import msgspec

from server.office.guidance.consultations import CityTime, KeptConsultation
from server.office.remote.record import arrive_by
from server.office.requests import Actor
from server.office.trips import TripFound, TripsFound, take_for_trip, trips_of
from server.rules.errors import Refusal
from server.rules.hall.line import MINUTE
from server.store.unit_of_work import Reading, UnitOfWork
from server.web.api.guidance import ADVISERS
from server.web.api.remote import THERE
from server.web.route import Asked, Route, Write
from server.wire.messages import Ticket, Wait, moment
from server.wire.trips import TRIPS, TakeForTrip, TripAnswer, TripsAnswer, TripTicket

LONGEST = 24 * 60


class Wanted(msgspec.Struct, frozen=True):
    """The trip that a number is wanted for, among those there are."""

    found: TripsFound
    trip: str
    language: str | None


def _opened(asked: Asked) -> tuple[KeptConsultation, CityTime]:
    if asked.admitted.opened is None:
        raise Refusal("consultation_unknown")
    return asked.admitted.opened


def _found(asked: Asked) -> TripsFound:
    kept, at = _opened(asked)
    plan = asked.consultations.told(kept, at).plan
    estimates, now = asked.house.estimates, asked.admitted.now
    return asked.store.read(lambda reading: trips_of(reading, estimates, plan, kept.code, now))


def _trips(asked: Asked) -> TripsAnswer:
    found = _found(asked)
    code = _opened(asked)[0].code
    return asked.store.read(lambda reading: trips_told(reading, code, found))


def _prepare(asked: Asked, body: TakeForTrip) -> Wanted:
    return Wanted(_found(asked), asked.places["trip"], body.language)


def _take(asked: Asked, uow: UnitOfWork, wanted: Wanted) -> Ticket:
    bearer = asked.admitted.bearer
    actor = Actor("holder" if bearer is None else bearer.id)
    code = _opened(asked)[0].code
    found, trip = wanted.found, wanted.trip
    return take_for_trip(uow, found, trip, code, actor, None, asked.now, language=wanted.language)


def trips_told(reading: Reading, code: str, found: TripsFound) -> TripsAnswer:
    """Return what is told of the trips of the plan under `code`."""
    return TripsAnswer(code, found.visit, tuple(_told(reading, each) for each in found.trips[:TRIPS]))


def _told(reading: Reading, trip: TripFound) -> TripAnswer:
    ticket, booked = trip.ticket, trip.booked
    until = None if ticket is None or ticket.state != "remote" else arrive_by(reading, ticket.id)
    wait = None
    if trip.wait is not None:
        low, high = floor(trip.wait.low / MINUTE), ceil(trip.wait.high / MINUTE)
        wait = Wait(min(low, LONGEST), min(high, LONGEST))
    begins = None if booked is None else booked.begins_at
    return TripAnswer(
        number=trip.number,
        center=trip.hall.id,
        name=trip.hall.name,
        services=trip.services,
        today=trip.stop.day == 0,
        way_min=trip.way,
        arrives_at=moment(trip.timed.arrives_at),
        wait=wait,
        offer=trip.timed.offer,
        ticket=None if ticket is None else TripTicket(ticket.id, ticket.label, ticket.state, _moment(until)),
        booked=_moment(begins),
    )


def _moment(at: int | None) -> str | None:
    return None if at is None else moment(at)


ROUTES = (
    Route(
        method="GET",
        path="/consultations/{code}/trips",
        summary="The trips of a plan in their order: when one is where, and the number that was taken for each",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=TripsAnswer,
        act=_trips,
    ),
    Route(
        method="PUT",
        path="/consultations/{code}/trips/{trip}/ticket",
        summary="Take the number of a trip, in whichever center it is, under the visit of those before it",
        permission="code",
        scopes=ADVISERS,
        target="consultation",
        rate="effort",
        answer=Ticket,
        refuses=(
            *THERE,
            "center_unknown",
            "remote_here",
            "remote_full",
            "quota_used_up",
            "quota_short",
            "center_full",
            "ticket_state",
            "trip_unknown",
            "trip_taken",
            "trip_after",
            "trip_none",
        ),
        act=Write(_take, TakeForTrip, keyed=False, prepare=_prepare, across=True),
        status=201,
    ),
)
