"""Calling a number that is not the next: a right of some counters, with a reason that the journal keeps."""

from server.office.advance import Changes, advance
from server.office.at_counter import answer, must_be_free, must_be_open, name_of
from server.office.coming_back import own_ticket
from server.office.requests import ChosenCommand
from server.office.seat import must_be_able
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def call_chosen(uow: UnitOfWork, command: ChosenCommand, now: int) -> CounterAnswer:
    """Call a ticket of today that waits, was missed, or was finished too early, past whoever is next at `now` (ms).

    Raises `Refusal` counter_unknown, counter_closed, counter_paused, choosing_not_allowed, counter_busy,
    ticket_unknown, ticket_state, skill_missing, desk_empty, service_unknown for a finished one whose service there is
    no more.
    """
    state = must_be_open(uow, command.counter, now)
    hall = uow.own_hall()
    if not hall.counters[command.counter].chooses:
        raise Refusal("choosing_not_allowed", counter=name_of(uow, command.counter))
    must_be_free(uow, command.counter)
    ticket = own_ticket(uow, command.ticket)
    if ticket.service not in hall.services:
        raise Refusal("service_unknown", service=ticket.service)
    must_be_able(uow, command.counter, ticket.service)
    called = Changes(counter=command.counter, calls=1, called_at=uow.moment(now))
    after = advance(uow, ticket, "call_chosen", now, command.by, reason=command.reason, **called)
    return answer(uow, uow.center, command.counter, after, state)
