"""The chances of a roll-out, without a die: quantiles of the log-normal spread, dealt out in fixed orders.

Every roll-out meets each quantile about as often as the others, in an order of its own that is the same for ever. So
the same line gives the same estimate, a place further back never gets a shorter one, and nothing is drawn while people
wait for an answer.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist
from typing import Final

SAMPLES: Final = 21
LEVELS: Final = 512
DEALT: Final = 8 * LEVELS
"""How many people an order deals to before it begins anew."""
NO_SHOW: Final = -1.0
_MULTIPLIER, _STEP, _MASK = 1_664_525, 1_013_904_223, (1 << 32) - 1
"""A linear congruential generator, as in Numerical Recipes: good enough to shuffle by."""


@lru_cache(maxsize=8)
def spread(cv: float) -> tuple[float, ...]:
    """Return `LEVELS` equally likely multiples of the mean of a log-normal of that coefficient of variation, rising."""
    sigma = math.sqrt(math.log(1 + cv * cv))
    normal = NormalDist()
    raw = [math.exp(sigma * normal.inv_cdf((level + 0.5) / LEVELS)) for level in range(LEVELS)]
    mean = sum(raw) / LEVELS
    return tuple(value / mean for value in raw)


@lru_cache(maxsize=32)
def outcomes(cv: float, no_shows: float) -> tuple[float, ...]:
    """Return `LEVELS` equally likely outcomes of a call: a multiple of the mean service time, or `NO_SHOW`."""
    missing = min(round(no_shows * LEVELS), LEVELS - 1)
    coming = LEVELS - missing
    times = spread(cv)
    return (*(NO_SHOW for _ in range(missing)), *(times[level * LEVELS // coming] for level in range(coming)))


@lru_cache(maxsize=4)
def orders(seed: int = 1) -> tuple[tuple[int, ...], ...]:
    """Return for each sample the levels in the order in which they are dealt out."""
    state = seed & _MASK
    made = []
    for _ in range(SAMPLES):
        marks = []
        for place in range(DEALT):
            state = (state * _MULTIPLIER + _STEP) & _MASK
            marks.append((state, place % LEVELS))
        made.append(tuple(level for _, level in sorted(marks)))
    return tuple(made)


def left(cv: float, done: float, level: int) -> float:
    """Return what is left, in multiples of the mean, of a service that has lasted `done` of them, at `level`.

    The quantile of those services that last longer than `done`; a service longer than all of them is about to end.
    """
    times = spread(cv)
    longer = LEVELS - bisect_right(times, done)
    if longer == 0:
        return 0.25 * times[LEVELS // 2]
    return times[LEVELS - longer + level * longer // LEVELS] - done


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0..1) of `values` lie; they are sorted."""
    at = share * (len(values) - 1)
    low, high = values[int(at)], values[min(int(at) + 1, len(values) - 1)]
    return low if low == high else low + (high - low) * (at - int(at))
