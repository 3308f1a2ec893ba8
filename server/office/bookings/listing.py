"""The waiting list of a day that is full: who waits before whom."""

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select

from server.office.bookings.record import BookingRow
from server.store.booking_tables import LISTED, bookings
from server.store.unit_of_work import Reading
from server.wire.bookings import Booking

_b = bookings.c
_BEFORE = select(func.count()).where(
    LISTED,
    _b.center == bindparam("center"),
    _b.service == bindparam("service"),
    _b.day == bindparam("day"),
    or_(_b.made_at < bindparam("made_at"), and_(_b.made_at == bindparam("made_at"), _b.id < bindparam("id"))),
)


def listed_before(reading: Reading, row: BookingRow) -> int:
    """Return how many wait longer than a booking for a place of its day."""
    of = {"center": row.center, "service": row.service, "day": row.day, "made_at": row.made_at, "id": row.id}
    before: int = reading.value(_BEFORE, **of)
    return before


def with_place(reading: Reading, row: BookingRow, seen: Booking) -> Booking:
    """Return a booking as its holder sees it, with how many wait before it where it is on the waiting list."""
    if row.state != "listed":
        return seen
    return msgspec.structs.replace(seen, ahead=listed_before(reading, row))
