"""What a ticket is for after the step at hand: changed at the counter that has it, or left out by its holder."""

import msgspec

from server.office.advance import advance
from server.office.at_counter import answer, in_hand
from server.office.bound import still_there
from server.office.coming_back import own_ticket
from server.office.day import begin_day
from server.office.requests import DropStepCommand, RerouteCommand
from server.office.standing import as_its_holder_sees
from server.office.ticket import TicketRow
from server.rules.errors import Refusal
from server.rules.hall import calling
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer, Ticket


class Rerouted(msgspec.Struct, frozen=True):
    """What the office alone keeps of changed steps: those there were, those there are, and which is at hand."""

    before: tuple[str, ...]
    services: tuple[str, ...]
    step: int


def reroute(uow: UnitOfWork, command: RerouteCommand, now: int) -> CounterAnswer:
    """Let the ticket in hand be for `command.onward` after this step, in that order, and for nothing else.

    Whoever asks says which ticket they see, and what it was for after this step (`instead_of`): if that is not so any
    more, nothing is changed. A service that is new there has to be served, and comes once. Steps that are done, the one
    at hand and the ticket's age stay. Raises `Refusal` counter_unknown, counter_idle, steps_changed, service_unknown,
    service_unserved, step_twice.
    """
    ticket, state = in_hand(uow, command.counter, now)
    onward = ticket.services[ticket.step + 1 :]
    if ticket.id != command.ticket or onward != command.instead_of:
        raise Refusal("steps_changed", number=ticket.label)
    if command.onward == onward:
        return answer(uow, uow.center, command.counter, ticket, state)
    for service in dict.fromkeys(command.onward):
        _may_follow(uow, ticket, service, command.onward.count(service) - onward.count(service))
    services = (*ticket.services[: ticket.step + 1], *command.onward)
    # Whoever is to come back to a counter does so at the next step, or not at all.
    returns = ticket.return_to if command.onward[:1] == onward[:1] else None
    private = _told(ticket, services)
    moved = advance(uow, ticket, "reroute", now, command.by, private=private, services=services, return_to=returns)
    return answer(uow, uow.center, command.counter, moved, state)


def drop_step(uow: UnitOfWork, command: DropStepCommand, now: int) -> Ticket:
    """Leave the step `command.step` (counted from 0) of a ticket out, at the word of its holder, who sees `service`.

    Whoever drops what they wait for waits for the next step, as old as before; nobody does whom a counter has called or
    keeps. Raises `Refusal` ticket_unknown, ticket_state, steps_changed, step_last.
    """
    begin_day(uow, now)
    ticket = own_ticket(uow, command.ticket)
    calling.after(ticket.state, "drop_step", ticket.label)
    at, services = command.step, ticket.services
    if not ticket.step <= at < len(services) or services[at] != command.service:
        raise Refusal("steps_changed", number=ticket.label)
    left = (*services[:at], *services[at + 1 :])
    if len(left) == ticket.step:
        raise Refusal("step_last", number=ticket.label)
    if at == ticket.step and ticket.state in ("called", "serving", "held"):
        raise calling.not_possible(ticket.label, ticket.state)
    private = _told(ticket, left)
    returns = None if at <= ticket.step + 1 else ticket.return_to
    if at > ticket.step:
        dropped = advance(uow, ticket, "drop_step", now, command.by, private=private, services=left, return_to=returns)
        return as_its_holder_sees(uow, dropped, uow.own_hall())
    onward = left[ticket.step]
    bound = still_there(uow, ticket.return_to, onward, now) if ticket.state == "waiting" else None
    dropped = advance(
        uow,
        ticket,
        "drop_step",
        now,
        command.by,
        private=private,
        services=left,
        service=onward,
        bound=bound,
        return_to=returns,
        note=None,
    )
    return as_its_holder_sees(uow, dropped, uow.own_hall())


def _may_follow(uow: UnitOfWork, ticket: TicketRow, service: str, more: int) -> None:
    """Refuse `service` as a later step where it is one so many times `more` than before."""
    if more <= 0:
        return
    hall = uow.own_hall()
    if service not in hall.services:
        raise Refusal("service_unknown", service=service)
    if service not in hall.served:
        raise Refusal("service_unserved", service=hall.services[service].name)
    if more > 1 or service in ticket.services[ticket.step :]:
        raise Refusal("step_twice", number=ticket.label, service=hall.services[service].name)


def _told(ticket: TicketRow, services: tuple[str, ...]) -> str:
    return msgspec.json.encode(Rerouted(ticket.services, services, ticket.step)).decode()
