"""The tickets of one visit: what somebody has here and elsewhere, how far each is, and when it stood where."""

from typing import Final

from sqlalchemy import bindparam, or_, select

from config.centers import Text
from server.office.ticket import COLUMNS, TicketRow, row_of, ticket_of
from server.rules.errors import Refusal
from server.store import tables
from server.store.unit_of_work import Reading
from server.wire.visits import Stay, VisitAnswer, VisitTicket, moment

AT_MOST: Final = 32
"""The most tickets that one visit ties together."""
_t, _i = tables.tickets.c, tables.intervals.c
_OF_VISIT: Final = (
    select(*COLUMNS)
    .where(or_(_t.id == bindparam("visit"), (_t.visit == bindparam("visit")) & tables.TIED))
    .order_by(_t.issued_at, _t.id)
    .limit(AT_MOST)
)
"""The first ticket of a visit has its name; the others are found by an index that holds them alone."""
_STAYS: Final = (
    select(_i.state, _i.service, _i.counter, _i.began_at, _i.ended_at)
    .where(_i.ticket == bindparam("ticket"))
    .order_by(_i.seq)
)


def visit_of(reading: Reading, visit: str, *, center: str | None = None, counter: str | None = None) -> VisitAnswer:
    """Return the tickets of `visit` with their steps and times, the oldest first.

    Whoever belongs to a `center` sees only what has a ticket there; a `counter` only what it has, or had, before it.
    Raises `Refusal` visit_unknown.
    """
    rows = [row_of(row) for row in reading.rows(_OF_VISIT, visit=visit)]
    own = [row for row in rows if center in (None, row.center) and counter in (None, row.counter)]
    if not own or rows[0].visit != visit:
        raise Refusal("visit_unknown")
    return VisitAnswer(visit, tuple(_told(reading, row) for row in rows))


def visit_of_ticket(reading: Reading, ticket: str) -> VisitAnswer:
    """Return the visit that `ticket` belongs to, itself included; raises `Refusal` ticket_unknown."""
    return visit_of(reading, ticket_of(reading, ticket).visit)


def must_be_a_visit(reading: Reading, visit: str) -> None:
    """Raise `Refusal` visit_unknown where `visit` is none, or ties as many tickets as one may."""
    rows = reading.rows(_OF_VISIT, visit=visit)
    if not rows or len(rows) == AT_MOST or row_of(rows[0]).visit != visit:
        raise Refusal("visit_unknown")


def _told(reading: Reading, ticket: TicketRow) -> VisitTicket:
    stays = tuple(
        Stay(state, service, counter, moment(began), None if ended is None else moment(ended))
        for state, service, counter, began, ended in reading.rows(_STAYS, ticket=ticket.id)
    )
    hall = reading.hall(ticket.center)
    service = hall.services.get(ticket.service)
    return VisitTicket(
        ticket.id,
        ticket.center,
        hall.name,
        service.name if service else Text(ticket.service, ticket.service),
        ticket.label,
        ticket.state,
        ticket.services,
        ticket.step,
        ticket.counter,
        moment(ticket.issued_at),
        stays,
    )
