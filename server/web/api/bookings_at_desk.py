"""Bookings before staff: who comes today, whoever stands there without a kiosk, and misses that count no more."""

from typing import Final

from server.office.bookings.check_in import check_in_at_desk
from server.office.bookings.looking import booking_with, bookings_of
from server.office.bookings.person import lift
from server.office.pressing import who_presses
from server.office.requests import Actor
from server.store.unit_of_work import UnitOfWork
from server.web.address import Scope, day, label
from server.web.api.bookings import COMING
from server.web.route import Asked, Route, Write
from server.wire.bookings import BookingsAnswer, CheckedIn, CheckInAtDesk, LiftMisses
from server.wire.messages import Nothing

DESKS: Final[tuple[Scope, ...]] = ("counter",)


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


def _staff(asked: Asked, uow: UnitOfWork) -> Actor:
    """Return the desk that asks, and who sits there."""
    counter, sign_in = asked.by.counter, asked.by.sign_in
    person = None if counter is None else who_presses(uow, asked.admitted.center, counter, sign_in, asked.now)
    return Actor(asked.by.id, person)


ROUTES = (
    Route(
        method="GET",
        path="/centers/{center}/bookings",
        summary="The bookings of a day, or the one with these digits, for the staff of the center",
        permission="token",
        scopes=DESKS,
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
        scopes=DESKS,
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
        scopes=DESKS,
        target="center",
        answer=CheckedIn,
        refuses=("center_closing", "center_full", "quota_used_up", "quota_short", "ticket_state", *COMING),
        act=Write(_at_desk, CheckInAtDesk),
        status=201,
    ),
)
