"""Those who are bound to one counter: whether it keeps them, and how they go back into line when it does not."""

from typing import Final

from sqlalchemy import bindparam, exists, select

from config.centers import CounterState
from server.office.advance import advance
from server.office.at_counter import AWAY, name_of, state_in
from server.office.day import begin_day
from server.office.requests import Actor
from server.office.ticket import COLUMNS, ORDER, row_of
from server.rules.errors import Refusal
from server.rules.hall import binding
from server.rules.hall.fact import HandOver
from server.rules.hall.skills import able
from server.store import tables
from server.store.lines_called import skills_at
from server.store.unit_of_work import Reading, UnitOfWork

BY_ITSELF: Final = Actor("hand-over")

_t, _c = tables.tickets.c, tables.counters.c
_COUNTER = select(_c.center, _c.state, _c.paused_at).where(_c.id == bindparam("counter"), _c.taken_away_at.is_(None))
_BOUND = select(*COLUMNS).where(_t.bound == bindparam("counter")).order_by(*ORDER)
_PAUSED = (
    select(_c.center, _c.id, _c.state, _c.paused_at)
    .where(_c.state == "paused", exists(select(_t.id).where(_t.bound == _c.id)))
    .order_by(_c.center, _c.position)
)
"""There are few counters, and a bound ticket is found by an index."""


def keeps(uow: UnitOfWork, counter: str, now: int) -> bool:
    """Tell whether `counter` keeps those who are bound to it at `now` (ms); raises `Refusal` counter_unknown."""
    found = uow.row(_COUNTER, counter=counter)
    if found is None or found[0] != uow.center:
        raise Refusal("counter_unknown", counter=counter)
    return _keeps(uow, found[1], found[2], now)


def must_keep(uow: UnitOfWork, counter: str, now: int) -> None:
    """Raise `Refusal` counter_unknown, or counter_away where nobody should wait for `counter` at `now` (ms)."""
    if not keeps(uow, counter, now):
        raise Refusal("counter_away", counter=name_of(uow, counter), state=AWAY[state_in(uow, uow.center, counter)])


def still_there(uow: UnitOfWork, counter: str | None, service: str, now: int) -> str | None:
    """Return `counter` if it keeps those who are bound to it for `service` at `now` (ms).

    None if not, if it was taken away, or if whoever sits there cannot do that.
    """
    if counter is None or counter not in uow.own_hall().counters or not able(service, skills_at(uow, counter)):
        return None
    return counter if keeps(uow, counter, now) else None


def hand_over(
    uow: UnitOfWork,
    counter: str,
    now: int,
    by: Actor,
    reason: HandOver,
    services: frozenset[str] | None = None,
) -> None:
    """Put whoever is bound to `counter` into the line of their service, in the place of their age.

    With `services` only those who are there for one of these.
    """
    for ticket in map(row_of, uow.rows(_BOUND, counter=counter)):
        if services is None or ticket.service in services:
            advance(uow, ticket, "hand_over", now, by, reason=reason, bound=None)


def paused_for_long(reading: Reading, now: int) -> list[tuple[str, str]]:
    """Return center and id of the counters that pause too long at `now` (ms) to keep those bound to them."""
    return [
        (center, counter)
        for center, counter, state, paused_at in reading.rows(_PAUSED)
        if not binding.keeps(state, paused_at, now, reading.hall(center).rules)
    ]


def hand_over_due(uow: UnitOfWork, counter: str, now: int) -> None:
    """Let `counter` hand over at `now` (ms), unless it was opened again meanwhile."""
    begin_day(uow, now)
    if not keeps(uow, counter, now):
        hand_over(uow, counter, now, BY_ITSELF, "counter_paused")


def _keeps(uow: UnitOfWork, state: CounterState, paused_at: int | None, now: int) -> bool:
    return binding.keeps(state, paused_at, uow.moment(now), uow.own_hall().rules)
