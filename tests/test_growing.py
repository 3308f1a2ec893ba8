"""A slope is seen, a step at the beginning and noise are not."""

import random

from tests.growing import grown

CHANCE = random.Random(1)


def test_what_grows_is_seen_and_by_how_much() -> None:
    assert grown([100 + each for each in range(100)]) > 30


def test_what_warms_up_and_stays_has_not_grown() -> None:
    assert grown([50, 80, 95, *[100.0] * 20]) == 0


def test_noise_is_no_growth_and_few_values_are_enough() -> None:
    assert grown([100 + CHANCE.uniform(-3, 3) for _ in range(60)]) == 0
    assert grown([7, 7, 7]) == 0


def test_a_few_more_are_allowed_where_that_was_said() -> None:
    assert grown([10.0] * 10 + [12.0] * 10, spare=2) == 0
    assert grown([10.0] * 10 + [14.0] * 10, spare=2) > 0
