"""A day ends: nobody of it is called the next morning, and numbers and board begin empty; however late it is done."""

import msgspec
import pytest
from sqlalchemy import select

from server.office.board import board_of
from server.office.day import begin_day, centers_behind
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.office.views import center_view, ticket_view
from server.rules.errors import Refusal
from server.rules.hall.fact import Place
from server.store import tables
from tests.server.conftest import MORNING, Office, refused

HOUR = 3_600_000
DAY = 24 * HOUR
FRIDAY = MORNING + 3 * DAY
MONDAY = FRIDAY + 3 * DAY


@pytest.fixture
def evening(office):
    """Return the office at the end of a Friday: one waits, one is missed, one is called, one is served, one is done."""
    office.now = FRIDAY
    office.tickets = [office.take() for _ in range(5)]
    for counter in ("hall-1", "hall-2"):
        office.at(counter, "open")
    office.at("hall-1", "call_next")
    office.at("hall-1", "start")
    office.at("hall-1", "finish")
    office.at("hall-1", "call_next")
    office.at("hall-1", "recall")
    office.now += 60_000
    office.at("hall-1", "miss")
    office.at("hall-1", "call_next")
    office.at("hall-1", "start")
    office.at("hall-2", "call_next")
    return office


def states(office):
    return [office.store.read(lambda reading, t=t: ticket_view(reading, t.id)).state for t in office.tickets]


def close(office):
    office.write(lambda uow: begin_day(uow, office.now))


def test_whoever_is_left_over_expires_and_counters_close(evening):
    assert states(evening) == ["finished", "missed", "serving", "called", "waiting"]
    before = len(evening.journal())
    evening.now = MONDAY
    close(evening)
    assert states(evening) == ["finished", "expired", "expired", "expired", "expired"]
    told = evening.journal()[before:]
    assert [fact.kind for fact in told] == [*["ticket.expired"] * 4, *["counter.closed"] * 2, "day.closed"]
    assert {fact.reason for fact in told[:-1]} == {"day_closed"}
    assert [(fact.came_from, fact.went_to) for fact in told[:4]] == [
        (Place(state, "social"), Place("expired", "social")) for state in ("missed", "serving", "called", "waiting")
    ]
    board = evening.store.read(lambda reading: board_of(reading, "hall"))
    assert (board.calls, board.waiting) == ((), {})
    assert set(board.counters.values()) == {"closed"}
    lines = evening.store.read(lambda reading: reading.pairs(select(tables.lines.c.service, tables.lines.c.waiting)))
    assert set(lines.values()) <= {0}


def test_closing_again_tells_nothing(evening):
    evening.now = MONDAY
    close(evening)
    told = len(evening.journal())
    close(evening)
    evening.now += 5 * HOUR
    close(evening)
    assert len(evening.journal()) == told


def test_monday_morning_calls_nobody_of_friday(evening):
    """The machine was off from Friday to Monday, and the first thing that anybody does is to take a ticket."""
    evening.now = MONDAY
    fresh = evening.take()
    assert (fresh.number, fresh.ahead) == ("D001", 0)
    refused("counter_closed", evening.at, "hall-1", "call_next")
    evening.at("hall-1", "open")
    assert evening.at("hall-1", "call_next").ticket.id == fresh.id
    evening.at("hall-2", "open")
    refused("line_empty", evening.at, "hall-2", "call_next")


@pytest.mark.parametrize("verb", ["call_next", "recall", "start", "finish", "miss"])
def test_no_verb_serves_a_ticket_of_another_day(evening, verb):
    evening.now = MONDAY
    told = evening.journal()
    with pytest.raises(Refusal):
        evening.at("hall-2", verb)
    assert evening.journal() == told
    evening.at("hall-3", "open")
    assert states(evening)[1:] == ["expired"] * 4


def test_a_ticket_of_yesterday_cannot_be_cancelled_any_more(evening):
    evening.now = MONDAY
    refused("ticket_state", evening.cancel, evening.tickets[4].id)


def test_waiting_ended_at_midnight_however_late_it_is_told(evening):
    evening.now = MONDAY
    close(evening)
    i = tables.intervals.c
    ticket = evening.tickets[4].id
    rows = evening.store.read(lambda reading: reading.rows(select(i.state, i.ended_at).where(i.ticket == ticket)))
    assert [tuple(row) for row in rows] == [("waiting", FRIDAY + 14 * HOUR)]
    assert all(fact.at >= MONDAY for fact in evening.journal() if fact.kind == "ticket.expired")


def test_what_the_office_keeps_of_the_day_is_not_told_to_screens(evening):
    evening.now = MONDAY
    close(evening)
    closed = evening.journal()[-1]
    private = evening.store.read(
        lambda reading: reading.value(select(tables.journal.c.private).where(tables.journal.c.seq == closed.seq))
    )
    assert msgspec.json.decode(private) == {"day": "2025-11-28", "left_over": 4}
    assert "left_over" not in msgspec.json.encode(closed).decode()


def test_a_clock_set_back_into_yesterday_brings_no_day_back(evening):
    evening.now = MONDAY
    first = evening.take()
    evening.now -= DAY
    assert first.number == "D001"
    before = len(evening.journal())
    evening.center = "village"
    evening.take()
    evening.center = "hall"
    evening.now = MONDAY - 13 * HOUR
    assert evening.write(lambda uow: begin_day(uow, evening.now)) == "2025-12-01"
    assert len(evening.journal()) == before


def test_only_centers_whose_day_is_over_are_behind(evening):
    behind = lambda now: evening.store.read(lambda reading: centers_behind(reading, now))  # noqa: E731
    assert behind(FRIDAY + HOUR) == ["village"]
    assert behind(MONDAY) == ["hall", "village"]
    evening.now = MONDAY
    close(evening)
    assert behind(MONDAY) == ["village"]


def test_a_fresh_center_begins_its_first_day_without_a_word(office):
    close(office)
    assert office.journal() == []


def test_the_end_of_a_day_leaves_another_centers_numbers_alone(evening):
    elsewhere = Office(evening.store, "village", FRIDAY)
    service = elsewhere.store.read(lambda reading: center_view(reading, "village", FRIDAY)).services[0].id
    elsewhere.take(service)
    numbers = select(tables.numbers.c.center, tables.numbers.c.day)
    before = evening.store.read(lambda reading: reading.rows(numbers))
    assert {center for center, _ in before} == {"hall", "village"}
    evening.now = MONDAY
    close(evening)
    assert {center for center, _ in evening.store.read(lambda reading: reading.rows(numbers))} == {"village"}


def test_those_of_one_moment_expire_in_the_order_of_their_places(office):
    office.now = FRIDAY
    commands = [TakeTicketCommand(("social",), "kiosk") for _ in range(4)]
    tickets = office.write(lambda uow: [take_ticket(uow, command, FRIDAY) for command in commands])
    office.now = MONDAY
    close(office)
    expired = [fact.ticket.id for fact in office.journal() if fact.kind == "ticket.expired"]
    assert expired == [each.id for each in tickets]


def test_the_day_ends_by_itself_and_only_here(evening):
    """Actor of every fact is the day; what another center has open, and its people, stay as they are."""
    village = Office(evening.store, "village", FRIDAY)
    theirs = village.take()
    village.at("village-1", "open")
    before = evening.journal()[-1].seq
    evening.now = MONDAY
    close(evening)
    j = tables.journal.c
    query = select(j.actor).where(j.center == "hall", j.seq > before)
    assert {row[0] for row in evening.store.read(lambda reading: reading.rows(query))} == {"day"}
    closed = [fact.counter.id for fact in evening.journal() if fact.kind == "counter.closed"]
    assert closed == ["hall-1", "hall-2"]
    assert village.kinds() == ["ticket.issued", "counter.opened"]
    seen = evening.store.read(lambda reading: center_view(reading, "village", FRIDAY))
    assert [counter.state for counter in seen.counters] == ["open"]
    assert evening.store.read(lambda reading: ticket_view(reading, theirs.id)).state == "waiting"


def numbers_of(office, *days):
    row = {"center": "hall", "prefix": "D", "last": 7}
    for day in days:
        office.write(lambda uow, day=day: uow.run(tables.numbers.insert(), day=day, **row))


def test_numbers_of_a_day_that_is_not_over_stay(embedded):
    embedded.now = FRIDAY
    numbers_of(embedded, "2025-11-27", "2025-11-28", "2025-11-29")
    close(embedded)
    kept = embedded.store.read(
        lambda reading: reading.rows(select(tables.numbers.c.day).order_by(tables.numbers.c.day))
    )
    assert [row[0] for row in kept] == ["2025-11-28", "2025-11-29"]


def without_a_day(office):
    office.write(lambda uow: uow.run(tables.centers.update().values(day=None)))


def test_where_no_day_was_known_counters_close_only_with_people_of_before(embedded):
    """A hall of an older release knows no day: what its counters were doing is over when people of before are there."""
    embedded.at("hall-1", "open")
    without_a_day(embedded)
    close(embedded)
    assert embedded.kinds() == ["counter.opened"]
    embedded.take()
    without_a_day(embedded)
    embedded.now += DAY
    close(embedded)
    assert embedded.kinds() == ["counter.opened", "ticket.issued", "ticket.expired", "counter.closed", "day.closed"]
