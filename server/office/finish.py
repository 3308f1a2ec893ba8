"""The matter is done: the ticket ends, or goes on to its next line with its age."""

from server.office.advance import Changes, advance
from server.office.at_counter import answer, in_hand
from server.office.requests import CounterCommand
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def finish(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Finish the step at hand at `now` (ms); number, key and age of the ticket stay what they were.

    The answer shows the ticket as it is afterwards: finished, or waiting for its next service. Raises `Refusal`
    counter_unknown, counter_idle, ticket_state.
    """
    ticket, state = in_hand(uow, command.counter, now)
    step = ticket.step + 1
    if step == len(ticket.services):
        done = advance(uow, ticket, "finish", now, command.by)
    else:
        onward = Changes(step=step, service=ticket.services[step], counter=None, calls=0, called_at=None)
        done = advance(uow, ticket, "go_on", now, command.by, **onward)
    return answer(uow, uow.center, command.counter, done, state)
