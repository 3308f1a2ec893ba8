"""Giving a ticket back."""

from secrets import compare_digest

from server.office.requests import CancelCommand
from server.office.ticket import after, end_interval, leave_line, move, ticket_of, view
from server.rules.errors import Refusal
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import Ticket


def cancel(uow: UnitOfWork, command: CancelCommand, now: int) -> Ticket:
    """Cancel a waiting or missed ticket at `now` (ms).

    Raises `Refusal` ticket_unknown (also for a ticket of another center), token_scope (wrong secret), ticket_state.
    """
    ticket = ticket_of(uow, command.ticket)
    if ticket.center != uow.center:
        raise Refusal("ticket_unknown")
    if command.secret is not None and not compare_digest(secret_hash(command.secret), ticket.secret_hash):
        raise Refusal("token_scope")
    cancelled = move(uow, ticket, after(ticket, "cancel"))
    if ticket.state == "waiting":
        leave_line(uow, ticket.service)
    end_interval(uow, cancelled, now)
    hall = uow.own_hall()
    uow.tell(
        now,
        "ticket.cancelled",
        command.actor,
        ticket=cancelled.ref,
        counter=hall.counter(cancelled.counter) if cancelled.counter else None,
        service=hall.service(cancelled.service),
        calls=cancelled.calls,
    )
    return view(cancelled, 0)
