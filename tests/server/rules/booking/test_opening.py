"""The hours of a date, as far as the weekdays of the settings know them."""

from datetime import date

from config.centers import Hours
from server.rules.booking.opening import OpenSpan, Weekly, clock_of, minute_of

TUESDAY = date(2025, 11, 25)


def test_a_weekday_has_its_spans_in_order_and_sunday_none() -> None:
    weekly = Weekly((Hours((2, 3), "14:00", "24:00"), Hours((1, 2), "09:00", "12:00")))
    assert weekly.spans(TUESDAY) == [OpenSpan(540, 720), OpenSpan(840, 1440)]
    assert weekly.spans(date(2025, 11, 30)) == []


def test_minutes_and_clocks_are_one() -> None:
    assert [clock_of(minute_of(clock)) for clock in ("00:00", "09:05", "24:00")] == ["00:00", "09:05", "24:00"]
