"""Taking a number: allocated, put into its line and told to the hall in one transaction."""

import secrets
from base64 import urlsafe_b64encode
from typing import Final, get_args

from sqlalchemy import bindparam, insert, update

from config.centers import PriorityClass
from config.words import both
from server.office.advance import issue
from server.office.bookings.by_plan import as_booked, booked_with, check_in_with, in_time, instead
from server.office.classing import taken_with
from server.office.day import begin_day
from server.office.guidance.consultations import consultation_of
from server.office.requests import TakeTicketCommand
from server.office.room import must_be_first, must_have_room, refuse_late, remember_holder
from server.office.taking_in import must_take_in
from server.office.ticket import TicketRow, view
from server.office.visits import must_be_a_visit
from server.rules.errors import Refusal
from server.rules.hall import numbering
from server.rules.hall.policy import key_of
from server.store import tables
from server.store.halls import Hall
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import Ticket

PRIORITIES: Final[dict[str, PriorityClass]] = {each: each for each in get_args(PriorityClass) if each != "returned"}
"""The classes that can be asked for; `returned` is a right that a counter has given before."""

_n = tables.numbers.c
_NEXT_NUMBER = (
    update(tables.numbers)
    .where(_n.center == bindparam("of_center"), _n.prefix == bindparam("of_prefix"), _n.day == bindparam("of_day"))
    .values(last=_n.last + 1)
    .returning(_n.last)
)
_FIRST_NUMBER = insert(tables.numbers)
_SKIP_TO = _NEXT_NUMBER.values(last=bindparam("to_last"))


def take_ticket(uow: UnitOfWork, command: TakeTicketCommand, now: int) -> Ticket:
    """Issue a number for `command.services` at `now` (ms) and put it into the line of the first.

    The answer carries the ticket's secret, which is kept only as a hash. What was booked for today with the same
    `plan` is used, where it is time for it, or given back. Raises `Refusal` bad_request, service_unknown,
    service_unserved, center_closed, center_closing, consultation_unknown, visit_unknown, numbers_used_up, service_late,
    center_full, person_has_ticket, quota_used_up, quota_short, cases_many.
    """
    begin_day(uow, now)
    hall = uow.own_hall()
    services = tuple(dict.fromkeys(command.services))
    priority = _class_of(services, command)
    plan = None if command.plan is None else consultation_of(uow, command.plan, now).code
    if command.visit is not None:
        must_be_a_visit(uow, command.visit)
    own = booked_with(uow, plan, services, now)
    first = own.get(services[0])
    used = first if first is not None and in_time(first, hall, now) else None
    must_take_in(hall, services, now, booked=used is not None)
    if not 1 <= command.cases <= hall.rules.cases_at_most:
        raise Refusal("cases_many", most=hall.rules.cases_at_most)
    if used is None:
        if command.late:
            refuse_late(uow, services[0], now)
        must_be_first(uow, services, command.holder)
        must_have_room(uow, services, now, command.cases)
    secret = secrets.token_urlsafe(24)
    ticket = numbered(uow, services, priority, now, secret)
    ticket.plan, ticket.visit = plan, command.visit or ticket.visit
    if used is not None and priority == "normal":
        as_booked(ticket, used, hall)
    ticket.cases, ticket.language = command.cases, command.language
    private = None
    if command.ground is not None and priority == "priority":
        ticket.ground, ticket.class_before = command.ground, "normal"
        private = taken_with(command.ground)
    ahead = issue(uow, ticket, now, command.by, private)
    remember_holder(uow, services, command.holder, ticket.id)
    for each in own.values():
        (check_in_with if each is used else instead)(uow, each, ticket, now, command.by)
    return view(ticket, ahead, secret)


def numbered(uow: UnitOfWork, services: tuple[str, ...], priority: PriorityClass, now: int, secret: str) -> TicketRow:
    """Return a ticket with the next number of `services[0]` on the day that has begun, not yet in any line.

    Raises `Refusal` numbers_used_up.
    """
    hall, at, new_id = uow.own_hall(), uow.moment(now), _new_id(now)
    first = hall.services[services[0]]
    day = uow.head.day or hall.day(at)
    number = _number(uow, hall, first.id, first.prefix, day)
    return TicketRow(
        id=new_id,
        center=hall.id,
        prefix=first.prefix,
        day=day,
        number=number,
        label=numbering.label(first.prefix, number),
        state="waiting",
        services=services,
        step=0,
        service=first.id,
        priority=priority,
        ready_at=at,
        key=key_of(hall.rules, at, at, priority),
        place=uow.next_seq,
        line=first.id,
        in_hand=None,
        open_day=day,
        counter=None,
        calls=0,
        called_at=None,
        plan=None,
        visit=new_id,
        secret_hash=secret_hash(secret),
        issued_at=at,
    )


def _new_id(now: int) -> str:
    """Return an id that begins with the second of `now`, so that rows of one time lie together on the disk.

    It is no secret; eight random bytes make it unique.
    """
    return urlsafe_b64encode((now // 1000).to_bytes(4, "big") + secrets.token_bytes(8)).decode()


def _class_of(services: tuple[str, ...], command: TakeTicketCommand) -> PriorityClass:
    if not services:
        raise Refusal("bad_request", why=both("{field} is empty", field="services"))
    if command.priority not in PRIORITIES:
        raise Refusal(
            "bad_request", why=both("{field} is none of {known}", field="priority", known=", ".join(PRIORITIES))
        )
    return PRIORITIES[command.priority]


def _number(uow: UnitOfWork, hall: Hall, service: str, prefix: str, day: str) -> int:
    """Return the next number of the day, leaving out those that kiosks give out by themselves."""
    counted = uow.value(_NEXT_NUMBER, of_center=hall.id, of_prefix=prefix, of_day=day)
    number = numbering.handed_out(counted or numbering.FIRST, hall.rules.offline)
    if number > numbering.LAST:
        raise Refusal("numbers_used_up", service=hall.services[service].name)
    if counted is None:
        uow.run(_FIRST_NUMBER, center=hall.id, prefix=prefix, day=day, last=number)
    elif number != counted:
        uow.run(_SKIP_TO, of_center=hall.id, of_prefix=prefix, of_day=day, to_last=number)
    return number
