"""How many people stand in each line, and how many of them before whom. Only the mover counts anybody in or out."""

from typing import Any, Final

from sqlalchemy import bindparam, func, insert, literal, select, tuple_, update

from server.office.ticket import ORDER, TicketRow
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork

_t = tables.tickets.c
_COUNT = (
    update(tables.lines)
    .where(tables.lines.c.center == bindparam("of_center"), tables.lines.c.service == bindparam("of_service"))
    .values(waiting=tables.lines.c.waiting + bindparam("more"))
    .returning(tables.lines.c.waiting)
)
_FIRST_IN_LINE = insert(tables.lines)
_PLACE = tuple_(*(bindparam(f"my_{column.name}", type_=column.type) for column in ORDER))
_OF_LINE = (_t.center == bindparam("center"), _t.line == bindparam("service"))
_IN_LINE = select(func.count()).where(*_OF_LINE)
_BEFORE = _IN_LINE.where(tuple_(*ORDER) < _PLACE)
_BEHIND = _IN_LINE.where(tuple_(*ORDER) > _PLACE)
_JOIN = _COUNT.returning(_BEHIND.scalar_subquery())
NEAR: Final = 256
"""So many people are counted from either end of a line; only who stands further inside has all counted."""
_STANDS = select(literal(1)).where(*_OF_LINE)
_NEAR_BEFORE = select(func.count()).select_from(_STANDS.where(tuple_(*ORDER) < _PLACE).limit(NEAR).subquery())
_NEAR_BEHIND = select(func.count()).select_from(_STANDS.where(tuple_(*ORDER) > _PLACE).limit(NEAR).subquery())
_BOUND_BEFORE = select(func.count()).where(_t.bound == bindparam("counter"), tuple_(*ORDER) < _PLACE)
_WAIT = select(tables.lines.c.waiting).where(
    tables.lines.c.center == bindparam("center"), tables.lines.c.service == bindparam("service")
)


def before(reading: Reading, ticket: TicketRow) -> int:
    """Return how many people of its line, or bound to its counter, are called before a waiting ticket; else 0."""
    if ticket.bound is not None:
        return int(reading.value(_BOUND_BEFORE, counter=ticket.bound, **_place(ticket)))
    if ticket.line is None:
        return 0
    where = _line_and_place(ticket)
    near = int(reading.value(_NEAR_BEFORE, **where))
    if near < NEAR:
        return near
    behind = int(reading.value(_NEAR_BEHIND, **where))
    if behind < NEAR:
        waiting = int(reading.value(_WAIT, center=ticket.center, service=ticket.service))
        return waiting - 1 - behind
    return int(reading.value(_BEFORE, **where))


def counted(uow: UnitOfWork, before: TicketRow | None, after: TicketRow) -> int:
    """Count who left a line and who joined one; return how many are called before whoever joined."""
    if before is not None and before.line is not None and before.line != after.line:
        uow.run(_COUNT, of_center=uow.center, of_service=before.line, more=-1)
    if after.line is not None and (before is None or before.line != after.line):
        return _join(uow, after)
    return 0


def _join(uow: UnitOfWork, ticket: TicketRow) -> int:
    """Count `ticket` into its line; only those behind are counted one by one: of a new ticket's line there are few."""
    found = uow.row(_JOIN, of_center=uow.center, of_service=ticket.service, more=1, **_line_and_place(ticket))
    if found is None:
        uow.run(_FIRST_IN_LINE, center=uow.center, service=ticket.service, waiting=1)
        return 0
    waiting, behind = found
    return int(waiting) - 1 - int(behind)


def _line_and_place(ticket: TicketRow) -> dict[str, Any]:
    return {"center": ticket.center, "service": ticket.service, **_place(ticket)}


def _place(ticket: TicketRow) -> dict[str, Any]:
    return {f"my_{column.name}": getattr(ticket, column.name) for column in ORDER}
