"""Rules by which counters help a long line: when they begin and end, who helps, and which contradict themselves."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.elastic import ElasticRule
from server.rules.hall.elastic import Crowd, Decided, Desk, check_elastic, decided, helpers
from server.rules.hall.skills import lines_called

MINUTE = 60_000
SERVED = {"1": ("social",), "2": ("social", "tax"), "5": ("tax",), "6": ("school",), "7": ("rare", "school")}
SOCIAL = ElasticRule("busy", "social", ("5", "6"), until=5, waiting=10, minutes=20)

looks = st.lists(
    st.tuples(st.integers(1_000, 3 * MINUTE), st.integers(0, 15), st.integers(0, 30 * MINUTE)), max_size=30
)
"""After how long somebody looks again, how many wait then, and how long the first of them."""


def days(rule: ElasticRule, seen: list[tuple[int, int, int]]) -> list[tuple[int, Crowd, Decided | None]]:
    now, known, told = 0, None, []
    for later, waiting, longest in seen:
        now += later
        crowd = Crowd(waiting, longest if waiting else 0)
        known = decided(rule, crowd, known, now)
        told.append((now, crowd, known))
    return told


@given(looks, st.integers(1, 30))
def test_no_rule_changes_its_mind_within_its_least_time(seen: list[tuple[int, int, int]], least: int) -> None:
    rule = ElasticRule("busy", "social", ("5",), 5, 10, 20, least_minutes=least)
    changes = sorted({known.since for _, _, known in days(rule, seen) if known is not None})
    assert all(later - earlier >= least * MINUTE for earlier, later in pairwise(changes))


@given(looks)
def test_it_begins_above_and_ends_below_and_only_then(seen: list[tuple[int, int, int]]) -> None:
    was = False
    for _, crowd, known in days(SOCIAL, seen):
        on = known is not None and known.on
        long = crowd.waiting > 10 or crowd.longest > 20 * MINUTE
        if on and not was:
            assert long
        if was and not on:
            assert not long
            assert crowd.waiting < 5
        was = on


@given(looks, st.integers(0, 4))
def test_it_ends_when_the_line_stays_short(seen: list[tuple[int, int, int]], waiting: int) -> None:
    *_, (now, _, known) = [(0, Crowd(), None), *days(SOCIAL, seen)]
    for _ in range(3):
        now += 5 * MINUTE
        known = decided(SOCIAL, Crowd(waiting, 20 * MINUTE), known, now)
    assert known is None or not known.on


@given(looks)
def test_between_both_bounds_nothing_changes(seen: list[tuple[int, int, int]]) -> None:
    *_, (now, _, known) = [(0, Crowd(), None), *days(SOCIAL, seen)]
    for waiting in (5, 10, 7):
        now += 60 * MINUTE
        assert decided(SOCIAL, Crowd(waiting, 20 * MINUTE), known, now) == known


counters = st.sampled_from(sorted(SERVED))
services = st.sampled_from(["social", "tax", "school", "rare"])
rules = st.lists(
    st.builds(
        ElasticRule,
        id=st.sampled_from("abcd"),
        service=services,
        counters=st.lists(counters, unique=True).map(tuple),
        until=st.just(5),
        waiting=st.just(10),
        at_most=st.none() | st.integers(1, 3),
    ),
    unique_by=lambda rule: rule.id,
)
desks = st.fixed_dictionaries(
    {
        counter: st.builds(Desk, st.booleans(), st.just(served), st.none() | st.sets(services))
        for counter, served in SERVED.items()
    }
)
before = st.dictionaries(counters, st.sampled_from("abcdx"))


@given(rules, st.sets(st.sampled_from("abcd")), desks, before)
def test_whoever_helps_is_named_open_and_able_and_loses_no_line_of_its_own(
    rules: list[ElasticRule], on: set[str], desks: Mapping[str, Desk], before: Mapping[str, str]
) -> None:
    found, known = helpers(rules, on, desks, before), {rule.id: rule for rule in rules}
    for counter, by in found.items():
        rule, desk = known[by], desks[counter]
        assert by in on
        assert counter in rule.counters
        assert desk.open
        assert rule.service not in desk.served
        lines = lines_called(desk.served, desk.skills, rule.service)
        assert set(lines) == {*lines_called(desk.served, desk.skills), rule.service}
    for rule in rules:
        mine = [counter for counter, by in found.items() if by == rule.id]
        assert len(mine) <= (len(rule.counters) if rule.at_most is None else rule.at_most)


@given(rules, st.sets(st.sampled_from("abcd")), desks, before)
def test_who_helps_goes_on_and_another_look_changes_nothing(
    rules: list[ElasticRule], on: set[str], desks: Mapping[str, Desk], before: Mapping[str, str]
) -> None:
    found = helpers(rules, on, desks, before)
    assert helpers(rules, on, desks, found) == found


@given(rules, st.sets(st.sampled_from("abcd")), desks)
def test_no_rule_that_is_on_goes_without_help_that_somebody_free_could_give(
    rules: list[ElasticRule], on: set[str], desks: Mapping[str, Desk]
) -> None:
    found = helpers(rules, on, desks, {})
    for rule in rules:
        if rule.id not in on or list(found.values()).count(rule.id) == rule.at_most:
            continue
        for counter in rule.counters:
            desk = desks[counter]
            able = desk.open and rule.service not in desk.served
            able = able and (desk.skills is None or rule.service in desk.skills)
            assert not able or counter in found


def test_a_free_counter_goes_where_the_first_rule_wants_it_and_stays_there() -> None:
    first = ElasticRule("a", "social", ("6",), 5, 10)
    second = ElasticRule("b", "tax", ("6", "7"), 5, 10, at_most=1)
    hall = {counter: Desk(True, served) for counter, served in SERVED.items()}
    assert helpers((first, second), {"a", "b"}, hall, {}) == {"6": "a", "7": "b"}
    assert helpers((first, second), {"a", "b"}, hall, {"6": "b"}) == {"6": "b"}
    closed = {**hall, "6": Desk(False, SERVED["6"])}
    assert helpers((first, second), {"a", "b"}, closed, {"6": "b"}) == {"7": "b"}, "another one takes its place"


@pytest.mark.parametrize(
    ("rule", "code", "field"),
    [
        (ElasticRule("a", "social", ("5",), 10, 10), "settings_elastic_until", "elastic[0].until"),
        (ElasticRule("a", "social", ("5",), 11, 10), "settings_elastic_until", "elastic[0].until"),
        (ElasticRule("a", "social", ("5",), 5), "settings_elastic_when", "elastic[0]"),
        (ElasticRule("a", "social", (), 5, 10), "settings_elastic_nobody", "elastic[0].counters"),
        (ElasticRule("a", "social", ("5", "9"), 5, 10), "settings_counter_unknown", "elastic[0].counters[1]"),
        (ElasticRule("a", "social", ("5", "2"), 5, 10), "settings_elastic_own", "elastic[0].counters[1]"),
        (ElasticRule("a", "social", ("5",), 0, 10), "settings_number", "elastic[0].until"),
        (ElasticRule("a", "social", ("5",), 5, 501), "settings_number", "elastic[0].waiting"),
        (ElasticRule("a", "social", ("5",), 5, None, 0), "settings_number", "elastic[0].minutes"),
        (ElasticRule("a", "social", ("5",), 5, 10, at_most=0), "settings_number", "elastic[0].at_most"),
        (ElasticRule("a", "social", ("5",), 5, 10, least_minutes=0), "settings_number", "elastic[0].least_minutes"),
    ],
)
def test_a_rule_that_contradicts_itself_is_found_with_its_field(rule: ElasticRule, code: str, field: str) -> None:
    assert [(each.code, each.values["field"]) for each in check_elastic((rule,), SERVED)] == [(code, field)]


def test_rules_that_send_counters_in_circles_are_found_and_others_not() -> None:
    served = {"1": ("social",), "5": ("tax",), "6": ("school",)}
    social, school = ElasticRule("a", "social", ("5",), 5, 10), ElasticRule("b", "school", ("1",), 5, 10)
    tax, short = ElasticRule("c", "tax", ("6",), 5, 10), ElasticRule("d", "tax", ("1",), 5, 10)
    more = ElasticRule("e", "social", ("6",), 5, 20)
    assert list(check_elastic((social, school), served)) == []
    assert list(check_elastic((social, more), served)) == [], "several rules for one line"
    for circle in ((social, school, tax), (social, short)):
        (found,) = check_elastic(circle, served)
        assert found.code == "settings_elastic_circle"
        assert found.values["field"] == f"elastic[{len(circle) - 1}].counters"
