"""How long something takes is measured by a clock that nobody can set."""

import time

import pytest

from kiosk.clock import ticks


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_wall_clock_that_is_set_moves_no_tick(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    before, wall = ticks(), time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: wall + hours * 3_600_000_000_000)
    monkeypatch.setattr(time, "time", lambda: wall / 1e9 + hours * 3600)
    assert 0 <= ticks() - before < 60_000
