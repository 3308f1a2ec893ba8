"""Tickets: take one, look at it, give it back."""

from typing import Any

from server.office.cancel import cancel
from server.office.requests import CancelCommand, TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.office.ticket import ticket_of
from server.office.views import ticket_view
from server.rules.errors import Refusal
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import UnitOfWork
from server.web.gate import Scope, admit
from server.web.route import Asked, Route, Write
from server.wire.messages import TakeTicket, Ticket

SECRET = "X-Ticket-Secret"  # noqa: S105 - the name of a header
STAFF: tuple[Scope, ...] = ("kiosk", "counter", "channel")


def _take(asked: Asked, uow: UnitOfWork, body: TakeTicket) -> Ticket:
    command = TakeTicketCommand(body.services, asked.by.id, body.priority, body.plan)
    return take_ticket(uow, command, asked.now)


def _center_in_path(asked: Asked) -> str:
    center = asked.places["center"]
    admit(asked.by, ("kiosk", "channel"), center)
    return center


def _look(asked: Asked) -> Any:
    def look(reading: Any) -> Ticket:
        row = ticket_of(reading, asked.places["ticket"])
        _let(asked, row.center, row.secret_hash)
        return ticket_view(reading, row.id)

    return asked.store.read(look)


def _center_of_ticket(asked: Asked) -> str:
    row = asked.store.read(lambda reading: ticket_of(reading, asked.places["ticket"]))
    _let(asked, row.center, row.secret_hash)
    return row.center


def _let(asked: Asked, center: str, kept: str) -> None:
    """Let the holder in by the ticket's secret, or staff by their token."""
    if asked.secret is not None:
        if secret_hash(asked.secret) != kept:
            raise Refusal("ticket_unknown")
        return
    admit(asked.by, STAFF, center)


def _cancel(asked: Asked, uow: UnitOfWork, _: object) -> Ticket:
    actor = asked.bearer.id if asked.bearer else "holder"
    return cancel(uow, CancelCommand(asked.places["ticket"], actor, asked.secret), asked.now)


ROUTES = (
    Route(
        "POST",
        "/centers/{center}/tickets",
        "Take a ticket",
        Ticket,
        ("kiosk", "channel"),
        Write(_take, _center_in_path, TakeTicket),
        status=201,
    ),
    Route("GET", "/tickets/{ticket}", "Look at a ticket, by its secret or a token", Ticket, None, _look),
    Route(
        "POST",
        "/tickets/{ticket}/cancel",
        "Give a ticket back, by its secret or a token",
        Ticket,
        None,
        Write(_cancel, _center_of_ticket, dict[str, Any]),
    ),
)
