"""What a hall learns comes near the truth, forgets the past, and no single odd service turns it over."""

import random

from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.estimate.learning import Learned, answered, served, weight

MINUTE = 60_000


def taught(means: dict[str, float], speeds: dict[str, float], count: int, known: Learned | None = None) -> Learned:
    chance = random.Random(5)
    known = known or Learned()
    for _ in range(count):
        service, person = chance.choice(sorted(means)), chance.choice(sorted(speeds))
        known = served(known, service, person, means[service] * speeds[person] * chance.lognormvariate(-0.045, 0.3))
    return known


def test_means_and_speeds_come_near_the_truth() -> None:
    known = taught({"a": 4 * MINUTE, "b": 12 * MINUTE}, {"ann": 0.8, "bo": 1.2}, 800)
    assert abs(known.mean("a") / (4 * MINUTE) - 1) < 0.15
    assert abs(known.mean("b") / (12 * MINUTE) - 1) < 0.15
    assert known.speed("bo") / known.speed("ann") > 1.3
    assert 0.15 < known.cv < 0.6


def test_what_is_long_ago_fades() -> None:
    before = taught({"a": 10 * MINUTE}, {"ann": 1.0}, 300)
    after = taught({"a": 5 * MINUTE}, {"ann": 1.0}, 400, before)
    assert abs(after.mean("a") * after.speed("ann") / (5 * MINUTE) - 1) < 0.2


def test_a_service_that_nobody_finished_counts_as_a_long_one() -> None:
    before = taught({"a": 5 * MINUTE}, {"ann": 1.0}, 100)
    after = served(before, "a", "ann", 20 * 3_600_000)
    assert after.mean("a") < 1.3 * before.mean("a")


def test_a_new_service_is_taken_for_the_usual_one() -> None:
    assert Learned().mean("a") == 0
    known = taught({"a": 5 * MINUTE}, {"ann": 1.0}, 50)
    assert known.mean("never done") == known.mean_of_all == known.mean("a")
    assert known.speed("nobody") == 1


def test_the_share_of_those_who_do_not_come_is_learned() -> None:
    known, chance = Learned(), random.Random(2)
    for _ in range(500):
        known = answered(known, came=chance.random() >= 0.2, took=3 * MINUTE)
    assert 0.1 < known.no_shows < 0.3
    assert abs(known.no_show_ms / (3 * MINUTE) - 1) < 0.05


@given(st.lists(st.floats(1, 1e8), min_size=1, max_size=60))
def test_whatever_is_observed_everything_stays_in_bounds(times: list[float]) -> None:
    known = Learned()
    for took in times:
        known = served(known, "a", "ann", took)
    assert 1 <= known.mean("a") <= 4 * max(times)
    assert 0.25 <= known.speed("ann") <= 4
    assert 0.1 <= known.cv <= 2
    assert known.count == known.services["a"].count == len(times)


def test_the_first_counts_whole_and_later_ones_never_nothing() -> None:
    assert weight(0) == 1
    assert weight(10_000) == weight(100_000) > 0
