"""The rows of tickets that were taken elsewhere: who is on the way, until when, and which ticket goes on with which."""

from typing import Final

import msgspec
from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.dialects import postgresql

from server.rules.errors import Refusal
from server.rules.hall.calling import State
from server.store import tables
from server.store.remote_tables import COMING, remote_tickets
from server.store.unit_of_work import Reading, UnitOfWork

_r, _t = remote_tickets.c, tables.tickets.c
_NEW: Final = {
    "sqlite": insert(remote_tickets),
    # Another process may take one for the same person in this moment, in another center: only one of them may stay.
    "postgresql": postgresql.insert(remote_tickets).on_conflict_do_nothing(),
}
_COMING = select(func.count()).where(COMING, _r.center == bindparam("center"))
_LIVE = select(_r.center).where(COMING)
_OF_VISIT = _LIVE.where(_r.visit == bindparam("visit")).limit(1)
_OF_HOLDER = _LIVE.where(_r.holder == bindparam("holder")).limit(1)
_ARRIVE_BY = select(_r.arrive_by).where(_r.ticket == bindparam("ticket"))
_ONWARD = (
    select(_t.id, _t.center, _t.label, _t.state, _r.arrive_by)
    .select_from(remote_tickets.join(tables.tickets, _t.id == _r.ticket))
    .where(_r.follows == bindparam("ticket"))
    .order_by(_r.taken_at.desc())
    .limit(1)
)


class RemoteRow(msgspec.Struct, frozen=True):
    """One row of the tickets taken elsewhere, field by column."""

    ticket: str
    center: str
    visit: str
    holder: str | None
    taken_at: int
    arrive_by: int
    follows: str | None = None


def coming(reading: Reading, center: str) -> int:
    """Return how many are on their way to `center`."""
    return int(reading.value(_COMING, center=center))


def must_be_alone(reading: Reading, visit: str, holder: str | None) -> None:
    """Raise `Refusal` remote_twice where this visit, or this holder, has a ticket on its way already, anywhere."""
    center = reading.value(_OF_VISIT, visit=visit)
    if center is None and holder is not None:
        center = reading.value(_OF_HOLDER, holder=holder)
    if center is not None:
        raise Refusal("remote_twice", center=reading.hall(center).name)


def keep(uow: UnitOfWork, row: RemoteRow) -> None:
    """Write who is on the way; raises `Refusal` remote_twice where somebody was quicker."""
    if uow.change(_NEW[uow.database], **msgspec.structs.asdict(row)) != 1:
        must_be_alone(uow, row.visit, row.holder)
        raise Refusal("remote_twice", center=uow.own_hall().name)


def arrive_by(reading: Reading, ticket: str) -> int | None:
    """Return until when (ms) the holder of a ticket is awaited; None of whoever is not."""
    found = reading.value(_ARRIVE_BY, ticket=ticket)
    return None if found is None else int(found)


class OnwardRow(msgspec.Struct, frozen=True):
    """The ticket of another center that goes on where one ended."""

    ticket: str
    center: str
    label: str
    state: State
    arrive_by: int | None


def onward(reading: Reading, ticket: str) -> OnwardRow | None:
    """Return the ticket that goes on in another center where `ticket` ended, if there is one."""
    found = reading.row(_ONWARD, ticket=ticket)
    return None if found is None else OnwardRow(*found)
