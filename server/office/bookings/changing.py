"""What a holder does with a booking: moves it, or gives it back; the place goes at once to whoever waits for it."""

from server.office.bookings.booking import day_of
from server.office.bookings.due import settle_due
from server.office.bookings.places import booked_by, give_back, slot_on, take_place
from server.office.bookings.record import booking_of, change, view
from server.office.day import begin_day
from server.office.requests import Actor
from server.rules.booking import arrival, release
from server.rules.booking.states import HAS_PLACE, after
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.bookings import Booking


def move(uow: UnitOfWork, booking: str, day: str, clock: str, by: Actor, now: int) -> Booking:
    """Move a booking to another slot: the new place is taken before the old one is given back, or nothing changes.

    Raises `Refusal` booking_unknown, booking_state, bad_request, and all that booking a slot does.
    """
    begin_day(uow, now)
    settle_due(uow, now)
    hall, row = uow.own_hall(), booking_of(uow, booking)
    after(row.state, "move")
    rules = booked_by(hall, row.service)
    slot = slot_on(hall, row.service, day_of(day), clock)
    if slot.begins_at == row.begins_at:
        raise Refusal("booking_twice", service=hall.services[row.service].name, day=row.day, clock=row.clock)
    release.check(slot, rules, hall.timezone, now)
    take_place(uow, row.service, slot)
    moved = change(
        uow,
        row,
        "move",
        now,
        by,
        day=slot.day,
        clock=slot.clock,
        begins_at=slot.begins_at,
        ends_at=slot.ends_at,
        due_at=arrival.missed_at(slot.begins_at, rules),
    )
    give_back(uow, row, now)
    return view(moved, hall)


def cancel(uow: UnitOfWork, booking: str, by: Actor, now: int) -> Booking:
    """Give a booking back, or leave the waiting list. Raises `Refusal` booking_unknown, booking_state."""
    begin_day(uow, now)
    settle_due(uow, now)
    row = booking_of(uow, booking)
    cancelled = change(uow, row, "cancel", now, by)
    if row.state in HAS_PLACE:
        give_back(uow, row, now)
    return view(cancelled, uow.own_hall())
