"""Bookings: what can be booked, a booking by its secret, and what kiosks and staff do with those who come."""

from typing import Any, Final, TypeVar

import segno

from config.words import both
from server.office.bookings.booking import BookCommand, book, book_held
from server.office.bookings.changing import cancel, move
from server.office.bookings.check_in import check_in, check_in_at_desk, check_in_by_digits, walk_in
from server.office.bookings.hall_code import check_hall_code, hall_code
from server.office.bookings.listing import with_place
from server.office.bookings.looking import MOST_DAYS, booking_with, bookings_of, calendar_of, free_slots, own_booking
from server.office.bookings.person import lift
from server.office.bookings.record import booking_by_digits, view
from server.office.requests import Actor
from server.office.seat import person_at
from server.rules.codes.booking import BookingCode
from server.rules.errors import Code, Refusal
from server.store.unit_of_work import Reading, UnitOfWork
from server.web.address import ANYBODY, Scope, day, label, whole
from server.web.route import Asked, Inquiry, Read, Route, Write
from server.wire.bookings import (
    Book,
    BookHeld,
    Booking,
    BookingsAnswer,
    ByDigits,
    CheckedIn,
    CheckIn,
    CheckInAtDesk,
    CheckInByDigits,
    HallCode,
    LiftMisses,
    Move,
    MoveByDigits,
    SlotsAnswer,
)
from server.wire.messages import Nothing, moment

Typed = TypeVar("Typed", CheckInByDigits, ByDigits, MoveByDigits)
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
    command = BookCommand(body.service, body.day, _by(asked), body.clock, body.hold, body.phone, body.plan)
    return book(uow, command, asked.now)


def _own(asked: Asked) -> Booking:
    return asked.store.read(lambda reading: own_booking(reading, asked.places["booking"], asked.now))


def _book_held(asked: Asked, uow: UnitOfWork, body: BookHeld) -> Booking:
    return book_held(uow, asked.places["booking"], body.phone, _by(asked), asked.now)


def _move(asked: Asked, uow: UnitOfWork, body: Move) -> Booking:
    return move(uow, asked.places["booking"], body.day, body.clock, _by(asked), asked.now)


def _cancel(asked: Asked, uow: UnitOfWork, _: Nothing) -> Booking:
    return cancel(uow, asked.places["booking"], _by(asked), asked.now)


def _check_in(asked: Asked, uow: UnitOfWork, body: CheckIn) -> CheckedIn:
    check_hall_code(uow, body.hall, asked.now)
    return check_in(uow, asked.places["booking"], _by(asked), asked.now, body.language)


def _tried(asked: Asked, body: Typed) -> Typed:
    """Return the body, whose digits must open a booking; wrong ones are counted by who types them."""
    tries, who = asked.house.bookings, asked.by.id
    if seconds := tries.seconds_left(who, asked.now):
        raise Refusal("booking_tries", seconds=seconds)
    try:
        asked.store.read(lambda reading: booking_by_digits(reading, asked.places["center"], body.digits))
    except Refusal:
        tries.count(who, asked.now)
        raise
    return body


def _come(asked: Asked, uow: UnitOfWork, body: CheckInByDigits) -> CheckedIn:
    come = walk_in if body.walk_in else check_in_by_digits
    return come(uow, body.digits, _by(asked), asked.now, body.language)


def _give_up(asked: Asked, uow: UnitOfWork, body: ByDigits) -> Booking:
    return cancel(uow, booking_by_digits(uow, uow.center, body.digits).id, _by(asked), asked.now)


def _look_up(asked: Asked, body: ByDigits) -> Booking:
    center, digits = asked.places["center"], _tried(asked, body).digits

    def found(reading: Reading) -> Booking:
        row = booking_by_digits(reading, center, digits)
        return with_place(reading, row, view(row, reading.hall(center)))

    return asked.store.read(found)


def _move_typed(asked: Asked, uow: UnitOfWork, body: MoveByDigits) -> Booking:
    own = booking_by_digits(uow, uow.center, body.digits).id
    return move(uow, own, body.day, body.clock, _by(asked), asked.now)


def _listed(asked: Asked) -> BookingsAnswer:
    center, on, digits = asked.places["center"], asked.query["day"], asked.query["digits"]
    if digits is not None:
        return asked.store.read(lambda reading: booking_with(reading, center, digits))
    return asked.store.read(lambda reading: bookings_of(reading, center, on, asked.now))


def _at_desk(asked: Asked, uow: UnitOfWork, body: CheckInAtDesk) -> CheckedIn:
    return check_in_at_desk(uow, asked.places["booking"], _staff(asked, uow), asked.now, instead=body.walk_in)


def _lift(asked: Asked, uow: UnitOfWork, body: LiftMisses) -> Nothing:
    lift(uow, asked.places["booking"], body.reason, _staff(asked, uow), asked.now)
    return Nothing()


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


def _by(asked: Asked) -> Actor:
    return Actor(asked.by.id if asked.admitted.bearer else "holder")


def _staff(asked: Asked, uow: UnitOfWork) -> Actor:
    """Return the desk that asks, and who sits there."""
    counter = asked.by.counter
    return Actor(asked.by.id, None if counter is None else person_at(uow, counter))


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
        method="POST",
        path="/centers/{center}/check-in",
        summary="Check in at a kiosk with the digits of a booking, or take an ordinary ticket instead of it",
        permission="token",
        scopes=("kiosk",),
        target="center",
        rate="tickets",
        answer=CheckedIn,
        refuses=(
            "booking_tries",
            "center_closing",
            "center_full",
            "quota_used_up",
            "quota_short",
            "ticket_state",
            *COMING,
        ),
        act=Write(_come, CheckInByDigits, prepare=_tried),
        status=201,
    ),
    Route(
        method="POST",
        path="/centers/{center}/give-up",
        summary="Give a booking back at a kiosk, by its digits",
        permission="token",
        scopes=("kiosk",),
        target="center",
        answer=Booking,
        refuses=("booking_tries", "booking_unknown", "booking_state", "ticket_state"),
        act=Write(_give_up, ByDigits, prepare=_tried),
    ),
    Route(
        method="POST",
        path="/centers/{center}/look-up",
        summary="Look at a booking at a kiosk, by its digits",
        permission="token",
        scopes=("kiosk",),
        target="center",
        answer=Booking,
        refuses=("booking_tries", "booking_unknown"),
        act=Inquiry(_look_up, ByDigits),
    ),
    Route(
        method="POST",
        path="/centers/{center}/move",
        summary="Move a booking to another slot at a kiosk, by its digits",
        permission="token",
        scopes=("kiosk",),
        target="center",
        answer=Booking,
        refuses=(
            "booking_tries",
            "booking_unknown",
            "booking_state",
            "booking_twice",
            "service_unknown",
            "ticket_state",
            *SLOT,
        ),
        act=Write(_move_typed, MoveByDigits, prepare=_tried),
    ),
    Route(
        method="GET",
        path="/centers/{center}/bookings",
        summary="The bookings of a day, or the one with these digits, for the staff of the center",
        permission="token",
        scopes=("counter",),
        target="center",
        query=(day("day"), label("digits")),
        answer=BookingsAnswer,
        refuses=("booking_unknown",),
        act=_listed,
    ),
    Route(
        method="POST",
        path="/centers/{center}/bookings/{booking}/lift",
        summary="Let what the holder of a booking has missed so far count no more",
        permission="token",
        scopes=("counter",),
        target="center",
        answer=Nothing,
        refuses=("booking_unknown",),
        act=Write(_lift, LiftMisses),
    ),
    Route(
        method="POST",
        path="/centers/{center}/bookings/{booking}/check-in",
        summary="Check in somebody who stands before staff, or give an ordinary ticket instead of the booking",
        permission="token",
        scopes=("counter",),
        target="center",
        answer=CheckedIn,
        refuses=("center_closing", "center_full", "quota_used_up", "quota_short", "ticket_state", *COMING),
        act=Write(_at_desk, CheckInAtDesk),
        status=201,
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
