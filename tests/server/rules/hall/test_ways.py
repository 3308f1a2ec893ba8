"""Ways between centers: written ones, and the shortest sum of them."""

from hypothesis import given
from hypothesis import strategies as st

from config.centers import Way
from server.rules.hall.ways import minutes_from

CENTERS = "abcdef"
ways = st.lists(
    st.builds(Way, st.tuples(st.sampled_from(CENTERS), st.sampled_from(CENTERS)), st.integers(1, 90)), max_size=12
)


def test_a_way_leads_both_ways_and_on() -> None:
    written = (Way(("city", "town"), 30), Way(("town", "village"), 10), Way(("city", "village"), 50))
    assert minutes_from("village", written) == {"village": 0, "town": 10, "city": 40}
    assert minutes_from("city", written) == {"city": 0, "town": 30, "village": 40}
    assert minutes_from("elsewhere", written) == {"elsewhere": 0}


@given(ways, st.sampled_from(CENTERS), st.sampled_from(CENTERS))
def test_both_ways_are_equally_long_and_no_written_one_is_shorter(written: list[Way], one: str, other: str) -> None:
    there, back = minutes_from(one, written), minutes_from(other, written)
    assert there.get(other) == back.get(one)
    for way in written:
        start, end = way.between
        if start in there:
            assert there[end] <= there[start] + way.minutes
