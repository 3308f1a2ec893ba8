"""Taking a number: allocated, put into its line and told to the hall in one transaction."""

import secrets
from base64 import urlsafe_b64encode
from typing import Final, get_args

from sqlalchemy import bindparam, insert, update

from config.centers import PriorityClass
from config.words import both
from server.office.advance import issue
from server.office.day import begin_day
from server.office.guidance.consultations import consultation_of
from server.office.requests import TakeTicketCommand
from server.office.ticket import TicketRow, view
from server.rules.day_time import clock_of
from server.rules.errors import Refusal
from server.rules.guidance.judge.dates import short_date
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
_SKIP_TO = _NEXT_NUMBER.values(last=bindparam("to_last"))


def take_ticket(uow: UnitOfWork, command: TakeTicketCommand, now: int) -> Ticket:
    """Issue a number for `command.services` at `now` (ms) and put it into the line of the first.

    The answer carries the ticket's secret, which is kept only as a hash. Raises `Refusal` bad_request,
    service_unknown, service_unserved, center_closed, center_closing, consultation_unknown, numbers_used_up.
    """
    begin_day(uow, now)
    hall = uow.own_hall()
    services = tuple(dict.fromkeys(command.services))
    priority = _check(hall, services, command, now)
    plan = None if command.plan is None else consultation_of(uow, command.plan, now).code
    secret = secrets.token_urlsafe(24)
    ticket = numbered(uow, services, priority, now, secret)
    ticket.plan, ticket.visit = plan, command.visit or ticket.visit
    return view(ticket, issue(uow, ticket, now, command.by), secret)


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
        key=line.key(at, priority, hall.rules),
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


def _check(hall: Hall, services: tuple[str, ...], command: TakeTicketCommand, now: int) -> PriorityClass:
    if not services:
        raise Refusal("bad_request", why=both("{field} is empty", field="services"))
    for service in services:
        if service not in hall.services:
            raise Refusal("service_unknown", service=service)
        if service not in hall.served:
            raise Refusal("service_unserved", service=hall.services[service].name)
    if command.priority not in PRIORITIES:
        raise Refusal(
            "bad_request", why=both("{field} is none of {known}", field="priority", known=", ".join(PRIORITIES))
        )
    if not hall.is_open(now):
        raise Refusal("center_closed", center=hall.name)
    _in_time(hall, now)
    return PRIORITIES[command.priority]


def _in_time(hall: Hall, now: int) -> None:
    """Refuse whoever comes in the last minutes of the day, by the hall's rule (center_closing)."""
    minutes = hall.rules.last_ticket_minutes
    if not minutes:
        return
    local = hall.local(now)
    closes = hall.open_days.spans(local.date())[-1].closes
    if local.hour * 60 + local.minute < closes - minutes:
        return
    opening = hall.open_days.next_opening(local.date(), closes)
    when = both("during opening hours")
    if opening is not None:
        when = both("{day}, {time}", day=short_date(opening[0]), time=clock_of(opening[1]))
    raise Refusal("center_closing", center=hall.name, closes=clock_of(closes), opens=when)


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
