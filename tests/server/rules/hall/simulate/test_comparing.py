"""What the simulation shows of orders and estimates, small enough for every run of the tests."""

import random

import pytest

from server.rules.hall.simulate.comparing import COMPARED, OURS, Comparison, Trial, compare, policies_of
from server.rules.hall.simulate.guessing import ESTIMATORS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(Trial(6, halls=2, days=4, training=5), lambda hall: random.Random(f"test-{hall}"))


def test_the_bound_holds_on_every_day(found: Comparison) -> None:
    assert found.beyond <= 0


def test_an_order_moves_waiting_between_classes_and_hardly_makes_more_of_it(found: Comparison) -> None:
    means = [each.everybody.mean for each in found.policies.values()]
    assert max(means) < 1.15 * min(means)
    assert len({each.people for each in found.policies.values()}) == 1


def test_virtual_time_stands_between_the_extremes(found: Comparison) -> None:
    fifo, ours, strict = (found.policies[name] for name in ("fifo", OURS, "strict"))
    assert fifo.priority.mean > ours.priority.mean > strict.priority.mean
    assert fifo.walk_in.mean < ours.walk_in.mean < strict.walk_in.mean
    assert fifo.overtaken == 0 < ours.overtaken <= strict.overtaken


def test_the_roll_out_beats_every_other_estimate(found: Comparison) -> None:
    worth = found.estimates.worth
    assert worth["virtual_dispatch"].ratio <= 0.55
    assert worth["calibrated"].ratio <= 0.55
    others = set(ESTIMATORS) - {"virtual_dispatch", "calibrated"}
    assert max(worth["virtual_dispatch"].error, worth["calibrated"].error) < min(worth[each].error for each in others)
    assert worth["fqm"].ratio == 1


def test_calibration_makes_an_honest_range_of_one_that_is_not(found: Comparison) -> None:
    estimates = found.estimates
    assert estimates.raw < 0.7
    assert 0.73 <= estimates.hit <= 0.88
    assert estimates.hit + estimates.below + estimates.above == pytest.approx(1)
    assert estimates.told > 0.95
    assert 0 < estimates.at_once < 1


def test_only_the_chosen_policies_are_run() -> None:
    small = compare(Trial(2, halls=1, days=1, training=0), lambda hall: random.Random(hall), ["fifo"])
    assert list(small.policies) == ["fifo"]
    assert set(policies_of()) == set(COMPARED)
