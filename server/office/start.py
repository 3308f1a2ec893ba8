"""The called person sits down: service begins."""

from server.office.at_counter import answer, in_hand, tell_at_counter
from server.office.requests import CounterCommand
from server.office.ticket import after, begin_interval, end_interval, move
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def start(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Begin to serve the called ticket at `now` (ms). Raises `Refusal` counter_unknown, counter_idle, ticket_state."""
    ticket, state = in_hand(uow, command.counter)
    serving = move(uow, ticket, after(ticket, "start"))
    end_interval(uow, serving, now)
    begin_interval(uow, serving, now)
    tell_at_counter(uow, now, "ticket.started", command, serving)
    return answer(uow, uow.center, command.counter, serving, state)
