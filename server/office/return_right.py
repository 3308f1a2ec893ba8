"""The right to come back: who was refused for a missing paper returns within days by the old ticket, to no new line.

A right names no person. It is good once, for the service that was refused, and outlives the day of its ticket.
"""

import secrets
from datetime import date, timedelta
from hmac import compare_digest
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from server.office.advance import issue
from server.office.at_counter import answer, center_of, in_hand, state_of
from server.office.bound import still_there
from server.office.day import begin_day
from server.office.finish import finish
from server.office.last_press import remember_right
from server.office.requests import Actor, CounterCommand, ReturnCommand, TakeReturnCommand
from server.office.take_ticket import numbered
from server.office.taking_in import must_take_in
from server.office.ticket import TicketRow, in_hand_of, view
from server.rules.errors import Refusal
from server.rules.hall.slip_digits import digits_of, read_typed
from server.store import return_tables
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.messages import CounterAnswer, Ticket
from server.wire.returns import ReturnRight, ReturnsAnswer

_r = return_tables.return_rights.c
COLUMNS: Final = tuple(return_tables.return_rights.c)
_KEEP = insert(return_tables.return_rights)
_OPEN = (
    select(*COLUMNS)
    .where(
        _r.center == bindparam("center"),
        _r.label == bindparam("label"),
        _r.used_by.is_(None),
        _r.until >= bindparam("today"),
    )
    .order_by(_r.day.desc(), _r.step.desc())
)
_USE = (
    update(return_tables.return_rights)
    .where(_r.ticket == bindparam("of_ticket"), _r.step == bindparam("of_step"), _r.used_by.is_(None))
    .values(used_by=bindparam("by_ticket"))
)
_TAKE_BACK = delete(return_tables.return_rights).where(
    _r.ticket == bindparam("of_ticket"), _r.step == bindparam("of_step"), _r.used_by.is_(None)
)
_REPLACED = delete(return_tables.return_rights).where(
    _r.ticket == bindparam("of_ticket"), _r.step == bindparam("of_step")
)
_EVER = select(_r.used_by).where(_r.ticket == bindparam("ticket"), _r.step == bindparam("step"))


class RightRow(msgspec.Struct, frozen=True):
    """One row of the table of rights, field by column; `until` is the last day (ISO date), that day included."""

    ticket: str
    step: int
    center: str
    label: str
    service: str
    counter: str | None
    day: str
    until: str
    secret_hash: str
    visit: str
    used_by: str | None


def finish_for_paper(uow: UnitOfWork, command: ReturnCommand, now: int) -> CounterAnswer:
    """Finish the step at hand because a paper is missing, and give the right to come back with it.

    With `here` whoever comes back waits for this counter, if somebody is there then. Raises `Refusal` counter_unknown,
    counter_idle, ticket_state, return_off where the hall gives no such right.
    """
    ticket, _ = in_hand(uow, command.counter, now)
    hall = uow.own_hall()
    if not hall.rules.return_days:
        raise Refusal("return_off", center=hall.name)
    done = finish(uow, CounterCommand(command.counter, command.actor, command.person), now)
    until = date.fromisoformat(ticket.day) + timedelta(days=hall.rules.return_days)
    right = RightRow(
        ticket=ticket.id,
        step=ticket.step,
        center=ticket.center,
        label=ticket.label,
        service=ticket.service,
        counter=command.counter if command.here else None,
        day=ticket.day,
        until=until.isoformat(),
        secret_hash=ticket.secret_hash,
        visit=ticket.visit,
        used_by=None,
    )
    # Whoever was called once more after they had gone may lack a paper once more.
    uow.run(_REPLACED, of_ticket=right.ticket, of_step=right.step)
    uow.run(_KEEP, **msgspec.structs.asdict(right))
    remember_right(uow, command.counter)
    shown = done.ticket
    if shown is None:
        return done
    return msgspec.structs.replace(done, ticket=msgspec.structs.replace(shown, return_until=right.until))


def rights_of(reading: Reading, center: str, number: str, today: str) -> list[RightRow]:
    """Return the rights of tickets `number` of `center` that are good on the day `today`, the newest first."""
    typed = read_typed(number)
    if typed is None:
        return []
    rows = reading.rows(_OPEN, center=center, label=typed.number, today=today)
    return [RightRow(*row) for row in rows]


def returns_at_counter(reading: Reading, counter: str, number: str, now: int) -> ReturnsAnswer:
    """Return the rights of tickets `number` at `now` (ms), as staff see them; raises `Refusal` counter_unknown."""
    center = center_of(reading, counter)
    today = reading.hall(center).day(now)
    found = rights_of(reading, center, number, today)
    return ReturnsAnswer(
        tuple(ReturnRight(each.ticket, each.step, each.label, each.service, each.day, each.until) for each in found)
    )


def come_by_right(uow: UnitOfWork, number: str, digits: str, by: Actor, now: int) -> Ticket:
    """Give whoever types number and digits of the old slip a new ticket of those who return.

    Raises `Refusal` return_unknown, service_unknown, service_unserved, center_closed, center_closing,
    numbers_used_up.
    """
    today = begin_day(uow, now)
    for right in rights_of(uow, uow.center, number, today):
        if compare_digest(digits.encode(), digits_of(right.secret_hash).encode()):
            ticket, ahead, secret = _taken(uow, right, by, now)
            return view(ticket, ahead, secret)
    raise Refusal("return_unknown")


def take_return(uow: UnitOfWork, command: TakeReturnCommand, now: int) -> CounterAnswer:
    """Do the same at the word of a counter, for a right that it names; the answer says which number it became.

    Raises `Refusal` counter_unknown, return_unknown, and what `come_by_right` does.
    """
    state = state_of(uow, command.counter, now)
    today = uow.own_hall().day(now)
    for right in rights_of(uow, uow.center, command.number, today):
        if (right.ticket, right.step) == (command.ticket, command.step):
            ticket, _, _ = _taken(uow, right, command.by, now)
            told = answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), state)
            return msgspec.structs.replace(told, made=ticket.label)
    raise Refusal("return_unknown")


def forget_right(uow: UnitOfWork, ticket: str, step: int, number: str) -> None:
    """Take back the right that a press gave, with that press; raises `Refusal` undo_overtaken for one that was used."""
    if uow.change(_TAKE_BACK, of_ticket=ticket, of_step=step) == 0 and uow.value(_EVER, ticket=ticket, step=step):
        raise Refusal("undo_overtaken", number=number, state="finished")


def _taken(uow: UnitOfWork, right: RightRow, by: Actor, now: int) -> tuple[TicketRow, int, str]:
    hall = uow.own_hall()
    must_take_in(hall, (right.service,), now)
    secret = secrets.token_urlsafe(24)
    ticket = numbered(uow, (right.service,), "returned", now, secret)
    ticket.visit = right.visit
    bound = still_there(uow, right.counter, right.service, now)
    if bound is not None:
        ticket.bound, ticket.line = bound, None
    ahead = issue(uow, ticket, now, by)
    if uow.change(_USE, of_ticket=right.ticket, of_step=right.step, by_ticket=ticket.id) != 1:
        raise Refusal("return_unknown")
    return ticket, ahead, secret
