"""A service or counter that is taken away is named nowhere else in its center."""

from typing import Any

from server.rules.hall.settings_loosened import loosened

BEFORE: dict[str, Any] = {
    "services": [{"id": "a"}, {"id": "b"}],
    "counters": [{"id": "k1", "services": ["a", "b"]}, {"id": "k2", "services": ["b"]}],
    "staff": [{"id": "p", "counter": "k2", "skills": ["b"]}, {"id": "q", "counter": "k1", "skills": None}],
    "elastic": [{"id": "r", "service": "a", "counters": ["k2"]}, {"id": "s", "service": "b", "counters": ["k1"]}],
    "alarms": [{"service": "a"}, {"service": "b"}],
}


def test_nothing_is_touched_while_nothing_goes() -> None:
    assert loosened(BEFORE, BEFORE) is BEFORE


def test_a_service_goes_from_counters_skills_and_rules() -> None:
    left = loosened(BEFORE, {**BEFORE, "services": [{"id": "a"}]})
    assert [each["services"] for each in left["counters"]] == [["a"], []]
    assert [each["skills"] for each in left["staff"]] == [[], None]
    assert [each["id"] for each in left["elastic"]] == ["r"]
    assert left["alarms"] == [{"service": "a"}]


def test_a_counter_goes_from_people_and_rules() -> None:
    left = loosened(BEFORE, {**BEFORE, "counters": BEFORE["counters"][:1]})
    assert [each["counter"] for each in left["staff"]] == [None, "k1"]
    assert [each["id"] for each in left["elastic"]] == ["s"]
