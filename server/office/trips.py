"""The trips of a plan with the numbers that were taken for them: each center's own, tied by one visit."""

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import bindparam, desc, select

from server.office.bookings.by_plan import coming_with
from server.office.bookings.record import BookingRow
from server.office.estimates import Estimates
from server.office.places import ways_of
from server.office.remote.taking import TakeRemoteCommand, take_remote
from server.office.requests import Actor
from server.office.routing import routed, waits_of
from server.office.ticket import COLUMNS, TicketRow, row_of
from server.rules.errors import Refusal
from server.rules.guidance.judge.verdict import Plan, Stop
from server.rules.guidance.plan.queueing import lines_first
from server.rules.guidance.plan.wording import numbered
from server.rules.hall.estimate.wait import Wait
from server.rules.hall.line import MINUTE
from server.rules.hall.places import GUESSED_MINUTES
from server.rules.hall.trips import COUNTED, Timed, Trip, timed
from server.rules.hall.ways import minutes_from
from server.store import tables
from server.store.halls import Hall
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.messages import Ticket

LOOKED_AT: Final = 32
"""The most tickets of one plan that are looked at, the newest first."""
_t, _l = tables.tickets.c, tables.lines.c
_OF_PLAN = (
    select(*COLUMNS)
    .where(_t.plan == bindparam("plan"), tables.PLANNED)
    .order_by(desc(_t.issued_at), _t.id)
    .limit(LOOKED_AT)
)
_WAITING = select(_l.waiting).where(_l.center == bindparam("center"), _l.service == bindparam("service"))


IN_LINE_SOON: Final = ("waiting", "postponed", "missed")
NOT_TIMED: Final = Timed("none", 0, 0)


class TripFound(msgspec.Struct, frozen=True):
    """A trip of a plan, by its `number` there: with the ticket or the booking for it, and what can be done now.

    `way` is minutes from the trip before, `wait` those until one is called there, None where it can only be guessed.
    `slots` is the service that a time can be booked for.
    """

    number: int
    stop: Stop
    hall: Hall
    services: tuple[str, ...]
    way: int | None
    wait: Wait | None
    ticket: TicketRow | None
    booked: BookingRow | None
    slots: str | None
    timed: Timed = NOT_TIMED


class TripsFound(msgspec.Struct, frozen=True):
    """The trips of a plan in their order; `visit` ties their tickets, None as long as there is none."""

    trips: tuple[TripFound, ...]
    visit: str | None


def trips_of(reading: Reading, estimates: Estimates, plan: Plan | None, code: str, now: int) -> TripsFound:
    """Return the trips of `plan`, kept under `code`, to centers of this city as they are at `now` (ms)."""
    if plan is None:
        return TripsFound((), None)
    halls = {hall.id: hall for hall, _, _ in reading.halls()}
    rows = [row_of(row) for row in reading.rows(_OF_PLAN, plan=code)]
    own = [row for row in rows if row.center in halls and row.day == halls[row.center].day(now)]
    look = _Looking(reading, estimates, own, code, now)
    known: list[tuple[Trip, TripFound]] = []
    for number, stop in numbered(plan):
        hall = halls.get(stop.center or "")
        if stop.point is not None and hall is not None and stop.services:
            known.append(look.trip(number, stop, hall, [each for _, each in known]))
    times = timed([trip for trip, _ in known], now)
    found = (msgspec.structs.replace(each, timed=at) for (_, each), at in zip(known, times, strict=True))
    return TripsFound(tuple(found), own[0].visit if own else None)


class _Looking:
    """One look at the trips of a plan under `code`, with the tickets `own` that were taken for it today."""

    def __init__(self, reading: Reading, estimates: Estimates, own: list[TicketRow], code: str, now: int) -> None:
        self._reading, self._estimates, self._own, self._code, self._now = reading, estimates, own, code, now
        self._ways = ways_of(reading)

    def trip(self, number: int, stop: Stop, hall: Hall, before: list[TripFound]) -> tuple[Trip, TripFound]:
        """Return what is known of a trip to `hall` after those `before`, not yet timed.

        What was taken or booked for a matter belongs to the first trip there for it: a plan may lead there twice.
        """
        reading, now = self._reading, self._now
        last = before[-1].hall.id if before else hall.id
        way = 0 if last == hall.id else minutes_from(last, self._ways).get(hall.id)
        again = {each for trip in before if trip.hall.id == hall.id for each in trip.stop.services}
        matters = {*stop.services} - again
        for_it = (row for row in self._own if row.center == hall.id and not matters.isdisjoint(row.services))
        ticket = next((row for row in for_it if row.state in COUNTED), None)
        waits = waits_of(reading, self._estimates, hall, stop.services, now)
        services = routed(reading, hall, stop.services, first=lines_first(stop), waits=waits).steps
        coming = coming_with(reading, hall.id, self._code, now)
        booked = next((row for row in coming if row.service in matters), None)
        wait = self._said(hall, services, ticket)
        bookable = (each for each in stop.services if each in matters and each in hall.bookings and each in hall.served)
        slots = next(bookable, None)
        trip = Trip(
            way,
            self._minutes(hall, services, ticket, wait),
            None if ticket is None else ticket.state,
            stop.day == 0,
            takes=bool(services) and hall.rules.remote_at_most > 0 and hall.is_open(now),
            books=slots is not None,
            booked=booked is not None,
            closes_at=hall.closes_at(now),
        )
        return trip, TripFound(number, stop, hall, services, way, wait, ticket, booked, slots)

    def _said(self, hall: Hall, services: Sequence[str], ticket: TicketRow | None) -> Wait | None:
        """Return what is said of the wait: of the ticket in line, else of whoever took a number now."""
        if ticket is not None and ticket.state != "remote":
            if ticket.state not in IN_LINE_SOON:
                return None
            outcome = self._estimates.of_ticket(self._reading, ticket.id, self._now).outcome
        elif services:
            outcome = self._estimates.of_service(self._reading, hall.id, services[0], self._now).outcome
        else:
            return None
        return outcome if isinstance(outcome, Wait) else None

    def _minutes(self, hall: Hall, services: Sequence[str], ticket: TicketRow | None, said: Wait | None) -> float:
        """Return the minutes until one is called there: what is said, else a guess by who waits."""
        if said is not None:
            return said.median / MINUTE
        if ticket is not None and ticket.state not in (*IN_LINE_SOON, "remote"):
            return 0
        service = ticket.service if ticket is not None else next(iter(services), None)
        waiting = 0 if service is None else int(self._reading.value(_WAITING, center=hall.id, service=service) or 0)
        serving = sum(1 for each in hall.counters.values() if service in each.services)
        return waiting * GUESSED_MINUTES / max(1, serving)


def take_for_trip(
    city: UnitOfWork,
    found: TripsFound,
    number: str,
    code: str,
    actor: Actor,
    holder: str | None,
    now: int,
    *,
    language: str | None = None,
) -> Ticket:
    """Take the number of trip `number` of the plan under `code`, for whoever comes there when those before are done.

    `city` is a work of the whole city; they speak `language`, where that is not what everybody does. Whoever has that
    number already is told it again, without its secret. Raises `Refusal` trip_unknown, trip_taken, trip_after,
    trip_none, and all that taking a number from elsewhere does.
    """
    trip = next((each for each in found.trips if str(each.number) == number), None)
    if trip is None:
        raise Refusal("trip_unknown", trip=number[:8])
    if trip.ticket is not None:
        raise Refusal("trip_taken", number=trip.ticket.label, center=trip.hall.name)
    if trip.timed.offer == "after":
        raise Refusal("trip_after", center=trip.hall.name)
    if trip.timed.offer != "take":
        raise Refusal("trip_none", center=trip.hall.name)
    before = [each for each in found.trips if each.number < trip.number]
    origin = before[-1].hall.id if before and before[-1].hall.id != trip.hall.id else None
    leaves = before[-1].timed.leaves_at if before else now
    command = TakeRemoteCommand(trip.services, actor, origin, holder, found.visit, code, leaves, language)
    return take_remote(city.beside(trip.hall.id), command, now)
