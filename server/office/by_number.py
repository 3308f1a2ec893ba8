"""A ticket of today by its number: anybody learns what the screens show; with the digits of its slip, all of it."""

from hmac import compare_digest
from typing import Final

from sqlalchemy import bindparam, select

from server.office.access.tries import Tries
from server.office.standing import as_its_holder_sees
from server.office.ticket import COLUMNS, TicketRow, row_of
from server.rules.errors import Refusal
from server.rules.hall.numbering import parse
from server.rules.hall.slip_digits import digits_of, read_typed
from server.store import tables
from server.store.unit_of_work import Reading
from server.wire.messages import NumberAnswer

_t = tables.tickets.c
_NUMBERED: Final = (
    select(*COLUMNS)
    .join(tables.centers, tables.centers.c.id == _t.center)
    .where(
        tables.centers.c.id == bindparam("center"),
        _t.prefix == bindparam("prefix"),
        _t.day == tables.centers.c.day,
        _t.number == bindparam("number"),
    )
)


_ON: Final = select(*COLUMNS).where(
    _t.center == bindparam("center"),
    _t.prefix == bindparam("prefix"),
    _t.day == bindparam("day"),
    _t.number == bindparam("number"),
)


def ticket_on(reading: Reading, center: str, day: str, number: str) -> TicketRow:
    """Return the ticket `number` of `center` that was given out on `day` (ISO date).

    Raises `Refusal` ticket_unknown.
    """
    typed = read_typed(number)
    if typed is None:
        raise Refusal("ticket_unknown")
    prefix, count = parse(typed.number)
    found = reading.row(_ON, center=center, prefix=prefix, day=day, number=count)
    if found is None:
        raise Refusal("ticket_unknown")
    return row_of(found)


def ticket_by_number(
    reading: Reading, center: str, number: str, digits: str | None, tries: Tries, now: int
) -> NumberAnswer:
    """Return today's ticket `number` of `center`; with the `digits` of its slip as its holder sees it, at `now` (ms).

    Wrong digits are counted for this ticket in `tries`. Raises `Refusal` center_unknown, ticket_unknown,
    slip_digits_wrong, slip_digits_tries.
    """
    hall = reading.hall(center)
    typed = read_typed(number)
    if typed is None:
        raise Refusal("ticket_unknown")
    prefix, count = parse(typed.number)
    found = reading.row(_NUMBERED, center=center, prefix=prefix, number=count)
    if found is None:
        raise Refusal("ticket_unknown")
    ticket = row_of(found)
    if digits is None:
        return NumberAnswer(ticket.label, ticket.state, ticket.service, ticket.counter)
    if seconds := tries.seconds_left(ticket.id, now):
        raise Refusal("slip_digits_tries", seconds=seconds)
    # A secret that was forgotten opens nothing any more, and neither does what follows from it.
    if not ticket.secret_hash or not compare_digest(digits.encode(), digits_of(ticket.secret_hash).encode()):
        tries.count(ticket.id, now)
        raise Refusal("slip_digits_wrong", number=ticket.label)
    own = as_its_holder_sees(reading, ticket, hall)
    return NumberAnswer(ticket.label, ticket.state, ticket.service, ticket.counter, own)
