"""Days and times as people say them."""

from datetime import date

import pytest

from server.rules.dates import about_clock, full_date, short_date


@pytest.mark.parametrize(
    ("clock", "zh", "en"),
    [
        ("09:00", "上午 9 点", "9 am"),
        ("09:14", "上午 9 点", "9 am"),
        ("09:16", "上午 9 点半", "9:30 am"),
        ("11:50", "中午 12 点", "12 noon"),
        ("12:20", "中午 12 点半", "half past 12"),
        ("14:10", "下午 2 点", "2 pm"),
        ("16:35", "下午 4 点半", "4:30 pm"),
    ],
)
def test_times_are_said_to_the_half_hour(clock: str, zh: str, en: str) -> None:
    assert (about_clock("zh", clock), about_clock("en", clock)) == (zh, en)


def test_days_are_said_with_and_without_their_year() -> None:
    assert full_date(date(2027, 1, 5)).say("en") == "5 January 2027"
    assert short_date(date(2027, 1, 5)).say("zh") == "1 月 5 日"
