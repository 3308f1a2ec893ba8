"""A percentile read from buckets lies within a minute of the exact one, also of many days together."""

from hypothesis import given, settings
from hypothesis import strategies as st

from server.rules.hall.histogram import LONGEST, Histogram, bucket_of, minutes_of, note, percentile
from server.rules.hall.line import MINUTE
from tests.tries import tries

DURATIONS = st.lists(st.integers(0, LONGEST * MINUTE - 1), min_size=1, max_size=60)


def counted(durations: list[int]) -> Histogram:
    into: Histogram = {}
    for each in durations:
        note(into, each)
    return into


@settings(max_examples=tries(200))
@given(DURATIONS, DURATIONS, st.sampled_from((0.5, 0.9)))
def test_a_percentile_of_days_together_is_within_a_minute(one: list[int], other: list[int], share: float) -> None:
    total = counted(one)
    for bucket, many in counted(other).items():
        total[bucket] = total.get(bucket, 0) + many
    exact = sorted(one + other)[min(len(one + other) - 1, int(share * len(one + other)))] / MINUTE
    found = percentile(total, share)
    assert found is not None
    assert abs(found - exact) <= 0.5 <= 1


@settings(max_examples=tries(100))
@given(st.integers(0, LONGEST * MINUTE - 1), st.integers(0, LONGEST * MINUTE - 1))
def test_what_takes_longer_is_in_no_earlier_bucket(one: int, other: int) -> None:
    assert (bucket_of(one) <= bucket_of(other)) or one > other
    assert abs(minutes_of(bucket_of(one)) - one / MINUTE) <= 0.5


def test_the_ends() -> None:
    assert percentile({}, 0.5) is None
    assert (bucket_of(-5), bucket_of(29_999), bucket_of(30_000)) == (0, 0, 1)
    assert percentile(counted([5 * 3_600_000]), 0.5) == LONGEST
