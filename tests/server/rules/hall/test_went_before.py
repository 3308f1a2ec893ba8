"""One rule for everybody who went before: never none, never two."""

from dataclasses import dataclass
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from config.centers import LineRules, PriorityClass
from server.rules.hall.line import credit
from server.rules.hall.went_before import Rule, rule_of


@dataclass(frozen=True)
class Other:
    prefix: str
    priority: PriorityClass
    ready_at: int
    misses: int = 0
    postpones: int = 0


others = st.builds(
    Other,
    st.sampled_from("AB"),
    st.sampled_from(get_args(PriorityClass)),
    st.integers(0, 100),
    st.integers(0, 1),
    st.integers(0, 1),
)


@given(others, st.integers(0, 100))
def test_a_rule_says_what_is_so(other: Other, ready_at: int) -> None:
    rule = rule_of(other, ready_at, "A")
    assert rule in get_args(Rule)
    assert (rule == "transferred") is (other.prefix == "B")
    if rule == "earlier":
        assert other.ready_at <= ready_at
    if rule in ("appointment", "priority"):
        assert rule == other.priority
        assert other.ready_at > ready_at
    if rule == "chosen":
        assert credit(other.priority, LineRules()) == 0
