"""Serving somebody who stands at the counter without a ticket: one is made, called and begun in one."""

import secrets

from server.office.advance import advance, issue
from server.office.at_counter import answer, must_be_free, must_be_open, name_of
from server.office.call_next import call
from server.office.requests import AtOnceCommand, CounterCommand
from server.office.seat import must_be_able
from server.office.take_ticket import numbered
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def serve_at_once(uow: UnitOfWork, command: AtOnceCommand, now: int) -> CounterAnswer:
    """Serve a person for `command.service` at `now` (ms) under the next number of that service.

    It is told like any other, as issued, called and started; the call says that nobody need be called (`at_counter`).
    An open counter may do so outside of opening hours too. Raises `Refusal` counter_unknown, counter_closed,
    counter_paused, desk_empty, counter_busy, service_unknown, counter_serves_not, skill_missing, numbers_used_up.
    """
    state = must_be_open(uow, command.counter, now)
    must_be_free(uow, command.counter)
    hall = uow.own_hall()
    if command.service not in hall.services:
        raise Refusal("service_unknown", service=command.service)
    if command.service not in hall.counters[command.counter].services:
        name = hall.services[command.service].name
        raise Refusal("counter_serves_not", counter=name_of(uow, command.counter), service=name)
    must_be_able(uow, command.counter, command.service)
    # Nobody is told the secret: whoever stands here needs no page of their own.
    ticket = numbered(uow, (command.service,), "normal", now, secrets.token_urlsafe(24))
    issue(uow, ticket, now, command.by)
    here = CounterCommand(command.counter, command.actor, command.person)
    called = call(uow, ticket, here, now, "at_counter")
    return answer(uow, uow.center, command.counter, advance(uow, called, "start", now, command.by), state)
