"""Why not me yet: who of a ticket's line was called while it stood there, and by which rule. Numbers, no person."""

from typing import Final

from sqlalchemy import bindparam, desc, func, select

from server.office.ticket import COLUMNS, row_of, ticket_of
from server.rules.hall.speaking import grace
from server.rules.hall.went_before import rule_of
from server.store import tables
from server.store.unit_of_work import Reading, public_part
from server.wire.messages import TOLD_BEFORE, BeforeAnswer, CalledBefore, moment

LOOKED_AT: Final = 1000
"""So many facts about calls are looked at, the newest: what a look costs does not grow with the day."""

_t, _j, _i = tables.tickets.c, tables.journal.c, tables.intervals.c
_JOINED = select(func.min(_i.seq), func.min(_i.began_at)).where(
    _i.ticket == bindparam("ticket"), _i.service == bindparam("service"), _i.state == "waiting"
)
_NEWEST_FIRST = (
    select(_j.seq, _j.at, _j.kind, _j.ticket, _j.service_from, _j.reason, _j.payload)
    .where(_j.center == bindparam("center"), _j.seq > bindparam("since"), tables.ABOUT_CALLS)
    .order_by(desc(_j.seq))
)
_NEWEST = _NEWEST_FIRST.limit(LOOKED_AT).subquery()
_OLDEST_LOOKED_AT = _NEWEST_FIRST.with_only_columns(_j.at).limit(1).offset(LOOKED_AT - 1)
_CALLED = (
    select(*COLUMNS, _NEWEST.c.at, _NEWEST.c.reason, _NEWEST.c.payload)
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
    hall = reading.hall(mine.center)
    prefix, spoken = hall.services[mine.service].prefix, mine.language is not None and grace(hall.rules) > 0
    told: dict[str, CalledBefore] = {}
    for *columns, called_at, reason, payload in rows:
        other = row_of(columns)
        # Who was called again is there once, as of the last time.
        if other.id not in told:
            bound = public_part(payload).bound_from is not None
            rule = rule_of(other, mine.ready_at, prefix, reason, bound=bound, spoken=spoken)
            told[other.id] = CalledBefore(other.label, moment(called_at), rule)
    newest = tuple(told.values())[:TOLD_BEFORE]
    return BeforeAnswer(len(told), moment(at if oldest is None else oldest), newest)
