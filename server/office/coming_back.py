"""Coming back into line: who was missed, who is on hold, and whom a counter has finished too early today."""

from typing import Final

from sqlalchemy import bindparam, select

from server.office.advance import Changes, advance, before
from server.office.at_counter import answer, state_of
from server.office.day import begin_day
from server.office.requests import HolderCommand, TicketCommand
from server.office.ticket import ORDER, TicketRow, in_hand_of, ticket_of, view
from server.rules.errors import Refusal
from server.rules.hall import calling, line
from server.store import tables
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer, Ticket

_t = tables.tickets.c
_FIRST: Final = (
    select(_t.key)
    .where(_t.center == bindparam("center"), _t.line == bindparam("service"))
    .order_by(*ORDER)
    .limit(bindparam("many"))
)


def back_in_line(uow: UnitOfWork, command: TicketCommand, now: int) -> CounterAnswer:
    """Put a missed, held or today finished ticket of this center back into its line, at the word of a counter.

    The answer shows the counter as it stands, with what it has in hand. Raises `Refusal` counter_unknown,
    ticket_unknown, ticket_state, service_unknown for a finished one whose service there is no more.
    """
    state = state_of(uow, command.counter, now)
    ticket = own_ticket(uow, command.ticket)
    # Of open tickets the settings see to it; a finished one holds up no change of them.
    if ticket.state == "finished" and ticket.service not in uow.own_hall().services:
        raise Refusal("service_unknown", service=ticket.service)
    _rejoin(uow, ticket, command, now)
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), state)


def come_back(uow: UnitOfWork, command: HolderCommand, now: int) -> Ticket:
    """Put a missed ticket back into its line, at the word of its holder.

    Raises `Refusal` ticket_unknown, ticket_state, and what a counter may still do: rejoin_often, rejoin_late.
    """
    begin_day(uow, now)
    ticket = own_ticket(uow, command.ticket)
    if ticket.state != "missed":
        raise calling.not_possible(ticket.label, ticket.state)
    rules = uow.own_hall().rules
    if ticket.misses > rules.rejoin_at_most:
        raise Refusal("rejoin_often", number=ticket.label)
    missed_at = ticket.missed_at if ticket.missed_at is not None else ticket.issued_at
    if uow.moment(now) - missed_at > rules.rejoin_minutes * line.MINUTE:
        raise Refusal("rejoin_late", number=ticket.label)
    after = _rejoin(uow, ticket, command, now)
    return view(after, before(uow, after))


def own_ticket(uow: UnitOfWork, ticket: str) -> TicketRow:
    """Return a ticket of this center's day; raises `Refusal` ticket_unknown, ticket_state for one of another day."""
    found = ticket_of(uow, ticket)
    if found.center != uow.center:
        raise Refusal("ticket_unknown")
    if found.day != uow.head.day:
        raise calling.not_possible(found.label, found.state)
    return found


def _rejoin(uow: UnitOfWork, ticket: TicketRow, command: TicketCommand | HolderCommand, now: int) -> TicketRow:
    again = Changes(counter=None, calls=0, called_at=None)
    if ticket.state == "missed":
        behind = uow.own_hall().rules.rejoin_behind
        first = uow.rows(_FIRST, center=uow.center, service=ticket.service, many=behind) if behind else ()
        again["key"] = line.key_behind(ticket.key, [row[0] for row in first])
    return advance(uow, ticket, "rejoin", now, command.by, **again)
