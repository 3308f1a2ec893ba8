"""The places of slots: taken and given back in the transaction of the booking, never counted from bookings.

The count of a slot is changed only where it is still below what the slot takes, inside the lock of its center: two
bookings never share a last place, whatever the number of processes.
"""

import re
from datetime import date
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from config.bookings import Bookings
from config.words import both
from server.office.bookings.record import COLUMNS as BOOKING
from server.office.bookings.record import BookingRow, change, row_of
from server.office.requests import Actor
from server.rules.booking import arrival
from server.rules.booking.slots import Slot, slot_at, slots_of
from server.rules.booking.waiting_list import next_for
from server.rules.errors import Refusal
from server.store.booking_tables import LISTED, booking_slots, bookings
from server.store.halls import Hall
from server.store.unit_of_work import Reading, UnitOfWork

_CLOCK: Final = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
FROM_LIST: Final = Actor("waiting-list")

_s, _b = booking_slots.c, bookings.c
_OF_SLOT = (
    _s.center == bindparam("of_center"),
    _s.service == bindparam("of_service"),
    _s.begins_at == bindparam("of_begins_at"),
)
_TAKE = update(booking_slots).where(*_OF_SLOT, _s.taken < bindparam("places")).values(taken=_s.taken + 1)
_KNOWN = select(_s.taken).where(*_OF_SLOT)
_FIRST = insert(booking_slots)
_GIVE_BACK = update(booking_slots).where(*_OF_SLOT, _s.taken > 0).values(taken=_s.taken - 1)
_TAKEN = select(_s.begins_at, _s.taken).where(
    _s.center == bindparam("center"),
    _s.service == bindparam("service"),
    _s.begins_at >= bindparam("first"),
    _s.begins_at < bindparam("last"),
)
_WAITING = (
    select(*BOOKING)
    .where(
        LISTED,
        _b.center == bindparam("center"),
        _b.service == bindparam("service"),
        _b.day == bindparam("day"),
    )
    .order_by(_b.made_at, _b.id)
    .limit(1)
)


def booked_by(hall: Hall, service: str) -> Bookings:
    """Return the rules by which a service is booked; raises `Refusal` service_unknown, booking_off."""
    if service not in hall.services:
        raise Refusal("service_unknown", service=service)
    if service not in hall.bookings or service not in hall.served:
        raise Refusal("booking_off", service=hall.services[service].name)
    return hall.bookings[service]


def slots_on(hall: Hall, service: str, day: date) -> tuple[Slot, ...]:
    """Return the slots of a day of a service that is booked; raises `Refusal` service_unknown, booking_off."""
    return _slots(hall, service, booked_by(hall, service), day)


def slot_on(hall: Hall, service: str, day: date, clock: str) -> Slot:
    """Return the slot that begins at `clock` of a day.

    Raises `Refusal` service_unknown, booking_off, bad_request, booking_gap, booking_closed_day, booking_no_slot.
    """
    rules = booked_by(hall, service)
    if _CLOCK.fullmatch(clock) is None:
        raise Refusal("bad_request", why=both("{field} is no time such as 09:30", field="clock"))
    return slot_at(day, clock, rules, hall.open_days, hall.timezone, counters_of(hall, service))


def counters_of(hall: Hall, service: str) -> int:
    """Return how many counters are there for a service, open or not."""
    return sum(service in counter.services for counter in hall.counters.values())


def taken(reading: Reading, center: str, service: str, first: int, last: int) -> dict[int, int]:
    """Return how many places are taken of the slots that begin from `first` (ms) until before `last`."""
    return reading.pairs(_TAKEN, center=center, service=service, first=first, last=last)


def take_place(uow: UnitOfWork, service: str, slot: Slot) -> None:
    """Take a place of `slot`; raises `Refusal` booking_full."""
    if not _took(uow, service, slot):
        raise Refusal("booking_full", day=slot.day, clock=slot.clock)


def give_back(uow: UnitOfWork, row: BookingRow, now: int) -> None:
    """Give back the place of a booking that has one; whoever waits for its day the longest has it at once."""
    if row.begins_at is None or row.clock is None:
        return
    uow.run(_GIVE_BACK, of_center=uow.center, of_service=row.service, of_begins_at=row.begins_at)
    hall = uow.own_hall()
    if row.service not in hall.bookings or row.service not in hall.served:
        return
    rules = hall.bookings[row.service]
    slots = _slots(hall, row.service, rules, date.fromisoformat(row.day))
    slot = next((each for each in slots if each.begins_at == row.begins_at), None)
    if slot is None:
        return
    listed = [row_of(each) for each in uow.rows(_WAITING, center=uow.center, service=row.service, day=row.day)]
    chosen = next_for(slot, listed, rules, hall.timezone, now)
    if chosen is not None and _took(uow, row.service, slot):
        change(
            uow,
            chosen,
            "give",
            now,
            FROM_LIST,
            clock=slot.clock,
            begins_at=slot.begins_at,
            ends_at=slot.ends_at,
            due_at=arrival.missed_at(slot.begins_at, rules),
        )


def _took(uow: UnitOfWork, service: str, slot: Slot) -> bool:
    of = {"of_center": uow.center, "of_service": service, "of_begins_at": slot.begins_at}
    if uow.change(_TAKE, places=slot.places, **of) == 1:
        return True
    if slot.places < 1 or uow.row(_KNOWN, **of) is not None:
        return False
    uow.run(_FIRST, center=uow.center, service=service, begins_at=slot.begins_at, taken=1)
    return True


def _slots(hall: Hall, service: str, rules: Bookings, day: date) -> tuple[Slot, ...]:
    return slots_of(day, rules, hall.open_days, hall.timezone, counters_of(hall, service))
