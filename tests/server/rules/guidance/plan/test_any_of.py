"""One of each group as cheaply as can be, against trying everything."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from server.rules.guidance.plan.any_of import cheapest

NAMES = "abcdef"
GROUPS = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), max_size=6)
WEIGHTS = st.fixed_dictionaries({name: st.integers(0, 9) for name in NAMES})


def hits(names: frozenset[str], groups: list[list[str]]) -> bool:
    return all(names & set(group) for group in groups)


@given(GROUPS, WEIGHTS)
def test_nothing_cheaper_hits_every_group(groups: list[list[str]], weight: dict[str, int]) -> None:
    found = cheapest(groups, weight)
    assert hits(found, groups)
    every = chain.from_iterable(combinations(NAMES, size) for size in range(len(NAMES) + 1))
    least = min(sum(weight[name] for name in names) for names in every if hits(frozenset(names), groups))
    assert sum(weight[name] for name in found) == least


def test_nothing_is_needed_for_no_group() -> None:
    assert cheapest([], {}) == frozenset()


def test_what_is_forced_serves_the_others_too() -> None:
    assert cheapest([["passport"], ["card", "passport"]], {"passport": 9, "card": 1}) == {"passport"}


def test_the_earlier_one_is_taken_among_equals() -> None:
    assert cheapest([["deed", "lease"]], {"deed": 1, "lease": 1}) == {"deed"}
    assert cheapest([["lease", "deed"]], {"deed": 1, "lease": 1}) == {"lease"}
