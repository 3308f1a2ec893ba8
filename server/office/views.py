"""What the office tells without changing anything."""

from msgspec.structs import replace
from sqlalchemy import bindparam, select

from config.centers import Opens
from server.office.at_counter import answer, center_of, state_in
from server.office.hours import hours_now
from server.office.standing import as_its_holder_sees
from server.office.ticket import in_hand_of, ticket_of
from server.rules.day_time import clock_of
from server.rules.days_off import missing_year
from server.rules.hall.calling import OVER
from server.rules.hall.fact import Fact
from server.rules.unreadable import not_whole
from server.store import tables
from server.store.lines_called import lines_of
from server.store.unit_of_work import Reading, facts_after
from server.wire.messages import CenterAnswer, CounterAnswer, CounterAtCenter, ServiceAtCenter, Ticket, moment

PAGE_AT_MOST = 1000

_CENTERS = select(tables.centers.c.id).order_by(tables.centers.c.position)
_STATES = select(tables.counters.c.id, tables.counters.c.state).where(tables.counters.c.center == bindparam("center"))
_LINES = select(tables.lines.c.service, tables.lines.c.waiting).where(tables.lines.c.center == bindparam("center"))


def ticket_view(reading: Reading, ticket: str) -> Ticket:
    """Return a ticket as its holder sees it; raises `Refusal` ticket_unknown."""
    row = ticket_of(reading, ticket)
    return as_its_holder_sees(reading, row, reading.hall(row.center))


def ticket_followed(reading: Reading, ticket: str, now: int) -> Ticket:
    """Return a ticket as whoever follows it sees it at `now` (ms), with the hours of its center while it is not over.

    Raises `Refusal` ticket_unknown.
    """
    seen = ticket_view(reading, ticket)
    return seen if seen.state in OVER else replace(seen, hours_now=hours_now(reading.hall(seen.center), now))


def counter_view(reading: Reading, counter: str) -> CounterAnswer:
    """Return a counter with the ticket it has in hand; raises `Refusal` counter_unknown."""
    center = center_of(reading, counter)
    return answer(reading, center, counter, in_hand_of(reading, counter), state_in(reading, center, counter))


def center_ids(reading: Reading) -> list[str]:
    """Return the ids of all centers, parents before children."""
    return [row[0] for row in reading.rows(_CENTERS)]


def centers_view(reading: Reading, now: int) -> list[CenterAnswer]:
    """Return all centers as every client may know them at `now` (ms), parents before children."""
    return [center_view(reading, center, now) for center in center_ids(reading)]


def center_view(reading: Reading, center: str, now: int) -> CenterAnswer:
    """Return one center; raises `Refusal` center_unknown.

    Of each service it tells `served` (some counter is there for it) and how many are `waiting`; of each counter its
    `state`.
    """
    hall = reading.hall(center)
    shut = hall.shut(now)
    opens_at = None if shut is None else hall.opens_at(now)
    today = hall.open_days.spans(hall.local(now).date())
    waiting = reading.pairs(_LINES, center=center)
    states = reading.pairs(_STATES, center=center)
    lines = lines_of(reading, center)
    services = tuple(
        ServiceAtCenter(
            id=service.id,
            prefix=service.prefix,
            name=service.name,
            note=service.note,
            served=service.id in hall.served,
            waiting=waiting.get(service.id, 0),
            booked=service.id in hall.bookings and service.id in hall.served,
        )
        for service in hall.services.values()
    )
    counters = tuple(
        CounterAtCenter(counter.id, counter.name, lines.get(counter.id, ()), states[counter.id], counter.place)
        for counter in hall.counters.values()
    )
    return CenterAnswer(
        id=hall.id,
        name=hall.name,
        level=hall.level,
        parent=hall.parent,
        address=hall.address,
        open=shut is None,
        services=services,
        counters=counters,
        timezone=hall.timezone.key,
        hours=hall.open_days.hours,
        opens_at=None if opens_at is None else moment(opens_at),
        today=tuple(Opens(clock_of(span.opens), clock_of(span.closes)) for span in today),
        closed_for=None if shut is None else shut.why,
        closed_name=None if shut is None else shut.name,
        hours_now=hours_now(hall, now),
        calendar_missing=missing_year(hall.open_days.calendar, hall.local(now).date()),
        takes_remote=hall.rules.remote_at_most > 0,
        cases_at_most=hall.rules.cases_at_most,
        kiosk_priority=hall.rules.kiosk_priority,
        one_per_person=hall.rules.one_per_person,
        desks_signed_in=hall.rules.desks_signed_in,
    )


def journal_page(reading: Reading, center: str, after: int, limit: int) -> list[Fact]:
    """Return the facts of `center` above seq `after`, in order, `limit` (1 to 1000) at most.

    Raises `Refusal` center_unknown, bad_request.
    """
    reading.hall(center)
    if not 1 <= limit <= PAGE_AT_MOST:
        raise not_whole("limit", 1, PAGE_AT_MOST)
    if after < 0:
        raise not_whole("after", 0, 10**15)
    return facts_after(reading, center, after, limit)
