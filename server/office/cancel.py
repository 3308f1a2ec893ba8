"""Giving a ticket back."""

from server.office.advance import advance
from server.office.day import begin_day
from server.office.requests import HolderCommand
from server.office.ticket import ticket_of, view
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import Ticket


def cancel(uow: UnitOfWork, command: HolderCommand, now: int) -> Ticket:
    """Cancel a ticket that waits or stands aside at `now` (ms).

    Raises `Refusal` ticket_unknown (also for a ticket of another center), ticket_state.
    """
    begin_day(uow, now)
    ticket = ticket_of(uow, command.ticket)
    if ticket.center != uow.center:
        raise Refusal("ticket_unknown")
    return view(advance(uow, ticket, "cancel", now, command.by), 0)
