"""What happens to bookings by itself when its moment comes: a hold ends, a slot was missed, a day is over."""

from typing import Final

from sqlalchemy import bindparam, literal, select

from server.office.bookings.places import give_back
from server.office.bookings.record import COLUMNS, change, row_of
from server.office.requests import Actor
from server.rules.booking.states import State, Verb
from server.store import tables
from server.store.booking_tables import DUE, bookings
from server.store.unit_of_work import Reading, UnitOfWork

BY_TIME: Final = Actor("time")
AT_ONCE: Final = 100
"""The most bookings that change in one transaction: nobody else waits for a longer one."""
THEN: Final[dict[State, Verb]] = {"held": "free", "listed": "free", "booked": "miss", "checked_in": "use"}

_b = bookings.c
_IS_DUE = (
    select(literal(1))
    .where(DUE, _b.center == tables.centers.c.id, _b.due_at <= bindparam("now"))
    .correlate(tables.centers)
)
_CENTERS_DUE = select(tables.centers.c.id).where(_IS_DUE.exists()).order_by(tables.centers.c.position)
_DUE = (
    select(*COLUMNS)
    .where(DUE, _b.center == bindparam("center"), _b.due_at <= bindparam("now"))
    .order_by(_b.due_at, _b.id)
    .limit(AT_ONCE)
)


def settle_due(uow: UnitOfWork, now: int) -> int:
    """Let happen what is due at `now` (ms), the oldest first; return how many bookings that were, `AT_ONCE` at most.

    The place of a hold that ended goes to whoever waits for it; one that was missed is over, and nobody waits for it.
    """
    due = [row_of(row) for row in uow.rows(_DUE, center=uow.center, now=now)]
    for row in due:
        verb = THEN[row.state]
        if verb == "miss":
            change(uow, row, verb, now, BY_TIME, missed_at=row.due_at)
            continue
        change(uow, row, verb, now, BY_TIME)
        if row.state == "held":
            give_back(uow, row, now)
    return len(due)


def centers_due(reading: Reading, now: int) -> list[str]:
    """Return the centers where something is due at `now` (ms)."""
    return [row[0] for row in reading.rows(_CENTERS_DUE, now=now)]
