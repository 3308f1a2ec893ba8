"""Minutes of a day and what its clocks show are one."""

from server.rules.day_time import clock_of, minute_of


def test_minutes_and_clocks_are_one() -> None:
    assert [clock_of(minute_of(clock)) for clock in ("00:00", "09:05", "24:00")] == ["00:00", "09:05", "24:00"]
