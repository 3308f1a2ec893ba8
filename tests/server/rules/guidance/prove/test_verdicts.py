"""Verdicts worked out without answers are those that everybody gets who gives them."""

import random
from collections.abc import Mapping, Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from commands.bench.many_lists import many_lists
from config.item import Need, Season
from config.pack import Exclusion, Pack
from config.rule import Value
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.condition import truth
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.prove.diagram import Walker
from server.rules.guidance.prove.graph import TRUE, UNASKED, Graph, Node
from server.rules.guidance.prove.space import Space, space_of
from server.rules.guidance.prove.verdicts import Judging
from tests.dongjiang import city_guidance
from tests.server.rules.guidance.prove.test_check import DAY, GOOD
from tests.server.rules.guidance.small_pack import text
from tests.tries import tries

STATES = ("can", "not_yet", "cannot", "unknown")
seeds = st.integers(min_value=0, max_value=2**32)


Judged = tuple[Walker, dict[str, Judging], dict[str, Judging]]
"""What judges each checklist whatever is said, and what judges whoever answers all that is asked."""


@cache
def made_up() -> tuple[Judged, ...]:
    return tuple(judged(pack) for pack in (GOOD, *(many_lists(1, 5, 6, seed) for seed in range(8))))


@cache
def whole_city() -> Judged:
    return judged(city_guidance().pack)


def judged(pack: Pack) -> Judged:
    walker = Walker(space_of(open_book(without_seasons(pack)), DAY))
    book, graph = walker.space.book, walker.graph
    lists = [each.id for each in book.pack.checklists]
    return (
        walker,
        {each: Judging(book, graph, each) for each in lists},
        {each: Judging(book, graph, each, decide=walker.decided) for each in lists},
    )


def without_seasons(pack: Pack) -> Pack:
    """Return `pack` without what depends on the day: that is proved by itself."""
    return replace(pack, items=tuple(replace(each, season=None, seasons=()) for each in pack.items))


def somebody(space: Space, chance: random.Random, share: float) -> dict[str, Value]:
    """Return answers to a `share` of what somebody is asked, questions that are not theirs left out."""
    said: dict[str, Value] = {}
    for fact in space.book.pack.facts:
        if truth(fact.when, space.at(said)) is True and chance.random() < share:
            said[fact.id] = chance.choice(space.classes[fact.id])
    return said


def ended(space: Space, graph: Graph, node: Node, said: Mapping[str, Value]) -> Node:
    for fact, classes in space.classes.items():
        node = graph.put(node, fact, classes.index(said[fact]) if fact in said else UNASKED)
    return node


def compare(space: Space, graph: Graph, judging: Judging, chosen: Sequence[str], said: Mapping[str, Value]) -> None:
    book: Book = space.book
    told, _ = judge(book, chosen, space.at(said))
    states = {each.item.id: each.state for each in told}
    for item, each in judging.items.items():
        verdicts = each.verdicts
        nodes = zip(STATES, (verdicts.can, verdicts.not_yet, verdicts.cannot, verdicts.unknown), strict=True)
        found = [state for state, node in nodes if ended(space, graph, node, said) == TRUE]
        assert found == ([states[item]] if item in states else []), item


def tried(made: Judged, chance: random.Random) -> None:
    walker, whatever, everything = made
    space, graph = walker.space, walker.graph
    checklist = chance.choice(list(whatever))
    compare(space, graph, whatever[checklist], [checklist], somebody(space, chance, 0.85))
    compare(space, graph, everything[checklist], [checklist], somebody(space, chance, 1))


@given(seeds)
def test_made_up_lists(seed: int) -> None:
    chance = random.Random(seed)
    tried(chance.choice(made_up()), chance)


@pytest.mark.city
@given(seeds)
def test_the_sample_city(seed: int) -> None:
    tried(whole_city(), random.Random(seed))


def with_seasons(pack: Pack, chance: random.Random) -> tuple[Pack, set[str]]:
    """Return `pack` with seasons for some items, and those that are out of theirs on `DAY`."""
    open_now, shut = Season("11-01", "01-31", text("winter")), Season("05-01", "06-30", text("spring"))
    drawn = {each.id: chance.choice(((), (open_now,), (shut,), (shut, open_now))) for each in pack.items}
    items = tuple(replace(each, season=None, seasons=drawn[each.id]) for each in pack.items)
    return replace(pack, items=items), {name for name, seasons in drawn.items() if seasons == (shut,)}


@settings(max_examples=tries(60), deadline=None)
@given(seeds)
def test_items_out_of_season_and_lists_chosen_together(seed: int) -> None:
    chance = random.Random(seed)
    pack, closed = with_seasons(chance.choice((GOOD, many_lists(3, 4, 6, seed % 6))), chance)
    if len(pack.checklists) > 1:
        pack = mixed(pack, chance)
    space = space_of(open_book(pack), DAY)
    graph = Graph(space)
    chosen = [each.id for each in pack.checklists[:2]]
    judging = Judging(space.book, graph, *chosen, closed=closed)
    for share in (0.5, 0.85, 1):
        compare(space, graph, judging, chosen, somebody(space, chance, share))


def mixed(pack: Pack, chance: random.Random) -> Pack:
    """Return `pack` with items of the second list on the first as well, needs of one list alone, and rivals of both."""
    first, second, *others = pack.checklists
    shared = tuple(
        replace(each, when=chance.choice((each.when, *(one.when for one in first.entries))))
        for each in second.entries[:2]
    )
    needs = (Need((pack.documents[0].id,), checklists=(second.id,)),)
    items = tuple(
        replace(each, needs=(*each.needs, *needs)) if each.id == second.entries[0].item else each for each in pack.items
    )
    rivals = Exclusion("rivals-of-both", (first.entries[-1].item, second.entries[-1].item), text("one of them"))
    lists = (replace(first, entries=(*first.entries, *shared)), second, *others)
    return replace(pack, items=items, checklists=lists, exclusions=(*pack.exclusions, rivals))
