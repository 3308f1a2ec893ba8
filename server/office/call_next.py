"""Calling the next person: the smallest place in line among the services that this counter serves."""

from typing import Final

from config.centers import CounterState
from server.office.advance import advance
from server.office.at_counter import answer, must_be_free, name_of, state_of
from server.office.next_in_line import next_in_line
from server.office.requests import CounterCommand
from server.office.ticket import TicketRow
from server.rules.errors import Code, Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer

_NOT_OPEN: Final[dict[CounterState, Code]] = {"paused": "counter_paused", "closed": "counter_closed"}


def call_next(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Call the next ticket to a counter at `now` (ms).

    Raises `Refusal` counter_unknown, counter_closed, counter_paused, counter_busy, line_empty.
    """
    state = state_of(uow, command.counter, now)
    if state != "open":
        raise Refusal(_NOT_OPEN[state], counter=name_of(uow, command.counter))
    must_be_free(uow, command.counter)
    waiting = next_in_line(uow, uow.center, command.counter)
    if waiting is None:
        raise Refusal("line_empty", counter=name_of(uow, command.counter))
    return answer(uow, uow.center, command.counter, call(uow, waiting, command, now), state)


def call(uow: UnitOfWork, waiting: TicketRow, command: CounterCommand, now: int) -> TicketRow:
    """Call a waiting ticket to an open and idle counter; return it as it is then. Raises `Refusal` ticket_state."""
    at = uow.moment(now)
    return advance(uow, waiting, "call_next", now, command.by, counter=command.counter, calls=1, called_at=at)
