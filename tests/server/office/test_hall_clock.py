"""The halls' clock is the wall clock, and goes on where that goes back."""

from hypothesis import given
from hypothesis import strategies as st

from server.office.hall_clock import PACE, HallClock

HOUR = 3_600_000


class Clocks:
    """A wall clock that is set and a steady one that is not."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_764_036_000_000, 77_000
        self.hall = HallClock(lambda: self.wall, lambda: self.steady)

    def pass_by(self, ms: int) -> None:
        self.wall += ms
        self.steady += ms


def test_it_is_the_wall_clock_while_that_goes_forward() -> None:
    clocks = Clocks()
    clocks.pass_by(1234)
    assert clocks.hall() == clocks.wall
    clocks.wall += HOUR
    assert clocks.hall() == clocks.wall


def test_an_hour_back_keeps_order_and_durations_until_both_meet() -> None:
    clocks = Clocks()
    before = clocks.hall()
    clocks.wall -= HOUR
    assert clocks.hall() == before
    clocks.pass_by(60_000)
    assert clocks.hall() - before == 54_000
    clocks.pass_by(10 * HOUR)
    assert clocks.hall() == clocks.wall


@given(st.lists(st.tuples(st.integers(0, HOUR), st.integers(-24 * HOUR, 24 * HOUR)), max_size=30))
def test_it_never_goes_back_and_never_stands_still(steps: list[tuple[int, int]]) -> None:
    clocks = Clocks()
    told = clocks.hall()
    for passed, jump in steps:
        clocks.pass_by(passed)
        clocks.wall += jump
        now = clocks.hall()
        assert now >= told + int(passed * PACE) - 1
        assert now >= clocks.wall
        told = now
