"""A ticket as the office holds it, and the moves that every verb shares."""

from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, bindparam, case, func, insert, literal_column, select, tuple_, update

from server.rules.errors import Refusal
from server.rules.hall import calling
from server.rules.hall.fact import TicketRef
from server.store import tables
from server.store.statements import Row
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.messages import Ticket, moment

_t = tables.tickets.c
COLUMNS: Final = tuple(tables.tickets.c)
ORDER: Final = (_t.key, _t.ready_at, _t.prefix, _t.number)
"""The one ordering of a line, as SQL; `server.rules.line.order` is the same ordering in Python."""

WAITING: Final[ColumnElement[str]] = literal_column("'waiting'")
"""Why not a bind parameter: a partial index is used only when the statement itself says the state."""

_BY_ID = select(*COLUMNS).where(_t.id == bindparam("ticket"))
_OPEN_AT = select(*COLUMNS).where(
    _t.counter == bindparam("counter"), _t.state.in_((literal_column("'called'"), literal_column("'serving'")))
)
_MOVE = (
    update(tables.tickets)
    .where(_t.id == bindparam("of_ticket"), _t.state == bindparam("from_state"))
    .values(
        state=bindparam("to_state"),
        counter=bindparam("to_counter"),
        calls=bindparam("to_calls"),
        called_at=bindparam("to_called_at"),
        step=bindparam("to_step"),
        service=bindparam("to_service"),
    )
)
_i = tables.intervals.c
_END = (
    update(tables.intervals)
    .where(_i.ticket == bindparam("of_ticket"), _i.ended_at.is_(None))
    .values(ended_at=case((_i.began_at > bindparam("now"), _i.began_at), else_=bindparam("now")))
)
_BEGIN = insert(tables.intervals)
_JOIN_LINE = (
    update(tables.lines)
    .where(tables.lines.c.center == bindparam("of_center"), tables.lines.c.service == bindparam("of_service"))
    .values(waiting=tables.lines.c.waiting + bindparam("more"))
    .returning(tables.lines.c.waiting)
)
_FIRST_IN_LINE = insert(tables.lines)
_PLACE = tuple_(*(bindparam(f"my_{column.name}", type_=column.type) for column in ORDER))
_IN_LINE = select(func.count()).where(
    _t.center == bindparam("center"), _t.service == bindparam("service"), _t.state == WAITING
)
_BEFORE = _IN_LINE.where(tuple_(*ORDER) < _PLACE)
_BEHIND = _IN_LINE.where(tuple_(*ORDER) > _PLACE)
_STAND_IN_LINE = _JOIN_LINE.returning(_BEHIND.scalar_subquery())
_services = msgspec.json.Decoder(tuple[str, ...]).decode


class TicketRow(msgspec.Struct):
    """One row of the tickets' table; `services` decoded."""

    id: str
    center: str
    prefix: str
    day: str
    number: int
    label: str
    state: str
    services: tuple[str, ...]
    step: int
    service: str
    priority: str
    ready_at: int
    key: int
    counter: str | None
    calls: int
    called_at: int | None
    plan: str | None
    secret_hash: str
    issued_at: int

    @property
    def ref(self) -> TicketRef:
        """Return the ticket as a screen may know it."""
        return TicketRef(self.id, self.label)


def row_of(columns: Row) -> TicketRow:
    """Return the ticket of a selected row."""
    values: list[Any] = list(columns)
    values[7] = _services(values[7])
    return TicketRow(*values)


def ticket_of(reading: Reading, ticket: str) -> TicketRow:
    """Return a ticket by its id; raises `Refusal` ticket_unknown."""
    found = reading.row(_BY_ID, ticket=ticket)
    if found is None:
        raise Refusal("ticket_unknown")
    return row_of(found)


def open_at(reading: Reading, counter: str) -> TicketRow | None:
    """Return the ticket that is called to or served at `counter`, if there is one."""
    found = reading.row(_OPEN_AT, counter=counter)
    return None if found is None else row_of(found)


def after(ticket: TicketRow, verb: str) -> str:
    """Return the state after `verb`; raises `Refusal` ticket_state that names the ticket."""
    return calling.after(ticket.state, verb, ticket.label)


def move(uow: UnitOfWork, ticket: TicketRow, state: str, **changes: Any) -> TicketRow:
    """Bring `ticket` into `state` if it still is where we saw it, else raise `Refusal` ticket_state.

    This conditional update is the claim: whatever the number of processes, one of two wins.
    """
    after = msgspec.structs.replace(ticket, state=state, **changes)
    changed = uow.change(
        _MOVE,
        of_ticket=ticket.id,
        from_state=ticket.state,
        to_state=state,
        to_counter=after.counter,
        to_calls=after.calls,
        to_called_at=after.called_at,
        to_step=after.step,
        to_service=after.service,
    )
    if changed != 1:
        raise calling.not_possible(ticket.label, ticket.state)
    return after


def begin_interval(uow: UnitOfWork, ticket: TicketRow, now: int) -> None:
    """Begin the interval of the ticket's state; the next fact told is the one that begins it."""
    uow.run(
        _BEGIN,
        ticket=ticket.id,
        seq=uow.next_seq,
        state=ticket.state,
        service=ticket.service,
        counter=ticket.counter,
        began_at=now,
        ended_at=None,
    )


def end_interval(uow: UnitOfWork, ticket: TicketRow, now: int) -> None:
    """End the ticket's open interval, never before it began, even when the clock was set back."""
    uow.run(_END, of_ticket=ticket.id, now=now)


def stand_in_line(uow: UnitOfWork, ticket: TicketRow) -> int:
    """Count the waiting `ticket` into its line; return how many people of it are called before.

    Only those behind are counted one by one: of a new ticket's line there are few.
    """
    found = uow.row(_STAND_IN_LINE, of_center=uow.center, of_service=ticket.service, more=1, **_line_and_place(ticket))
    if found is None:
        uow.run(_FIRST_IN_LINE, center=uow.center, service=ticket.service, waiting=1)
        return 0
    waiting, behind = found
    return int(waiting) - 1 - int(behind)


def leave_line(uow: UnitOfWork, service: str) -> None:
    """Count one person less waiting for `service`."""
    uow.run(_JOIN_LINE, of_center=uow.center, of_service=service, more=-1)


def before(reading: Reading, ticket: TicketRow) -> int:
    """Return how many people of its line are called before a waiting ticket; 0 for any other."""
    if ticket.state != "waiting":
        return 0
    return int(reading.value(_BEFORE, **_line_and_place(ticket)))


def _line_and_place(ticket: TicketRow) -> dict[str, Any]:
    place = {f"my_{column.name}": getattr(ticket, column.name) for column in ORDER}
    return {"center": ticket.center, "service": ticket.service, **place}


def view(ticket: TicketRow, ahead: int, secret: str | None = None) -> Ticket:
    """Return the ticket as its holder sees it."""
    return Ticket(
        id=ticket.id,
        center=ticket.center,
        number=ticket.label,
        state=ticket.state,
        services=ticket.services,
        step=ticket.step,
        service=ticket.service,
        counter=ticket.counter,
        ahead=ahead,
        wait=None,
        issued_at=moment(ticket.issued_at),
        calls=ticket.calls,
        plan=ticket.plan,
        secret=secret,
    )
