"""Who is next for a counter: the smallest place in line among the services that it serves. Nobody else works it out."""

from sqlalchemy import bindparam, func, select

from server.office.ticket import COLUMNS, ORDER, TicketRow, row_of
from server.store import tables
from server.store.unit_of_work import Reading

_serves = tables.counter_services
_waits = tables.tickets.alias("waits")
_HEAD_OF_LINE = (
    select(_waits.c.id)
    .where(_waits.c.center == bindparam("center"), _waits.c.line == _serves.c.service)
    .order_by(*(_waits.c[column.name] for column in ORDER))
    .limit(1)
    .correlate(_serves)
    .scalar_subquery()
)
_NEXT = (
    select(*COLUMNS)
    .select_from(_serves.join(tables.tickets, tables.tickets.c.id == _HEAD_OF_LINE))
    .where(_serves.c.counter == bindparam("counter"))
    .order_by(*ORDER)
    .limit(1)
)
"""The head of each line comes from the index, so the cost does not grow with the line."""
_oldest = tables.tickets.alias("oldest")
_OLDEST_OF_LINE = (
    select(_oldest.c.ready_at)
    .where(_oldest.c.center == bindparam("center"), _oldest.c.line == _serves.c.service)
    .order_by(_oldest.c.ready_at)
    .limit(1)
    .correlate(_serves)
    .scalar_subquery()
)
_LONGEST = select(func.min(_OLDEST_OF_LINE)).select_from(_serves).where(_serves.c.counter == bindparam("counter"))
"""The oldest of each line comes from an index of its own: who waits longest need not be at its head."""


def next_in_line(reading: Reading, center: str, counter: str) -> TicketRow | None:
    """Return the ticket that `counter` calls next, or None when nobody waits for its services."""
    found = reading.row(_NEXT, center=center, counter=counter)
    return None if found is None else row_of(found)


def longest_since(reading: Reading, center: str, counter: str) -> int | None:
    """Return since when (ms) whoever waits longest for the services of `counter` does so; not always the next."""
    found = reading.value(_LONGEST, center=center, counter=counter)
    return None if found is None else int(found)
