"""What is said of a wait, and the three reasons to say nothing."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.estimate.calibration import Calibration, Mark, remembered
from server.rules.hall.estimate.learning import Learned, Pace
from server.rules.hall.estimate.wait import ENOUGH_SERVED, Untold, Wait, wait

MINUTE = 60_000
KNOWN = Learned({"a": Pace(5 * MINUTE, 200)}, count=200)
WAITS = [(10 + number / 2) * MINUTE for number in range(21)]


def marked(*marks: Mark) -> Calibration:
    known = Calibration()
    for each in marks:
        known = remembered(known, "a", 9, each)
    return known


GOOD = marked(*[Mark((number - 20) / 10, 3 * MINUTE, 15 * MINUTE) for number in range(41)])


def test_a_median_and_a_range_are_said() -> None:
    said, samples = wait("a", 9, WAITS, KNOWN, GOOD)
    assert isinstance(said, Wait)
    assert said.low < said.median < said.high
    assert samples is not None
    assert samples.median == said.median == 15 * MINUTE
    assert not said.at_once


@pytest.mark.parametrize(
    ("reason", "waits", "known", "marks"),
    [
        ("nobody_serves", [inf] * 21, KNOWN, GOOD),
        ("too_little_known", WAITS, Learned(), GOOD),
        ("too_little_known", WAITS, Learned({"a": Pace(MINUTE, ENOUGH_SERVED - 1)}), GOOD),
        ("too_little_known", WAITS, KNOWN, Calibration()),
        ("too_irregular", WAITS, KNOWN, marked(*[Mark(1, 25 * MINUTE, 20 * MINUTE)] * 40)),
    ],
)
def test_nothing_is_said_with_a_reason(reason: Untold, waits: list[float], known: Learned, marks: Calibration) -> None:
    said, samples = wait("a", 9, waits, known, marks)
    assert said == reason
    # Also of what is not told is learned: it is how a hall comes to tell it.
    assert (samples is None) is (reason == "nobody_serves")


def test_a_small_error_is_not_irregular_however_short_the_waits() -> None:
    said, _ = wait("a", 9, WAITS, KNOWN, marked(*[Mark(1, 2 * MINUTE, MINUTE)] * 40))
    assert isinstance(said, Wait)


def test_where_a_counter_is_free_nobody_waits_and_nothing_need_be_known() -> None:
    assert wait("a", 9, [0.0] * 21, Learned(), Calibration()) == (Wait(0, 0, 0, at_once=True), None)


def test_a_counter_that_may_close_before_leaves_those_samples_out() -> None:
    said, samples = wait("a", 9, [*WAITS[:15], *[inf] * 6], KNOWN, GOOD)
    assert isinstance(said, Wait)
    assert samples is not None
    assert samples.high < inf


@given(st.floats(-60, 240))
def test_late_is_who_is_done_after_the_closing_and_who_is_called_then_is_told_no_number(closes_in: float) -> None:
    said, samples = wait("a", 9, WAITS, KNOWN, GOOD, closes_in * MINUTE)
    assert samples is not None
    if 0 < closes_in <= 15:
        assert said == "after_closing"
    else:
        assert isinstance(said, Wait)
        assert said.late is (said.median + 5 * MINUTE > closes_in * MINUTE)


def test_a_free_counter_is_late_too_when_what_it_does_takes_longer_than_the_day() -> None:
    for closes_in, late in ((4.9, True), (5, False)):
        said, _ = wait("a", 9, [0.0] * 21, KNOWN, Calibration(), closes_in * MINUTE)
        assert said == Wait(0, 0, 0, at_once=True, late=late)
