"""How long things took, counted in buckets: added up over days and centers, and still good for a median. Pure.

A bucket is half a minute wide up to ten minutes and a minute up to four hours, so that a percentile read from buckets
lies within a minute of the exact one; what took longer is one bucket.
"""

from typing import Final

from server.rules.hall.line import MINUTE

Histogram = dict[int, int]
"""Bucket -> how many; buckets with nothing in them are left out."""
FINE: Final = 20
"""So many buckets of half a minute."""
LAST: Final = FINE + 230
"""The bucket of whatever took four hours or more."""
LONGEST: Final = 240
"""Minutes from which nothing is told apart."""


def bucket_of(ms: int) -> int:
    """Return the bucket of a duration; one below zero, which a clock set back leaves, counts as none."""
    halves = max(ms, 0) // (MINUTE // 2)
    return halves if halves < FINE else min(FINE // 2 + halves // 2, LAST)


def note(into: Histogram, ms: int) -> None:
    """Count one more duration."""
    bucket = bucket_of(ms)
    into[bucket] = into.get(bucket, 0) + 1


def minutes_of(bucket: int) -> float:
    """Return the middle of a bucket in minutes; of the last one its beginning."""
    if bucket < FINE:
        return bucket / 2 + 0.25
    return float(LONGEST) if bucket >= LAST else bucket - FINE / 2 + 0.5


def percentile(counted: Histogram, share: float) -> float | None:
    """Return the minutes below which `share` (0..1) of all that was counted lie; None where nothing was."""
    many = sum(counted.values())
    if not many:
        return None
    rank = min(many - 1, int(share * many))
    for bucket in sorted(counted):
        rank -= counted[bucket]
        if rank < 0:
            return minutes_of(bucket)
    return None
