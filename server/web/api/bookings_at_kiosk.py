"""Bookings at a kiosk: whoever comes types the digits of theirs."""

from typing import Final, TypeVar

from server.office.bookings.changing import cancel, move
from server.office.bookings.check_in import check_in_by_digits, walk_in
from server.office.bookings.listing import with_place
from server.office.bookings.record import booking_by_digits, view
from server.rules.errors import Refusal
from server.store.unit_of_work import Reading, UnitOfWork
from server.web.address import Scope
from server.web.api.bookings import COMING, SLOT, by
from server.web.route import Asked, Inquiry, Route, Write
from server.wire.bookings import Booking, ByDigits, CheckedIn, CheckInByDigits, MoveByDigits

Typed = TypeVar("Typed", CheckInByDigits, ByDigits, MoveByDigits)
KIOSKS: Final[tuple[Scope, ...]] = ("kiosk",)


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
    return come(uow, body.digits, by(asked), asked.now, body.language)


def _give_up(asked: Asked, uow: UnitOfWork, body: ByDigits) -> Booking:
    return cancel(uow, booking_by_digits(uow, uow.center, body.digits).id, by(asked), asked.now)


def _look_up(asked: Asked, body: ByDigits) -> Booking:
    center, digits = asked.places["center"], _tried(asked, body).digits

    def found(reading: Reading) -> Booking:
        row = booking_by_digits(reading, center, digits)
        return with_place(reading, row, view(row, reading.hall(center)))

    return asked.store.read(found)


def _move_typed(asked: Asked, uow: UnitOfWork, body: MoveByDigits) -> Booking:
    own = booking_by_digits(uow, uow.center, body.digits).id
    return move(uow, own, body.day, body.clock, by(asked), asked.now)


ROUTES = (
    Route(
        method="POST",
        path="/centers/{center}/check-in",
        summary="Check in at a kiosk with the digits of a booking, or take an ordinary ticket instead of it",
        permission="token",
        scopes=KIOSKS,
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
        scopes=KIOSKS,
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
        scopes=KIOSKS,
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
        scopes=KIOSKS,
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
)
