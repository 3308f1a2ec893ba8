"""The matter is done: the ticket ends, or goes on to its next line with its age.

The second line is joined by a fact of its own, again `ticket.issued` (with the next service): whoever folds the
journal sees one person more in that line, as after any issue, and needs no rule for steps.
"""

from server.office.at_counter import answer, in_hand, tell_at_counter
from server.office.requests import CounterCommand
from server.office.ticket import after, begin_interval, end_interval, move, stand_in_line
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def finish(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Finish the step at hand at `now` (ms); number, key and age of the ticket stay what they were.

    The answer shows the ticket as it is afterwards: finished, or waiting for its next service. Raises `Refusal`
    counter_unknown, counter_idle, ticket_state.
    """
    ticket, state = in_hand(uow, command.counter)
    done = after(ticket, "finish")
    end_interval(uow, ticket, now)
    tell_at_counter(uow, now, "ticket.finished", command, ticket)
    step = ticket.step + 1
    if step == len(ticket.services):
        return answer(uow, uow.center, command.counter, move(uow, ticket, done), state)
    service = ticket.services[step]
    onward = move(uow, ticket, "waiting", step=step, service=service, counter=None, calls=0, called_at=None)
    begin_interval(uow, onward, now)
    uow.tell(now, "ticket.issued", command.actor, ticket=onward.ref, service=uow.own_hall().service(service))
    stand_in_line(uow, onward)
    return answer(uow, uow.center, command.counter, onward, state)
