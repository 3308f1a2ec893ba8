"""Opening a counter: from now on it may call."""

from server.office.at_counter import answer, set_state, state_of
from server.office.requests import CounterCommand
from server.office.ticket import open_at
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def open_counter(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Open a closed or paused counter at `now` (ms); an open one stays as it is, and nothing is told.

    Raises `Refusal` counter_unknown.
    """
    if state_of(uow, uow.center, command.counter) != "open":
        set_state(uow, command.counter, "open")
        uow.tell(now, "counter.opened", command.actor, counter=uow.own_hall().counter(command.counter))
    return answer(uow, uow.center, command.counter, open_at(uow, command.counter), "open")
