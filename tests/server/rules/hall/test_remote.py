"""Where somebody stands who took a number elsewhere: never before those who came much earlier."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from config.centers import LineRules, PriorityClass
from server.rules.hall.line import MINUTE
from server.rules.hall.policy import key_of
from server.rules.hall.remote import arrive_by, greatest_credit, key_on_arrival, ready_on_arrival

NOW = 1_764_036_000_000
rules = st.builds(
    LineRules,
    credit_appointment=st.integers(0, 60),
    credit_priority=st.integers(0, 60),
    remote_age_minutes=st.integers(0, 240),
    policy=st.sampled_from(["virtual_time", "fifo", "strict"]),
)
minutes = st.integers(0, 300)
classes = st.sampled_from([each for each in get_args(PriorityClass) if each != "returned"])


def test_who_sets_out_far_away_has_more_time_and_nobody_longer_than_the_hall_is_open() -> None:
    assert arrive_by(NOW, None, None, LineRules()) == NOW + 45 * MINUTE
    assert arrive_by(NOW, 30, None, LineRules(remote_minutes=20)) == NOW + 50 * MINUTE
    assert arrive_by(NOW, 30, NOW + 5 * MINUTE, LineRules()) == NOW + 5 * MINUTE


def test_of_the_time_on_the_way_so_much_counts_as_the_hall_gives() -> None:
    assert ready_on_arrival(NOW, NOW + 10 * MINUTE, LineRules()) == NOW
    assert ready_on_arrival(NOW, NOW + 60 * MINUTE, LineRules()) == NOW + 40 * MINUTE
    # Never more than the greatest credit, whatever is written.
    assert ready_on_arrival(NOW, NOW + 60 * MINUTE, LineRules(remote_age_minutes=240)) == NOW + 35 * MINUTE
    assert ready_on_arrival(NOW, NOW + 60 * MINUTE, LineRules(policy="fifo")) == NOW + 60 * MINUTE


@given(rules, minutes, minutes, classes)
def test_nobody_in_the_hall_is_overtaken_by_who_came_more_than_the_greatest_credit_later(
    rules: LineRules, waited: int, away: int, priority: PriorityClass
) -> None:
    arrived = NOW + waited * MINUTE
    taken = arrived - away * MINUTE
    ready = ready_on_arrival(taken, arrived, rules)
    key = key_on_arrival(ready, arrived, priority, rules)
    assert taken <= ready <= arrived
    here = key_of(rules, NOW, NOW, "normal")
    if rules.policy == "strict" and priority != "normal":
        return
    if key < here:
        assert waited * MINUTE <= greatest_credit(rules)
    if rules.policy == "fifo":
        assert key == arrived
