"""Differences name the field; entries are matched by what names them."""

from server.rules.hall.settings_difference import Difference, at_path, differences


def test_entries_are_matched_by_their_ids() -> None:
    before = {"name": "x", "counters": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]}
    after = {"name": "x", "counters": [{"id": "b", "name": "C"}, {"id": "c", "name": "D"}]}
    assert differences(before, after) == [
        Difference(("counters", "a"), {"id": "a", "name": "A"}, None),
        Difference(("counters", "b", "name"), "B", "C"),
        Difference(("counters", "c"), None, {"id": "c", "name": "D"}),
    ]
    assert at_path(after, ("counters", "b", "name")) == "C"
    assert at_path(after, ("counters", "z", "name")) is None


def test_another_order_is_a_difference() -> None:
    rows = [{"id": "a"}, {"id": "b"}]
    assert differences({"rules": rows}, {"rules": rows[::-1]}) == [
        Difference(("rules", "order"), ["a", "b"], ["b", "a"])
    ]
    assert differences({"rules": rows}, {"rules": rows}) == []


def test_entries_of_one_name_are_told_apart() -> None:
    first, second = {"date": "d", "n": 1}, {"date": "d", "n": 2}
    assert [each.path for each in differences([first, second], [first, {"date": "d", "n": 3}])] == [("d 2", "n")]
