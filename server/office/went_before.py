"""Why not me yet: who of a ticket's line was called while it stood there, and by which rule. Numbers, no person."""

from typing import Final

from sqlalchemy import bindparam, desc, func, select

from server.office.ticket import COLUMNS, row_of, ticket_of
from server.rules.hall.went_before import rule_of
from server.store import tables
from server.store.unit_of_work import Reading
from server.wire.messages import TOLD_BEFORE, BeforeAnswer, CalledBefore, moment

LOOKED_AT: Final = 1000
"""So many facts about calls are looked at, the newest: what a look costs does not grow with the day."""

_t, _j, _i = tables.tickets.c, tables.journal.c, tables.intervals.c
_JOINED = select(func.min(_i.seq), func.min(_i.began_at)).where(
    _i.ticket == bindparam("ticket"), _i.service == bindparam("service"), _i.state == "waiting"
)
_NEWEST_FIRST = (
    select(_j.seq, _j.at, _j.kind, _j.ticket, _j.service_from)
    .where(_j.center == bindparam("center"), _j.seq > bindparam("since"), tables.ABOUT_CALLS)
    .order_by(desc(_j.seq))
)
_NEWEST = _NEWEST_FIRST.limit(LOOKED_AT).subquery()
_OLDEST_LOOKED_AT = _NEWEST_FIRST.with_only_columns(_j.at).limit(1).offset(LOOKED_AT - 1)
_CALLED = (
    select(*COLUMNS, _NEWEST.c.at)
    .join(tables.tickets, _t.id == _NEWEST.c.ticket)
    .where(
        _NEWEST.c.kind == "ticket.called",
        _NEWEST.c.service_from == bindparam("service"),
        _t.id != bindparam("ticket"),
        # Whoever stands there again has not gone before anybody.
        func.coalesce(_t.line, "") != bindparam("service"),
    )
    .order_by(desc(_NEWEST.c.seq))
)


def went_before(reading: Reading, ticket: str) -> BeforeAnswer:
    """Return who was called in the line of a waiting ticket, or of one that is put off, since it joined that line.

    The newest are named, all are counted, as far back as the answer's `since`; of any other ticket nobody is told.
    Raises `Refusal` ticket_unknown.
    """
    mine = ticket_of(reading, ticket)
    joined = reading.row(_JOINED, ticket=mine.id, service=mine.service)
    if mine.state not in ("waiting", "postponed") or joined is None or joined[0] is None:
        return BeforeAnswer(0, moment(mine.issued_at))
    since, at = joined
    oldest = reading.value(_OLDEST_LOOKED_AT, center=mine.center, since=since)
    rows = reading.rows(_CALLED, center=mine.center, since=since, service=mine.service, ticket=mine.id)
    prefix = reading.hall(mine.center).services[mine.service].prefix
    told: dict[str, CalledBefore] = {}
    for row in rows:
        other = row_of(row[:-1])
        # Who was called again is there once, as of the last time.
        told.setdefault(other.id, CalledBefore(other.label, moment(row[-1]), rule_of(other, mine.ready_at, prefix)))
    newest = tuple(told.values())[:TOLD_BEFORE]
    return BeforeAnswer(len(told), moment(at if oldest is None else oldest), newest)
