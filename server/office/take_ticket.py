"""Taking a number: allocated, put into its line and told to the hall in one transaction."""

import secrets
from base64 import urlsafe_b64encode
from typing import Final, get_args

import msgspec
from sqlalchemy import bindparam, insert, update

from config.centers import PriorityClass
from server.office.guidance.consultations import consultation_of
from server.office.requests import TakeTicketCommand
from server.office.ticket import TicketRow, begin_interval, stand_in_line, view
from server.rules.errors import Refusal
from server.rules.hall import line, numbering
from server.store import tables
from server.store.halls import Hall
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import Ticket

PRIORITIES: Final[dict[str, PriorityClass]] = {each: each for each in get_args(PriorityClass)}

_n = tables.numbers.c
_NEXT_NUMBER = (
    update(tables.numbers)
    .where(_n.center == bindparam("of_center"), _n.prefix == bindparam("of_prefix"), _n.day == bindparam("of_day"))
    .values(last=_n.last + 1)
    .returning(_n.last)
)
_FIRST_NUMBER = insert(tables.numbers)
_TICKET = insert(tables.tickets)
_encode = msgspec.json.Encoder().encode


def take_ticket(uow: UnitOfWork, command: TakeTicketCommand, now: int) -> Ticket:
    """Issue a number for `command.services` at `now` (ms) and put it into the line of the first.

    The answer carries the ticket's secret, which is kept only as a hash. Raises `Refusal` bad_request,
    service_unknown, service_unserved, center_closed, consultation_unknown, numbers_used_up.
    """
    hall = uow.own_hall()
    services = tuple(dict.fromkeys(command.services))
    priority = _check(hall, services, command, now)
    plan = None if command.plan is None else consultation_of(uow, command.plan, now).code
    first = hall.services[services[0]]
    day = hall.local(now).date().isoformat()
    number = _number(uow, hall, first.id, first.prefix, day)
    secret = secrets.token_urlsafe(24)
    ticket = TicketRow(
        id=_new_id(now),
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
        ready_at=now,
        key=line.key(now, priority, hall.rules),
        counter=None,
        calls=0,
        called_at=None,
        plan=plan,
        secret_hash=secret_hash(secret),
        issued_at=now,
    )
    uow.run(_TICKET, **{**msgspec.structs.asdict(ticket), "services": _encode(services).decode()})
    begin_interval(uow, ticket, now)
    uow.tell(now, "ticket.issued", command.actor, ticket=ticket.ref, service=hall.service(first.id))
    return view(ticket, stand_in_line(uow, ticket), secret)


def _new_id(now: int) -> str:
    """Return an id that begins with the second of `now`, so that rows of one time lie together on the disk.

    It is no secret; eight random bytes make it unique.
    """
    return urlsafe_b64encode((now // 1000).to_bytes(4, "big") + secrets.token_bytes(8)).decode()


def _check(hall: Hall, services: tuple[str, ...], command: TakeTicketCommand, now: int) -> PriorityClass:
    if not services:
        raise Refusal("bad_request", why="services is empty")
    for service in services:
        if service not in hall.services:
            raise Refusal("service_unknown", service=service)
        if service not in hall.served:
            raise Refusal("service_unserved", service=hall.services[service].name)
    if command.priority not in PRIORITIES:
        raise Refusal("bad_request", why=f"priority is none of {', '.join(PRIORITIES)}")
    if not hall.is_open(now):
        raise Refusal("center_closed", center=hall.name)
    return PRIORITIES[command.priority]


def _number(uow: UnitOfWork, hall: Hall, service: str, prefix: str, day: str) -> int:
    number = uow.value(_NEXT_NUMBER, of_center=hall.id, of_prefix=prefix, of_day=day)
    if number is None:
        uow.run(_FIRST_NUMBER, center=hall.id, prefix=prefix, day=day, last=1)
        return 1
    if number > numbering.LAST:
        raise Refusal("numbers_used_up", service=hall.services[service].name)
    return int(number)
