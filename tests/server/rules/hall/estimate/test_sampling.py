"""The dealt chances: the right mean and spread, every level as often as the others, the same for ever."""

import statistics
from collections import Counter

import pytest

from server.rules.hall.estimate.sampling import (
    DEALT,
    LEVELS,
    NO_SHOW,
    SAMPLES,
    left,
    orders,
    outcomes,
    quantile,
    spread,
)


@pytest.mark.parametrize("cv", [0.3, 0.85, 1.2])
def test_the_spread_has_its_mean_and_about_its_deviation(cv: float) -> None:
    times = spread(cv)
    assert statistics.fmean(times) == pytest.approx(1)
    assert statistics.pstdev(times) == pytest.approx(cv, rel=0.1)
    assert list(times) == sorted(times)


def test_without_spread_everything_takes_the_mean() -> None:
    assert set(spread(0)) == {1.0}


def test_so_many_do_not_come() -> None:
    table = outcomes(0.85, 0.08)
    assert len(table) == LEVELS
    assert table.count(NO_SHOW) == round(0.08 * LEVELS)
    assert statistics.fmean(each for each in table if each != NO_SHOW) == pytest.approx(1, rel=0.02)


def test_every_level_is_dealt_as_often_as_the_others_in_an_order_of_its_own() -> None:
    dealt = orders()
    assert len(dealt) == SAMPLES == len(set(dealt))
    assert all(set(Counter(order).values()) == {DEALT // LEVELS} for order in dealt)
    assert orders(1) == dealt != orders(2)


def test_what_is_left_of_a_service_is_that_of_those_that_last_longer() -> None:
    times = spread(0.85)
    assert [left(0.85, 0, level) for level in range(LEVELS)] == list(times)
    rest = [left(0.85, 1.0, level) for level in range(LEVELS)]
    assert all(each > 0 for each in rest)
    assert rest == sorted(rest)
    # Whoever has been there for the usual time is not about to leave.
    assert statistics.fmean(rest) > 0.7
    assert left(0.85, 1_000.0, 0) > 0


def test_a_quantile_lies_between_its_neighbours() -> None:
    values = [1.0, 2.0, 3.0, 5.0]
    assert quantile(values, 0) == 1
    assert quantile(values, 1) == 5
    assert quantile(values, 0.5) == 2.5
    assert quantile([7.0], 0.9) == 7
    assert quantile([1.0, float("inf")], 1) == float("inf")
