"""Bookings: what can be booked, and a booking by its secret, as a phone has it."""

from typing import Any, Final

import segno

from config.words import both
from server.office.bookings.booking import BookCommand, book, book_held
from server.office.bookings.changing import cancel, move
from server.office.bookings.check_in import check_in
from server.office.bookings.hall_code import check_hall_code, hall_code
from server.office.bookings.looking import MOST_DAYS, calendar_of, free_slots, own_booking
from server.office.requests import Actor
from server.rules.codes.booking import BookingCode
from server.rules.errors import Code
from server.store.unit_of_work import UnitOfWork
from server.web.address import ANYBODY, Scope, day, whole
from server.web.route import Asked, Read, Route, Write
from server.wire.bookings import (
    Book,
    BookHeld,
    Booking,
    CheckedIn,
    CheckIn,
    HallCode,
    Move,
    SlotsAnswer,
)
from server.wire.messages import Nothing, moment

BOOKERS: Final[tuple[Scope, ...]] = ("kiosk", "counter", "channel")
SLOT: Final[tuple[BookingCode, ...]] = (
    "booking_off",
    "booking_past",
    "booking_closed_day",
    "booking_gap",
    "booking_no_slot",
    "booking_full",
    "booking_unreleased",
    "booking_soon",
)
"""What a slot is refused with."""
COMING: Final[tuple[Code, ...]] = (
    "booking_unknown",
    "booking_state",
    "booking_listed",
    "booking_early",
    "booking_late",
    "service_unknown",
    "service_unserved",
    "center_closed",
    "numbers_used_up",
)
"""What whoever comes with a booking is refused with."""
PLAN: Final[tuple[Code, ...]] = ("consultation_unknown", "code_mistyped", "consultation_expired")
CALENDAR: Final = "text/calendar; charset=utf-8"


def _slots(asked: Asked) -> SlotsAnswer:
    center, service, first, days = (*asked.places.values(), asked.query["first"], asked.query["days"])
    return asked.store.read(lambda reading: free_slots(reading, center, service, first, days, asked.now))


def _book(asked: Asked, uow: UnitOfWork, body: Book) -> Booking:
    command = BookCommand(body.service, body.day, by(asked), body.clock, body.hold, body.phone, body.plan)
    return book(uow, command, asked.now)


def _own(asked: Asked) -> Booking:
    return asked.store.read(lambda reading: own_booking(reading, asked.places["booking"], asked.now))


def _book_held(asked: Asked, uow: UnitOfWork, body: BookHeld) -> Booking:
    return book_held(uow, asked.places["booking"], body.phone, by(asked), asked.now)


def _move(asked: Asked, uow: UnitOfWork, body: Move) -> Booking:
    return move(uow, asked.places["booking"], body.day, body.clock, by(asked), asked.now)


def _cancel(asked: Asked, uow: UnitOfWork, _: Nothing) -> Booking:
    return cancel(uow, asked.places["booking"], by(asked), asked.now)


def _check_in(asked: Asked, uow: UnitOfWork, body: CheckIn) -> CheckedIn:
    check_hall_code(uow, body.hall, asked.now)
    return check_in(uow, asked.places["booking"], by(asked), asked.now, body.language)


def _hall_code(asked: Asked) -> HallCode:
    center = asked.places["center"]
    code, until = asked.store.write(center, lambda uow: hall_code(uow, asked.now))
    address = f"{asked.house.public()}/h/{center}/{code}"
    drawn = segno.make(address, error="m", micro=False).matrix_iter(border=0)
    return HallCode(code, moment(until), address, tuple("".join("01"[dark > 0] for dark in row) for row in drawn))


def _calendar(asked: Asked) -> bytes:
    booking, words = asked.places["booking"], both("Check in at a kiosk with the digits of your booking.")
    told = asked.store.read(lambda reading: calendar_of(reading, booking, both("Booked time at the hall"), words))
    return told.encode()


def by(asked: Asked) -> Actor:
    """Return the device that asks, or whoever has the secret."""
    return Actor(asked.by.id if asked.admitted.bearer else "holder")


def _own_write(verb: str, summary: str, write: Write, answer: Any, *refuses: Code) -> Route:
    return Route(
        method="POST",
        path=f"/bookings/{{booking}}/{verb}",
        summary=summary,
        permission="ticket",
        scopes=BOOKERS,
        target="booking",
        answer=answer,
        refuses=refuses,
        act=write,
    )


def _own_read(
    path: str, summary: str, act: Read, answer: Any, *refuses: Code, media: str = "application/json"
) -> Route:
    return Route(
        method="GET",
        path=path,
        summary=summary,
        permission="ticket",
        scopes=BOOKERS,
        target="booking",
        answer=answer,
        media=media,
        refuses=("center_unknown", *refuses),
        act=act,
    )


ROUTES = (
    Route(
        method="GET",
        path="/centers/{center}/services/{service}/slots",
        summary="What can be booked of a service, day by day",
        permission="token",
        scopes=ANYBODY,
        target="any_center",
        rate="effort",
        query=(day("first"), whole("days", 14, 1, MOST_DAYS)),
        answer=SlotsAnswer,
        refuses=("service_unknown", "booking_off"),
        act=_slots,
    ),
    Route(
        method="POST",
        path="/centers/{center}/bookings",
        summary="Book a slot, hold it for some minutes, or wait for a place of a full day",
        permission="token",
        scopes=BOOKERS,
        target="any_center",
        rate="bookings",
        answer=Booking,
        refuses=(
            "service_unknown",
            *SLOT,
            "booking_not_full",
            "booking_blocked",
            "booking_twice",
            "booking_state",
            "ticket_state",
            *PLAN,
        ),
        act=Write(_book, Book),
        status=201,
    ),
    _own_read("/bookings/{booking}", "Look at a booking, by its secret or a token", _own, Booking),
    _own_read(
        "/bookings/{booking}/calendar",
        "A booking as a file for calendars",
        _calendar,
        bytes,
        "booking_state",
        media=CALENDAR,
    ),
    _own_write(
        "book",
        "Book the place that is held, by its secret or a token",
        Write(_book_held, BookHeld),
        Booking,
        "booking_state",
        "booking_hold_over",
        "booking_blocked",
        "booking_twice",
        "booking_off",
        "service_unknown",
        "ticket_state",
    ),
    _own_write(
        "move",
        "Move a booking to another slot, by its secret or a token",
        Write(_move, Move),
        Booking,
        "booking_state",
        "booking_twice",
        "service_unknown",
        "ticket_state",
        *SLOT,
    ),
    _own_write(
        "cancel",
        "Give a booking back, by its secret or a token",
        Write(_cancel, Nothing),
        Booking,
        "booking_state",
        "ticket_state",
    ),
    _own_write(
        "check-in",
        "Check in with a booking inside the hall, by its secret or a token and the code that the hall shows",
        Write(_check_in, CheckIn),
        CheckedIn,
        "booking_not_here",
        "ticket_state",
        "center_closing",
        *COMING,
    ),
    Route(
        method="GET",
        path="/centers/{center}/hall-code",
        summary="The code that the hall shows to phones that check in",
        permission="token",
        scopes=("kiosk", "counter", "display"),
        target="center",
        answer=HallCode,
        act=_hall_code,
    ),
)
