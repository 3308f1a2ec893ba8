"""Putting off: whoever waits goes away for a while, keeps their age, and comes back by themselves."""

from typing import Final

from sqlalchemy import bindparam, literal, select

from server.office.advance import advance
from server.office.coming_back import own_ticket, rejoin
from server.office.day import begin_day, midnight_after
from server.office.requests import Actor, HolderCommand
from server.office.standing import as_its_holder_sees
from server.office.ticket import COLUMNS, ORDER, row_of
from server.rules.errors import Refusal
from server.rules.hall import calling, line
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.messages import Ticket

BY_TIME: Final = Actor("time")
AT_ONCE: Final = 100
"""The most tickets that come back in one transaction: nobody else waits for a longer one."""

_t = tables.tickets.c
_IS_DUE = (
    select(literal(1))
    .where(tables.AWAY, _t.center == tables.centers.c.id, _t.back_at <= bindparam("now"))
    .correlate(tables.centers)
)
_CENTERS_DUE = select(tables.centers.c.id).where(_IS_DUE.exists()).order_by(tables.centers.c.position)
_DUE = (
    select(*COLUMNS)
    .where(tables.AWAY, _t.back_at <= bindparam("now"), _t.center == bindparam("center"))
    .order_by(*ORDER)
    .limit(AT_ONCE)
)


def postpone(uow: UnitOfWork, command: HolderCommand, now: int) -> Ticket:
    """Let the holder of a waiting ticket go away for the minutes that the center gives, at the latest until it closes.

    Raises `Refusal` ticket_unknown, ticket_state, postpone_often, postpone_late.
    """
    begin_day(uow, now)
    ticket = own_ticket(uow, command.ticket)
    calling.after(ticket.state, "postpone", ticket.label)
    hall, at = uow.own_hall(), uow.moment(now)
    if ticket.postpones >= hall.rules.postpone_at_most:
        raise Refusal("postpone_often", number=ticket.label)
    ends = hall.closes_at(at) or midnight_after(hall, ticket.day)
    back_at = min(at + hall.rules.postpone_minutes * line.MINUTE, ends)
    if back_at - at < line.MINUTE:
        raise Refusal("postpone_late", number=ticket.label, center=hall.name)
    postponed = advance(uow, ticket, "postpone", now, command.by, postpones=ticket.postpones + 1, back_at=back_at)
    return as_its_holder_sees(uow, postponed, hall)


def bring_back_due(uow: UnitOfWork, now: int) -> int:
    """Bring back into line whose time is over at `now` (ms), the oldest first; return how many came.

    At most `AT_ONCE` do; who was put off on a day that is over has gone home.
    """
    begin_day(uow, now)
    due = [row_of(row) for row in uow.rows(_DUE, center=uow.center, now=now)]
    for ticket in due:
        rejoin(uow, ticket, now, BY_TIME, reason="time_over")
    return len(due)


def centers_due(reading: Reading, now: int) -> list[str]:
    """Return the centers where somebody's time is over at `now` (ms)."""
    return [row[0] for row in reading.rows(_CENTERS_DUE, now=now)]
