"""Calling the next person: the smallest place in line among the services that this counter serves."""

from sqlalchemy import bindparam, select

from server.office.at_counter import answer, state_of, tell_at_counter
from server.office.commands import CounterCommand
from server.office.ticket import (
    COLUMNS,
    ORDER,
    WAITING,
    after,
    begin_interval,
    end_interval,
    leave_line,
    move,
    open_at,
    row_of,
)
from server.rules.errors import Refusal
from server.store import tables
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer

_serves = tables.counter_services
_head = tables.tickets.alias("head")
_HEAD_OF_LINE = (
    select(_head.c.id)
    .where(_head.c.center == bindparam("center"), _head.c.service == _serves.c.service, _head.c.state == WAITING)
    .order_by(*(_head.c[column.name] for column in ORDER))
    .limit(1)
    .correlate(_serves)
    .scalar_subquery()
)
_NEXT = (
    select(*COLUMNS)
    .select_from(_serves.join(tables.tickets, tables.tickets.c.id == _HEAD_OF_LINE))
    .where(_serves.c.counter == bindparam("counter"))
    .order_by(*ORDER)
    .limit(1)
)
"""The head of each line comes from the index, so the cost does not grow with the line."""


def call_next(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Call the next ticket to a counter at `now` (ms).

    Raises `Refusal` counter_unknown, counter_closed, counter_paused, counter_busy, line_empty.
    """
    state = state_of(uow, uow.center, command.counter)
    if state != "open":
        raise Refusal(f"counter_{state}", counter=command.counter)
    busy = open_at(uow, command.counter)
    if busy is not None:
        raise Refusal("counter_busy", counter=command.counter, number=busy.label)
    found = uow.row(_NEXT, center=uow.center, counter=command.counter)
    if found is None:
        raise Refusal("line_empty", counter=command.counter)
    waiting = row_of(found)
    called = move(uow, waiting, after(waiting, "call_next"), counter=command.counter, calls=1, called_at=now)
    leave_line(uow, called.service)
    end_interval(uow, called, now)
    begin_interval(uow, called, now)
    tell_at_counter(uow, now, "ticket.called", command, called)
    return answer(uow, uow.center, command.counter, called, state)
