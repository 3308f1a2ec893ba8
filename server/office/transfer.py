"""Sending somebody on to another service of this center: same number, and as old as before."""

from server.office.advance import advance
from server.office.at_counter import answer, in_hand
from server.office.requests import TransferCommand
from server.rules.errors import Refusal
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import CounterAnswer


def transfer(uow: UnitOfWork, command: TransferCommand, now: int) -> CounterAnswer:
    """Put the ticket in hand into the line of `command.service`, in the place that its age gives it there.

    What it came for at this step becomes the other service; with `back` it comes here again after that one, as its next
    step. Raises `Refusal` counter_unknown, counter_idle, ticket_state, service_unknown, service_unserved,
    transfer_same.
    """
    ticket, state = in_hand(uow, command.counter, now)
    hall = uow.own_hall()
    if command.service not in hall.services:
        raise Refusal("service_unknown", service=command.service)
    name = hall.services[command.service].name
    if command.service == ticket.service:
        raise Refusal("transfer_same", number=ticket.label, service=name)
    if command.service not in hall.served:
        raise Refusal("service_unserved", service=name)
    done, here, onward = (
        ticket.services[: ticket.step],
        ticket.services[ticket.step],
        ticket.services[ticket.step + 1 :],
    )
    # A later step for the same service is the one that is done first now.
    onward = tuple(each for each in onward if each != command.service)
    services = (*done, command.service, *((here,) if command.back else ()), *onward)
    moved = advance(
        uow,
        ticket,
        "transfer",
        now,
        command.by,
        services=services,
        service=command.service,
        counter=None,
        calls=0,
        called_at=None,
    )
    return answer(uow, uow.center, command.counter, moved, state)
