"""Coming back into line: who was missed, put off or held, and whom a counter has finished too early today."""

from typing import Final

from server.office.advance import Changes, advance
from server.office.at_counter import answer, state_of
from server.office.bound import must_keep
from server.office.day import begin_day
from server.office.requests import Actor, BackInLineCommand, HolderCommand
from server.office.seat import must_be_able
from server.office.standing import as_its_holder_sees, key_again
from server.office.ticket import TicketRow, in_hand_of, ticket_of
from server.rules.errors import Refusal
from server.rules.hall import calling, line
from server.rules.hall.fact import Reason
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer, Ticket

BOUND_FROM: Final[frozenset[calling.State]] = frozenset({"held", "finished"})


def back_in_line(uow: UnitOfWork, command: BackInLineCommand, now: int) -> CounterAnswer:
    """Put a ticket that is missed, put off, on hold or finished today back into its line, at the word of a counter.

    A held or finished one may wait for the counter that it was with (`here`): whoever was missed overtakes nobody. The
    answer shows the counter as it stands, with what it has in hand. Raises `Refusal` counter_unknown, ticket_unknown,
    ticket_state, counter_away, skill_missing, service_unknown for a finished one whose service there is no more.
    """
    state = state_of(uow, command.counter, now)
    ticket = own_ticket(uow, command.ticket)
    # Of open tickets the settings see to it; a finished one holds up no change of them.
    if ticket.state == "finished" and ticket.service not in uow.own_hall().services:
        raise Refusal("service_unknown", service=ticket.service)
    if command.here and ticket.state not in BOUND_FROM:
        raise calling.not_possible(ticket.label, ticket.state)
    here = ticket.counter if command.here else None
    if here is not None:
        must_keep(uow, here, now)
        must_be_able(uow, here, ticket.service)
    rejoin(uow, ticket, now, command.by, bound=here)
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), state)


def come_back(uow: UnitOfWork, command: HolderCommand, now: int) -> Ticket:
    """Put a missed ticket, or one that was put off, back into its line, at the word of its holder.

    Raises `Refusal` ticket_unknown, ticket_state, and for a missed one what a counter may still do: rejoin_often,
    rejoin_late.
    """
    begin_day(uow, now)
    ticket = own_ticket(uow, command.ticket)
    if ticket.state == "missed":
        _may_come_back(uow, ticket, now)
    elif ticket.state != "postponed":
        raise calling.not_possible(ticket.label, ticket.state)
    return as_its_holder_sees(uow, rejoin(uow, ticket, now, command.by), uow.own_hall())


def _may_come_back(uow: UnitOfWork, ticket: TicketRow, now: int) -> None:
    rules = uow.own_hall().rules
    if ticket.misses > rules.rejoin_at_most:
        raise Refusal("rejoin_often", number=ticket.label)
    missed_at = ticket.missed_at if ticket.missed_at is not None else ticket.issued_at
    if uow.moment(now) - missed_at > rules.rejoin_minutes * line.MINUTE:
        raise Refusal("rejoin_late", number=ticket.label)


def own_ticket(uow: UnitOfWork, ticket: str) -> TicketRow:
    """Return a ticket of this center's day; raises `Refusal` ticket_unknown, ticket_state for one of another day."""
    found = ticket_of(uow, ticket)
    if found.center != uow.center:
        raise Refusal("ticket_unknown")
    if found.day != uow.head.day:
        raise calling.not_possible(found.label, found.state)
    return found


def rejoin(
    uow: UnitOfWork, ticket: TicketRow, now: int, by: Actor, reason: Reason | None = None, bound: str | None = None
) -> TicketRow:
    """Put a ticket of this center back into its line, where `key_again` says, or before the counter `bound`.

    Returns it as it is then. Raises `Refusal` ticket_state.
    """
    key = key_again(uow, ticket, uow.own_hall().rules)
    again = Changes(counter=None, calls=0, called_at=None, key=key, bound=bound)
    return advance(uow, ticket, "rejoin", now, by, reason=reason, **again)
