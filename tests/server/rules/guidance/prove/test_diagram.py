"""A diagram comes to the very ends that giving every answer comes to, and is given up where it grows too wide."""

import random
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from commands.bench.many_lists import many_lists
from config.rule import Is, Value
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.condition import truth
from server.rules.guidance.prove import diagram
from server.rules.guidance.prove.diagram import Walker
from server.rules.guidance.prove.graph import TRUE, Node
from server.rules.guidance.prove.space import Space, TooWide, space_of
from tests.server.rules.guidance.prove.test_check import DAY
from tests.server.rules.guidance.prove.test_graph import some_rule
from tests.server.rules.guidance.prove.test_verdicts import ended

PACK = many_lists(1, 4, 4)
seeds = st.integers(min_value=0, max_value=2**32)


def everybody(space: Space, hidden: bool) -> Iterator[dict[str, Value]]:
    """Yield everybody's answers, without those that are not asked of them."""
    for values in product(*space.classes.values()):
        said: dict[str, Value] = {}
        for fact, value in zip(space.book.pack.facts, values, strict=True):
            if not hidden or truth(fact.when, space.at(said)) is True:
                said[fact.id] = value
        yield said


@given(seeds, st.booleans())
def test_the_ends_are_those_of_everybody(seed: int, hidden: bool) -> None:
    chance = random.Random(seed)
    first, *others = PACK.facts
    gate = Is(PACK.facts[1].id, True) if hidden else first.when
    facts = (first, others[0], replace(others[1], when=gate), *others[2:])
    space = space_of(open_book(replace(PACK, facts=facts)), DAY)
    walker = Walker(space)
    nodes = [walker.graph.of(some_rule(space, chance)) for _ in range(2)]
    found = walker.diagram(*nodes)

    def ends_of(said: dict[str, Value]) -> tuple[Node, ...]:
        return tuple(ended(space, walker.graph, each, said) for each in nodes)

    told = {tuple(sorted(said.items())): ends_of(said) for said in everybody(space, hidden)}
    assert {*found.ends} == {*told.values()}
    for ends, said in found.ends.items():
        # What was said on the way is enough, whoever gives it.
        assert {end for all_said, end in told.items() if said.items() <= {*all_said}} == {ends}
    if not hidden:
        different = {
            fact
            for fact, classes in space.classes.items()
            for said in everybody(space, hidden)
            if len({ends_of({**said, fact: value}) for value in classes}) > 1
        }
        assert found.telling == different


def test_a_diagram_that_grows_too_wide_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    space = space_of(open_book(PACK), DAY)
    rule = next(each.requirements[0].rule for each in PACK.items)
    walker = Walker(space)
    with monkeypatch.context() as narrow:
        narrow.setattr(diagram, "PLACES_AT_MOST", 1)
        with pytest.raises(TooWide):
            walker.diagram(walker.graph.of(rule))
    assert (TRUE,) in walker.diagram(walker.graph.of(rule)).ends
