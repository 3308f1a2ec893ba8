"""The trips of a plan one after the other: when one is where, and which number can be taken now."""

from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.calling import State
from server.rules.hall.line import MINUTE
from server.rules.hall.trips import COUNTED, Trip, timed
from server.rules.hall.way import SERVED_IN

NOW = 1_000 * MINUTE
FIRST = Trip(0, 20, None, today=True, takes=True, books=False)
SECOND = Trip(35, 5, None, today=True, takes=True, books=True)


def having(trip: Trip, state: State) -> Trip:
    return Trip(trip.way, trip.wait, state, today=trip.today, takes=trip.takes, books=trip.books)


def minutes(at: int) -> float:
    return (at - NOW) / MINUTE


def test_the_second_trip_begins_where_the_first_one_ends() -> None:
    first, second = timed([FIRST, SECOND], NOW)
    assert (minutes(first.arrives_at), minutes(first.leaves_at)) == (0, 20 + SERVED_IN)
    assert minutes(second.arrives_at) == 20 + SERVED_IN + 35
    assert minutes(second.leaves_at) == 20 + SERVED_IN + 35 + 5 + SERVED_IN


def test_whoever_is_done_leaves_now_and_whoever_waits_is_there() -> None:
    done, second = timed([having(FIRST, "finished"), SECOND], NOW)
    assert minutes(done.leaves_at) == 0
    assert minutes(second.arrives_at) == 35
    (waits,) = timed([having(SECOND, "waiting")], NOW)
    assert (minutes(waits.arrives_at), minutes(waits.leaves_at)) == (0, 5 + SERVED_IN)
    (coming,) = timed([having(SECOND, "remote")], NOW)
    assert minutes(coming.arrives_at) == 35


def test_the_number_of_a_later_trip_waits_until_one_has_joined_the_line_before() -> None:
    assert [each.offer for each in timed([FIRST, SECOND], NOW)] == ["take", "after"]
    assert [each.offer for each in timed([having(FIRST, "remote"), SECOND], NOW)] == ["none", "after"]
    for state in COUNTED - {"remote"}:
        assert [each.offer for each in timed([having(FIRST, state), SECOND], NOW)] == ["none", "take"]


def test_where_no_number_is_given_out_a_time_can_be_booked_and_whoever_has_one_needs_nothing() -> None:
    later = Trip(0, 0, None, today=False, takes=True, books=True)
    never = Trip(0, 0, None, today=True, takes=False, books=False)
    booked = Trip(0, 0, None, today=False, takes=True, books=True, booked=True)
    assert [each.offer for each in timed([later, never, booked], NOW)] == ["book", "none", "none"]


def test_nobody_takes_a_number_with_which_they_would_come_after_closing() -> None:
    first = having(FIRST, "waiting")
    for closes_in, offer in ((65, "book"), (66, "take")):
        second = Trip(35, 5, None, today=True, takes=True, books=True, closes_at=NOW + closes_in * MINUTE)
        assert timed([first, second], NOW)[1].offer == offer


trips = st.builds(
    Trip,
    st.none() | st.integers(0, 90),
    st.floats(0, 300),
    st.none() | st.sampled_from(sorted(COUNTED)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    booked=st.booleans(),
    closes_at=st.none() | st.integers(NOW - 100 * MINUTE, NOW + 1000 * MINUTE),
)


@given(st.lists(trips, max_size=6))
def test_nobody_is_at_two_places_at_once_and_one_number_at_most_is_taken(them: list[Trip]) -> None:
    found = timed(them, NOW)
    at = NOW
    for trip, each in zip(them, found, strict=True):
        assert each.leaves_at >= NOW
        assert each.arrives_at >= at or trip.state == "finished"
        at = each.leaves_at
        if trip.state is not None:
            assert each.offer == "none"
    offered = [place for place, each in enumerate(found) if each.offer == "take"]
    assert len(offered) <= 1
    for place in offered:
        assert all(trip.state not in (None, "remote") for trip in them[:place] if trip.today)
