"""Coming with a booking: it becomes a ticket at its slot, or is given back for an ordinary one; never both."""

import secrets

from config.words import both
from server.office.advance import issue
from server.office.bookings.places import give_back
from server.office.bookings.record import BookingRow, booking_by_digits, booking_of, change, rules_of, view
from server.office.day import begin_day, midnight_after
from server.office.requests import Actor
from server.office.take_ticket import numbered
from server.office.ticket import TicketRow
from server.office.ticket import view as ticket_view
from server.rules.booking import arrival
from server.rules.booking.states import STATE_NAMES, after
from server.rules.errors import Refusal
from server.rules.hall import line
from server.store.halls import Hall
from server.store.unit_of_work import UnitOfWork
from server.wire.bookings import CheckedIn


def check_in(uow: UnitOfWork, booking: str, by: Actor, now: int) -> CheckedIn:
    """Make a ticket of a booking: its class is that of appointments, and it is ready at its slot.

    Raises `Refusal` booking_unknown, booking_state, booking_early, booking_late, center_closed, service_unserved,
    numbers_used_up.
    """
    begin_day(uow, now)
    return _check_in(uow, booking_of(uow, booking), by, now)


def check_in_by_digits(uow: UnitOfWork, digits: str, by: Actor, now: int) -> CheckedIn:
    """Do the same for whoever types the digits of a booking of this center; raises the same."""
    begin_day(uow, now)
    return _check_in(uow, booking_by_digits(uow, uow.center, digits), by, now)


def walk_in(uow: UnitOfWork, digits: str, by: Actor, now: int) -> CheckedIn:
    """Give a booking back and take an ordinary ticket for its service: for whoever comes too early, or too late.

    Raises `Refusal` booking_unknown, booking_state, center_closed, service_unserved, numbers_used_up.
    """
    begin_day(uow, now)
    hall, row = uow.own_hall(), booking_by_digits(uow, uow.center, digits)
    rules = rules_of(hall, row.service)
    missed_at = None if row.begins_at is None else arrival.missed_at(row.begins_at, rules)
    missed = missed_at is not None and now >= missed_at
    after(row.state, "miss" if missed else "free")
    if row.ticket is not None:
        raise Refusal("booking_state", state=both(STATE_NAMES[row.state]))
    ticket, secret = _ticket(uow, hall, row, now)
    ahead = issue(uow, ticket, now, by)
    if missed:
        freed = change(uow, row, "miss", now, by, ticket=ticket.id, missed_at=missed_at)
    else:
        freed = change(uow, row, "free", now, by, ticket=ticket.id)
        give_back(uow, row, now)
    return CheckedIn(view(freed, hall), ticket_view(ticket, ahead, secret))


def _check_in(uow: UnitOfWork, row: BookingRow, by: Actor, now: int) -> CheckedIn:
    hall = uow.own_hall()
    # Whoever missed their slot is told what to do instead, not what has become of it.
    if row.state != "missed" or row.begins_at is None:
        after(row.state, "check_in")
    begins_at, clock = row.begins_at or 0, row.clock or ""
    arrival.check(begins_at, clock, rules_of(hall, row.service), now)
    ticket, secret = _ticket(uow, hall, row, now)
    ticket.priority = "appointment"
    ticket.ready_at = arrival.ready_at(begins_at, ticket.issued_at)
    ticket.key = line.key(ticket.ready_at, ticket.priority, hall.rules)
    ahead = issue(uow, ticket, now, by)
    due_at = midnight_after(hall, ticket.day)
    checked_in = change(uow, row, "check_in", now, by, ticket=ticket.id, due_at=due_at)
    return CheckedIn(view(checked_in, hall), ticket_view(ticket, ahead, secret))


def _ticket(uow: UnitOfWork, hall: Hall, row: BookingRow, now: int) -> tuple[TicketRow, str]:
    if row.service not in hall.services or row.service not in hall.served:
        service = hall.services.get(row.service)
        raise Refusal("service_unserved", service=service.name if service else row.service)
    if not hall.is_open(now):
        raise Refusal("center_closed", center=hall.name)
    secret = secrets.token_urlsafe(24)
    ticket = numbered(uow, (row.service,), "normal", now, secret)
    ticket.plan = row.plan
    return ticket, secret
