"""Taking a number of a hall from elsewhere: it waits outside the line until its holder checks in there."""

import secrets

import msgspec

from config.words import both
from server.office.advance import issue
from server.office.day import begin_day
from server.office.guidance.consultations import consultation_of
from server.office.places import way_between
from server.office.remote.record import RemoteRow, coming, keep, must_be_alone
from server.office.requests import Actor
from server.office.room import must_have_room
from server.office.take_ticket import numbered
from server.office.taking_in import must_take_in
from server.office.ticket import TicketRow, view
from server.rules.errors import Refusal
from server.rules.hall import remote
from server.store.halls import Hall
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import UnitOfWork
from server.wire.messages import Ticket, moment


class TakeRemoteCommand(msgspec.Struct, frozen=True):
    """Take a number of this work's center for `services`, from the center `origin` or from anywhere.

    `holder` is what the phone or the channel knows its owner by, `visit` ties it to other tickets of one way: each of
    them has one number on its way, in the whole city. They set out at `leaves_at` (ms), without it at once, and speak
    `language`, where that is not what everybody there does.
    """

    services: tuple[str, ...]
    actor: Actor
    origin: str | None = None
    holder: str | None = None
    visit: str | None = None
    plan: str | None = None
    leaves_at: int | None = None
    language: str | None = None


def take_remote(uow: UnitOfWork, command: TakeRemoteCommand, now: int) -> Ticket:
    """Issue a number at `now` (ms) to somebody who is elsewhere; the answer carries its secret.

    It counts in the quotas of the hall, and has its room kept there. Raises `Refusal` remote_off, remote_here,
    remote_full, remote_twice, and all that taking a ticket does.
    """
    begin_day(uow, now)
    hall = uow.own_hall()
    services = tuple(dict.fromkeys(command.services))
    if not hall.rules.remote_at_most:
        raise Refusal("remote_off", center=hall.name)
    if command.origin == uow.center:
        raise Refusal("remote_here", center=hall.name)
    if not services:
        raise Refusal("bad_request", why=both("{field} is empty", field="services"))
    must_take_in(hall, services, now)
    must_have_room(uow, services, now)
    if coming(uow, uow.center) >= hall.rules.remote_at_most:
        raise Refusal("remote_full", center=hall.name)
    plan = None if command.plan is None else consultation_of(uow, command.plan, now).code
    way = None if command.origin is None else way_between(uow, command.origin, uow.center)
    holder = None if command.holder is None else secret_hash(f"remote {command.holder}")
    secret = secrets.token_urlsafe(24)
    ticket = numbered(uow, services, "normal", now, secret)
    ticket.plan, ticket.visit, ticket.language = plan, command.visit or ticket.visit, command.language
    must_be_alone(uow, ticket.visit, holder)
    by = on_the_way(uow, hall, ticket, way, now, command.actor, holder=holder, leaves_at=command.leaves_at)
    return msgspec.structs.replace(view(ticket, 0, secret), arrive_by=moment(by))


def on_the_way(
    uow: UnitOfWork,
    hall: Hall,
    ticket: TicketRow,
    way: int | None,
    now: int,
    by: Actor,
    *,
    holder: str | None = None,
    follows: str | None = None,
    leaves_at: int | None = None,
) -> int:
    """Issue `ticket`, which waits outside its line; return until when (ms) its holder is awaited.

    Raises `Refusal` remote_twice.
    """
    at = uow.moment(now)
    until = remote.arrive_by(max(at, leaves_at or at), way, hall.closes_at(at), hall.rules)
    ticket.state, ticket.line = "remote", None
    issue(uow, ticket, now, by)
    keep(uow, RemoteRow(ticket.id, uow.center, ticket.visit, holder, at, until, follows))
    return until
