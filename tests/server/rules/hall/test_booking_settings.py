"""What is wrong with bookings as a center writes them, each with its field."""

import msgspec
import pytest

from config.bookings import Bookings, DaySlots, SlotTimes, WeekSlots
from server.rules.hall.booking_settings import NUMBERS, check_bookings

GOOD = Bookings(
    (WeekSlots((1, 2), (SlotTimes("09:00", "11:30"), SlotTimes("13:30", "24:00", 15, 3))), WeekSlots((3,), ())),
    (DaySlots("2026-02-17"),),
)


def found(bookings: Bookings) -> list[tuple[str, str]]:
    return [(each.code, str(each.values["field"])) for each in check_bookings("b", bookings)]


def test_what_can_be_used_has_no_finding() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("times", "code", "field"),
    [
        (SlotTimes("9:00", "10:00"), "settings_clock", "begins"),
        (SlotTimes("24:00", "24:00"), "settings_clock", "begins"),
        (SlotTimes("09:00", "25:00"), "settings_clock", "ends"),
        (SlotTimes("10:00", "09:00"), "settings_hours_backwards", "ends"),
        (SlotTimes("09:00", "10:00", 1), "settings_number", "minutes"),
        (SlotTimes("09:00", "10:00", 30, -1), "settings_number", "places"),
    ],
)
def test_times_that_cannot_be_are_named(times: SlotTimes, code: str, field: str) -> None:
    assert found(Bookings((WeekSlots((1,), (times,)),))) == [(code, f"b.week[0].times[0].{field}")]
    assert found(Bookings((), (DaySlots("2026-01-01", (times,)),))) == [(code, f"b.days[0].times[0].{field}")]


def test_slots_that_contradict_each_other_are_named() -> None:
    twice = (SlotTimes("09:00", "11:00"), SlotTimes("10:30", "12:00"))
    assert found(Bookings((WeekSlots((1,), twice),))) == [("settings_slots_overlap", "b.week[0].times[1].begins")]
    again = Bookings((WeekSlots((1, 2), ()), WeekSlots((2,), ())))
    assert found(again) == [("settings_weekday_twice", "b.week[1].days")]
    days = Bookings((), (DaySlots("2026-01-01"), DaySlots("2026-01-01"), DaySlots("2026-02-30")))
    assert found(days) == [("settings_id_twice", "b.days[1].day"), ("settings_date", "b.days[2].day")]


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_have_bounds(name: str) -> None:
    least, most = NUMBERS[name]
    for number, fits in ((least - 1, False), (least, True), (most, True), (most + 1, False)):
        changed = msgspec.structs.replace(GOOD, **{name: number})
        assert found(changed) == ([] if fits else [("settings_number", f"b.{name}")])


def test_days_and_the_hour_of_release_are_looked_at() -> None:
    assert found(Bookings((WeekSlots((0, 8), ()),))) == [("settings_days", "b.week[0].days")]
    assert found(Bookings((), release_at="24:00")) == [("settings_clock", "b.release_at")]
