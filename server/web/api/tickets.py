"""Tickets: take one, look at it, put it off, come back, give it back."""

from typing import Final

from msgspec.structs import replace

from server.office.by_number import ticket_by_number
from server.office.cancel import cancel
from server.office.coming_back import come_back
from server.office.postponing import postpone
from server.office.requests import Actor, DropStepCommand, HolderCommand, TakeTicketCommand
from server.office.return_right import come_by_right
from server.office.routing import routed, waits_of
from server.office.steps import drop_step
from server.office.take_ticket import take_ticket
from server.office.views import ticket_followed
from server.office.went_before import went_before
from server.rules.errors import Refusal
from server.rules.guidance.plan.queueing import lines_first
from server.store.unit_of_work import Reading, UnitOfWork
from server.web.address import KIB, Scope, label
from server.web.route import Asked, Route, Write
from server.wire.messages import BeforeAnswer, DropStep, Nothing, NumberAnswer, TakeTicket, Ticket
from server.wire.returns import ComeBackWithPaper

STAFF: Final[tuple[Scope, ...]] = ("kiosk", "counter", "channel")


def _foreseen(asked: Asked, body: TakeTicket) -> tuple[TakeTicket, bool]:
    """Look how late it will be, and which way is the best, before the center is locked.

    An estimate is no business of everybody's writer.
    """
    center = asked.places["center"]
    if body.route and len(body.services) > 1:
        body = replace(body, services=_routed(asked, body, center))
    return body, asked.house.estimates.stops(asked.store, center, body.services[0], asked.now)


def _routed(asked: Asked, body: TakeTicket, center: str) -> tuple[str, ...]:
    stop = None
    if body.plan is not None:
        plan = asked.consultations.told(*asked.consultations.open(body.plan, asked.now)).plan
        stops = () if plan is None else plan.stops
        stop = next((each for each in stops if each.center == center and {*each.services} & {*body.services}), None)
    first = None if stop is None else lines_first(stop)
    estimates, services, now = asked.house.estimates, body.services, asked.now

    def way(reading: Reading) -> tuple[str, ...]:
        hall = reading.hall(center)
        waits = waits_of(reading, estimates, hall, services, now)
        # Where none of them is served whoever gives out the number says so.
        return routed(reading, hall, services, first=first, waits=waits).steps or services

    return asked.store.read(way)


def _take(asked: Asked, uow: UnitOfWork, given: tuple[TakeTicket, bool]) -> Ticket:
    body, late = given
    if body.priority == "priority" and not uow.own_hall().rules.kiosk_priority:
        raise Refusal("priority_at_counter")
    command = TakeTicketCommand(
        body.services,
        asked.by.id,
        body.priority,
        body.plan,
        body.visit,
        holder=body.person,
        late=late,
        ground=body.ground or ("other_law" if body.priority == "priority" else None),
        cases=body.cases,
        language=body.language,
    )
    return take_ticket(uow, command, asked.now)


def _come_by_right(asked: Asked, uow: UnitOfWork, body: ComeBackWithPaper) -> Ticket:
    center, tries = asked.places["center"], asked.house.slips
    who = f"return {center} {body.number}"
    if seconds := tries.seconds_left(who, asked.now):
        raise Refusal("slip_digits_tries", seconds=seconds)
    try:
        return come_by_right(uow, body.number, body.digits, Actor(asked.by.id), asked.now)
    except Refusal as refusal:
        if refusal.code == "return_unknown":
            tries.count(who, asked.now)
        raise


def _look(asked: Asked) -> Ticket:
    return _shown(asked, asked.store.read(lambda reading: ticket_followed(reading, asked.places["ticket"], asked.now)))


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


def _drop_step(asked: Asked, uow: UnitOfWork, body: DropStep) -> Ticket:
    command = DropStepCommand(asked.places["ticket"], _holder(asked), step=body.step, service=body.service)
    return _shown(asked, drop_step(uow, command, asked.now))


def _shown(asked: Asked, ticket: Ticket) -> Ticket:
    """Return `ticket` as whoever asks may see it: no counter learns what somebody came for before it calls them."""
    bearer = asked.admitted.bearer
    if bearer is None or bearer.scope != "counter" or bearer.counter == ticket.counter:
        return ticket
    return replace(ticket, services=(ticket.service,), step=0, plan=None, way=())


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
            "service_late",
            "center_full",
            "person_has_ticket",
            "quota_used_up",
            "quota_short",
            "numbers_used_up",
            "cases_many",
            "priority_at_counter",
            "consultation_unknown",
            "code_mistyped",
            "consultation_expired",
            "visit_unknown",
            "booking_state",
            "ticket_state",
        ),
        act=Write(_take, TakeTicket, prepare=_foreseen),
        status=201,
    ),
    Route(
        method="POST",
        path="/centers/{center}/returns",
        summary="Come back with a missing paper, by number and digits of the slip of the ticket that was refused",
        permission="token",
        scopes=("kiosk",),
        target="center",
        rate="tickets",
        answer=Ticket,
        refuses=(
            "counter_unknown",
            "return_unknown",
            "slip_digits_tries",
            "service_unknown",
            "service_unserved",
            "center_closed",
            "center_closing",
            "numbers_used_up",
            "ticket_state",
        ),
        act=Write(_come_by_right, ComeBackWithPaper),
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
    Route(
        method="POST",
        path="/tickets/{ticket}/drop-step",
        summary="Leave a step of a ticket out, by the ticket's secret or a token",
        permission="ticket",
        scopes=("kiosk", "channel"),
        target="ticket",
        answer=Ticket,
        refuses=("ticket_state", "steps_changed", "step_last", "counter_unknown"),
        act=Write(_drop_step, DropStep),
    ),
)
