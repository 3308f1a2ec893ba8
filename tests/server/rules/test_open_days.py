"""Which hours a date has: a special day before the table of holidays, that before the weekday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Calendar, Holiday, Hours, MakeUpDay, Opens, SpecialDay, Text
from server.rules.day_time import OpenSpan
from server.rules.open_days import FARTHEST, OpenDays, Shut

NATIONAL = Text("国庆节", "National Day")
STOCK = Text("盘点", "stocktaking")
WEEK = (
    Hours((1, 2, 3, 4, 5), "13:30", "17:00"),
    Hours((1, 2, 3, 4, 5), "09:00", "12:00"),
    Hours((6,), "09:00", "11:00"),
)
FULL = [OpenSpan(540, 720), OpenSpan(810, 1020)]
HALL = OpenDays(
    WEEK,
    Calendar((Holiday("2026-10-01", "2026-10-08", NATIONAL),), (MakeUpDay("2026-10-10"), MakeUpDay("2026-10-11", 5))),
    (
        SpecialDay("2026-10-05", (Opens("10:00", "12:00"),)),
        SpecialDay("2026-10-11", (), STOCK),
        SpecialDay("2026-10-12"),
    ),
)
DAYS = st.dates(date(2026, 9, 20), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("day", "spans"),
    [
        (date(2026, 9, 30), FULL),
        (date(2026, 9, 26), [OpenSpan(540, 660)]),
        (date(2026, 9, 27), []),
        (date(2026, 10, 1), []),
        (date(2026, 10, 5), [OpenSpan(600, 720)]),
        (date(2026, 10, 8), []),
        (date(2026, 10, 9), FULL),
        (date(2026, 10, 10), FULL),
        (date(2026, 10, 11), []),
    ],
)
def test_a_special_day_wins_over_the_table_and_that_over_the_weekday(day: date, spans: list[OpenSpan]) -> None:
    assert list(HALL.spans(day)) == spans


@pytest.mark.parametrize(
    ("day", "minute", "shut"),
    [
        (date(2026, 9, 30), 539, Shut("hours")),
        (date(2026, 9, 30), 540, None),
        (date(2026, 9, 30), 719, None),
        (date(2026, 9, 30), 720, Shut("pause")),
        (date(2026, 9, 30), 810, None),
        (date(2026, 9, 30), 1020, Shut("hours")),
        (date(2026, 9, 27), 600, Shut("weekday")),
        (date(2026, 10, 1), 600, Shut("holiday", NATIONAL)),
        (date(2026, 10, 11), 600, Shut("special", STOCK)),
        (date(2026, 10, 12), 600, Shut("special")),
    ],
)
def test_a_closed_hall_says_why(day: date, minute: int, shut: Shut | None) -> None:
    assert HALL.shut(day, minute) == shut


def test_after_a_holiday_it_opens_on_the_first_day_that_is_open() -> None:
    assert HALL.next_opening(date(2026, 9, 30), 720) == (date(2026, 9, 30), 810)
    assert HALL.next_opening(date(2026, 9, 30), 1020) == (date(2026, 10, 5), 600)
    assert HALL.next_opening(date(2026, 10, 5), 600) == (date(2026, 10, 9), 540)
    assert OpenDays(()).next_opening(date(2026, 10, 5), 0) is None


def test_spans_that_meet_are_one() -> None:
    whole = OpenDays((Hours((1,), "12:00", "24:00"), Hours((1,), "00:00", "12:00")))
    assert list(whole.spans(date(2026, 9, 28))) == [OpenSpan(0, 1440)]
    assert whole.next_opening(date(2026, 9, 28), 600) == (date(2026, 10, 5), 0)


@given(DAYS, st.integers(0, 1439))
def test_open_closed_and_the_next_opening_agree(day: date, minute: int) -> None:
    span = HALL.span_at(day, minute)
    assert (span is None) == (HALL.shut(day, minute) is not None)
    opening = HALL.next_opening(day, minute)
    assert opening is not None
    on, at = opening
    assert (day, minute) < (on, at)
    assert on <= day + timedelta(days=FARTHEST)
    assert HALL.span_at(on, at) is not None
    if at > 0:
        assert HALL.span_at(on, at - 1) is None
    if span is None:
        between = [(each, start) for each in _days(day, on) for start in range(0, 1440, 15)]
        assert all(HALL.span_at(*each) is None for each in between if (day, minute) <= each < opening)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
