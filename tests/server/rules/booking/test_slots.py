"""The slots of a day: pattern, exceptions, hours, capacity, and clocks that are set."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.bookings import Bookings, DaySlots, SlotTimes, WeekSlots
from config.centers import Hours
from server.rules.booking.slots import MINUTE, slot_at, slots_of
from server.rules.day_time import OpenSpan, clock_of
from server.rules.errors import Refusal
from server.rules.open_days import OpenDays

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
TUESDAY = date(2025, 11, 25)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""When Berlin sets its clocks."""
LUNCH = OpenDays((Hours((1, 2, 3, 4, 5), "09:00", "12:00"), Hours((1, 2, 3, 4, 5), "13:30", "17:00")))
ALWAYS = OpenDays((Hours((1, 2, 3, 4, 5, 6, 7), "00:00", "24:00"),))
EVERY_HALF_HOUR = Bookings((WeekSlots((1, 2, 3, 4, 5, 6, 7), (SlotTimes("00:00", "24:00", 30, 2),)),))


def clocks(day: date, rules: Bookings, counters: int = 1) -> Sequence[str]:
    return [slot.clock for slot in slots_of(day, rules, LUNCH, SHANGHAI, counters)]


def test_slots_lie_wholly_within_the_hours_and_none_in_the_lunch() -> None:
    found = clocks(TUESDAY, EVERY_HALF_HOUR)
    assert (found[0], found[-1]) == ("09:00", "16:30")
    assert "11:30" in found
    assert "12:00" not in found
    assert "13:30" in found
    assert not clocks(date(2025, 11, 29), EVERY_HALF_HOUR), "a Saturday"


def test_what_is_written_for_a_day_holds_instead_of_its_weekday() -> None:
    own = msgspec.structs.replace(
        EVERY_HALF_HOUR,
        days=(DaySlots(TUESDAY.isoformat(), (SlotTimes("10:00", "11:00", 20, 1),)), DaySlots("2025-11-26")),
    )
    assert clocks(TUESDAY, own) == ["10:00", "10:20", "10:40"]
    assert clocks(date(2025, 11, 26), own) == []
    assert clocks(date(2025, 11, 27), own) == clocks(date(2025, 11, 27), EVERY_HALF_HOUR)


@given(st.integers(0, 20), st.integers(0, 100), st.integers(5, 60), st.integers(5, 120))
def test_walk_ins_keep_their_share_of_what_counters_can_do(
    counters: int, percent: int, visit: int, minutes: int
) -> None:
    rules = Bookings(
        (WeekSlots((2,), (SlotTimes("09:00", "12:00", minutes),)),), visit_minutes=visit, walk_in_percent=percent
    )
    for slot in slots_of(TUESDAY, rules, LUNCH, SHANGHAI, counters):
        assert 0 <= slot.places * visit * 100 <= counters * minutes * (100 - percent)


def test_no_slot_begins_in_an_hour_that_is_left_out() -> None:
    found = [slot.clock for slot in slots_of(SPRING, EVERY_HALF_HOUR, ALWAYS, BERLIN, 1)]
    assert len(found) == 46
    assert "01:30" in found
    assert not {"02:00", "02:30"} & set(found)
    with pytest.raises(Refusal) as caught:
        slot_at(SPRING, "02:30", EVERY_HALF_HOUR, ALWAYS, BERLIN, 1)
    assert caught.value.code == "booking_gap"


def test_the_hour_that_comes_twice_has_its_slots_once() -> None:
    found = slots_of(AUTUMN, EVERY_HALF_HOUR, ALWAYS, BERLIN, 1)
    assert len({slot.begins_at for slot in found}) == len({slot.clock for slot in found}) == len(found) == 48


@given(st.dates(date(2025, 1, 1), date(2030, 12, 31)), st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]))
def test_instant_and_clock_of_a_slot_are_one_time_and_slots_never_overlap(day: date, zone: str) -> None:
    found = slots_of(day, EVERY_HALF_HOUR, ALWAYS, ZoneInfo(zone), 1)
    for slot in found:
        local = datetime.fromtimestamp(slot.begins_at / 1000, UTC).astimezone(ZoneInfo(zone))
        assert (local.date().isoformat(), local.strftime("%H:%M")) == (slot.day, slot.clock)
        assert slot.ends_at - slot.begins_at == 30 * MINUTE
    assert all(one.ends_at <= other.begins_at for one, other in pairwise(found))


@given(st.dates(date(2025, 1, 1), date(2030, 12, 31)), st.integers(0, 47))
def test_a_slot_is_found_by_day_and_clock_or_refused_with_the_reason(day: date, half: int) -> None:
    clock = clock_of(half * 30)
    spans = LUNCH.spans(day)
    found = {slot.clock: slot for slot in slots_of(day, EVERY_HALF_HOUR, LUNCH, SHANGHAI, 1)}
    assert (clock in found) == any(span.opens <= half * 30 < span.closes for span in spans)
    if clock in found:
        assert slot_at(day, clock, EVERY_HALF_HOUR, LUNCH, SHANGHAI, 1) == found[clock]
        return
    with pytest.raises(Refusal) as caught:
        slot_at(day, clock, EVERY_HALF_HOUR, LUNCH, SHANGHAI, 1)
    assert caught.value.code == ("booking_no_slot" if spans else "booking_closed_day")


def test_another_calendar_can_be_plugged_in() -> None:
    class Holiday:
        def spans(self, day: date) -> Sequence[OpenSpan]:
            return [] if day == TUESDAY else [OpenSpan(600, 660)]

    assert not slots_of(TUESDAY, EVERY_HALF_HOUR, Holiday(), SHANGHAI, 1)
    assert len(slots_of(TUESDAY + timedelta(days=4), EVERY_HALF_HOUR, Holiday(), SHANGHAI, 1)) == 2
