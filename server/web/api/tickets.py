"""Tickets: take one, look at it, put it off, come back, give it back."""

from typing import Final

from msgspec.structs import replace

from server.office.by_number import ticket_by_number
from server.office.cancel import cancel
from server.office.coming_back import come_back
from server.office.postponing import postpone
from server.office.requests import HolderCommand, TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.office.views import ticket_view
from server.office.went_before import went_before
from server.store.unit_of_work import UnitOfWork
from server.web.address import KIB, Scope, label
from server.web.route import Asked, Route, Write
from server.wire.messages import BeforeAnswer, Nothing, NumberAnswer, TakeTicket, Ticket

STAFF: Final[tuple[Scope, ...]] = ("kiosk", "counter", "channel")


def _take(asked: Asked, uow: UnitOfWork, body: TakeTicket) -> Ticket:
    command = TakeTicketCommand(body.services, asked.by.id, body.priority, body.plan)
    return take_ticket(uow, command, asked.now)


def _look(asked: Asked) -> Ticket:
    return _shown(asked, asked.store.read(lambda reading: ticket_view(reading, asked.places["ticket"])))


def _by_number(asked: Asked) -> NumberAnswer:
    center, number, digits = asked.places["center"], asked.places["number"], asked.query["digits"]
    return asked.store.read(
        lambda reading: ticket_by_number(reading, center, number, digits, asked.house.slips, asked.now)
    )


def _went_before(asked: Asked) -> BeforeAnswer:
    return asked.store.read(lambda reading: went_before(reading, asked.places["ticket"]))


def _cancel(asked: Asked, uow: UnitOfWork, _: Nothing) -> Ticket:
    return _shown(asked, cancel(uow, HolderCommand(asked.places["ticket"], _holder(asked)), asked.now))


def _postpone(asked: Asked, uow: UnitOfWork, _: Nothing) -> Ticket:
    return postpone(uow, HolderCommand(asked.places["ticket"], _holder(asked)), asked.now)


def _come_back(asked: Asked, uow: UnitOfWork, _: Nothing) -> Ticket:
    return _shown(asked, come_back(uow, HolderCommand(asked.places["ticket"], _holder(asked)), asked.now))


def _shown(asked: Asked, ticket: Ticket) -> Ticket:
    """Return `ticket` as whoever asks may see it: no counter learns what somebody came for before it calls them."""
    bearer = asked.admitted.bearer
    if bearer is None or bearer.scope != "counter" or bearer.counter == ticket.counter:
        return ticket
    return replace(ticket, services=(ticket.service,), step=0, plan=None)


def _holder(asked: Asked) -> str:
    return asked.by.id if asked.admitted.bearer else "holder"


ROUTES = (
    Route(
        method="POST",
        path="/centers/{center}/tickets",
        summary="Take a ticket",
        permission="token",
        scopes=("kiosk", "channel"),
        target="center",
        rate="tickets",
        body_bytes=16 * KIB,
        answer=Ticket,
        refuses=(
            "service_unknown",
            "service_unserved",
            "center_closed",
            "center_closing",
            "numbers_used_up",
            "consultation_unknown",
            "code_mistyped",
            "consultation_expired",
            "ticket_state",
        ),
        act=Write(_take, TakeTicket),
        status=201,
    ),
    Route(
        method="GET",
        path="/tickets/{ticket}",
        summary="Look at a ticket, by its secret or a token",
        permission="ticket",
        scopes=STAFF,
        target="ticket",
        answer=Ticket,
        refuses=("center_unknown",),
        act=_look,
    ),
    Route(
        method="GET",
        path="/centers/{center}/numbers/{number}",
        summary="Look at a ticket of today by its number, and with the digits of its slip as its holder",
        permission="token",
        scopes=("kiosk",),
        target="center",
        query=(label("digits"),),
        answer=NumberAnswer,
        refuses=("ticket_unknown", "slip_digits_wrong", "slip_digits_tries"),
        act=_by_number,
    ),
    Route(
        method="GET",
        path="/tickets/{ticket}/before",
        summary="Who of its line was called before a ticket, and by which rule, by its secret or a token",
        permission="ticket",
        scopes=STAFF,
        target="ticket",
        answer=BeforeAnswer,
        refuses=("center_unknown",),
        act=_went_before,
    ),
    Route(
        method="POST",
        path="/tickets/{ticket}/cancel",
        summary="Give a ticket back, by its secret or a token",
        permission="ticket",
        scopes=STAFF,
        target="ticket",
        answer=Ticket,
        refuses=("ticket_state",),
        act=Write(_cancel, Nothing),
    ),
    Route(
        method="POST",
        path="/tickets/{ticket}/postpone",
        summary="Be called some minutes later, by the ticket's secret or a token",
        permission="ticket",
        scopes=STAFF,
        target="ticket",
        answer=Ticket,
        refuses=("ticket_state", "postpone_often", "postpone_late"),
        act=Write(_postpone, Nothing),
    ),
    Route(
        method="POST",
        path="/tickets/{ticket}/come-back",
        summary="Bring a ticket that was missed or put off back into line, by its secret or a token",
        permission="ticket",
        scopes=STAFF,
        target="ticket",
        answer=Ticket,
        refuses=("ticket_state", "rejoin_often", "rejoin_late"),
        act=Write(_come_back, Nothing),
    ),
)
