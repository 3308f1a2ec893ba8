"""Numbers that were taken elsewhere and with which nobody came in time are over."""

from typing import Final

from sqlalchemy import bindparam, literal, select

from server.office.advance import advance
from server.office.day import begin_day
from server.office.requests import Actor
from server.office.ticket import COLUMNS, row_of
from server.store import tables
from server.store.remote_tables import COMING, remote_tickets
from server.store.unit_of_work import Reading, UnitOfWork

BY_TIME: Final = Actor("time")
AT_ONCE: Final = 100
"""The most tickets that end in one transaction: nobody else waits for a longer one."""

_t, _r = tables.tickets.c, remote_tickets.c
_IS_DUE = (
    select(literal(1))
    .where(COMING, _r.center == tables.centers.c.id, _r.arrive_by < bindparam("now"))
    .correlate(tables.centers)
)
_CENTERS_DUE = select(tables.centers.c.id).where(_IS_DUE.exists()).order_by(tables.centers.c.position)
_DUE = (
    select(*COLUMNS)
    .select_from(remote_tickets.join(tables.tickets, _t.id == _r.ticket))
    .where(COMING, _r.center == bindparam("center"), _r.arrive_by < bindparam("now"))
    .order_by(_r.arrive_by, _t.id)
    .limit(AT_ONCE)
)


def expire_due(uow: UnitOfWork, now: int) -> int:
    """End the numbers whose holders were to be here before `now` (ms), the oldest first; return how many they were."""
    begin_day(uow, now)
    due = [row_of(row) for row in uow.rows(_DUE, center=uow.center, now=now)]
    for ticket in due:
        advance(uow, ticket, "expire", now, BY_TIME, reason="not_arrived")
    return len(due)


def centers_due(reading: Reading, now: int) -> list[str]:
    """Return the centers where somebody was to be before `now` (ms) and is not."""
    return [row[0] for row in reading.rows(_CENTERS_DUE, now=now)]
