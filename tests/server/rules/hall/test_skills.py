"""A counter calls from what it is there for and whoever sits there can do: never more, in its own order."""

from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.skills import able, lines_called

services = st.lists(st.sampled_from("abcdef"))


@given(services, st.none() | services)
def test_both_must_allow_a_line_and_nothing_else_can_open_one(served: list[str], skills: list[str] | None) -> None:
    called = lines_called(served, skills)
    assert set(called) == {each for each in served if able(each, skills)}
    assert len(set(called)) == len(called)
    assert sorted(called, key=served.index) == list(called), "in the counter's own order"


@given(services)
def test_without_a_list_of_skills_somebody_does_everything_and_with_an_empty_one_nothing(served: list[str]) -> None:
    assert set(lines_called(served, None)) == set(served)
    assert lines_called(served, ()) == ()
