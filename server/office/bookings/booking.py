"""Booking: a place is held, booked, or waited for; each in one transaction with the count of its slot."""

import re
import secrets
from datetime import date
from typing import Final

import msgspec

from config.words import both
from server.office.bookings.due import settle_due
from server.office.bookings.listing import with_place
from server.office.bookings.person import admit, person_of
from server.office.bookings.places import booked_by, slot_on, slots_on, take_place, taken
from server.office.bookings.record import BookingRow, booking_of, change, keep, known_booking, new_digits, view
from server.office.day import begin_day, midnight_after
from server.office.guidance.consultations import consultation_of
from server.office.requests import Actor
from server.rules.booking import arrival, release
from server.rules.booking.slots import MINUTE
from server.rules.errors import Refusal
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import UnitOfWork
from server.wire.bookings import Booking

SECRET_LEAST: Final = 24
_DAY: Final = re.compile("2[01][0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)


class BookCommand(msgspec.Struct, frozen=True):
    """Book a service on a day at `clock`, or wait for any place of it; `hold` only keeps the place for minutes.

    Who brings a `secret` of their own (24 characters or more) books once with it, however often they ask.
    """

    service: str
    day: str
    actor: Actor
    clock: str | None = None
    hold: bool = False
    phone: str | None = None
    plan: str | None = None
    secret: str | None = None


def book(uow: UnitOfWork, command: BookCommand, now: int) -> Booking:
    """Book, hold, or wait for a place at `now` (ms); the answer carries the secret, which is kept only as a hash.

    Raises `Refusal` bad_request, service_unknown, booking_off, booking_past, booking_closed_day, booking_gap,
    booking_no_slot, booking_full, booking_not_full, booking_unreleased, booking_soon, booking_blocked, booking_twice,
    consultation_unknown.
    """
    begin_day(uow, now)
    settle_due(uow, now)
    hall = uow.own_hall()
    secret = secrets.token_urlsafe(24) if command.secret is None else command.secret
    if len(secret) < SECRET_LEAST:
        raise Refusal("bad_request", why=both("{field} is missing", field="secret"))
    made = known_booking(uow, id_of(secret))
    if made is not None:
        return with_place(uow, made, view(made, hall, secret))
    rules, day = booked_by(hall, command.service), day_of(command.day)
    if command.clock is None:
        slot = None
        _check_list(uow, command.service, day, now)
    else:
        slot = slot_on(hall, command.service, day, command.clock)
        release.check(slot, rules, hall.timezone, now)
    person = person_of(uow, command.phone)
    admit(uow, person, command.service, rules, now)
    if slot is not None:
        take_place(uow, command.service, slot)
        ends = now + rules.hold_minutes * MINUTE if command.hold else arrival.missed_at(slot.begins_at, rules)
    else:
        ends = midnight_after(hall, command.day)
    row = BookingRow(
        id=id_of(secret),
        center=uow.center,
        service=command.service,
        state="listed" if slot is None else "held" if command.hold else "booked",
        day=command.day,
        clock=None if slot is None else slot.clock,
        zone=hall.timezone.key,
        begins_at=None if slot is None else slot.begins_at,
        ends_at=None if slot is None else slot.ends_at,
        digits=new_digits(uow, uow.center),
        secret_hash=secret_hash(secret),
        person=person,
        plan=None if command.plan is None else consultation_of(uow, command.plan, now).code,
        ticket=None,
        made_at=uow.moment(now),
        changes=0,
        missed_at=None,
        due_at=ends,
    )
    keep(uow, row, now, command.actor)
    return with_place(uow, row, view(row, hall, secret))


def id_of(secret: str) -> str:
    """Return the id of the booking that `secret` opens."""
    return secret_hash(f"booking {secret}")[:24]


def book_held(uow: UnitOfWork, booking: str, phone: str | None, by: Actor, now: int) -> Booking:
    """Book a place that is held.

    Raises `Refusal` booking_unknown, booking_hold_over, booking_state, booking_blocked, booking_twice.
    """
    begin_day(uow, now)
    hall, row = uow.own_hall(), booking_of(uow, booking)
    rules = booked_by(hall, row.service)
    # A hold that nobody came back for may not have been given back yet.
    if row.begins_at is None or row.state == "freed" or (row.state == "held" and (row.due_at or 0) <= now):
        raise Refusal("booking_hold_over", minutes=rules.hold_minutes)
    person = row.person
    if row.state == "held" and phone is not None:
        person = person_of(uow, phone)
        if person != row.person:
            admit(uow, person, row.service, rules, now)
    due_at = arrival.missed_at(row.begins_at, rules)
    return view(change(uow, row, "book", now, by, person=person, due_at=due_at), hall)


def day_of(text: str) -> date:
    """Return a day of this century or the next that was written as `YYYY-MM-DD`; raises `Refusal` bad_request.

    A day is kept as it was written and compared so: the same day written otherwise would be another one.
    """
    try:
        if _DAY.fullmatch(text) is None:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal("bad_request", why=both("{field} is no date such as 2026-11-24", field="day")) from error


def _check_list(uow: UnitOfWork, service: str, day: date, now: int) -> None:
    """Let somebody wait for a place of `day`: every slot of it that can still be booked is full."""
    hall = uow.own_hall()
    rules, slots = booked_by(hall, service), slots_on(hall, service, day)
    if not slots:
        raise Refusal("booking_closed_day", day=day.isoformat())
    open_slots = [slot for slot in slots if release.bookable(slot, rules, hall.timezone, now)]
    if not open_slots:
        release.check(slots[-1], rules, hall.timezone, now)
    used = taken(uow, uow.center, service, slots[0].begins_at, slots[-1].ends_at)
    if any(used.get(slot.begins_at, 0) < slot.places for slot in open_slots):
        raise Refusal("booking_not_full", day=day.isoformat())
