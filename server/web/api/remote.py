"""Tickets across centers: taken elsewhere, checked in with, sent on from a counter."""

from typing import Final

from server.office.bookings.hall_code import shows
from server.office.pressing import who_presses
from server.office.remote.checking_in import check_in_remote
from server.office.remote.sending_on import SendOnCommand, send_on
from server.office.remote.taking import TakeRemoteCommand, take_remote
from server.office.requests import Actor, HolderCommand
from server.rules.errors import Code, Refusal
from server.store.unit_of_work import UnitOfWork
from server.web.address import KIB, Scope
from server.web.route import Asked, Route, Write
from server.wire.messages import CounterAnswer, Ticket
from server.wire.remote import CheckInRemote, SendOn, TakeRemote

STAFF: Final[tuple[Scope, ...]] = ("kiosk", "counter", "channel")
IN_THE_HALL: Final[tuple[Scope, ...]] = ("kiosk", "counter")
"""Whose word for it is enough that somebody is there."""
THERE: Final[tuple[Code, ...]] = (
    "service_unknown",
    "service_unserved",
    "center_closed",
    "center_closing",
    "numbers_used_up",
    "remote_off",
    "remote_twice",
)
"""What the other center says."""


def _take(asked: Asked, uow: UnitOfWork, body: TakeRemote) -> Ticket:
    if asked.by.scope == "channel" and body.holder is None:
        raise Refusal("holder_missing")
    command = TakeRemoteCommand(
        body.services,
        Actor(asked.by.id),
        body.origin or asked.by.center,
        body.holder,
        body.visit,
        body.plan,
        language=body.language,
    )
    return take_remote(uow, command, asked.now)


def _check_in(asked: Asked, uow: UnitOfWork, body: CheckInRemote) -> Ticket:
    bearer = asked.admitted.bearer
    if bearer is None or bearer.scope not in IN_THE_HALL:
        _must_be_here(uow, body.hall, asked.now)
    command = HolderCommand(asked.places["ticket"], "holder" if bearer is None else bearer.id)
    return check_in_remote(uow, command, asked.now)


def _must_be_here(uow: UnitOfWork, code: str | None, now: int) -> None:
    if not shows(uow, code or "", now):
        raise Refusal("remote_not_here")


def _send_on(asked: Asked, uow: UnitOfWork, body: SendOn) -> CounterAnswer:
    counter, center = asked.places["counter"], asked.admitted.center
    actor = Actor(asked.by.id, who_presses(uow, center, counter, asked.by.sign_in, asked.now))
    return send_on(uow, SendOnCommand(center, counter, body.center, body.service, actor, body.note), asked.now)


ROUTES = (
    Route(
        method="POST",
        path="/centers/{center}/remote-tickets",
        summary="Take a ticket of a center from elsewhere: it waits outside the line until it is checked in with",
        permission="token",
        scopes=STAFF,
        target="any_center",
        rate="bookings",
        body_bytes=16 * KIB,
        answer=Ticket,
        refuses=(
            *THERE,
            "holder_missing",
            "remote_here",
            "remote_full",
            "quota_used_up",
            "quota_short",
            "center_full",
            "consultation_unknown",
            "code_mistyped",
            "consultation_expired",
            "ticket_state",
        ),
        act=Write(_take, TakeRemote),
        status=201,
    ),
    Route(
        method="POST",
        path="/tickets/{ticket}/check-in",
        summary="Check in with a ticket that was taken elsewhere, by its secret and the code that the hall shows",
        permission="ticket",
        scopes=STAFF,
        target="ticket",
        answer=Ticket,
        refuses=("ticket_state", "remote_late", "remote_not_here", "center_closed"),
        act=Write(_check_in, CheckInRemote),
    ),
    Route(
        method="POST",
        path="/counters/{counter}/send-on",
        summary="Send the ticket in hand on to another center: it ends here and has a number there",
        permission="token",
        scopes=("counter",),
        target="counter",
        answer=CounterAnswer,
        refuses=(*THERE, "center_unknown", "counter_idle", "ticket_state", "send_here", "send_steps"),
        act=Write(_send_on, SendOn, across=True),
    ),
)
