"""What an order is said to do is what it does: the figures of the sentences hold for its keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import LineRules, PolicyName
from server.rules.hall.line import MINUTE
from server.rules.hall.policy import key_of
from server.rules.hall.policy_words import WAITED, bound_of, preview

CLASSES = ("normal", "appointment", "priority", "returned")
minutes = st.integers(0, 240)
RULES = st.builds(
    LineRules,
    credit_appointment=minutes,
    credit_priority=minutes,
    credit_returned=minutes,
    policy=st.sampled_from(("virtual_time", "fifo")),
)


@given(RULES, st.sampled_from(CLASSES), st.sampled_from(CLASSES), st.integers(0, 10_000), st.integers(0, 10_000))
def test_nobody_goes_before_anybody_by_more_than_the_bound(
    rules: LineRules, one: str, other: str, came: int, after: int
) -> None:
    bound = bound_of(rules)
    assert bound is not None
    first = key_of(rules, came * MINUTE, came * MINUTE, one)  # type: ignore[arg-type]
    later = came + bound + 1 + after
    assert first < key_of(rules, later * MINUTE, later * MINUTE, other)  # type: ignore[arg-type]


def test_strict_has_no_bound() -> None:
    assert bound_of(LineRules(policy="strict")) is None


def test_the_old_person_goes_before_exactly_those_of_whom_it_is_said() -> None:
    rules, now = LineRules(credit_priority=25), 1_000 * MINUTE
    old = key_of(rules, now - WAITED * MINUTE, now - WAITED * MINUTE, "priority")
    assert any("20" in each.en and "45" in each.en for each in preview(rules))
    for waited, goes_first in ((44, True), (46, False)):
        came = now - waited * MINUTE
        assert (old < key_of(rules, came, came, "normal")) is goes_first


@pytest.mark.parametrize("policy", ["virtual_time", "strict", "fifo"])
def test_every_order_is_told_in_both_languages(policy: PolicyName) -> None:
    said = preview(LineRules(policy=policy))
    assert len(said) >= 3
    assert all(each.zh != each.en and "{" not in each.zh + each.en for each in said)


def test_no_credit_is_first_come_first_served() -> None:
    none = LineRules(credit_appointment=0, credit_priority=0, credit_returned=0)
    assert preview(none)[0] == preview(LineRules(policy="fifo"))[0]
