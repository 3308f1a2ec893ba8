"""A sign-in ends when nobody does anything, sooner for administrators, and after twelve hours anyway."""

from server.rules.people.lasting import ABSOLUTE_MS, IDLE_ADMINISTRATOR_MS, IDLE_MS, ends_at
from server.rules.people.roles import Grant


def test_administrators_are_out_sooner() -> None:
    assert ends_at(0, 1000, [Grant("clerk", "hall")]) == 1000 + IDLE_MS
    assert ends_at(0, 1000, [Grant("clerk", "hall"), Grant("city")]) == 1000 + IDLE_ADMINISTRATOR_MS
    assert ends_at(0, 1000, []) == 1000 + IDLE_MS


def test_nobody_stays_longer_than_twelve_hours() -> None:
    assert ends_at(0, ABSOLUTE_MS - 1, [Grant("guide")]) == ABSOLUTE_MS
