"""The matter is done: the ticket ends, or goes on to its next line with its age; and the next may be called at once."""

from server.office.advance import Changes, advance
from server.office.at_counter import answer, in_hand
from server.office.bound import still_there
from server.office.call_next import call
from server.office.next_in_line import next_in_line
from server.office.requests import CounterCommand
from server.office.seat import is_staffed
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def finish(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Finish the step at hand at `now` (ms); number, key and age of the ticket stay what they were.

    A ticket that is to return to a counter waits for that one now, if somebody is there. The answer shows the ticket as
    it is afterwards: finished, or waiting for its next service. Raises `Refusal` counter_unknown, counter_idle,
    ticket_state.
    """
    ticket, state = in_hand(uow, command.counter, now)
    step = ticket.step + 1
    if step == len(ticket.services):
        done = advance(uow, ticket, "finish", now, command.by)
    else:
        onward = Changes(step=step, service=ticket.services[step], counter=None, calls=0, called_at=None)
        onward["bound"] = still_there(uow, ticket.return_to, ticket.services[step], now)
        onward["return_to"] = None
        done = advance(uow, ticket, "go_on", now, command.by, **onward)
    return answer(uow, uow.center, command.counter, done, state)


def finish_and_call(uow: UnitOfWork, command: CounterCommand, now: int) -> CounterAnswer:
    """Finish the step at hand and call whoever is next, if the counter is open, staffed, and somebody waits.

    The answer shows the called ticket, or the finished one. Raises `Refusal` as `finish` does.
    """
    done = finish(uow, command, now)
    calls = done.state == "open" and is_staffed(uow, command.counter)
    waiting = next_in_line(uow, uow.center, command.counter) if calls else None
    if waiting is None:
        return done
    return answer(uow, uow.center, command.counter, call(uow, waiting, command, now), done.state)
