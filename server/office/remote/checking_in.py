"""Coming to the hall with a number that was taken elsewhere: it joins its line."""

from typing import Final

from sqlalchemy import bindparam, update

from server.office.advance import advance
from server.office.coming_back import own_ticket
from server.office.day import begin_day
from server.office.remote.record import arrive_by
from server.office.requests import HolderCommand
from server.office.standing import as_its_holder_sees
from server.rules.errors import Refusal
from server.rules.hall import calling, remote
from server.store import tables
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import Ticket

_READY: Final = (
    update(tables.tickets).where(tables.tickets.c.id == bindparam("of_ticket")).values(ready_at=bindparam("to_ready"))
)


def check_in_remote(uow: UnitOfWork, command: HolderCommand, now: int) -> Ticket:
    """Put a ticket that was taken elsewhere into its line at `now` (ms), as old as the rules of the hall let it be.

    Raises `Refusal` ticket_unknown, ticket_state, remote_late, center_closed.
    """
    begin_day(uow, now)
    hall, at = uow.own_hall(), uow.moment(now)
    ticket = own_ticket(uow, command.ticket)
    calling.after(ticket.state, "check_in", ticket.label)
    until = arrive_by(uow, ticket.id)
    if until is not None and at > until:
        raise Refusal("remote_late", number=ticket.label, clock=f"{hall.local(until):%H:%M}")
    if not hall.is_open(now):
        raise Refusal("center_closed", center=hall.name)
    ticket.ready_at = remote.ready_on_arrival(ticket.ready_at, at, hall.rules)
    uow.run(_READY, of_ticket=ticket.id, to_ready=ticket.ready_at)
    key = remote.key_on_arrival(ticket.ready_at, at, ticket.priority, hall.rules)
    return as_its_holder_sees(uow, advance(uow, ticket, "check_in", now, command.by, key=key), hall)
