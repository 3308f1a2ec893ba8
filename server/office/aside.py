"""Tickets that stand aside of every line: on hold, missed, put off, finished last; and any one by its number."""

from typing import Final

from sqlalchemy import bindparam, desc, select

from server.office.at_counter import center_of
from server.office.ticket import COLUMNS, row_of
from server.rules.hall import numbering
from server.rules.hall.calling import State
from server.store import tables
from server.store.statements import Row
from server.store.unit_of_work import Reading
from server.wire.messages import AsideAnswer, TicketAside, moment

FINISHED: Final = 30
"""The most finished tickets that are listed; older ones are found by their number."""

_t, _i, _j = tables.tickets.c, tables.intervals.c, tables.journal.c
_DAY = select(tables.centers.c.day, tables.centers.c.day_seq).where(tables.centers.c.id == bindparam("center"))
_SINCE = (
    select(_i.began_at).where(_i.ticket == _t.id, _i.ended_at.is_(None)).correlate(tables.tickets).scalar_subquery()
)
_STANDING = select(*COLUMNS, _SINCE).where(
    _t.center == bindparam("center"), _t.state == bindparam("state"), tables.ASIDE
)
_FINISHED = (
    select(*COLUMNS, _j.at)
    .join(tables.tickets, _t.id == _j.ticket)
    .where(
        _j.center == bindparam("center"),
        _j.seq > bindparam("since"),
        _j.ticket.is_not(None),
        _j.counter.is_not(None),
        _j.kind == "ticket.finished",
        _j.state_to == "finished",
        _t.state == "finished",
    )
    .order_by(desc(_j.seq))
    .limit(FINISHED)
)
_BY_NUMBER = select(*COLUMNS, _SINCE).where(
    _t.center == bindparam("center"),
    _t.prefix == bindparam("prefix"),
    _t.day == bindparam("day"),
    _t.number == bindparam("number"),
)


def aside_at(reading: Reading, counter: str, number: str | None = None) -> AsideAnswer:
    """Return what stands aside in the center of `counter` today, longest first, or the ticket `number` wherever it is.

    Raises `Refusal` counter_unknown. A number that nobody has finds nothing.
    """
    center = center_of(reading, counter)
    found = reading.row(_DAY, center=center)
    day, day_seq = ("", 0) if found is None else found
    if number is not None:
        return AsideAnswer(found=_numbered(reading, center, day or "", number))
    return AsideAnswer(
        held=_standing(reading, center, "held"),
        missed=_standing(reading, center, "missed"),
        postponed=_standing(reading, center, "postponed"),
        finished=_finished(reading, center, day_seq),
    )


def _standing(reading: Reading, center: str, state: State) -> tuple[TicketAside, ...]:
    rows = [_told(row) for row in reading.rows(_STANDING, center=center, state=state)]
    return tuple(sorted(rows, key=lambda each: (each.since, each.number)))


def _finished(reading: Reading, center: str, since: int) -> tuple[TicketAside, ...]:
    told: dict[str, TicketAside] = {}
    for row in reading.rows(_FINISHED, center=center, since=since):
        # Who came back and was finished again is there once, as of the last time.
        told.setdefault(row[0], _told(row))
    return tuple(told.values())


def _numbered(reading: Reading, center: str, day: str, number: str) -> tuple[TicketAside, ...]:
    try:
        prefix, count = numbering.parse(number.strip().upper())
    except ValueError:
        return ()
    return tuple(_told(row) for row in reading.rows(_BY_NUMBER, center=center, prefix=prefix, day=day, number=count))


def _told(row: Row) -> TicketAside:
    ticket, since = row_of(row[:-1]), row[-1]
    at = ticket.issued_at if since is None else since
    return TicketAside(
        ticket.id,
        ticket.label,
        ticket.state,
        ticket.service,
        ticket.counter,
        moment(at),
        ticket.misses,
        None if ticket.back_at is None else moment(ticket.back_at),
        ticket.priority,
        bool(ticket.proven),
    )
