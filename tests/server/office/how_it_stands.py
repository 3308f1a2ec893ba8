"""How a hall stands at one moment, by its tables, and one move of it: what was, what came of it, what was told."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, select

from server.office.board import board_of
from server.office.bookings.record import COLUMNS as BOOKING
from server.office.bookings.record import BookingRow
from server.office.bookings.record import row_of as booking_row
from server.office.return_right import COLUMNS as RIGHT
from server.office.return_right import RightRow
from server.office.ticket import COLUMNS, TicketRow, row_of
from server.rules.hall.board import Board
from server.rules.hall.fact import Fact
from server.store import elastic_tables, return_tables, room_tables, tables
from server.store.booking_tables import booking_slots, bookings
from server.store.statements import Row
from server.store.unit_of_work import Reading

Place = tuple[str, str, str | None]
"""State, service, the counter that is waited for."""

_t, _i, _c, _n, _o, _l = (
    table.c
    for table in (
        *(tables.tickets, tables.intervals, tables.counters, tables.lines, tables.centers, tables.counter_lines),
    )
)
_TICKETS: Final = select(*COLUMNS).where(_t.center == bindparam("center"))
_INTERVALS: Final = select(_i.ticket, _i.seq, _i.state, _i.began_at, _i.ended_at).order_by(_i.ticket, _i.seq)
_COUNTERS: Final = select(_c.id, _c.state, _c.person, _c.seated_at, _c.helps, _c.helps_by).where(
    _c.center == bindparam("center")
)
_LINES: Final = select(_n.service, _n.waiting).where(_n.center == bindparam("center"))
_CALLED: Final = (
    select(_l.counter, _l.service)
    .join(tables.counters, _c.id == _l.counter)
    .where(_c.center == bindparam("center"))
    .order_by(_l.counter, _l.position)
)
_HEAD: Final = select(_o.seq, _o.told_at, _o.day, _o.revision).where(_o.id == bindparam("center"))
_BOOKINGS: Final = select(*BOOKING).where(bookings.c.center == bindparam("center")).order_by(bookings.c.made_at)
_SLOTS: Final = select(booking_slots.c.begins_at, booking_slots.c.taken).where(
    booking_slots.c.center == bindparam("center")
)
_e, _a, _q, _p, _r = (
    table.c
    for table in (
        elastic_tables.elastic,
        elastic_tables.alarms,
        room_tables.quota_counts,
        room_tables.person_tickets,
        return_tables.return_rights,
    )
)
_RIGHTS: Final = select(*RIGHT).where(_r.center == bindparam("center")).order_by(_r.ticket, _r.step)
_DECIDED: Final = select(_e.rule, _e.helped, _e.since).where(_e.center == bindparam("center"))
_ALARMS: Final = select(_a.service, _a.state, _a.since, _a.quiet_until).where(_a.center == bindparam("center"))
_GIVEN: Final = select(_q.service, _q.day, _q.begins, _q.given).where(_q.center == bindparam("center"))
_LIVE: Final = select(_p.service, _p.person, _p.ticket).where(_p.center == bindparam("center"))


class Interval(NamedTuple):
    """A state that a ticket was in."""

    seq: int
    state: str
    began_at: int
    ended_at: int | None


class Standing(NamedTuple):
    """Everything that the tables of one center say at one moment.

    `rights` are named by ticket and step, `helps` says which line each counter helps, by which rule; `given` counts
    numbers by service, day and beginning; `live` says which ticket somebody has for a service.
    """

    tickets: Mapping[str, TicketRow]
    intervals: Mapping[str, tuple[Interval, ...]]
    counters: Mapping[str, str]
    lines: Mapping[str, int]
    head: tuple[Any, ...]
    board: Board
    seats: Mapping[str, tuple[str, int]]
    called_from: Mapping[str, tuple[str, ...]]
    bookings: Mapping[str, BookingRow]
    slots: Mapping[int, int]
    rights: Mapping[str, RightRow]
    helps: Mapping[str, tuple[str, str]]
    decided: Mapping[str, tuple[bool, int]]
    alarms: Mapping[str, tuple[str, int, int]]
    given: Mapping[str, int]
    live: Mapping[str, str]

    @property
    def seq(self) -> int:
        return int(self.head[0])

    @property
    def told_at(self) -> int:
        return int(self.head[1])

    @property
    def day(self) -> str | None:
        return None if self.head[2] is None else str(self.head[2])

    @property
    def revision(self) -> int:
        return int(self.head[3])


class Press(NamedTuple):
    """What a counter did: how all stood before it, its moment, its facts, and which verb it was."""

    stood: Standing
    at: int
    facts: tuple[Fact, ...]
    verb: str


class Typed(NamedTuple):
    """What somebody typed at a kiosk: a number, the digits of a slip, how often they were wrong of late."""

    number: str
    digits: str
    wrong: int


class Step(NamedTuple):
    """One move: how all stood before and after, what it told, and where the model says that everybody is."""

    verb: str
    counter: str | None
    refused: str | None
    before: Standing
    after: Standing
    facts: tuple[Fact, ...]
    was: Mapping[str, Place]
    now: Mapping[str, Place]
    folded: Board
    pressed: Mapping[str, Press]
    movers: Mapping[str, int]
    document: Mapping[str, Any]
    clock: int
    answer: object
    typed: Typed | None
    asked: Mapping[str, Any] = {}
    """What was asked for, by its name: of moves that need it."""

    @property
    def told(self) -> list[tuple[Fact, str]]:
        """Return the facts about tickets, each with the ticket's ticket."""
        return [(fact, fact.ticket.id) for fact in self.facts if fact.ticket is not None]

    @property
    def press(self) -> Press | None:
        """Return the last press of the counter that can be taken back."""
        return self.pressed.get(self.counter or "")

    @property
    def same_day(self) -> bool:
        return self.before.day == self.after.day

    @property
    def rows(self) -> list[TicketRow]:
        return list(self.after.tickets.values())

    @property
    def pairs(self) -> list[tuple[TicketRow, TicketRow]]:
        """Return each ticket that is another one than before, as it was and as it is."""
        return [
            (row, now)
            for ticket, row in self.before.tickets.items()
            if (now := self.after.tickets.get(ticket)) is not None and now is not row
        ]


@lru_cache(maxsize=1024)
def _ticket(columns: Row) -> TicketRow:
    """Return one object for a row that stays what it was: most do, from one move to the next."""
    return row_of(columns)


def standing(reading: Reading, center: str) -> Standing:
    """Return how `center` stands."""
    intervals: dict[str, list[Interval]] = {}
    for ticket, *rest in reading.rows(_INTERVALS):
        intervals.setdefault(ticket, []).append(Interval(*rest))
    called: dict[str, tuple[str, ...]] = {}
    for counter, service in reading.rows(_CALLED, center=center):
        called[counter] = (*called.get(counter, ()), service)
    counters = reading.rows(_COUNTERS, center=center)
    rights = (RightRow(*row) for row in reading.rows(_RIGHTS, center=center))
    head = reading.row(_HEAD, center=center)
    assert head is not None
    return Standing(
        {row.id: row for row in map(_ticket, reading.rows(_TICKETS, center=center))},
        {ticket: tuple(rows) for ticket, rows in intervals.items()},
        {counter: state for counter, state, *_ in counters},
        reading.pairs(_LINES, center=center),
        tuple(head),
        board_of(reading, center),
        {counter: (person, since) for counter, _, person, since, *_ in counters if person is not None},
        called,
        {row.id: row for row in map(booking_row, reading.rows(_BOOKINGS, center=center))},
        reading.pairs(_SLOTS, center=center),
        {f"{right.ticket} {right.step}": right for right in rights},
        {counter: (service, by) for counter, *_, service, by in counters if service is not None},
        {rule: (bool(on), since) for rule, on, since in reading.rows(_DECIDED, center=center)},
        {service: (state, since, quiet) for service, state, since, quiet in reading.rows(_ALARMS, center=center)},
        {f"{service} {day} {begins}": given for service, day, begins, given in reading.rows(_GIVEN, center=center)},
        {f"{service} {person}": ticket for service, person, ticket in reading.rows(_LIVE, center=center)},
    )


def moved(where: Mapping[str, Place], facts: tuple[Fact, ...]) -> dict[str, Place]:
    """Return where everybody is after `facts`: state, service, the counter that they wait for."""
    now = dict(where)
    for fact in facts:
        if fact.ticket is not None and fact.went_to is not None:
            now[fact.ticket.id] = (fact.went_to.state, fact.went_to.service, fact.went_to.counter)
    return now
