"""Who takes a number with the plan that they booked with: the booking is used or given back, never kept beside it."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam, select

from server.office.bookings.places import give_back
from server.office.bookings.record import COLUMNS, BookingRow, change, row_of, rules_of
from server.office.day import midnight_after
from server.office.requests import Actor
from server.office.ticket import TicketRow
from server.rules.booking import arrival
from server.rules.hall.policy import key_of
from server.store.booking_tables import bookings
from server.store.halls import Hall
from server.store.unit_of_work import Reading, UnitOfWork

_b = bookings.c
_OWN: Final = (
    select(*COLUMNS)
    .where(
        _b.center == bindparam("center"), _b.day == bindparam("day"), _b.plan == bindparam("plan"), _b.state == "booked"
    )
    .order_by(_b.begins_at, _b.id)
)

_COMING: Final = (
    select(*COLUMNS)
    .where(
        _b.center == bindparam("center"), _b.day >= bindparam("day"), _b.plan == bindparam("plan"), _b.state == "booked"
    )
    .order_by(_b.begins_at, _b.id)
)


def coming_with(reading: Reading, center: str, plan: str, now: int) -> list[BookingRow]:
    """Return what is booked with `plan` in `center` for the day of `now` (ms) and later, in the order of its slots."""
    rows = reading.rows(_COMING, center=center, day=reading.hall(center).day(now), plan=plan)
    return [row_of(row) for row in rows]


def booked_with(uow: UnitOfWork, plan: str | None, services: Collection[str], now: int) -> dict[str, BookingRow]:
    """Return what was booked with `plan` on the day of `now` (ms): one of each of `services`, rather one in time.

    Asks nothing where none of them is booked.
    """
    hall = uow.own_hall()
    if plan is None or hall.bookings.keys().isdisjoint(services):
        return {}
    found: dict[str, BookingRow] = {}
    for row in map(row_of, uow.rows(_OWN, center=uow.center, day=hall.day(now), plan=plan)):
        if row.service in services and (row.service not in found or in_time(row, hall, now)):
            found[row.service] = row
    return found


def in_time(row: BookingRow, hall: Hall, now: int) -> bool:
    """Tell whether somebody may check in with a booking at `now` (ms)."""
    return arrival.comes_in_time(row.begins_at or 0, rules_of(hall, row.service), now)


def as_booked(ticket: TicketRow, row: BookingRow, hall: Hall) -> None:
    """Let `ticket`, which is in no line yet, stand at the slot of `row`."""
    ticket.priority = "appointment"
    ticket.ready_at = arrival.ready_at(row.begins_at or 0, ticket.issued_at)
    ticket.key = key_of(hall.rules, ticket.issued_at, ticket.ready_at, ticket.priority)


def check_in_with(uow: UnitOfWork, row: BookingRow, ticket: TicketRow, now: int, by: Actor) -> BookingRow:
    """Note that `ticket` came of a booking; raises `Refusal` booking_state."""
    due_at = midnight_after(uow.own_hall(), ticket.day)
    return change(uow, row, "check_in", now, by, ticket=ticket.id, due_at=due_at)


def instead(uow: UnitOfWork, row: BookingRow, ticket: TicketRow, now: int, by: Actor) -> BookingRow:
    """Note that somebody has `ticket` instead of a booking: its place is free again, or was missed.

    Raises `Refusal` booking_state.
    """
    rules = rules_of(uow.own_hall(), row.service)
    missed_at = None if row.begins_at is None else arrival.missed_at(row.begins_at, rules)
    if missed_at is not None and now >= missed_at:
        return change(uow, row, "miss", now, by, ticket=ticket.id, missed_at=missed_at)
    freed = change(uow, row, "free", now, by, ticket=ticket.id)
    give_back(uow, row, now)
    return freed
