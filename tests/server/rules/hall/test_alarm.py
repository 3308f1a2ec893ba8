"""Staff are asked once for a cause, left in peace for as long as is promised, and not asked for nothing."""

from hypothesis import given
from hypothesis import strategies as st

from config.elastic import AlarmRule
from server.rules.hall.alarm import Alarm, answered, looked
from server.rules.hall.elastic import Crowd

MINUTE = 60_000
RULE = AlarmRule("social", until=5, waiting=10, minutes=20, again_minutes=10)
looks = st.lists(
    st.tuples(
        st.integers(1_000, 4 * MINUTE),
        st.integers(0, 15),
        st.integers(0, 30 * MINUTE),
        st.booleans(),
        st.none() | st.integers(0, 30),
    ),
    max_size=30,
)
"""After how long somebody looks, who waits how long, whether one could open, and in how many minutes they answer."""


@given(looks)
def test_nobody_is_asked_twice_within_the_minutes_or_without_a_cause(
    seen: list[tuple[int, int, int, bool, int | None]],
) -> None:
    now, alarm, peace = 0, None, 0
    for later, waiting, longest, possible, minutes in seen:
        now += later
        before, crowd = alarm, Crowd(waiting, longest if waiting else 0)
        alarm = looked(RULE, crowd, before, now, possible=possible)
        long = crowd.waiting > 10 or crowd.longest > 20 * MINUTE
        if alarm is not None and alarm.state == "asked":
            if alarm != before:
                assert now >= peace
                assert long
            assert possible
            assert long or waiting >= 5
            if minutes is not None:
                alarm = answered(RULE, now, minutes)
                peace = now + max(minutes, 10) * MINUTE
        elif before is not None and before.state == "asked":
            peace = now + 10 * MINUTE


def test_it_comes_again_while_its_cause_lasts_and_nobody_came() -> None:
    long = Crowd(12, 0)
    alarm = looked(RULE, long, None, 0, possible=True)
    assert alarm == Alarm("asked", 0)
    alarm = answered(RULE, MINUTE, 15)
    for at, asked in ((2, False), (15, False), (16, True)):
        alarm = looked(RULE, long, alarm, at * MINUTE, possible=True)
        assert alarm is not None
        assert (alarm.state == "asked") == asked
