"""Minutes of a day and what its clocks show are one."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from server.rules.day_time import clock_of, minute_of, shows_next


def test_minutes_and_clocks_are_one() -> None:
    assert [clock_of(minute_of(clock)) for clock in ("00:00", "09:05", "24:00")] == ["00:00", "09:05", "24:00"]


@pytest.mark.parametrize(
    ("zone", "day", "clock", "now", "at"),
    [
        ("Asia/Shanghai", "2025-11-25", "09:00", "2025-11-24T00:00", "2025-11-25T01:00"),
        ("Asia/Shanghai", "2025-11-25", "24:00", "2025-11-24T00:00", "2025-11-25T16:00"),
        ("Europe/Berlin", "2025-03-30", "01:59", "2025-03-30T00:00", "2025-03-30T00:59"),
        ("Europe/Berlin", "2025-03-30", "02:00", "2025-03-30T00:00", "2025-03-30T01:00"),
        ("Europe/Berlin", "2025-03-30", "02:30", "2025-03-30T00:00", "2025-03-30T01:00"),
        ("Europe/Berlin", "2025-03-30", "03:00", "2025-03-30T00:00", "2025-03-30T01:00"),
        ("Europe/Berlin", "2025-10-26", "02:30", "2025-10-26T00:00", "2025-10-26T00:30"),
        ("Europe/Berlin", "2025-10-26", "02:30", "2025-10-26T00:30", "2025-10-26T00:30"),
        ("Europe/Berlin", "2025-10-26", "02:30", "2025-10-26T00:31", "2025-10-26T01:30"),
        ("Europe/Berlin", "2025-10-26", "24:00", "2025-10-26T00:00", "2025-10-26T23:00"),
        # There midnight itself is left out.
        ("Africa/Cairo", "2025-04-25", "00:00", "2025-04-24T00:00", "2025-04-24T22:00"),
        ("Africa/Cairo", "2025-04-24", "24:00", "2025-04-24T00:00", "2025-04-24T22:00"),
    ],
)
def test_the_next_moment_at_which_a_clock_shows_a_time(zone: str, day: str, clock: str, now: str, at: str) -> None:
    since = round(datetime.fromisoformat(now).replace(tzinfo=UTC).timestamp() * 1000)
    found = shows_next(date.fromisoformat(day), minute_of(clock), ZoneInfo(zone), since)
    assert datetime.fromtimestamp(found / 1000, UTC).isoformat() == f"{at}:00+00:00"
