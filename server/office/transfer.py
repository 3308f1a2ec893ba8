"""Sending somebody on to another service or counter of this center: same number, and as old as before."""

from config.centers import Text
from server.office.advance import advance
from server.office.at_counter import answer, in_hand, name_of
from server.office.bound import must_keep
from server.office.requests import TransferCommand
from server.office.seat import must_be_able
from server.office.ticket import TicketRow
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def transfer(uow: UnitOfWork, command: TransferCommand, now: int) -> CounterAnswer:
    """Put the ticket in hand into the line of `command.service`, or bind it to the counter `command.to`, by its age.

    What it came for at this step becomes the other service, where one is named. With `back` it comes here again after
    that one, as its next step, bound to this counter. The note for the next clerk takes the place of the one before.
    Raises `Refusal` counter_unknown, counter_idle, ticket_state, transfer_nowhere, service_unknown, service_unserved,
    transfer_same, transfer_here, counter_away, skill_missing.
    """
    ticket, state = in_hand(uow, command.counter, now)
    if command.service is None and command.to is None:
        raise Refusal("transfer_nowhere")
    service = command.service or ticket.service
    name = _served(uow, service)
    if command.to is not None:
        _there(uow, command.counter, command.to, ticket, now)
        must_be_able(uow, command.to, service)
    elif service == ticket.service:
        raise Refusal("transfer_same", number=ticket.label, service=name)
    moved = advance(
        uow,
        ticket,
        "transfer",
        now,
        command.by,
        services=_steps(ticket, service, back=command.back),
        service=service,
        counter=None,
        calls=0,
        called_at=None,
        bound=command.to,
        return_to=command.counter if command.back else ticket.return_to,
        note=(command.note or "").strip() or None,
    )
    return answer(uow, uow.center, command.counter, moved, state)


def _served(uow: UnitOfWork, service: str) -> Text:
    hall = uow.own_hall()
    if service not in hall.services:
        raise Refusal("service_unknown", service=service)
    name = hall.services[service].name
    # Also of whom a counter waits for: should it go away, they stand in that line.
    if service not in hall.served:
        raise Refusal("service_unserved", service=name)
    return name


def _there(uow: UnitOfWork, here: str, to: str, ticket: TicketRow, now: int) -> None:
    must_keep(uow, to, now)
    if to == here:
        raise Refusal("transfer_here", number=ticket.label, counter=name_of(uow, to))


def _steps(ticket: TicketRow, service: str, *, back: bool) -> tuple[str, ...]:
    done, here, onward = (
        ticket.services[: ticket.step],
        ticket.services[ticket.step],
        ticket.services[ticket.step + 1 :],
    )
    if service != here:
        # A later step for the same service is the one that is done first now.
        onward = tuple(each for each in onward if each != service)
    return (*done, service, *((here,) if back else ()), *onward)
