"""What a change was, line by line."""

import json

from server.office.audit.difference import MOST, Line, differences


def test_places_that_differ_are_told() -> None:
    before = {"name": {"zh": "甲"}, "counters": [{"id": "a", "n": 1}, {"id": "b"}], "list": [1, 2], "gone": True}
    after = {"name": {"zh": "乙"}, "counters": [{"id": "b"}], "list": [1, 3], "new": "x", "none": None}
    assert differences(json.dumps(before), json.dumps(after)) == [
        Line("name.zh", "甲", "乙"),
        Line("counters[a].id", "a", ""),
        Line("counters[a].n", "1", ""),
        Line("list[1]", "2", "3"),
        Line("gone", "true", ""),
        Line("new", "", "x"),
    ]


def test_texts_and_nothing() -> None:
    assert differences("", "") == []
    assert differences('"a"', '"b"') == [Line("", "a", "b")]
    assert differences("{no json", "") == [Line("", "{no json", "")]
    assert len(differences("", json.dumps(list(range(1000))))) == MOST
