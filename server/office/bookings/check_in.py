"""Coming with a booking: it becomes a ticket at its slot, or is given back for an ordinary one; never both."""

import secrets
from datetime import date

from config.centers import Text
from config.words import both
from server.office.advance import issue
from server.office.bookings.by_plan import as_booked, check_in_with, instead
from server.office.bookings.listing import listed_before
from server.office.bookings.record import BookingRow, booking_by_digits, booking_of, check_in_from, rules_of, view
from server.office.day import begin_day
from server.office.requests import Actor
from server.office.room import must_have_room
from server.office.take_ticket import numbered
from server.office.taking_in import must_take_in
from server.office.ticket import TicketRow
from server.office.ticket import view as ticket_view
from server.rules.booking import arrival
from server.rules.booking.states import STATE_NAMES, after
from server.rules.dates import short_date
from server.rules.errors import Refusal
from server.store.halls import Hall
from server.store.unit_of_work import UnitOfWork
from server.wire.bookings import CheckedIn


def check_in(uow: UnitOfWork, booking: str, by: Actor, now: int, language: str | None = None) -> CheckedIn:
    """Make a ticket of a booking: its class is that of appointments, and it is ready at its slot.

    Who comes speaks `language`, where that is not what everybody there does.

    Raises `Refusal` booking_unknown, booking_state, booking_listed, booking_early, booking_late, service_unknown,
    service_unserved, center_closed, numbers_used_up.
    """
    begin_day(uow, now)
    return _check_in(uow, booking_of(uow, booking), by, now, language)


def check_in_at_desk(uow: UnitOfWork, booking: str, by: Actor, now: int, *, instead: bool) -> CheckedIn:
    """Let staff check in somebody who stands before them, or give an ordinary ticket `instead`; raises as these do."""
    begin_day(uow, now)
    row = booking_of(uow, booking)
    if row.center != uow.center:
        raise Refusal("booking_unknown")
    return (_walk_in if instead else _check_in)(uow, row, by, now)


def check_in_by_digits(uow: UnitOfWork, digits: str, by: Actor, now: int, language: str | None = None) -> CheckedIn:
    """Do the same for whoever types the digits of a booking of this center; raises the same."""
    begin_day(uow, now)
    return _check_in(uow, booking_by_digits(uow, uow.center, digits), by, now, language)


def walk_in(uow: UnitOfWork, digits: str, by: Actor, now: int, language: str | None = None) -> CheckedIn:
    """Give a booking back and take an ordinary ticket for its service: for whoever comes too early, or too late.

    Raises `Refusal` booking_unknown, booking_state, service_unknown, service_unserved, center_closed, center_closing,
    center_full, quota_used_up, numbers_used_up.
    """
    begin_day(uow, now)
    return _walk_in(uow, booking_by_digits(uow, uow.center, digits), by, now, language)


def _walk_in(uow: UnitOfWork, row: BookingRow, by: Actor, now: int, language: str | None = None) -> CheckedIn:
    hall = uow.own_hall()
    # Whoever came too late may take the ordinary ticket that they were told of, once.
    if row.ticket is not None:
        raise Refusal("booking_state", state=both(STATE_NAMES[row.state]))
    if row.state != "missed":
        after(row.state, "free")
    must_have_room(uow, (row.service,), now)
    ticket, secret = _ticket(uow, hall, row, now, booked=False)
    ticket.language = language
    ahead = issue(uow, ticket, now, by)
    return CheckedIn(view(instead(uow, row, ticket, now, by), hall), ticket_view(ticket, ahead, secret))


def _check_in(uow: UnitOfWork, row: BookingRow, by: Actor, now: int, language: str | None = None) -> CheckedIn:
    hall = uow.own_hall()
    # Whoever missed their slot is told what to do instead, not what has become of it.
    if row.state == "listed":
        raise Refusal("booking_listed", day=short_date(date.fromisoformat(row.day)), place=listed_before(uow, row) + 1)
    if row.state != "missed" or row.begins_at is None:
        after(row.state, "check_in")
    begins_at, when, rules = row.begins_at or 0, _when(row, hall, now), rules_of(hall, row.service)
    since = check_in_from(row, begins_at, rules)
    told = f"{hall.local(since):%H:%M}"
    if now < since:
        raise Refusal("booking_early", clock=when, since=told)
    arrival.check(begins_at, when, told, rules, now)
    ticket, secret = _ticket(uow, hall, row, now, booked=True)
    ticket.language = language
    as_booked(ticket, row, hall)
    ahead = issue(uow, ticket, now, by)
    checked_in = check_in_with(uow, row, ticket, now, by)
    return CheckedIn(view(checked_in, hall), ticket_view(ticket, ahead, secret))


def _when(row: BookingRow, hall: Hall, now: int) -> Text | str:
    """Return the time of a booking, with its day where that is not today."""
    clock = row.clock or ""
    if row.day == hall.day(now):
        return clock
    return both("{day}, {time}", day=short_date(date.fromisoformat(row.day)), time=clock)


def _ticket(uow: UnitOfWork, hall: Hall, row: BookingRow, now: int, *, booked: bool) -> tuple[TicketRow, str]:
    must_take_in(hall, (row.service,), now, booked=booked)
    secret = secrets.token_urlsafe(24)
    ticket = numbered(uow, (row.service,), "normal", now, secret)
    ticket.plan = row.plan
    return ticket, secret
