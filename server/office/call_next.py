"""Calling the next person: the smallest place in line among the services that this counter serves."""

from typing import Final

from server.office.at_counter import answer, name_of, state_of, tell_at_counter
from server.office.next_in_line import next_in_line
from server.office.requests import CounterCommand
from server.office.ticket import after, begin_interval, end_interval, leave_line, move, open_at
from server.rules.errors import Code, Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer

_NOT_OPEN: Final[dict[str, Code]] = {"paused": "counter_paused", "closed": "counter_closed"}


def call_next(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Call the next ticket to a counter at `now` (ms).

    Raises `Refusal` counter_unknown, counter_closed, counter_paused, counter_busy, line_empty.
    """
    state = state_of(uow, uow.center, command.counter)
    if state != "open":
        raise Refusal(_NOT_OPEN[state], counter=name_of(uow, command.counter))
    busy = open_at(uow, command.counter)
    if busy is not None:
        raise Refusal("counter_busy", counter=name_of(uow, command.counter), number=busy.label)
    waiting = next_in_line(uow, uow.center, command.counter)
    if waiting is None:
        raise Refusal("line_empty", counter=name_of(uow, command.counter))
    called = move(uow, waiting, after(waiting, "call_next"), counter=command.counter, calls=1, called_at=now)
    leave_line(uow, called.service)
    end_interval(uow, called, now)
    begin_interval(uow, called, now)
    tell_at_counter(uow, now, "ticket.called", command, called)
    return answer(uow, uow.center, command.counter, called, state)
