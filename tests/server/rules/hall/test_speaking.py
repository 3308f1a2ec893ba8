"""A ticket in a language waits a little for whoever speaks it: nobody is overtaken by more, and none waits for ever."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from config.centers import LineRules
from server.rules.hall.line import MINUTE
from server.rules.hall.speaking import chosen, grace

WITHIN = 10 * MINUTE


class Person(msgspec.Struct, frozen=True):
    key: int
    language: str | None = None


def person(minute: float, language: str | None = None) -> Person:
    return Person(round(minute * MINUTE), language)


def test_whoever_cannot_be_talked_to_here_waits_for_the_counter_that_can() -> None:
    line = [person(0, "en"), person(2, "yue"), person(3), person(4)]
    assert chosen(line, ("zh",), lambda _: True, WITHIN) == line[2]
    assert chosen(line, ("zh", "yue"), lambda _: True, WITHIN) == line[1]
    assert chosen(line, ("zh", "en"), lambda _: True, WITHIN) == line[0]


def test_where_nobody_else_can_or_nobody_stands_near_behind_they_are_called_here() -> None:
    assert chosen([person(0, "en"), person(2)], ("zh",), lambda _: False, WITHIN) == person(0, "en")
    assert chosen([person(0, "en"), person(10.1)], ("zh",), lambda _: True, WITHIN) == person(0, "en")
    assert chosen([person(0, "en"), person(2, "fr")], ("zh",), lambda _: True, WITHIN) == person(0, "en")


def test_it_means_nothing_where_keys_are_no_moments_or_the_hall_wants_none() -> None:
    assert grace(LineRules()) == 0
    assert grace(LineRules(language_minutes=10)) == grace(LineRules(language_minutes=10, policy="fifo")) == WITHIN
    assert grace(LineRules(language_minutes=10, policy="strict")) == 0


people = st.lists(
    st.builds(person, st.integers(0, 60), st.sampled_from((None, None, "en", "yue"))), min_size=1, max_size=12
)


@given(people, st.sets(st.sampled_from(("zh", "en", "yue"))), st.sets(st.sampled_from(("en", "yue"))))
def test_nobody_is_overtaken_by_anyone_who_stands_further_behind(
    line: list[Person], speaks: set[str], elsewhere: set[str]
) -> None:
    waiting = sorted(line, key=lambda each: each.key)
    called = chosen(waiting, speaks, lambda each: each.language in elsewhere, WITHIN)
    before = [each for each in waiting if each.key < called.key]
    assert all(called.key - each.key <= WITHIN for each in before)
    # Who speaks what everybody does is overtaken by nobody.
    assert all(each.language is not None and each.language in elsewhere - speaks for each in before)


@given(people)
def test_everybody_is_called_though_the_one_who_speaks_it_never_is_free(line: list[Person]) -> None:
    """People keep coming, a minute apart: the last of those who wait is called in time all the same."""
    waiting, at = sorted(line, key=lambda each: each.key), 61
    last = waiting[-1]
    for _ in range(len(line) + 2 * WITHIN // MINUTE):
        waiting.remove(chosen(waiting, ("zh",), lambda _: True, WITHIN))
        waiting.append(person(at))
        at += 1
    assert last not in waiting
