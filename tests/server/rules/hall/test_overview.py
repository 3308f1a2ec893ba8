"""What a hall does, in one word, and the range of its waits."""

import pytest

from server.rules.hall.estimate.wait import Wait
from server.rules.hall.line import MINUTE
from server.rules.hall.overview import SILENT_MINUTES, Counters, Range, below, range_of, state_of
from server.rules.open_days import Shut

NOW = 100 * 24 * 60 * MINUTE
JUST_NOW = NOW - MINUTE
LONG_AGO = NOW - SILENT_MINUTES * MINUTE - 1


@pytest.mark.parametrize(
    ("state", "shut", "counters", "heard_at"),
    [
        ("open", None, Counters(1, 2, 3, 9), JUST_NOW),
        ("open", None, Counters(1), NOW - SILENT_MINUTES * MINUTE),
        # A clock of another machine that is ahead of this one.
        ("open", None, Counters(1), NOW + MINUTE),
        ("lunch", None, Counters(0, 2, 0, 9), JUST_NOW),
        ("break", None, Counters(0, 2, 1, 9), JUST_NOW),
        ("break", None, Counters(0, 0, 1, 9), JUST_NOW),
        ("unstaffed", None, Counters(0, 0, 0, 9), JUST_NOW),
        ("silent", None, Counters(1, 0, 0, 9), LONG_AGO),
        ("silent", None, Counters(1, 0, 0, 9), None),
        # Whoever is closed may be silent.
        ("closed", Shut("hours"), Counters(), None),
        ("closed", Shut("holiday"), Counters(1), JUST_NOW),
        ("lunch", Shut("pause"), Counters(1), LONG_AGO),
    ],
)
def test_what_a_hall_does(state: str, shut: Shut | None, counters: Counters, heard_at: int | None) -> None:
    assert state_of(shut, counters, heard_at, NOW) == state


def test_the_range_goes_from_the_shortest_wait_to_the_longest_and_is_rounded_outwards() -> None:
    social, medical = Wait(20 * MINUTE, 12.6 * MINUTE, 30.2 * MINUTE), Wait(5 * MINUTE, 3.4 * MINUTE, 9 * MINUTE)
    assert range_of({"social": social, "medical": medical, "rare": "too_irregular", "none": None}) == Range(
        3, 31, "social"
    )
    assert range_of({"free": Wait(0, 0, 0, at_once=True)}) == Range(0, 0, "free")
    assert range_of({"rare": "nobody_serves"}) is range_of({}) is None


def test_no_range_is_longer_than_a_day() -> None:
    assert range_of({"a": Wait(3e9, 2e9, 4e9)}) == Range(1440, 1440, "a")


def test_below_a_center_are_those_whose_parents_are() -> None:
    parents = {"city": None, "town": "city", "other": "city", "village": "town"}
    assert list(below(parents, "city")) == ["city", "town", "other", "village"]
    assert list(below(parents, "town")) == ["town", "village"]
    assert list(below(parents, "village")) == ["village"]
