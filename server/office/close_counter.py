"""Closing a counter: nobody is called here until it opens again."""

from server.office.at_counter import answer, name_of, set_state, state_of
from server.office.requests import CounterCommand
from server.office.ticket import open_at
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def close_counter(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Close a counter that has nobody in hand at `now` (ms); a closed one stays as it is, and nothing is told.

    Raises `Refusal` counter_unknown, counter_busy.
    """
    state = state_of(uow, uow.center, command.counter)
    busy = open_at(uow, command.counter)
    if busy is not None:
        raise Refusal("counter_busy", counter=name_of(uow, command.counter), number=busy.label)
    if state != "closed":
        set_state(uow, command.counter, "closed")
        uow.tell(now, "counter.closed", command.actor, counter=uow.own_hall().counter(command.counter))
    return answer(uow, uow.center, command.counter, None, "closed")
