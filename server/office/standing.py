"""Where a ticket stands, or would if it came back now; and what whoever holds it may know of that."""

from typing import Final, Literal

from msgspec.structs import replace
from sqlalchemy import bindparam, func, literal, select

from config.centers import LineRules
from server.office.lines import NEAR, before
from server.office.remote.record import arrive_by, onward
from server.office.ticket import ORDER, TicketRow, view
from server.rules.hall import line
from server.rules.hall.calling import OVER
from server.rules.hall.slip_digits import digits_of
from server.store import return_tables, tables
from server.store.halls import Hall
from server.store.lines_called import lines_of
from server.store.unit_of_work import Reading
from server.wire.messages import SentOn, Ticket, TicketStep, moment

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
_r = return_tables.return_rights.c
_RIGHT = select(_r.until).where(_r.ticket == bindparam("ticket"), _r.used_by.is_(None)).order_by(_r.step.desc())
_STATES = select(tables.counters.c.id, tables.counters.c.state).where(tables.counters.c.center == bindparam("center"))

BEHIND_ALL: Final = 2**62
"""The place of whoever comes back only now: behind all who stand at the same moment."""


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
    seen = _seen(reading, ticket, hall)
    return replace(seen, way=way_of(reading, ticket)) if len(ticket.services) > 1 else seen


def way_of(reading: Reading, ticket: TicketRow) -> tuple[TicketStep, ...]:
    """Return the steps of a ticket, each with the counters that do it now and how many of them are open."""
    lines, states = lines_of(reading, ticket.center), reading.pairs(_STATES, center=ticket.center)
    stands: tuple[Literal["done", "here", "later"], ...] = ("done", "here", "later")
    over = ticket.state in OVER
    found = []
    for at, service in enumerate(ticket.services):
        serve = tuple(counter for counter, services in lines.items() if service in services)
        is_open = sum(1 for counter in serve if states.get(counter) == "open")
        how = stands[(at >= ticket.step) + (at > ticket.step)]
        if over and at == ticket.step and ticket.state == "finished":
            how = "done"
        found.append(TicketStep(service, how, serve, is_open))
    return tuple(found)


def _seen(reading: Reading, ticket: TicketRow, hall: Hall) -> Ticket:
    if ticket.state == "postponed":
        back = replace(ticket, line=ticket.service, key=key_again(reading, ticket, hall.rules), place=BEHIND_ALL)
        return view(ticket, before(reading, back))
    if ticket.state == "remote":
        until = arrive_by(reading, ticket.id)
        # Whoever comes types them at a kiosk, and may have no slip.
        digits = digits_of(ticket.secret_hash) if ticket.secret_hash else None
        return replace(view(ticket, 0), arrive_by=None if until is None else moment(until), digits=digits)
    if ticket.line is None and ticket.bound is None:
        shown = replace(view(ticket, 0), onward=_onward(reading, ticket))
        if ticket.state != "finished" or not hall.rules.return_days:
            return shown
        return replace(shown, return_until=_return_until(reading, ticket))
    rules, ahead = hall.rules, before(reading, ticket)
    return replace(
        view(ticket, ahead),
        counters_open=_serving(reading, ticket),
        returning=_returning(reading, ticket) if ahead and ticket.bound is None else 0,
        postpone_min=rules.postpone_minutes if ticket.postpones < rules.postpone_at_most else None,
    )


def _onward(reading: Reading, ticket: TicketRow) -> SentOn | None:
    follows = onward(reading, ticket.id) if ticket.state == "finished" else None
    if follows is None:
        return None
    until = None if follows.arrive_by is None else moment(follows.arrive_by)
    return SentOn(follows.ticket, follows.center, follows.label, follows.state, until)


def _return_until(reading: Reading, ticket: TicketRow) -> str | None:
    """Return until which day (ISO date) the holder of a finished ticket may come back by it, None for no right."""
    found = reading.value(_RIGHT, ticket=ticket.id)
    return None if found is None else str(found)


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
