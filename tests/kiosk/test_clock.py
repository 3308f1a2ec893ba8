"""How long something takes is measured by a clock that nobody can set."""

import time
from datetime import timedelta

import pytest

from kiosk.clock import now, ticks, time_of_day


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_wall_clock_that_is_set_moves_no_tick(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    before, wall = ticks(), time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: wall + hours * 3_600_000_000_000)
    monkeypatch.setattr(time, "time", lambda: wall / 1e9 + hours * 3600)
    assert 0 <= ticks() - before < 60_000


@pytest.mark.parametrize(("zone", "hours"), [("Asia/Shanghai", 8), ("Asia/Kathmandu", 5.75), ("America/Lima", -5)])
def test_the_hall_has_the_clock_of_its_own_zone(zone: str, hours: float) -> None:
    seen = now(zone)
    assert seen.utcoffset() == timedelta(hours=hours)
    assert time_of_day(zone) in {f"{seen:%H:%M}", f"{now(zone):%H:%M}"}
