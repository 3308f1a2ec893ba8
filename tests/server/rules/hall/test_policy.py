"""Every policy is a total order that serves each class in turn; virtual time is the order of the line, and bounded."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as replace_rules

from config.centers import LineRules, PolicyName, PriorityClass
from server.rules.hall import line
from server.rules.hall.policy import Accumulating, Fifo, Policy, Strict, VirtualTime, key_of, next_of, policy_of

RULES = LineRules(20, 25)
POLICIES: list[Policy] = [VirtualTime(RULES), Strict(), Fifo(), Accumulating(), Accumulating(from_slot=False)]
CLASSES: tuple[PriorityClass, ...] = ("normal", "appointment", "priority")
NOW = 10 * 3_600_000


@dataclass(frozen=True)
class Person:
    came_at: int
    ready_at: int
    priority: PriorityClass
    place: int
    service: str
    key: int = 0


people = st.lists(
    st.builds(
        Person,
        st.integers(0, NOW),
        st.integers(0, NOW),
        st.sampled_from(CLASSES),
        st.integers(1, 400),
        st.sampled_from(("one", "two")),
    ),
    unique_by=lambda person: person.place,
    max_size=25,
)


def keyed(policy: Policy, waiting: list[Person]) -> list[Person]:
    return [replace(each, key=policy.key(each.came_at, each.ready_at, each.priority)) for each in waiting]


@given(people, st.sampled_from(POLICIES))
def test_every_policy_is_a_total_order(waiting: list[Person], policy: Policy) -> None:
    assert len({policy.order(each, NOW) for each in keyed(policy, waiting)}) == len(waiting)


@given(people, st.sampled_from([("one",), ("two",), ("one", "two"), ()]))
def test_virtual_time_is_the_order_of_the_line(waiting: list[Person], services: tuple[str, ...]) -> None:
    policy = VirtualTime(RULES)
    ready = keyed(policy, waiting)
    assert next_of(policy, ready, services, NOW) == line.next_of(ready, services)
    assert [each.key for each in ready] == [line.key(each.ready_at, each.priority, RULES) for each in waiting]


@given(people, st.sampled_from([policy for policy in POLICIES if policy.fixed]), st.integers(0, 3_600_000))
def test_two_tickets_of_a_fixed_order_never_change_places(waiting: list[Person], policy: Policy, later: int) -> None:
    ready = keyed(policy, waiting)
    assert sorted(ready, key=lambda each: policy.order(each, NOW)) == sorted(
        ready, key=lambda each: policy.order(each, NOW + later)
    )


@given(people)
def test_strict_lets_no_lower_class_go_first(waiting: list[Person]) -> None:
    ready = sorted(keyed(Strict(), waiting), key=line.order)
    assert [CLASSES.index(each.priority) for each in ready] == sorted(
        (CLASSES.index(each.priority) for each in ready), reverse=True
    )


@given(people)
def test_first_come_first_served_looks_at_nothing_else(waiting: list[Person]) -> None:
    came = [each.came_at for each in sorted(keyed(Fifo(), waiting), key=line.order)]
    assert came == sorted(came)


def test_who_gathers_slower_goes_first_after_waiting_long_enough() -> None:
    policy = Accumulating({"normal": 1, "appointment": 2, "priority": 4}, from_slot=False)
    early = Person(0, 0, "normal", 1, "one")
    late = Person(60_000, 60_000, "priority", 2, "one")
    both = keyed(policy, [early, late])
    assert next_of(policy, both, ("one",), 70_000) == both[0]
    assert next_of(policy, both, ("one",), 90_000) == both[1]


@pytest.mark.parametrize("name", ["virtual_time", "strict", "fifo", "accumulating"])
def test_every_name_has_its_policy(name: PolicyName) -> None:
    assert policy_of(name, RULES).fixed is (name != "accumulating")


@given(people, st.sampled_from(("virtual_time", "strict", "fifo")))
def test_a_center_keys_its_tickets_by_the_order_that_it_names(waiting: list[Person], name: PolicyName) -> None:
    rules = replace_rules(RULES, policy=name)
    assert [key_of(rules, each.came_at, each.ready_at, each.priority) for each in waiting] == [
        each.key for each in keyed(policy_of(name, rules), waiting)
    ]


@given(people, st.sampled_from(("virtual_time", "strict", "fifo")), st.sampled_from(("virtual_time", "strict", "fifo")))
def test_a_change_of_order_leaves_those_in_line_where_they_are(
    waiting: list[Person], before: PolicyName, after: PolicyName
) -> None:
    stood = keyed(policy_of(before, RULES), [each for each in waiting if each.came_at < NOW // 2])
    come = keyed(policy_of(after, RULES), [each for each in waiting if each.came_at >= NOW // 2])
    together = sorted([*stood, *come], key=line.order)
    assert [each for each in together if each in stood] == sorted(stood, key=line.order)


def test_nobody_waits() -> None:
    assert next_of(Fifo(), [], ("one",), 0) is None
