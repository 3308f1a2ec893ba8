"""Giving a ticket priority and taking it back: by staff, with a ground from the list that only the office sees."""

import msgspec

from config.centers import PriorityClass
from server.office.advance import Changes, advance
from server.office.at_counter import answer, state_of
from server.office.coming_back import own_ticket
from server.office.requests import PriorityCommand, TicketCommand
from server.office.ticket import TicketRow, in_hand_of
from server.rules.errors import Refusal
from server.rules.hall.calling import not_possible
from server.rules.hall.fact import Ground
from server.rules.hall.policy import gain
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


class ClassChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the office alone keeps of a change of class: on what ground, and whether somebody of the staff saw it.

    `before` is the class that the ticket had; None for one that was taken with its class.
    """

    priority: PriorityClass
    ground: Ground | None = None
    seen: bool = False
    before: PriorityClass | None = None


def taken_with(ground: Ground) -> str:
    """Return as the journal keeps it, unseen by screens, that a ticket is taken with priority on a `ground`."""
    return msgspec.json.encode(ClassChange("priority", ground)).decode()


def _told(ticket: TicketRow, priority: PriorityClass, ground: Ground | None) -> str:
    return msgspec.json.encode(ClassChange(priority, ground, seen=True, before=ticket.priority)).decode()


def give_priority(uow: UnitOfWork, command: PriorityCommand, now: int) -> CounterAnswer:
    """Give a ticket of today priority on a ground that staff have seen, or confirm what was claimed at a kiosk.

    It goes forward in its line by the credit of its new class. Raises `Refusal` counter_unknown, ticket_unknown,
    ticket_state, priority_already.
    """
    state = state_of(uow, command.counter, now)
    ticket = own_ticket(uow, command.ticket)
    if ticket.priority == "priority" and ticket.proven:
        raise Refusal("priority_already", number=ticket.label)
    changes = Changes(ground=command.ground, proven=1)
    if ticket.priority != "priority":
        changes["priority"], changes["class_before"] = "priority", ticket.priority
        changes["key"] = ticket.key + gain(uow.own_hall().rules, ticket.priority)
    advance(*(uow, ticket, "regrade", now, command.by), private=_told(ticket, "priority", command.ground), **changes)
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), state)


def take_priority(uow: UnitOfWork, command: TicketCommand, now: int) -> CounterAnswer:
    """Take priority from a ticket that has it without a ground: it stands where it would have stood without.

    Who is called already goes back into line. Raises `Refusal` counter_unknown, ticket_unknown, ticket_state,
    priority_none.
    """
    state = state_of(uow, command.counter, now)
    ticket = own_ticket(uow, command.ticket)
    if ticket.priority != "priority":
        raise Refusal("priority_none", number=ticket.label)
    if ticket.state == "called" and ticket.counter != command.counter:
        raise not_possible(ticket.label, ticket.state)
    before: PriorityClass = ticket.class_before or "normal"
    changes = Changes(
        priority=before, class_before=None, ground=None, proven=0, key=ticket.key - gain(uow.own_hall().rules, before)
    )
    private = _told(ticket, before, _ground(ticket))
    if ticket.state == "called":
        changes |= Changes(counter=None, calls=0, called_at=None)
        advance(uow, ticket, "class_down", now, command.by, private=private, **changes)
    else:
        advance(uow, ticket, "regrade", now, command.by, private=private, **changes)
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), state)


def _ground(ticket: TicketRow) -> Ground | None:
    return ticket.ground
