"""Sending somebody on to another center: finished here and issued there in one transaction, under one visit.

Both centers are locked in the order of their ids, whichever of them sends: two that send people to each other at the
same moment never wait for one another.
"""

import msgspec

from server.office.advance import advance
from server.office.at_counter import answer, in_hand
from server.office.day import begin_day
from server.office.last_press import forget
from server.office.places import way_between
from server.office.remote.record import must_be_alone
from server.office.remote.taking import on_the_way
from server.office.requests import Actor
from server.office.take_ticket import numbered
from server.office.taking_in import must_take_in
from server.office.ticket import TicketRow
from server.rules.errors import Refusal
from server.store.halls import Hall
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer, SentOn, moment


class SendOnCommand(msgspec.Struct, frozen=True):
    """Send the ticket in hand of `counter` in `center` on to `service` in the center `to`; `note` is for the clerk."""

    center: str
    counter: str
    to: str
    service: str
    actor: Actor
    note: str | None = None


def send_on(uow: UnitOfWork, command: SendOnCommand, now: int) -> CounterAnswer:
    """End the ticket in hand here, and give it a number there that waits outside the line until its holder is there.

    It keeps visit, secret, plan, class and age, and its later matters as far as they are done there. `uow` is of the
    whole city: both become durable, or the ticket stays where it is. Raises `Refusal` counter_unknown, counter_idle,
    ticket_state, send_here, send_steps, remote_off, remote_twice, and all that taking a ticket there does.
    """
    if command.to == command.center:
        raise Refusal("send_here", center=uow.hall(command.center).name)
    for center in sorted((command.center, command.to)):
        uow.beside(center)
    here, there = uow.beside(command.center), uow.beside(command.to)
    ticket, state = in_hand(here, command.counter, now)
    begin_day(there, now)
    hall = there.own_hall()
    if not hall.rules.remote_at_most:
        raise Refusal("remote_off", center=hall.name)
    services = _matters(ticket, command.service, hall)
    must_take_in(hall, services, now)
    must_be_alone(there, ticket.visit, None)
    done = advance(here, ticket, "send_on", now, command.actor, reason="sent_on")
    # What was pressed before it was about a ticket that is not here any more.
    forget(here, command.counter)
    follows = numbered(there, services, ticket.priority, now, "")
    follows.secret_hash, follows.visit, follows.plan = ticket.secret_hash, ticket.visit, ticket.plan
    follows.language = ticket.language
    follows.ready_at, follows.note = ticket.ready_at, (command.note or "").strip() or None
    way = way_between(there, command.center, command.to)
    until = on_the_way(there, hall, follows, way, now, command.actor, follows=ticket.id)
    said = answer(here, command.center, command.counter, done, state)
    ended = said.ticket
    onward = SentOn(follows.id, command.to, follows.label, follows.state, moment(until))
    return msgspec.structs.replace(
        said, ticket=None if ended is None else msgspec.structs.replace(ended, onward=onward)
    )


def _matters(ticket: TicketRow, service: str, hall: Hall) -> tuple[str, ...]:
    left = tuple(each for each in ticket.services[ticket.step + 1 :] if each != service)
    if not hall.served.issuperset(left):
        raise Refusal("send_steps", number=ticket.label, center=hall.name)
    return (service, *left)
