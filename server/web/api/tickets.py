"""Tickets: take one, look at it, give it back."""

from typing import Final

from server.office.cancel import cancel
from server.office.requests import CancelCommand, TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.office.views import ticket_view
from server.store.unit_of_work import UnitOfWork
from server.web.address import KIB, Scope
from server.web.route import Asked, Route, Write
from server.wire.messages import Nothing, TakeTicket, Ticket

STAFF: Final[tuple[Scope, ...]] = ("kiosk", "counter", "channel")


def _take(asked: Asked, uow: UnitOfWork, body: TakeTicket) -> Ticket:
    command = TakeTicketCommand(body.services, asked.by.id, body.priority, body.plan)
    return take_ticket(uow, command, asked.now)


def _look(asked: Asked) -> Ticket:
    return asked.store.read(lambda reading: ticket_view(reading, asked.places["ticket"]))


def _cancel(asked: Asked, uow: UnitOfWork, _: Nothing) -> Ticket:
    actor = asked.by.id if asked.admitted.bearer else "holder"
    return cancel(uow, CancelCommand(asked.places["ticket"], actor), asked.now)


ROUTES = (
    Route(
        method="POST",
        path="/centers/{center}/tickets",
        summary="Take a ticket",
        permission="token",
        scopes=("kiosk", "channel"),
        target="center",
        rate="tickets",
        body_bytes=16 * KIB,
        answer=Ticket,
        refuses=(
            "service_unknown",
            "service_unserved",
            "center_closed",
            "numbers_used_up",
            "consultation_unknown",
            "code_mistyped",
            "consultation_expired",
            "ticket_state",
        ),
        act=Write(_take, TakeTicket),
        status=201,
    ),
    Route(
        method="GET",
        path="/tickets/{ticket}",
        summary="Look at a ticket, by its secret or a token",
        permission="ticket",
        scopes=STAFF,
        target="ticket",
        answer=Ticket,
        refuses=("center_unknown",),
        act=_look,
    ),
    Route(
        method="POST",
        path="/tickets/{ticket}/cancel",
        summary="Give a ticket back, by its secret or a token",
        permission="ticket",
        scopes=STAFF,
        target="ticket",
        answer=Ticket,
        refuses=("ticket_state",),
        act=Write(_cancel, Nothing),
    ),
)
