"""What is told of bookings: free places, one's own, the day's list, a file for calendars."""

from datetime import date

from config.centers import Text
from server.office.bookings.looking import calendar_of, free_slots
from server.wire.bookings import SlotsAnswer
from tests.server.conftest import refused
from tests.server.office.bookings.conftest import MINUTE, TODAY, Desk


def told(desk: Desk, first: date | None = None, days: int = 31) -> SlotsAnswer:
    return desk.store.read(lambda reading: free_slots(reading, "hall", "social", first, days, desk.now))


def test_days_are_told_until_the_first_that_is_still_to_be_released(desk: Desk) -> None:
    answer = told(desk)
    assert (answer.zone, answer.days[0].day, answer.days[-1].day) == ("Asia/Shanghai", TODAY, "2025-12-03")
    assert answer.days[0].slots[0].clock == "10:30", "half an hour of lead"
    assert [day.day for day in answer.days if not day.slots] == ["2025-11-29", "2025-11-30", "2025-12-03"]
    assert answer.days[-1].opens_at == "2025-11-26T01:00:00.000Z"
    assert all(day.opens_at is None for day in answer.days[:-1])


def test_a_range_of_days_is_told_and_nothing_of_the_past(desk: Desk) -> None:
    assert [day.day for day in told(desk, date(2025, 11, 27), 2).days] == ["2025-11-27", "2025-11-28"]
    assert told(desk, date(2025, 11, 1), 1).days[0].day == TODAY
    assert told(desk, date(2026, 11, 1), 1).days == ()
    refused("booking_off", desk.store.read, lambda reading: free_slots(reading, "hall", "idcard", None, 1, desk.now))


def test_staff_see_the_day_in_the_order_of_its_slots(desk: Desk) -> None:
    desk.book("15:00", TODAY)
    desk.book("11:00", TODAY)
    desk.book("12:00", TODAY, hold=True)
    desk.give_up(desk.book("13:00", TODAY))
    assert [(each.clock, each.state) for each in desk.listed()] == [
        ("11:00", "booked"),
        ("13:00", "cancelled"),
        ("15:00", "booked"),
    ]


def test_a_calendar_has_the_slot_and_follows_its_changes(desk: Desk) -> None:
    booking = desk.book()

    def file() -> str:
        words = Text("社保", "Social insurance"), Text("签到", "Check in")
        return desk.store.read(lambda reading: calendar_of(reading, booking.id, *words))

    assert "DTSTART:20251126T060000Z" in file()
    desk.move(booking, "15:00")
    assert "DTSTART:20251126T070000Z" in file()
    assert "SEQUENCE:1" in file()
    desk.now += MINUTE
    desk.give_up(booking)
    assert "STATUS:CANCELLED" in file()
