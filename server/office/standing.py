"""Where a ticket stands, or would if it came back now; and what whoever holds it may know of that."""

from typing import Final

from msgspec.structs import replace
from sqlalchemy import bindparam, func, literal, select

from config.centers import LineRules
from server.office.lines import NEAR, before
from server.office.ticket import ORDER, TicketRow, view
from server.rules.hall import line
from server.store import tables
from server.store.halls import Hall
from server.store.lines_called import lines_of
from server.store.unit_of_work import Reading
from server.wire.messages import Ticket

_t = tables.tickets.c
_FIRST: Final = (
    select(_t.key)
    .where(_t.center == bindparam("center"), _t.line == bindparam("service"))
    .order_by(*ORDER)
    .limit(bindparam("many"))
)
_AWAY: Final = (
    select(literal(1))
    .where(
        _t.center == bindparam("center"),
        _t.state == "postponed",
        tables.ASIDE,
        _t.service == bindparam("service"),
        _t.key < bindparam("key"),
    )
    .limit(NEAR)
)
_RETURNING = select(func.count()).select_from(_AWAY.subquery())
_STATES = select(tables.counters.c.id, tables.counters.c.state).where(tables.counters.c.center == bindparam("center"))


def key_again(reading: Reading, ticket: TicketRow, rules: LineRules) -> int:
    """Return the key with which a ticket that stands aside comes back into its line now.

    Who was missed comes behind the first few, who was put off behind whoever is next; all others in their own place.
    """
    behind = {"missed": rules.rejoin_behind, "postponed": 1}.get(ticket.state, 0)
    if not behind:
        return ticket.key
    first = reading.rows(_FIRST, center=ticket.center, service=ticket.service, many=behind)
    return line.key_behind(ticket.key, [row[0] for row in first])


def as_its_holder_sees(reading: Reading, ticket: TicketRow, hall: Hall) -> Ticket:
    """Return a ticket with the people of its line that are called before it, and what its holder may do."""
    if ticket.state == "postponed":
        back = replace(ticket, line=ticket.service, key=key_again(reading, ticket, hall.rules))
        return view(ticket, before(reading, back))
    if ticket.line is None and ticket.bound is None:
        return view(ticket, 0)
    rules, ahead = hall.rules, before(reading, ticket)
    return replace(
        view(ticket, ahead),
        counters_open=_serving(reading, ticket),
        returning=_returning(reading, ticket) if ahead and ticket.bound is None else 0,
        postpone_min=rules.postpone_minutes if ticket.postpones < rules.postpone_at_most else None,
    )


def _returning(reading: Reading, ticket: TicketRow) -> int:
    """Return how many are away for a while who come back before `ticket`; those who are next let nobody in before."""
    return int(reading.value(_RETURNING, center=ticket.center, service=ticket.service, key=ticket.key))


def _serving(reading: Reading, ticket: TicketRow) -> int:
    """Return how many open counters a waiting ticket may be called to."""
    states = reading.pairs(_STATES, center=ticket.center)
    if ticket.bound is not None:
        return int(states.get(ticket.bound) == "open")
    lines = lines_of(reading, ticket.center)
    return sum(1 for counter, services in lines.items() if ticket.line in services and states.get(counter) == "open")
