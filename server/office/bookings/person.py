"""Who books, as far as anybody needs to know: a keyed hash of a telephone number, and how its owner stands."""

import hmac
import secrets
from hashlib import sha256

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from config.bookings import Bookings
from server.office.bookings.record import COLUMNS, BookingRow, booking_of, row_of
from server.office.requests import Actor
from server.rules.booking.booking_credit import Excuse, Standing, standing
from server.rules.booking.states import LIVE
from server.rules.errors import Refusal
from server.store.booking_tables import booking_appeals, booking_keys, bookings
from server.store.unit_of_work import Reading, UnitOfWork

_b, _a = bookings.c, booking_appeals.c
_KEY = select(booking_keys.c.key).where(booking_keys.c.center == bindparam("center"))
_NEW_KEY = insert(booking_keys)
_OWN = select(*COLUMNS).where(_b.center == bindparam("center"), _b.person == bindparam("person"))
_LIFTED = select(_a.lifted_at).where(_a.center == bindparam("center"), _a.person == bindparam("person"))
_FORGET = delete(booking_appeals).where(_a.center == bindparam("of_center"), _a.person == bindparam("of_person"))
_LIFT = insert(booking_appeals)


def key_of(uow: UnitOfWork) -> bytes:
    """Return the key of this work's center; it is made when it is first needed."""
    key = uow.value(_KEY, center=uow.center)
    if key is None:
        key = secrets.token_hex(32)
        uow.run(_NEW_KEY, center=uow.center, key=key)
    return bytes.fromhex(key)


def person_of(uow: UnitOfWork, phone: str | None) -> str | None:
    """Return by what the owner of a telephone number is known in this center, and nowhere else."""
    return None if phone is None else _hashed(key_of(uow), phone)


def known_as(reading: Reading, center: str, phone: str) -> str | None:
    """Return by what the owner of a telephone number is known in `center`; None where nobody has given one there."""
    key = reading.value(_KEY, center=center)
    return None if key is None else _hashed(bytes.fromhex(key), phone)


def _hashed(key: bytes, phone: str) -> str:
    digits = "".join(sign for sign in phone if sign.isdecimal())
    national = digits.removeprefix("0086") if digits.startswith("0086") else digits
    national = national[2:] if len(national) == 13 and national.startswith("86") else national
    return hmac.new(key, f"person {national}".encode(), sha256).hexdigest()


def standing_of(reading: Reading, center: str, person: str, rules: Bookings, now: int) -> Standing:
    """Return how somebody stands at `now` (ms)."""
    own = _bookings(reading, center, person)
    lifted_at = reading.value(_LIFTED, center=center, person=person)
    return standing([row.missed_at for row in own if row.missed_at is not None], lifted_at, rules, now)


def admit(uow: UnitOfWork, person: str | None, service: str, rules: Bookings, now: int) -> None:
    """Let somebody book a service; raises `Refusal` booking_blocked, booking_twice."""
    if person is None:
        return
    hall = uow.own_hall()
    until = standing_of(uow, uow.center, person, rules, now).blocked_until
    if until is not None:
        raise Refusal("booking_blocked", until=f"{hall.local(until):%Y-%m-%d %H:%M}")
    for row in _bookings(uow, uow.center, person):
        if row.service == service and row.state in LIVE and row.state != "checked_in":
            clock = row.clock or ""
            raise Refusal("booking_twice", service=hall.services[service].name, day=row.day, clock=clock)


class Lifted(msgspec.Struct, frozen=True):
    """What the office alone keeps of an appeal: with which booking somebody came, and why their misses are good."""

    booking: str
    excuse: Excuse


def lift(uow: UnitOfWork, booking: str, excuse: Excuse, by: Actor, now: int) -> None:
    """Let all that the holder of a booking missed until `now` (ms) count no more, and tell why.

    Raises `Refusal` booking_unknown, also where nobody gave a number with it.
    """
    row = booking_of(uow, booking)
    if row.center != uow.center or row.person is None:
        raise Refusal("booking_unknown")
    uow.run(_FORGET, of_center=uow.center, of_person=row.person)
    uow.run(_LIFT, center=uow.center, person=row.person, lifted_at=now)
    private = msgspec.json.encode(Lifted(booking, excuse)).decode()
    uow.tell(now, "booking.changed", by.device, person=by.person, private=private)


def _bookings(reading: Reading, center: str, person: str) -> list[BookingRow]:
    return [row_of(row) for row in reading.rows(_OWN, center=center, person=person)]
