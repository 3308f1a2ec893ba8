"""Calling the next person: who is bound to this counter, then the smallest place in line among its services."""

from server.office.advance import Changes, advance
from server.office.at_counter import answer, must_be_free, must_be_open, name_of
from server.office.next_in_line import next_in_line
from server.office.requests import CounterCommand
from server.office.ticket import TicketRow
from server.rules.errors import Refusal
from server.rules.hall.fact import Reason
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def call_next(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Call the next ticket to a counter at `now` (ms).

    Raises `Refusal` counter_unknown, counter_closed, counter_paused, counter_busy, line_empty.
    """
    state = must_be_open(uow, command.counter, now)
    must_be_free(uow, command.counter)
    waiting = next_in_line(uow, uow.center, command.counter)
    if waiting is None:
        raise Refusal("line_empty", counter=name_of(uow, command.counter))
    return answer(uow, uow.center, command.counter, call(uow, waiting, command, now), state)


def call(
    uow: UnitOfWork, waiting: TicketRow, command: CounterCommand, now: int, reason: Reason | None = None
) -> TicketRow:
    """Call a waiting ticket to an open and idle counter; return it as it is then. Raises `Refusal` ticket_state."""
    called = Changes(counter=command.counter, calls=1, called_at=uow.moment(now))
    return advance(uow, waiting, "call_next", now, command.by, reason=reason, **called)
