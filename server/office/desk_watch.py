"""What ends sitting at a desk by itself: a sign-in that is over, and half an hour without a press and without a ticket.

Who serves somebody is never sent away for pressing nothing. Presses of a sign-in that is over are refused at once,
wherever it ended; the desk is free when this has looked.
"""

from collections.abc import Callable
from typing import Final

from sqlalchemy import and_, bindparam, or_, select

from server.office.keeper import DueInCenters
from server.office.requests import Actor
from server.office.seat import stand_up
from server.office.sitting import close_desk
from server.office.ticket import in_hand_of
from server.rules.people.lasting import IDLE_MS
from server.store import people_tables, tables
from server.store.store import Store
from server.store.unit_of_work import Reading, UnitOfWork

LOOK_SECONDS: Final = 2
AT_ONCE: Final = 50
BY_ITSELF: Final = Actor("desk-watch")
_k, _s, _t = tables.counters.c, people_tables.sign_ins.c, tables.tickets.c
_SERVES = select(_t.id).where(_t.in_hand == _k.id).exists()
_OVER = or_(_s.ended_at.is_not(None), and_(_s.seen_at <= bindparam("idle_since"), ~_SERVES))
_DUE = select(_k.center).join(people_tables.sign_ins, _s.id == _k.sign_in).where(_OVER).distinct()
_DUE_AT = (
    select(_k.id, _s.ended_at)
    .join(people_tables.sign_ins, _s.id == _k.sign_in)
    .where(_k.center == bindparam("center"), _OVER)
    .order_by(_k.position)
    .limit(AT_ONCE)
)


def centers_due(reading: Reading, now: int) -> list[str]:
    """Return the centers in which a desk is to be left at `now` (ms)."""
    return [str(row[0]) for row in reading.rows(_DUE, idle_since=now - IDLE_MS)]


def leave_due(uow: UnitOfWork, now: int) -> int:
    """Free the desks of a center whose sign-ins are over, or idle, at `now` (ms); return how many.

    A desk without a ticket in hand closes; one with a ticket keeps it for whoever signs in next.
    """
    due = uow.rows(_DUE_AT, center=uow.center, idle_since=now - IDLE_MS)
    for counter, ended in due:
        if in_hand_of(uow, counter) is None:
            close_desk(uow, counter, now, BY_ITSELF)
        stand_up(uow, (counter,), "idle" if ended is None else "signed_out", now, BY_ITSELF)
    return len(due)


class DeskKeeper(DueInCenters):
    """Frees desks of whoever is signed out; `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__(
            "desk-keeper",
            LOOK_SECONDS,
            "desks of people who are signed out stay theirs",
            store=store,
            clock=clock,
            centers=centers_due,
            settle=leave_due,
            at_once=AT_ONCE,
        )
