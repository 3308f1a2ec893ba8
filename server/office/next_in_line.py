"""Who is next for a counter: whoever is bound to it, then the smallest place among the lines it calls from.

Nobody else works it out.
"""

from typing import Final

import msgspec
from sqlalchemy import bindparam, func, select

from server.office.ticket import COLUMNS, ORDER, TicketRow, row_of
from server.rules.hall import speaking
from server.rules.hall.line import order
from server.store import tables
from server.store.unit_of_work import Reading

_serves = tables.counter_lines
_waits = tables.tickets.alias("waits")
_HEAD_OF_LINE = (
    select(_waits.c.id)
    .where(_waits.c.center == bindparam("center"), _waits.c.line == _serves.c.service)
    .order_by(*(_waits.c[column.name] for column in ORDER))
    .limit(1)
    .correlate(_serves)
    .scalar_subquery()
)
_HEAD_OF_LINES = (
    select(tables.tickets.c.id)
    .select_from(_serves.join(tables.tickets, tables.tickets.c.id == _HEAD_OF_LINE))
    .where(_serves.c.counter == bindparam("counter"))
    .order_by(*ORDER)
    .limit(1)
    .scalar_subquery()
)
"""The head of each line comes from the index, so the cost does not grow with the line."""
_bound = tables.tickets.alias("bound_here")
_FIRST_BOUND = (
    select(_bound.c.id)
    .where(_bound.c.bound == bindparam("counter"))
    .order_by(*(_bound.c[column.name] for column in ORDER))
    .limit(1)
    .scalar_subquery()
)
_next = tables.tickets.alias("next")
_NEXT = select(*(_next.c[column.name] for column in COLUMNS)).where(
    _next.c.id == func.coalesce(_FIRST_BOUND, _HEAD_OF_LINES)
)
"""Where somebody is bound, no line is looked at."""
_t, _k, _s = tables.tickets.c, tables.counters.c, tables.staff.c
LOOKED_AT: Final = 16
"""So many of each line are looked at for somebody whom a counter can talk to."""
_CALLED_HERE = select(_serves.c.service).where(_serves.c.counter == bindparam("counter"))
_HEADS = (
    select(*COLUMNS)
    .where(_t.center == bindparam("center"), _t.line == bindparam("service"), _t.key <= bindparam("within"))
    .order_by(*ORDER)
    .limit(LOOKED_AT)
)
_SPEAKS = select(_s.languages).join(tables.counters, _k.person == _s.id).where(_k.id == bindparam("counter"))
_SPEAKERS = (
    select(_s.languages)
    .join(tables.counters, _k.person == _s.id)
    .join(_serves, _serves.c.counter == _k.id)
    .where(_serves.c.service == bindparam("service"), _k.state == "open", _k.id != bindparam("counter"))
)
_languages = msgspec.json.Decoder(tuple[str, ...]).decode
_oldest = tables.tickets.alias("oldest")
_OLDEST_OF_LINE = (
    select(_oldest.c.ready_at)
    .where(_oldest.c.center == bindparam("center"), _oldest.c.line == _serves.c.service)
    .order_by(_oldest.c.ready_at)
    .limit(1)
    .correlate(_serves)
    .scalar_subquery()
)
_OLDEST_OF_LINES = (
    select(func.min(_OLDEST_OF_LINE))
    .select_from(_serves)
    .where(_serves.c.counter == bindparam("counter"))
    .scalar_subquery()
)
_OLDEST_BOUND = select(func.min(_bound.c.ready_at)).where(_bound.c.bound == bindparam("counter")).scalar_subquery()
_LONGEST = (
    select(_OLDEST_OF_LINES, _OLDEST_BOUND)
    .select_from(tables.counters)
    .where(tables.counters.c.id == bindparam("counter"))
)
"""The oldest of each line comes from an index of its own: who waits longest need not be at its head."""


def next_in_line(reading: Reading, center: str, counter: str) -> TicketRow | None:
    """Return the ticket that `counter` calls next, or None when nobody waits for it or its services."""
    found = reading.row(_NEXT, center=center, counter=counter)
    if found is None:
        return None
    first = row_of(found)
    # Nothing is asked of whoever speaks what everybody does.
    return first if first.language is None or first.bound is not None else _spoken(reading, first, counter)


def _spoken(reading: Reading, first: TicketRow, counter: str) -> TicketRow:
    """Return whom `counter` calls where the `first` of its lines speaks a language of their own."""
    within = speaking.grace(reading.hall_of(first.center).rules)
    if not within:
        return first
    lines = [row[0] for row in reading.rows(_CALLED_HERE, counter=counter)]
    heads = (reading.rows(_HEADS, center=first.center, service=each, within=first.key + within) for each in lines)
    waiting = sorted((row_of(row) for rows in heads for row in rows), key=order)

    def elsewhere(ticket: TicketRow) -> bool:
        rows = reading.rows(_SPEAKERS, service=ticket.service, counter=counter)
        return any(ticket.language in _languages(row[0]) for row in rows)

    return speaking.chosen(waiting, _languages(reading.value(_SPEAKS, counter=counter) or "[]"), elsewhere, within)


def longest_since(reading: Reading, center: str, counter: str) -> int | None:
    """Return since when (ms) whoever waits longest for `counter` or its services does so; not always the next."""
    found = reading.row(_LONGEST, center=center, counter=counter) or ()
    return min((int(each) for each in found if each is not None), default=None)
