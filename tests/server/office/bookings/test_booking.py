"""Booking: places are counted with the booking in one transaction, and every refusal changes nothing."""

import threading
from collections.abc import Callable

import msgspec
import pytest
from sqlalchemy import func, select, update

from config.bookings import Bookings
from server.office.bookings.booking import BookCommand, book
from server.rules.errors import Refusal
from server.store.booking_tables import booking_slots, bookings
from tests.server.conftest import refused
from tests.server.office.bookings.conftest import HOLDER, MINUTE, RULES, TODAY, TOMORROW, Desk
from tests.server.office.racing import patiently, race


def rows(desk: Desk) -> int:
    return int(desk.store.read(lambda reading: reading.value(select(func.count()).select_from(bookings))))


def test_a_place_is_taken_and_the_holder_learns_what_they_need(desk: Desk) -> None:
    booking = desk.book(phone="138 0000 0000")
    assert (booking.state, booking.day, booking.clock, booking.zone) == ("booked", TOMORROW, "14:00", "Asia/Shanghai")
    assert booking.begins_at == "2025-11-26T06:00:00.000Z", "14:00 in Shanghai"
    assert (booking.check_in_from, booking.check_in_until) == ("2025-11-26T05:30:00.000Z", "2025-11-26T06:10:00.000Z")
    assert booking.secret
    assert desk.free() == 2
    assert desk.own(booking).digits == booking.digits
    assert desk.own(booking).secret is None
    assert desk.kinds() == ["booking.changed"]


def test_a_full_slot_is_refused_and_one_that_is_given_back_is_free_again(desk: Desk) -> None:
    made = [desk.book() for _ in range(3)]
    refused("booking_full", desk.book)
    desk.give_up(made[0])
    assert desk.free() == 1
    desk.book()
    refused("booking_state", desk.give_up, made[0])
    assert desk.free() == 0


@pytest.mark.parametrize(
    ("clock", "day", "code"),
    [
        ("09:30", TODAY, "booking_past"),
        ("10:00", TODAY, "booking_past"),
        ("10:30", TODAY, "booking_soon"),
        ("14:10", TOMORROW, "booking_no_slot"),
        ("14:00", "2025-11-29", "booking_closed_day"),
        ("14:00", "2025-12-03", "booking_unreleased"),
        (None, TOMORROW, "booking_not_full"),
        (None, "2025-11-29", "booking_closed_day"),
        (None, "2025-12-03", "booking_unreleased"),
        ("14:00", "2025-13-01", "bad_request"),
    ],
)
def test_what_cannot_be_booked_says_why_and_changes_nothing(desk: Desk, clock: str | None, day: str, code: str) -> None:
    desk.now += 10 * MINUTE
    refused(code, desk.book, clock, day)
    assert rows(desk) == 0
    assert desk.kinds() == []


def test_services_that_are_not_booked_are_refused(desk: Desk) -> None:
    for service, code in (("idcard", "booking_off"), ("nothing", "service_unknown")):
        command = BookCommand(service, TOMORROW, HOLDER, "14:00")
        refused(code, desk.write, lambda uow, command=command: book(uow, command, desk.now))


def test_a_hold_keeps_a_place_for_minutes_and_is_booked_or_given_back(desk: Desk) -> None:
    held = desk.book(hold=True)
    assert (held.state, desk.free(), desk.kinds()) == ("held", 2, [])
    booked = desk.book_held(held, "13800000000")
    assert (booked.state, desk.free()) == ("booked", 2)
    refused("booking_state", desk.book_held, held)
    late = desk.book(hold=True)
    desk.now += 5 * MINUTE
    refused("booking_hold_over", desk.book_held, late)
    desk.book("15:00")
    assert (desk.own(late).state, desk.free()) == ("freed", 2)
    refused("booking_hold_over", desk.book_held, late)


def test_the_last_places_are_raced_for_and_nobody_gets_one_too_many(desk: Desk) -> None:
    assert race(desk.book, "booking_full", 16) <= 3
    assert desk.free() == 0
    taken = desk.store.read(lambda reading: reading.value(select(booking_slots.c.taken)))
    assert taken == 3


def test_whoever_counts_before_the_lock_gives_one_place_to_many(desk: Desk) -> None:
    """The negative control: each of them saw a free place before anybody had taken it."""
    desk.book()
    looked = threading.Barrier(16)
    s = booking_slots.c

    def attempt() -> None:
        seen: list[int] = []
        patiently(lambda: seen.append(int(desk.store.read(lambda reading: reading.value(select(s.taken))))))
        looked.wait()
        if seen[0] >= 3:
            raise Refusal("booking_full", day="", clock="")
        one_more = update(booking_slots).values(taken=seen[0] + 1)
        patiently(lambda: desk.store.write("hall", lambda uow: uow.run(one_more)))

    assert race(attempt, "booking_full", 16) > 2


def test_places_follow_from_counters_less_what_walk_ins_keep(made_desk: Callable[[Bookings], Desk]) -> None:
    week = RULES.week[0]
    own = tuple(msgspec.structs.replace(each, places=None) for each in week.times)
    desk = made_desk(
        msgspec.structs.replace(RULES, week=(msgspec.structs.replace(week, times=own),), walk_in_percent=50)
    )
    assert desk.free() == 2, "two counters, two visits in half an hour, half of them for walk-ins"


@pytest.mark.parametrize("day", ["20251126", "2025-W48-3", "0001-01-01", "9999-12-31", "２０２５-11-26", ""])
def test_a_day_written_otherwise_is_no_day_and_nobody_waits_for_it(desk: Desk, day: str) -> None:
    made = desk.book()
    for clock in ("14:00", None):
        refused("bad_request", desk.book, clock, day)
    refused("bad_request", desk.move, made, "15:00", day)
    assert (desk.free(), desk.own(made).day) == (2, TOMORROW)


@pytest.mark.parametrize("clock", ["x", "9:30", "24:00", "09:60", "09:00:00", "０９:00", "\0", ""])
def test_a_time_written_otherwise_is_no_time(desk: Desk, clock: str) -> None:
    made = desk.book()
    refused("bad_request", desk.book, clock)
    refused("bad_request", desk.move, made, clock)
    assert desk.own(made).clock == "14:00"
