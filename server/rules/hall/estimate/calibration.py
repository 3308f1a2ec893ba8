"""The range that a hall may promise: samples widened until as many waits fall into it as it says (conformal).

The roll-out cannot know who comes later with more credit, who goes for a break unannounced, and which days are slow.
So each promise leaves a mark: how far the wait lay from the median, in multiples of the spread that the samples had on
that side. A range between a low and a high quantile of the marks of the last weeks holds as often as these quantiles
say, whatever the cause, and their middle says by how much the median is usually wrong.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from server.rules.hall.estimate.sampling import quantile

PROMISED: Final = 0.8
"""The share of waits that a range promises to hold; half of the rest lies on each side."""
RECENT: Final = 400
ENOUGH: Final = 30
"""So many marks make a bucket speak for itself; with fewer the service speaks for it, then the hall."""
SLACK: Final = 120_000
"""ms that every spread is taken larger by: samples that agree to the second say nothing of the second."""
HOUR: Final = 3_600_000

Bucket = tuple[str, int]
"""A service and an hour of the day; both empty for the whole hall, the hour -1 for the whole service."""
HALL: Final[Bucket] = ("", -1)


class Sampled(msgspec.Struct, frozen=True):
    """What the roll-outs said, ms from now on: the median and the 10 and 90 % quantiles."""

    median: float
    low: float
    high: float


class Mark(msgspec.Struct, frozen=True):
    """How far one wait lay from its median, in multiples of the spread on that side; less than 0 was shorter.

    `error` is the plain distance in ms, `wait` what it really was.
    """

    score: float
    error: float
    wait: float


class Calibration(msgspec.Struct, frozen=True):
    """The newest marks of each bucket, at most `RECENT`, the newest last."""

    marks: Mapping[Bucket, tuple[Mark, ...]] = {}

    def of(self, service: str, hour: int) -> tuple[Mark, ...]:
        """Return the marks that speak for `service` at `hour`: of the narrowest bucket that has enough of them."""
        for bucket in ((service, hour), (service, -1)):
            found = self.marks.get(bucket, ())
            if len(found) >= ENOUGH:
                return found
        return self.marks.get(HALL, ())


def sampled(waits: list[float]) -> Sampled:
    """Return what sorted roll-outs say."""
    return Sampled(quantile(waits, 0.5), quantile(waits, 0.1), quantile(waits, 0.9))


def mark(said: Sampled, wait: float) -> Mark:
    """Return what is learned from a wait (ms) of which the roll-outs said `said`."""
    off = wait - said.median
    return Mark(off / ((said.high - said.median if off > 0 else said.median - said.low) + SLACK), abs(off), wait)


def remembered(known: Calibration, service: str, hour: int, new: Mark) -> Calibration:
    """Return what is known after one more wait for `service`, promised at `hour` of the day."""
    buckets = ((service, hour), (service, -1), HALL)
    grown = {bucket: (*known.marks.get(bucket, ()), new)[-RECENT:] for bucket in buckets}
    return Calibration({**known.marks, **grown})


def widened(said: Sampled, marks: Sequence[Mark], promised: float = PROMISED) -> Sampled:
    """Return what may be said (ms): the median that has proved right, and the range that holds `promised` of the waits.

    Both judged by `marks`, which must not be empty; few of them widen the range more than many.
    """
    side = 1 - (1 - promised) / 2
    scores = sorted(each.score for each in marks)
    below, middle, above = _conformal(scores, 1 - side), quantile(scores, 0.5), _conformal(scores, side)
    return Sampled(*(max(0.0, said.median + _unscored(said, score)) for score in (middle, below, above)))


def _unscored(said: Sampled, score: float) -> float:
    return score * (said.high - said.median + SLACK if score > 0 else said.median - said.low + SLACK)


def _conformal(scores: Sequence[float], share: float) -> float:
    """Return the quantile of `scores`, sorted, that one more score lies beyond as rarely as `share` says."""
    count = len(scores) + 1
    rank = math.ceil(count * share) if share > 0.5 else math.floor(count * share)
    return scores[min(max(rank, 1), len(scores)) - 1]
