"""What is told of bookings without changing anything: free places, one's own booking, and the day's list for staff."""

from datetime import date, timedelta
from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from config.centers import Text
from config.words import both
from server.office.bookings.listing import with_place
from server.office.bookings.person import standing_of
from server.office.bookings.places import booked_by, slots_on, taken
from server.office.bookings.record import BookingRow, booking_by_digits, booking_of, rules_of, view
from server.rules.booking.calendar_file import Appointment, calendar_file
from server.rules.booking.release import bookable, last_released, released_at
from server.rules.booking.states import STATE_NAMES
from server.rules.errors import Refusal
from server.store import tables
from server.store.booking_tables import bookings
from server.store.statements import Row
from server.store.unit_of_work import Reading
from server.wire.bookings import (
    BookedToday,
    Booking,
    BookingsAnswer,
    CreditAnswer,
    DayAnswer,
    SlotAnswer,
    SlotsAnswer,
)
from server.wire.messages import moment

MOST_DAYS: Final = 31
ENDING: Final = 4
"""How many of its digits staff see of a booking."""
_b = bookings.c
_FOR_STAFF = select(_b.id, _b.service, _b.state, _b.clock, tables.tickets.c.label, _b.digits, _b.person).outerjoin(
    tables.tickets, tables.tickets.c.id == _b.ticket
)
_ONE = _FOR_STAFF.where(_b.id == bindparam("booking"))
_OF_DAY = _FOR_STAFF.where(_b.center == bindparam("center"), _b.day == bindparam("day"), _b.state != "held").order_by(
    _b.begins_at.is_(None), _b.begins_at, _b.made_at, _b.id
)


def free_slots(reading: Reading, center: str, service: str, first: date | None, days: int, now: int) -> SlotsAnswer:
    """Return what can be booked of a service at `now` (ms), `days` (1 to 31) from `first` or today on.

    The first day that is still to be released says when, the days after it are left out.
    Raises `Refusal` center_unknown, service_unknown, booking_off.
    """
    hall = reading.hall(center)
    rules, zone = booked_by(hall, service), hall.timezone
    today = hall.local(now).date()
    start = max(first or today, today)
    last = min(start + timedelta(days=days - 1), last_released(now, rules, zone) + timedelta(days=1))
    answers = []
    for ahead in range((last - start).days + 1):
        day = start + timedelta(days=ahead)
        opens_at = released_at(day, rules, zone)
        slots = slots_on(hall, service, day)
        used = taken(reading, center, service, slots[0].begins_at, slots[-1].ends_at) if slots else {}
        told = tuple(
            SlotAnswer(
                slot.clock,
                moment(slot.begins_at),
                moment(slot.ends_at),
                max(0, slot.places - used.get(slot.begins_at, 0)),
            )
            for slot in slots
            if bookable(slot, rules, zone, now)
        )
        answers.append(DayAnswer(day.isoformat(), moment(opens_at) if opens_at > now and slots else None, told))
    return SlotsAnswer(center, service, zone.key, tuple(answers))


def own_booking(reading: Reading, booking: str, now: int) -> Booking:
    """Return a booking as its holder sees it at `now` (ms), with how they stand; raises `Refusal` booking_unknown."""
    row = booking_of(reading, booking)
    hall = reading.hall(row.center)
    own = with_place(reading, row, view(row, hall))
    if row.person is None:
        return own
    rules = rules_of(hall, row.service)
    stands = standing_of(reading, row.center, row.person, rules, now)
    until = None if stands.blocked_until is None else moment(stands.blocked_until)
    return msgspec.structs.replace(own, credit=CreditAnswer(stands.misses, stands.left, until))


def bookings_of(reading: Reading, center: str, day: date | None, now: int) -> BookingsAnswer:
    """Return the bookings of a day (today without one) of a center for its staff; raises `Refusal` center_unknown."""
    on = (day or reading.hall(center).local(now).date()).isoformat()
    return BookingsAnswer(on, tuple(_seen_by_staff(row) for row in reading.rows(_OF_DAY, center=center, day=on)))


def booking_with(reading: Reading, center: str, digits: str) -> BookingsAnswer:
    """Return the one booking of a center that `digits` open, whatever its day; raises `Refusal` booking_unknown."""
    found = booking_by_digits(reading, center, digits)
    return BookingsAnswer(found.day, tuple(_seen_by_staff(row) for row in reading.rows(_ONE, booking=found.id)))


def _seen_by_staff(row: Row) -> BookedToday:
    id_, service, state, clock, number, digits, person = row
    ending = None if digits is None else digits[-ENDING:]
    return BookedToday(id_, service, state, clock, number, ending, person is not None)


def calendar_of(reading: Reading, booking: str, title: Text, words: Text) -> str:
    """Return a booking as a file for calendars; `title` and `words` are said in Chinese and English.

    Raises `Refusal` booking_unknown, booking_state where it has no slot yet.
    """
    row = booking_of(reading, booking)
    hall = reading.hall(row.center)
    begins_at, ends_at = _times(row)
    return calendar_file(
        Appointment(
            id=row.id,
            begins_at=begins_at,
            ends_at=ends_at,
            made_at=row.made_at,
            title=f"{title.zh} {title.en}",
            place=f"{hall.name.zh}, {hall.address.zh}",
            words=f"{words.zh} {words.en}",
            sequence=row.changes,
            cancelled=row.state in ("cancelled", "freed"),
        )
    )


def _times(row: BookingRow) -> tuple[int, int]:
    if row.begins_at is None or row.ends_at is None:
        raise Refusal("booking_state", state=both(STATE_NAMES[row.state]))
    return row.begins_at, row.ends_at
