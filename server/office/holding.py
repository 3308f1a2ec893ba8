"""Letting somebody fetch what is lacking while the counter calls others, and going on with them."""

from server.office.advance import advance
from server.office.at_counter import answer, in_hand, must_be_free, name_of, state_of
from server.office.coming_back import own_ticket
from server.office.requests import CounterCommand, TicketCommand
from server.office.seat import must_be_able
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def hold(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Put the ticket in service on hold at `now` (ms): the counter is free, the ticket keeps what it had.

    Raises `Refusal` counter_unknown, counter_idle, ticket_state.
    """
    ticket, state = in_hand(uow, command.counter, now)
    return answer(uow, uow.center, command.counter, advance(uow, ticket, "hold", now, command.by), state)


def resume(uow: UnitOfWork, command: TicketCommand, now: int) -> CounterAnswer:
    """Go on with a held ticket of this center, at the counter that held it or another.

    Raises `Refusal` counter_unknown, counter_closed, counter_busy, ticket_unknown, ticket_state, skill_missing.
    """
    state = state_of(uow, command.counter, now)
    if state == "closed":
        raise Refusal("counter_closed", counter=name_of(uow, command.counter))
    must_be_free(uow, command.counter)
    held = own_ticket(uow, command.ticket)
    must_be_able(uow, command.counter, held.service)
    resumed = advance(uow, held, "resume", now, command.by, counter=command.counter)
    return answer(uow, uow.center, command.counter, resumed, state)
