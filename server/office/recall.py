"""Calling the same person once more."""

from server.office.at_counter import answer, in_hand, tell_at_counter
from server.office.requests import CounterCommand
from server.office.ticket import after, move
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def recall(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Call the ticket in hand again at `now` (ms). Raises `Refusal` counter_unknown, counter_idle, ticket_state."""
    ticket, state = in_hand(uow, command.counter)
    called = move(uow, ticket, after(ticket, "recall"), calls=ticket.calls + 1, called_at=now)
    tell_at_counter(uow, now, "ticket.recalled", command, called)
    return answer(uow, uow.center, command.counter, called, state)
