"""The figures of a day, counted by hand."""

import pytest

from config.centers import LineRules, PriorityClass
from server.rules.hall.line import MINUTE
from server.rules.hall.simulate.day import Person
from server.rules.hall.simulate.fairness import fairness, overtaken_beyond
from server.rules.hall.simulate.running import Called


def call(place: int, came: int, at: int, priority: PriorityClass = "normal", slot: int | None = None) -> Called:
    ready = came if slot is None else slot
    return Called(Person(place, "a", priority, came * MINUTE, ready * MINUTE, 1.0), 0, at * MINUTE, at * MINUTE + 1)


def test_waits_by_class_and_what_lies_past_a_slot() -> None:
    day = [call(0, 0, 4), call(1, 2, 12), call(2, 5, 25, "appointment", 10), call(3, 6, 9, "priority")]
    found = fairness([day])
    assert found.people == 4
    assert found.everybody.mean == pytest.approx((4 + 10 + 20 + 3) / 4)
    assert found.walk_in.mean == 7
    assert found.walk_in.longest == 10
    assert found.appointment.mean == 15
    assert found.on_time == 0
    assert found.priority.longest == 3


def test_who_is_called_before_their_slot_is_not_early_for_others() -> None:
    found = fairness([[call(0, 0, 5, "appointment", 10)]])
    assert found.appointment.mean == 0
    assert found.on_time == 1


def test_overtaking_is_counted_in_one_line_by_arrival() -> None:
    assert fairness([[call(1, 3, 5), call(2, 4, 6), call(0, 0, 9)]]).overtaken == 2
    assert fairness([[call(0, 0, 5), call(1, 3, 6)]]).overtaken == 0
    assert fairness([]).overtaken == 0


def test_beyond_the_credits_is_told_in_minutes() -> None:
    rules = LineRules(20, 25)
    assert overtaken_beyond([call(1, 30, 40, "priority"), call(0, 0, 50)], rules) == 5
    assert overtaken_beyond([call(1, 20, 40, "priority"), call(0, 0, 50)], rules) == -5
    # Who comes only after the other was called was not overtaken, whatever their slot.
    assert overtaken_beyond([call(0, 0, 3, "appointment", 60), call(1, 10, 12)], rules) == -float("inf")
