"""The end of a center's day: whoever still waits goes home, counters close, numbers and board begin empty.

Every verb begins with `begin_day`, so that no line ever serves a ticket of another day, however late the machine was
switched on; `banshi serve` does the same at midnight by itself, so that screens need not wait for the first verb.
"""

from datetime import datetime, time, timedelta
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, select, update

from server.office import lending
from server.office.advance import advance
from server.office.requests import Actor
from server.office.room import forget_day
from server.office.seat import seats_taken, stand_up
from server.office.ticket import COLUMNS, row_of
from server.store import elastic_tables, tables
from server.store.halls import Hall
from server.store.unit_of_work import Reading, UnitOfWork

BY_ITSELF: Final = Actor("day")

_t = tables.tickets.c
_LEFT_OVER = (
    select(*COLUMNS)
    .where(_t.center == bindparam("center"), _t.open_day < bindparam("today"))
    .order_by(_t.day, _t.issued_at, _t.place)
)
_c = tables.counters.c
_NOT_CLOSED = select(_c.id).where(_c.center == bindparam("center"), _c.state != "closed").order_by(_c.position)
_CLOSE = update(tables.counters).where(_c.id == bindparam("of_counter")).values(state="closed")
_FORGET_PRESSES = (
    update(tables.counters)
    .where(_c.center == bindparam("of_center"), _c.undo.is_not(None))
    .values(undo=None, undo_until=None)
)
_FORGET_HELP = update(tables.counters).where(_c.center == bindparam("of_center")).values(help_at=None)
_FORGET_RULES = delete(elastic_tables.elastic).where(elastic_tables.elastic.c.center == bindparam("of_center"))
_FORGET_ALARMS = delete(elastic_tables.alarms).where(elastic_tables.alarms.c.center == bindparam("of_center"))
_n = tables.numbers.c
_FORGET_NUMBERS = delete(tables.numbers).where(_n.center == bindparam("of_center"), _n.day < bindparam("today"))
_DAYS = select(tables.centers.c.id, tables.centers.c.day).order_by(tables.centers.c.position)


class ClosedDay(msgspec.Struct, frozen=True):
    """What the office alone keeps of a closed day: the day (ISO date), and how many tickets were left over."""

    day: str | None
    left_over: int


def begin_day(uow: UnitOfWork, now: int) -> str:
    """Return the center's day at `now` (ms), after closing the one before when this has not been done yet.

    A day never comes back: a clock set back into yesterday changes nothing. What is told of the close has the moment at
    which it was done; waiting times end at the midnight of their own day.
    """
    hall = uow.own_hall()
    today = hall.day(uow.moment(now))
    before = uow.head.day
    if before is not None and before >= today:
        return before
    left_over = [row_of(row) for row in uow.rows(_LEFT_OVER, center=uow.center, today=today)]
    for ticket in left_over:
        over_at = midnight_after(hall, ticket.day)
        advance(uow, ticket, "expire", now, BY_ITSELF, reason="day_closed", over_at=over_at)
    lending.end_all(uow, now, "day_closed")
    open_counters = [row[0] for row in uow.rows(_NOT_CLOSED, center=uow.center)]
    for counter in open_counters if before is not None or left_over else ():
        uow.run(_CLOSE, of_counter=counter)
        uow.tell(now, "counter.closed", BY_ITSELF.device, counter=hall.counter(counter), reason="day_closed")
    stand_up(uow, seats_taken(uow, uow.center), "day_closed", now, BY_ITSELF)
    uow.run(_FORGET_PRESSES, of_center=uow.center)
    uow.run(_FORGET_HELP, of_center=uow.center)
    uow.run(_FORGET_RULES, of_center=uow.center)
    uow.run(_FORGET_ALARMS, of_center=uow.center)
    uow.run(_FORGET_NUMBERS, of_center=uow.center, today=today)
    forget_day(uow, today)
    if before is not None or left_over:
        private = msgspec.json.encode(ClosedDay(before, len(left_over))).decode()
        uow.tell(now, "day.closed", BY_ITSELF.device, private=private)
    uow.begin_day(today)
    return today


def midnight_after(hall: Hall, day: str) -> int:
    """Return when `day` (ISO date) ends in this center, in ms."""
    following = datetime.combine(datetime.fromisoformat(day) + timedelta(days=1), time(), hall.timezone)
    return round(following.timestamp() * 1000)


def centers_behind(reading: Reading, now: int) -> list[str]:
    """Return the centers whose day is over at `now` (ms) and was not closed yet."""
    return [center for center, day in reading.rows(_DAYS) if day is None or day < reading.hall(center).day(now)]
