"""A calibrated range holds as often as it promises, whatever was wrong with the samples."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.estimate.calibration import (
    ENOUGH,
    RECENT,
    SLACK,
    Calibration,
    Mark,
    Sampled,
    mark,
    remembered,
    sampled,
    widened,
)

MINUTE = 60_000


def test_samples_become_median_and_quantiles() -> None:
    assert sampled([float(each) for each in range(21)]) == Sampled(10, 2, 18)


@pytest.mark.parametrize(("bias", "spread"), [(1.0, 0.2), (1.4, 0.6), (0.7, 0.9)])
def test_a_range_holds_as_often_as_promised(bias: float, spread: float) -> None:
    chance = random.Random(7)
    known, held, counted = Calibration(), 0, 0
    for number in range(3_000):
        usual = chance.uniform(5, 40) * MINUTE
        said = Sampled(usual, 0.9 * usual, 1.1 * usual)
        real = usual * bias * chance.lognormvariate(0, spread)
        marks = known.of("a", 9)
        if number > 500:
            told = widened(said, marks)
            held += told.low <= real <= told.high
            counted += 1
        known = remembered(known, "a", 9, mark(said, real))
    assert 0.77 <= held / counted <= 0.84


def test_a_median_that_is_always_wrong_is_put_right() -> None:
    said = Sampled(10 * MINUTE, 8 * MINUTE, 12 * MINUTE)
    marks = tuple(mark(said, 14 * MINUTE) for _ in range(50))
    assert widened(said, marks).median == pytest.approx(14 * MINUTE)


waits = st.floats(0, 5e6)


@given(waits, waits, waits, st.lists(waits, min_size=1, max_size=60))
def test_a_range_holds_its_median_and_nothing_below_zero(a: float, b: float, c: float, real: list[float]) -> None:
    low, median, high = sorted((a, b, c))
    said = Sampled(median, low, high)
    told = widened(said, [mark(said, each) for each in real])
    assert 0 <= told.low <= told.median <= told.high


@given(waits, st.floats(0, 1e6), st.floats(0, 1e6), waits)
def test_a_mark_is_how_far_the_truth_lay(median: float, below: float, above: float, real: float) -> None:
    said = Sampled(median, median - below, median + above)
    made = mark(said, real)
    side = above if real > median else below
    assert made.score * (side + SLACK) == pytest.approx(real - median, abs=1e-3)
    assert made.error == abs(real - median)


def test_the_narrowest_bucket_with_enough_marks_speaks() -> None:
    known = Calibration()
    for number in range(ENOUGH - 1):
        known = remembered(known, "a", 9, Mark(number, 0, 0))
    assert known.of("a", 9) == known.of("b", 14) == known.marks["", -1]
    known = remembered(known, "a", 10, Mark(99, 0, 0))
    assert known.of("a", 9) == known.of("a", 10) == known.marks["a", -1]
    known = remembered(known, "a", 9, Mark(100, 0, 0))
    assert known.of("a", 9) == known.marks["a", 9]


def test_only_the_newest_marks_are_kept() -> None:
    known = Calibration()
    for number in range(RECENT + 5):
        known = remembered(known, "a", 9, Mark(number, 0, 0))
    kept = known.of("a", 9)
    assert len(kept) == RECENT
    assert kept[0].score == 5
