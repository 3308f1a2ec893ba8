"""Checking in: the window, and the place in the line; walk-ins between close appointments never starve."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.bookings import Bookings
from config.centers import LineRules, PriorityClass
from server.rules.booking.arrival import check, missed_at, opens_at, ready_at
from server.rules.booking.slots import MINUTE
from server.rules.errors import Code, Refusal
from server.rules.hall import line

RULES = Bookings((), early_minutes=30, late_minutes=10)
SLOT = 1_000_000_000_000


class Person(NamedTuple):
    key: int
    ready_at: int
    place: int
    service: str


@pytest.mark.parametrize(
    ("minutes", "code"), [(-31, "booking_early"), (-30, None), (0, None), (9, None), (10, "booking_late")]
)
def test_people_check_in_within_their_window(minutes: int, code: Code | None) -> None:
    now = SLOT + minutes * MINUTE
    assert (opens_at(SLOT, RULES) <= now < missed_at(SLOT, RULES)) == (code is None)
    if code is None:
        check(SLOT, "10:00", "09:30", RULES, now)
        return
    with pytest.raises(Refusal) as caught:
        check(SLOT, "10:00", "09:30", RULES, now)
    assert caught.value.code == code


@given(st.integers(-30, 9), st.integers(-60, 60), st.integers(0, 60))
def test_nobody_is_overtaken_by_who_came_later_than_by_the_credit(came: int, walk_in: int, credit: int) -> None:
    rules = LineRules(credit_appointment=credit)
    booked = line.key(ready_at(SLOT, SLOT + came * MINUTE), "appointment", rules)
    other = line.key(SLOT + walk_in * MINUTE, "normal", rules)
    if booked < other:
        assert came <= walk_in or came - walk_in <= credit


@settings(max_examples=60)
@given(st.integers(1, 120), st.integers(5, 15), st.integers(0, 40))
def test_a_walk_in_between_close_appointments_never_starves(came: int, visit: int, credit: int) -> None:
    """One counter, an appointment at every visit's length for hours, all there early: it could be busy with them only.

    The longest wait of somebody without one is the credit and the visits that stand before, not the whole morning.
    """
    rules = LineRules(credit_appointment=credit)
    waits = _waits(came, visit, rules)
    assert max(waits) <= credit + 2 * visit


def test_with_a_rule_that_lets_appointments_always_go_first_the_same_walk_in_starves() -> None:
    """The negative control."""
    assert max(_waits(30, 10, LineRules(credit_appointment=24 * 60))) >= 200


def _waits(came: int, visit: int, rules: LineRules) -> list[int]:
    """Return how long in minutes one walk-in waits who comes at minute `came` of four hours of appointments."""
    people: list[tuple[int, PriorityClass, int]] = [
        (max(0, slot - 30), "appointment", slot) for slot in range(0, 240, visit)
    ]
    people.append((came, "normal", came))
    waiting = [
        Person(line.key(ready * MINUTE, kind, rules), ready * MINUTE, place, "social")
        for place, (_, kind, ready) in enumerate(people)
    ]
    clock, waits = 0, []
    while waiting:
        there = [each for each in waiting if people[each.place][0] <= clock]
        called = line.next_of(there, ("social",))
        if called is None:
            clock += 1
            continue
        waiting.remove(called)
        if people[called.place][1] == "normal":
            waits.append(clock - people[called.place][0])
        clock += visit
    return waits
