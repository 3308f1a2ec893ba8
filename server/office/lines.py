"""How many people stand in each line, and how many of them before whom. Only the mover counts anybody in or out."""

from typing import Any, Final

from sqlalchemy import bindparam, func, insert, literal, select, tuple_, update

from server.office import stretches
from server.office.stretches import IN_ITS_LINE, MY_PLACE
from server.office.ticket import ORDER, TicketRow
from server.store import tables
from server.store.unit_of_work import Reading, UnitOfWork

_t = tables.tickets.c
_SET = update(tables.lines).where(
    tables.lines.c.center == bindparam("of_center"), tables.lines.c.service == bindparam("of_service")
)
_COUNT = _SET.values(waiting=tables.lines.c.waiting + bindparam("more"))
_STRETCHED = _SET.values(stretched=bindparam("is_stretched"))
_FIRST_IN_LINE = insert(tables.lines)
NEAR: Final = 256
"""So many people are counted from either end of a line; for who stands further inside there are stretches."""
_STANDS = select(literal(1)).where(*IN_ITS_LINE)
_NEAR_BEFORE = select(func.count()).select_from(_STANDS.where(tuple_(*ORDER) < MY_PLACE).limit(NEAR).subquery())
_NEAR_BEHIND = select(func.count()).select_from(_STANDS.where(tuple_(*ORDER) > MY_PLACE).limit(NEAR).subquery())
_JOIN = _COUNT.returning(tables.lines.c.waiting, tables.lines.c.stretched, _NEAR_BEHIND.scalar_subquery())
_BOUND_BEFORE = select(func.count()).where(_t.bound == bindparam("counter"), tuple_(*ORDER) < MY_PLACE)
_LOOK = select(tables.lines.c.waiting, tables.lines.c.stretched, _NEAR_BEFORE.scalar_subquery().label("near")).where(
    tables.lines.c.center == bindparam("center"), tables.lines.c.service == bindparam("service")
)


def before(reading: Reading, ticket: TicketRow) -> int:
    """Return how many people of its line, or bound to its counter, are called before a waiting ticket; else 0."""
    if ticket.bound is not None:
        return int(reading.value(_BOUND_BEFORE, counter=ticket.bound, **_place(ticket)))
    if ticket.line is None:
        return 0
    where = _line_and_place(ticket)
    waiting, stretched, near = reading.row(_LOOK, **where) or (0, 0, 0)
    if near < NEAR:
        return int(near)
    behind = NEAR if stretched else int(reading.value(_NEAR_BEHIND, **where))
    return int(waiting) - 1 - behind if behind < NEAR else stretches.counted_before(reading, where)


def counted(uow: UnitOfWork, before: TicketRow | None, after: TicketRow) -> int:
    """Count who left a line and who joined one; return how many are called before whoever joined."""
    if before is not None and before.line is not None and _stood(before) != _stood(after):
        uow.run(_COUNT, of_center=uow.center, of_service=before.line, more=-1)
        stretches.leave(uow, _line_and_place(before))
    if after.line is not None and (before is None or _stood(before) != _stood(after)):
        return _join(uow, after)
    return 0


def _stood(ticket: TicketRow) -> tuple[str | None, int, int, int]:
    return ticket.line, ticket.key, ticket.ready_at, ticket.place


def _join(uow: UnitOfWork, ticket: TicketRow) -> int:
    """Count `ticket` into its line; of a new ticket's line there are few behind."""
    where = _line_and_place(ticket)
    found = uow.row(_JOIN, of_center=uow.center, of_service=ticket.service, more=1, **where)
    if found is None:
        uow.run(_FIRST_IN_LINE, center=uow.center, service=ticket.service, waiting=1, stretched=0)
        return 0
    waiting, stretched, behind = (int(each) for each in found)
    if stretched and waiting > 1:
        stretches.join(uow, where)
    elif stretched:
        stretches.forget(uow, where)
        uow.run(_STRETCHED, of_center=uow.center, of_service=ticket.service, is_stretched=0)
    elif waiting > stretches.LONG:
        stretches.keep(uow, where, waiting)
        uow.run(_STRETCHED, of_center=uow.center, of_service=ticket.service, is_stretched=1)
    return waiting - 1 - behind if behind < NEAR else stretches.counted_before(uow, where)


def _line_and_place(ticket: TicketRow) -> dict[str, Any]:
    return {"center": ticket.center, "service": ticket.service, **_place(ticket)}


def _place(ticket: TicketRow) -> dict[str, Any]:
    return {f"my_{column.name}": getattr(ticket, column.name) for column in ORDER}
