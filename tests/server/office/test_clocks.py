"""Days whose clocks are not plain: over midnight, at closing, set forward and back, and a machine that was off."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from sqlalchemy import select

from config.bookings import Bookings, SlotTimes, WeekSlots
from config.centers import Hours, LineRules
from config.documents import WrittenCity
from server.office.bookings.booking import BookCommand, book
from server.office.bookings.check_in import check_in_by_digits
from server.office.bookings.due import settle_due
from server.office.bookings.looking import free_slots, own_booking
from server.office.bound import hand_over_due
from server.office.day import begin_day, centers_behind
from server.office.estimates import Estimates
from server.office.postponing import bring_back_due
from server.office.requests import Actor
from server.office.ticket import COLUMNS, TicketRow, row_of
from server.office.views import center_view
from server.rules.hall.estimate.wait import Wait
from server.rules.hall.fact import Fact
from server.store.seeding import seed, written_city
from server.store.store import Store
from server.wire.bookings import Booking
from tests.server.conftest import CITY, Office, refused
from tests.server.office.how_it_stands import standing

MINUTE, HOUR = 60_000, 3_600_000
DAY = 24 * HOUR
ALL_WEEK = (1, 2, 3, 4, 5, 6, 7)
SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
SPRING, AUTUMN = "2025-03-30", "2025-10-26"
"""When clocks are set from 2 to 3, and from 3 to 2, in Berlin."""


class Clocked(Office):
    """An office whose clock is set by what the wall shows, with bookings."""

    zone: ZoneInfo

    def it_is(self, text: str, fold: int = 0) -> None:
        """Set the clock so that the next thing is done at `text`; `fold` 1 is the second of two such times."""
        self.now = self.moment(text, fold) - 1000

    def moment(self, text: str, fold: int = 0) -> int:
        on = datetime.fromisoformat(text).replace(tzinfo=self.zone, fold=fold)
        return round(on.timestamp() * 1000)

    def book(self, clock: str | None, day: str, **more: Any) -> Booking:
        command = BookCommand("social", day, Actor("holder"), clock, **more)
        return self.write(lambda uow: book(uow, command, self.now))

    def come(self, booking: Booking) -> str:
        return self.write(
            lambda uow: check_in_by_digits(uow, booking.digits or "", Actor("kiosk"), self.now)
        ).ticket.number

    def booked(self, booking: Booking) -> Booking:
        return self.store.read(lambda reading: own_booking(reading, booking.id, self.now))

    def end(self) -> None:
        """Do what is done by itself, in the order in which it is done."""
        self.write(lambda uow: settle_due(uow, self.now))
        self.write(lambda uow: begin_day(uow, self.now))
        self.write(lambda uow: bring_back_due(uow, self.now))
        for counter in ("hall-1", "hall-2", "hall-3"):
            self.write(partial(hand_over_due, counter=counter, now=self.now))

    def row(self, ticket: str) -> TicketRow:
        rows = self.store.read(lambda reading: reading.rows(select(*COLUMNS)))
        return next(row for row in map(row_of, rows) if row.id == ticket)


Open = Callable[..., Clocked]


@pytest.fixture
def opened(store: Store) -> Open:
    """Return how to open an office in a zone, with opening hours, on each database."""

    def make(zone: str = SHANGHAI, opens: str = "00:00", closes: str = "24:00", **rules: Any) -> Clocked:
        hall = msgspec.structs.replace(
            CITY.centers[0], timezone=zone, hours=(Hours(ALL_WEEK, opens, closes),), rules=LineRules(**rules)
        )
        seed(store, _booked(written_city(msgspec.structs.replace(CITY, centers=(hall, *CITY.centers[1:])))), 0)
        office = Clocked(store)
        office.zone = ZoneInfo(zone)
        return office

    return make


def _booked(city: WrittenCity) -> WrittenCity:
    id_, hall = city.centers[0]
    rules = Bookings((WeekSlots(ALL_WEEK, (SlotTimes("00:00", "24:00", 30, 2),)),), lead_minutes=0)
    services = tuple(
        msgspec.structs.replace(each, bookings=rules) if each.id == "social" else each for each in hall.services
    )
    hall = msgspec.structs.replace(hall, services=services)
    return msgspec.structs.replace(city, centers=((id_, hall), *city.centers[1:]))


def check(office: Clocked) -> list[Fact]:
    """Look at all that never may be, whatever the clocks do; return all facts."""
    stands = office.store.read(partial(standing, center="hall"))
    numbers = [(row.prefix, row.day, row.number) for row in stands.tickets.values()]
    assert len(numbers) == len(set(numbers))
    for rows in stands.intervals.values():
        assert all(each.ended_at is None or each.ended_at >= each.began_at for each in rows)
    for service in ("social", "idcard", "school"):
        assert stands.lines.get(service, 0) == sum(row.line == service for row in stands.tickets.values())
    facts = office.journal()
    assert [fact.at for fact in facts] == sorted(fact.at for fact in facts)
    return facts


def waits(office: Clocked) -> list[int]:
    """Return how long each ticket stood in its first line, in minutes, by number."""
    stands = office.store.read(partial(standing, center="hall"))
    rows = sorted(stands.tickets.values(), key=lambda row: (row.day, row.number))
    firsts = [stands.intervals[row.id][0] for row in rows]
    return [round(((each.ended_at or office.now) - each.began_at) / MINUTE) for each in firsts]


def called(office: Clocked, counter: str = "hall-1") -> str:
    """Serve the next person there in no time; return their number."""
    return office.serve(counter, until="finish").number


def test_over_midnight_numbers_and_lines_begin_anew_and_nobody_waits_longer_than_their_day(opened: Open) -> None:
    office = opened()
    office.it_is("2025-11-25 23:50")
    office.at("hall-1", "open")
    first, second = office.take(), office.take("idcard")
    office.serve("hall-1")
    held = office.row(first.id)
    office.it_is("2025-11-25 23:58")
    postponed = office.take()
    office.postpone(postponed.id)
    assert office.row(postponed.id).back_at == office.moment("2025-11-26 00:00"), (
        "the day ends, though the hall is open"
    )
    office.it_is("2025-11-26 00:00")
    assert office.take().number == "D001"
    assert {office.look(each.id).state for each in (first, second, postponed)} == {"expired"}
    assert held.state == "serving"
    stands = office.store.read(partial(standing, center="hall"))
    midnight = office.moment("2025-11-26 00:00")
    assert {stands.intervals[each.id][-1].ended_at for each in (first, second, postponed)} == {midnight}
    refused("counter_idle", office.at, "hall-1", "finish")
    office.it_is("2025-11-26 00:09")
    office.end()
    assert office.look(postponed.id).state == "expired", "whose day is over does not come back"
    assert [row.label for row in stands.tickets.values() if row.line] == ["D001"]
    check(office)


def test_who_is_booked_just_after_midnight_does_not_check_in_the_day_before(opened: Open) -> None:
    office = opened()
    office.it_is("2025-11-25 23:40")
    booking = office.book("00:00", "2025-11-26")
    later = office.book("00:30", "2025-11-26")
    assert booking.check_in_from == later.check_in_from == "2025-11-25T16:00:00.000Z"
    refusal = refused("booking_early", office.come, booking)
    assert refusal.values["since"] == "00:00"
    office.it_is("2025-11-26 00:00")
    assert office.come(booking) == "D001"
    assert office.come(later) == "D002"
    office.at("hall-1", "open")
    assert [called(office), called(office)] == ["D001", "D002"]
    check(office)


def test_at_closing_who_waits_is_still_served_and_nobody_is_put_off_beyond_it(opened: Open) -> None:
    office = opened(opens="09:00", closes="17:00")
    office.it_is("2025-11-25 16:55")
    office.at("hall-1", "open")
    waiting, away = office.take(), office.take()
    office.postpone(away.id)
    assert office.row(away.id).back_at == office.moment("2025-11-25 17:00")
    office.it_is("2025-11-25 17:00")
    refused("center_closed", office.take)
    office.end()
    assert office.look(away.id).state == "waiting"
    assert [called(office), called(office)] == [waiting.number, away.number]
    office.it_is("2025-11-25 23:59")
    assert "hall" not in office.store.read(lambda reading: centers_behind(reading, office.now))
    check(office)


def test_when_clocks_are_set_forward_the_night_is_an_hour_shorter_and_waits_are_what_they_were(opened: Open) -> None:
    office = opened(BERLIN)
    office.it_is(f"{SPRING} 01:50")
    office.at("hall-1", "open")
    office.take()
    office.it_is(f"{SPRING} 01:55")
    away = office.take()
    office.postpone(away.id)
    assert office.row(away.id).back_at == pytest.approx(office.moment(f"{SPRING} 03:05"), abs=2000)
    refused("booking_gap", office.book, "02:30", SPRING)
    booking = office.book("03:00", SPRING)
    assert booking.begins_at == f"{SPRING}T01:00:00.000Z"
    assert office.come(booking) == "D003", "it is five minutes until three, though the clock shows five to two"
    office.it_is(f"{SPRING} 03:10")
    office.end()
    assert office.take().number == "D004"
    assert [called(office) for _ in range(4)] == ["D003", "D001", "D002", "D004"], "a booking has its credit"
    assert waits(office) == [20, 0, 15, 0]
    free = office.store.read(lambda reading: free_slots(reading, "hall", "social", None, 1, office.now))
    clocks = [slot.clock for slot in free.days[0].slots]
    assert not {"02:00", "02:30"} & set(clocks)
    office.it_is("2025-03-31 00:00")
    assert office.take().number == "D001"
    ended = office.moment("2025-03-31 00:00") - office.moment(f"{SPRING} 00:00")
    assert ended == 23 * HOUR
    check(office)


def test_when_clocks_are_set_back_an_hour_comes_twice_and_nobody_loses_their_place(opened: Open) -> None:
    office = opened(BERLIN)
    office.it_is(f"{AUTUMN} 02:50")
    office.at("hall-1", "open")
    first = office.take()
    office.it_is(f"{AUTUMN} 02:55")
    away = office.take()
    office.postpone(away.id)
    office.it_is(f"{AUTUMN} 02:04", fold=1)
    office.end()
    assert office.look(away.id).state == "postponed", "nine minutes have passed"
    office.it_is(f"{AUTUMN} 02:10", fold=1)
    office.end()
    third = office.take()
    assert (third.number, office.look(away.id).state) == ("D003", "waiting")
    assert [called(office) for _ in range(3)] == [first.number, away.number, third.number]
    assert waits(office) == [20, 0, 0]
    office.it_is("2025-10-26 23:59")
    assert office.take().number == "D004"
    assert "hall" not in office.store.read(lambda reading: centers_behind(reading, office.now))
    office.it_is("2025-10-27 00:00")
    assert office.take().number == "D001"
    check(office)


def test_a_slot_of_the_hour_that_comes_twice_is_the_first_of_them(opened: Open) -> None:
    office = opened(BERLIN)
    office.it_is("2025-10-25 12:00")
    booking = office.book("02:30", AUTUMN)
    assert (booking.clock, booking.begins_at) == ("02:30", f"{AUTUMN}T00:30:00.000Z")
    office.it_is(f"{AUTUMN} 02:30", fold=1)
    refused("booking_late", office.come, booking)
    office.end()
    assert office.booked(booking).state == "missed"
    check(office)


@pytest.mark.parametrize(
    ("day", "closes", "at", "fold", "ends"),
    [
        (SPRING, "02:30", f"{SPRING} 01:55", 0, f"{SPRING}T01:00:00.000Z"),
        (AUTUMN, "02:30", f"{AUTUMN} 02:25", 0, f"{AUTUMN}T00:30:00.000Z"),
        (AUTUMN, "02:30", f"{AUTUMN} 02:25", 1, f"{AUTUMN}T01:30:00.000Z"),
    ],
)
def test_nobody_is_put_off_beyond_a_closing_time_that_is_left_out_or_comes_twice(
    opened: Open, day: str, closes: str, at: str, fold: int, ends: str
) -> None:
    office = opened(BERLIN, closes=closes)
    office.it_is(at, fold)
    away = office.take()
    office.postpone(away.id)
    closing = round(datetime.fromisoformat(ends).timestamp() * 1000)
    assert office.row(away.id).back_at == closing
    office.now = closing - 1000
    refused("center_closed", office.take)
    office.end()
    assert office.look(away.id).state == "waiting"


def test_a_hall_that_would_open_in_the_hour_that_is_left_out_opens_when_the_clock_is_set_forward(opened: Open) -> None:
    office = opened(BERLIN, opens="02:30", closes="12:00")
    office.it_is(f"{SPRING} 01:59")
    told = office.store.read(lambda reading: center_view(reading, "hall", office.now))
    assert told.opens_at == f"{SPRING}T01:00:00.000Z"
    refused("center_closed", office.take)
    office.it_is(f"{SPRING} 03:00")
    assert office.take().number == "D001"


@pytest.mark.parametrize("back", [10 * MINUTE, DAY])
def test_a_clock_set_back_changes_no_order_gives_no_number_twice_and_makes_no_wait_negative(
    opened: Open, back: int
) -> None:
    office = opened()
    office.it_is("2025-11-25 10:00")
    office.at("hall-1", "open")
    first, second = office.take(), office.take()
    office.it_is("2025-11-25 10:20")
    called_first = office.serve("hall-1")
    office.now -= back
    third = office.take()
    assert [each.number for each in (first, second, third)] == ["D001", "D002", "D003"]
    assert office.at("hall-1", "finish").ticket is not None
    assert called_first.number == first.number
    assert [called(office), called(office)] == [second.number, third.number]
    assert waits(office) == [20, 20, 0]
    facts = check(office)
    assert "day.closed" not in {fact.kind for fact in facts}, "a day never comes back"
    office.it_is("2025-11-26 09:00")
    assert office.take().number == "D001"
    check(office)


def test_a_clock_ten_minutes_ahead_brings_back_early_and_right_again_nothing_is_lost(opened: Open) -> None:
    office = opened()
    office.it_is("2025-11-25 10:00")
    office.at("hall-1", "open")
    away, other = office.take(), office.take()
    office.postpone(away.id)
    booking, held = office.book("10:30", "2025-11-25"), office.book("15:00", "2025-11-25", hold=True)
    office.now += 11 * MINUTE
    office.end()
    assert office.look(away.id).state == "waiting"
    assert office.booked(held).state == "freed"
    office.now -= 10 * MINUTE
    assert office.come(booking) == "D003"
    # Whoever was put off comes behind whoever is next; the booking is ready at its slot, less its credit.
    assert [called(office) for _ in range(3)] == [other.number, away.number, "D003"]
    check(office)


def test_a_clock_a_day_ahead_closes_the_day_once_and_goes_on_when_it_is_right_again(opened: Open) -> None:
    office = opened()
    office.it_is("2025-11-25 10:00")
    office.at("hall-1", "open")
    lost = office.take()
    tomorrow = office.book("11:00", "2025-11-26")
    office.now += DAY
    office.end()
    assert office.look(lost.id).state == "expired"
    office.now -= DAY
    office.at("hall-1", "open")
    first, second = office.take(), office.take()
    assert [first.number, second.number] == ["D001", "D002"]
    assert [called(office), called(office)] == ["D001", "D002"]
    assert office.booked(tomorrow).state == "booked"
    office.it_is("2025-11-26 10:45")
    # The day that was begun too early goes on: no number of it comes twice.
    assert office.come(tomorrow) == "D003"
    assert [fact.kind for fact in check(office)].count("day.closed") == 1
    office.it_is("2025-11-27 10:00")
    assert office.take().number == "D001"
    assert [fact.kind for fact in check(office)].count("day.closed") == 2


def test_a_machine_that_was_off_for_a_weekend_finds_friday_over_and_monday_as_it_was_booked(opened: Open) -> None:
    office = opened(opens="09:00", closes="17:00", hand_over_minutes=10)
    office.it_is("2025-11-28 16:00")
    office.at("hall-1", "open")
    office.at("hall-2", "open")
    ticket = office.take()
    office.serve("hall-1")
    office.transfer("hall-1", None, to="hall-2")
    office.pause("hall-2")
    away = office.take()
    office.postpone(away.id)
    came, missed = office.book("16:30", "2025-11-28"), office.book("16:30", "2025-11-28")
    held, monday = office.book("09:00", "2025-12-01", hold=True), office.book("09:00", "2025-12-01")
    assert office.come(came) == "D003"
    office.it_is("2025-12-01 09:05")
    office.end()
    assert {office.look(each.id).state for each in (ticket, away)} == {"expired"}
    states = [office.booked(each).state for each in (came, missed, held, monday)]
    assert states == ["used", "missed", "freed", "booked"]
    stands = office.store.read(partial(standing, center="hall"))
    assert {rows[-1].ended_at for rows in stands.intervals.values()} == {office.moment("2025-11-29 00:00")}
    assert set(stands.counters.values()) == {"closed"}
    assert stands.bookings[missed.id].missed_at == office.moment("2025-11-28 16:40")
    assert office.come(monday) == "D001"
    assert [fact.kind for fact in check(office)].count("day.closed") == 1


@pytest.mark.parametrize(("zone", "text"), [(BERLIN, f"{SPRING} 00:40"), (BERLIN, f"{AUTUMN} 01:40")])
def test_an_estimate_is_in_minutes_that_pass_and_not_in_those_that_clocks_show(
    opened: Open, zone: str, text: str
) -> None:
    office = opened(zone)
    office.it_is(text)
    estimates = Estimates()
    office.at("hall-2", "open")
    for _ in range(17):
        for _ in range(8):
            office.take("social")
        for _ in range(8):
            office.at("hall-2", "call_next")
            office.at("hall-2", "start")
            office.now += MINUTE
            office.at("hall-2", "finish")
    for _ in range(5):
        office.take("social")
    office.at("hall-2", "call_next")
    said = office.store.read(lambda reading: estimates.of_service(reading, "hall", "social", office.now)).outcome
    assert isinstance(said, Wait)
    assert 2 * MINUTE < said.median < 10 * MINUTE
    office.now -= 10 * MINUTE
    again = office.store.read(lambda reading: estimates.of_service(reading, "hall", "social", office.now)).outcome
    assert isinstance(again, Wait)
    assert 0 <= again.low <= again.median < 25 * MINUTE, "a clock set back makes no wait negative, nor one of days"


def test_a_lost_weekend_is_no_wait_that_anybody_learns_from(opened: Open) -> None:
    office = opened()
    office.it_is("2025-11-28 10:00")
    estimates = Estimates()
    office.at("hall-2", "open")
    for _ in range(70):
        office.take("social")
        office.at("hall-2", "call_next")
        office.at("hall-2", "start")
        office.now += 2 * MINUTE
        office.at("hall-2", "finish")
    for _ in range(4):
        office.take("social")
    office.at("hall-2", "call_next")
    office.at("hall-2", "start")
    office.it_is("2025-12-01 09:00")
    office.end()
    office.at("hall-2", "open")
    for _ in range(4):
        office.take("social")
    office.at("hall-2", "call_next")
    said = office.store.read(lambda reading: estimates.of_service(reading, "hall", "social", office.now)).outcome
    assert not isinstance(said, Wait) or said.median < HOUR
