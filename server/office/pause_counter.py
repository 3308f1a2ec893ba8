"""Pausing a counter: the ticket in hand may be finished, the next is not called."""

from server.office.at_counter import answer, name_of, set_state, state_of
from server.office.requests import CounterCommand
from server.office.ticket import open_at
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def pause_counter(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Pause an open counter at `now` (ms); a paused one stays as it is, and nothing is told.

    Raises `Refusal` counter_unknown, counter_closed.
    """
    state = state_of(uow, uow.center, command.counter)
    if state == "closed":
        raise Refusal("counter_closed", counter=name_of(uow, command.counter))
    if state == "open":
        set_state(uow, command.counter, "paused")
        uow.tell(now, "counter.paused", command.actor, counter=uow.own_hall().counter(command.counter))
    return answer(uow, uow.center, command.counter, open_at(uow, command.counter), "paused")
