"""Pauses are counted by counter and reason, each from its beginning to whatever ended it."""

from hypothesis import given
from hypothesis import strategies as st

from config.centers import Text
from server.rules.hall.breaks import Paused, pauses
from server.rules.hall.fact import Break, Fact, Kind, NameRef

KINDS: tuple[Kind, ...] = ("counter.opened", "counter.paused", "counter.closed", "staff.told")


def fact(seq: int, at: int, kind: Kind, counter: str = "c", reason: Break | None = None) -> Fact:
    return Fact("hall", seq, at, kind, counter=NameRef(counter, Text("", "")), reason=reason)


def test_lunch_and_a_meeting_are_told_apart_and_one_that_is_on_lasts_until_now() -> None:
    facts = (
        fact(1, 0, "counter.opened"),
        fact(2, 10, "counter.paused", reason="lunch"),
        fact(3, 40, "counter.opened"),
        fact(4, 50, "counter.paused", reason="meeting"),
        fact(5, 55, "counter.closed"),
        fact(6, 60, "counter.opened"),
        fact(7, 70, "counter.paused", reason="lunch"),
        fact(8, 71, "counter.paused", "d"),
    )
    assert pauses(facts, 100) == (
        Paused("c", "lunch", 2, 60),
        Paused("c", "meeting", 1, 5),
        Paused("d", None, 1, 29),
    )


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(KINDS), st.sampled_from("cd"))), st.integers(0, 9))
def test_no_counter_pauses_longer_than_the_day_and_every_pause_is_counted_once(
    steps: list[tuple[int, Kind, str]], after: int
) -> None:
    facts, at = [], 0
    for seq, (took, kind, counter) in enumerate(steps):
        at += took
        facts.append(fact(seq + 1, at, kind, counter))
    found = pauses(facts, at + after)
    for counter in "cd":
        own = [each for each in found if each.counter == counter]
        assert sum(each.took for each in own) <= at + after
        paused = [
            each for each in facts if each.kind == "counter.paused" and each.counter and each.counter.id == counter
        ]
        assert sum(each.times for each in own) == len(paused)
