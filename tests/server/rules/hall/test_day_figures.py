"""Figures add up in any order and any grouping, and stay what they were."""

from copy import deepcopy

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from server.rules.hall.day_figures import Desk, Figures, together
from tests.tries import tries

COUNT = st.integers(0, 9)
COUNTED = st.dictionaries(st.integers(0, 3), st.integers(1, 9), max_size=3)
NAMED = st.dictionaries(st.sampled_from("abc"), st.integers(1, 9), max_size=3)
HOUR = st.builds(Figures, issued=COUNT, waits=COUNTED)
FIGURES = st.builds(
    Figures,
    issued=COUNT,
    served=COUNT,
    waits=COUNTED,
    hours=st.dictionaries(st.integers(8, 10), HOUR, max_size=2),
    classes=st.dictionaries(st.sampled_from("xy"), COUNTED, max_size=2),
    took=NAMED,
    desks=st.dictionaries(st.sampled_from("12"), st.builds(Desk, open_ms=COUNT, served=COUNT), max_size=2),
    worst_ms=COUNT,
    stopped=NAMED,
)


@settings(max_examples=tries(100))
@given(FIGURES, FIGURES, FIGURES)
def test_figures_add_up_in_any_order_and_grouping(a: Figures, b: Figures, c: Figures) -> None:
    before = deepcopy((a, b, c))
    total = together([a, b, c])
    assert total == together([a, together([b, c])]) == together([together([c, a]), b])
    assert (a, b, c) == before
    assert total.issued == a.issued + b.issued + c.issued
    assert total.worst_ms == max(each.worst_ms for each in (a, b, c))
    assert sum(total.waits.values()) == sum(sum(each.waits.values()) for each in (a, b, c))
    assert together([a, Figures()]) == a


@settings(max_examples=tries(50))
@given(FIGURES)
def test_what_is_kept_is_read_as_it_was(figures: Figures) -> None:
    assert msgspec.json.decode(msgspec.json.encode(figures), type=Figures) == figures
