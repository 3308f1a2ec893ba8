"""The way through several lines: what must come first does, every step once, the same way each time."""

from collections.abc import Mapping
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from server.rules.hall.way import SERVED_IN, TRIED, Way, way

NAMES = tuple("abcdefgh")
services = st.lists(st.sampled_from(NAMES), max_size=8)
waits = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 90))
places = st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(("ground", "first", "second")), max_size=2))
anything = st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES), max_size=3))


@st.composite
def in_order(draw: st.DrawFn) -> Mapping[str, set[str]]:
    """Return what comes before what, without going round in a circle."""
    order = draw(st.permutations(NAMES))
    pairs = draw(st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=8))
    first: dict[str, set[str]] = {}
    for one, other in pairs:
        if order.index(one) < order.index(other):
            first.setdefault(other, set()).add(one)
    return first


@given(services, st.sets(st.sampled_from(NAMES)), anything, waits, places)
def test_every_step_is_there_once_and_what_nobody_serves_is_left_out(
    wanted: list[str], served: set[str], first: dict[str, set[str]], waits: dict[str, int], places: dict[str, set[str]]
) -> None:
    found = way(wanted, served, first=first, waits=waits, places=places)
    assert sorted(found.steps) == sorted({*wanted} & served)
    assert sorted(found.left_out) == sorted({*wanted} - served)
    again = way(wanted, served, first=dict(reversed(first.items())), waits=waits, places=places)
    assert again == found


@given(services, st.sets(st.sampled_from(NAMES)), in_order(), waits, places)
def test_what_comes_first_comes_first(
    wanted: list[str],
    served: set[str],
    first: Mapping[str, set[str]],
    waits: dict[str, int],
    places: dict[str, set[str]],
) -> None:
    steps = way(wanted, served, first=first, waits=waits, places=places).steps
    for at, each in enumerate(steps):
        assert not first.get(each, set()) & {*steps[at:]}


@given(services.filter(lambda each: len(each) <= TRIED), waits)
def test_no_other_order_is_through_much_earlier(wanted: list[str], waits: dict[str, int]) -> None:
    def minutes(order: tuple[str, ...]) -> int:
        now = 0
        for each in order:
            now = max(now, waits[each]) + SERVED_IN
        return now

    steps = way(wanted, NAMES, waits=waits).steps
    if all(each in waits for each in steps):
        assert minutes(steps) < min(map(minutes, permutations(steps))) + 5


def test_a_step_through_one_that_is_left_out_still_comes_before() -> None:
    first = {"social": ["idcard"], "idcard": ["hukou"]}
    assert way(("social", "idcard", "hukou"), ("social", "hukou"), first=first) == Way(("hukou", "social"), ("idcard",))


def test_where_each_asks_for_the_other_the_order_given_decides() -> None:
    first = {"a": ["b"], "b": ["a"]}
    assert way("ba", "ab", first=first).steps == ("b", "a")
    assert way("ab", "ab", first=first).steps == ("a", "b")


def test_the_short_line_comes_first_so_that_the_long_one_is_waited_for_meanwhile() -> None:
    assert way(("long", "short"), ("long", "short"), waits={"long": 40, "short": 5}).steps == ("short", "long")


def test_among_ways_as_long_as_each_other_the_one_with_fewer_walks_is_taken() -> None:
    places = {"a": ["ground"], "b": ["first"], "c": ["ground", "second"]}
    assert way("abc", "abc", places=places).steps == ("a", "c", "b")
    assert way("abc", "abc", places=places, waits={"a": 3, "b": 0, "c": 4}).steps in {tuple("acb"), tuple("bac")}


def test_a_wait_that_is_not_known_decides_nothing() -> None:
    assert way("ab", "ab", waits={"a": 50}).steps == ("a", "b")
