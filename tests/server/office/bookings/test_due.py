"""What happens to bookings by itself."""

from sqlalchemy import select

from server.office.bookings.due import centers_due, settle_due
from server.office.bookings.due_keeper import DueKeeper
from server.office.purging import purge
from server.store.booking_tables import booking_slots
from tests.server.office.bookings.conftest import MINUTE, TODAY, Desk

DAY = 24 * 60 * MINUTE


def due(desk: Desk) -> list[str]:
    return desk.store.read(lambda reading: centers_due(reading, desk.now))


def test_holds_end_slots_are_missed_and_days_are_over(desk: Desk) -> None:
    held, booked, came = desk.book(hold=True), desk.book("11:00", TODAY), desk.book("11:00", TODAY)
    assert due(desk) == []
    desk.now += 50 * MINUTE
    desk.come(came)
    assert due(desk) == ["hall"]
    DueKeeper(desk.store, lambda: desk.now).look()
    assert (desk.own(held).state, desk.own(booked).state, desk.own(came).state) == ("freed", "booked", "checked_in")
    desk.now += 30 * MINUTE
    DueKeeper(desk.store, lambda: desk.now).look()
    assert (desk.own(booked).state, desk.own(came).state) == ("missed", "checked_in")
    desk.now += DAY
    DueKeeper(desk.store, lambda: desk.now).look()
    assert desk.own(came).state == "used"
    assert due(desk) == []


def test_whoever_waited_for_a_day_that_is_over_waits_no_more(desk: Desk) -> None:
    for hour in range(9, 17):
        for clock in (f"{hour:02}:00", f"{hour:02}:30"):
            for _ in range(3):
                desk.book(clock)
    waiting = desk.book(None)
    desk.now += 2 * DAY
    while desk.write(lambda uow: settle_due(uow, desk.now)):
        pass
    assert desk.own(waiting).state == "freed"


def test_a_hold_that_ends_goes_to_whoever_waits(desk: Desk) -> None:
    held = desk.book(hold=True)
    for hour in range(9, 17):
        for clock in (f"{hour:02}:00", f"{hour:02}:30"):
            for _ in range(2 if clock == "14:00" else 3):
                desk.book(clock)
    waiting = desk.book(None)
    desk.now += 5 * MINUTE
    desk.write(lambda uow: settle_due(uow, desk.now))
    assert desk.own(held).state == "freed"
    assert (desk.own(waiting).state, desk.own(waiting).clock) == ("booked", "14:00")


def test_a_hold_ends_once(desk: Desk) -> None:
    """However often somebody looks: its place is given back once, and the places of others stay theirs."""
    desk.book(hold=True)
    desk.book()
    desk.now += 50 * MINUTE
    for _ in range(3):
        desk.write(lambda uow: settle_due(uow, desk.now))
    assert desk.free() == 2


def test_bookings_of_days_that_are_over_leave_and_what_may_block_stays(desk: Desk) -> None:
    desk.book("11:00", TODAY)
    desk.book("12:00", TODAY, phone="13800000000")
    desk.now += 3 * DAY
    DueKeeper(desk.store, lambda: desk.now).look()
    assert purge(desk.store, desk.now).bookings == 1
    assert desk.store.read(lambda reading: reading.rows(select(booking_slots))) == []
    desk.now += 730 * DAY
    assert purge(desk.store, desk.now).bookings == 1
