"""A booking as the office holds it: its row, how it changes, and how its holder sees it."""

import secrets
from datetime import date
from typing import Any, Final, TypedDict, Unpack
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import bindparam, insert, literal, select, update

from config.bookings import Bookings
from config.words import both
from server.office.requests import Actor
from server.rules.booking import arrival
from server.rules.booking.states import LIVE, STATE_NAMES, State, Verb, after
from server.rules.day_time import shows_next
from server.rules.errors import Refusal
from server.rules.hall.slip_digits import BOOKING_DIGITS
from server.store.booking_tables import bookings
from server.store.halls import Hall
from server.store.statements import Row
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.bookings import Booking
from server.wire.messages import moment

DIGITS: Final = BOOKING_DIGITS
AS_SHIPPED: Final = Bookings(())
"""By which rules somebody still comes whose service is not booked any more."""

_b = bookings.c
COLUMNS: Final = tuple(bookings.c)
_NAMES: Final = tuple(column.name for column in COLUMNS)
_BY_ID = select(*COLUMNS).where(_b.id == bindparam("booking"))
_BY_DIGITS = select(*COLUMNS).where(_b.center == bindparam("center"), _b.digits == bindparam("digits"))
_TAKEN = select(literal(1)).where(_b.center == bindparam("center"), _b.digits == bindparam("digits"))
_NEW = insert(bookings)
_CHANGED: Final = (
    "state",
    "day",
    "clock",
    "begins_at",
    "ends_at",
    "digits",
    "person",
    "ticket",
    "changes",
    "missed_at",
    "due_at",
)
_CHANGE = (
    update(bookings)
    .where(_b.id == bindparam("of_booking"), _b.state == bindparam("from_state"))
    .values({name: bindparam(f"to_{name}") for name in _CHANGED})
)


class BookingRow(msgspec.Struct, kw_only=True, frozen=True):
    """One row of the bookings' table, field by column."""

    id: str
    center: str
    service: str
    state: State
    day: str
    clock: str | None
    zone: str
    begins_at: int | None
    ends_at: int | None
    digits: str | None
    secret_hash: str
    person: str | None
    plan: str | None
    ticket: str | None
    made_at: int
    changes: int
    missed_at: int | None
    due_at: int | None


class Changes(TypedDict, total=False):
    """What of a booking a verb changes beside its state."""

    day: str
    clock: str | None
    begins_at: int | None
    ends_at: int | None
    person: str | None
    ticket: str | None
    missed_at: int | None
    due_at: int | None


class Told(msgspec.Struct, frozen=True):
    """What the office alone keeps of a change: which booking, what it is now, and for when."""

    booking: str
    state: State
    service: str
    begins_at: int | None


def row_of(columns: Row) -> BookingRow:
    """Return the booking of a row selected as `COLUMNS`."""
    values: dict[str, Any] = dict(zip(_NAMES, columns, strict=True))
    return BookingRow(**values)


def booking_of(reading: Reading, booking: str) -> BookingRow:
    """Return a booking by its id; raises `Refusal` booking_unknown."""
    found = known_booking(reading, booking)
    if found is None:
        raise Refusal("booking_unknown")
    return found


def known_booking(reading: Reading, booking: str) -> BookingRow | None:
    """Return a booking by its id, if there is one."""
    found = reading.row(_BY_ID, booking=booking)
    return None if found is None else row_of(found)


def booking_by_digits(reading: Reading, center: str, digits: str) -> BookingRow:
    """Return the booking of a center that `digits` open; raises `Refusal` booking_unknown."""
    found = reading.row(_BY_DIGITS, center=center, digits=digits)
    if found is None:
        raise Refusal("booking_unknown")
    return row_of(found)


def rules_of(hall: Hall, service: str) -> Bookings:
    """Return the rules by which a service is booked, or was."""
    return hall.bookings.get(service, AS_SHIPPED)


def check_in_from(row: BookingRow, begins_at: int, rules: Bookings) -> int:
    """Return from when (ms) people check in for a booking that begins at `begins_at`: not before the day of its slot.

    The ticket of a day before would go home with that day, before its slot.
    """
    midnight = shows_next(date.fromisoformat(row.day), 0, ZoneInfo(row.zone), 0)
    return max(arrival.opens_at(begins_at, rules), midnight)


def new_digits(reading: Reading, center: str) -> str:
    """Return digits that open no other booking of `center`."""
    while True:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        if reading.row(_TAKEN, center=center, digits=digits) is None:
            return digits


def keep(uow: UnitOfWork, row: BookingRow, now: int, by: Actor) -> None:
    """Write a new booking and tell of it."""
    uow.run(_NEW, **msgspec.structs.asdict(row))
    tell(uow, row, now, by)


def change(uow: UnitOfWork, row: BookingRow, verb: Verb, now: int, by: Actor, **changes: Unpack[Changes]) -> BookingRow:
    """Do `verb` to a booking, if it still is where we saw it; return it as it is afterwards.

    Raises `Refusal` booking_state.
    """
    state = after(row.state, verb)
    changed: BookingRow = msgspec.structs.replace(row, state=state, changes=row.changes + 1, **changes)
    if state not in LIVE:
        # Whoever missed their slot still types the digits, and is told what to do instead.
        changed = msgspec.structs.replace(changed, digits=row.digits if state == "missed" else None, due_at=None)
    values = {f"to_{name}": getattr(changed, name) for name in _CHANGED}
    if uow.change(_CHANGE, of_booking=row.id, from_state=row.state, **values) != 1:
        raise Refusal("booking_state", state=both(STATE_NAMES[row.state]))
    tell(uow, changed, now, by)
    return changed


def tell(uow: UnitOfWork, row: BookingRow, now: int, by: Actor) -> None:
    """Tell everybody that bookings changed, and the office alone which one; a place held for minutes is no news."""
    if row.state == "held":
        return
    private = msgspec.json.encode(Told(row.id, row.state, row.service, row.begins_at)).decode()
    uow.tell(now, "booking.changed", by.device, person=by.person, private=private)


def view(row: BookingRow, hall: Hall, secret: str | None = None) -> Booking:
    """Return a booking as its holder sees it."""
    rules, begins_at = rules_of(hall, row.service), row.begins_at
    comes = begins_at if row.state in ("held", "booked") else None
    return Booking(
        id=row.id,
        center=row.center,
        service=row.service,
        state=row.state,
        day=row.day,
        clock=row.clock,
        zone=row.zone,
        begins_at=None if begins_at is None else moment(begins_at),
        ends_at=None if row.ends_at is None else moment(row.ends_at),
        digits=row.digits,
        check_in_from=None if comes is None else moment(check_in_from(row, comes, rules)),
        check_in_until=None if comes is None else moment(arrival.missed_at(comes, rules)),
        held_until=moment(row.due_at) if row.state == "held" and row.due_at is not None else None,
        ticket=row.ticket,
        secret=secret,
    )
