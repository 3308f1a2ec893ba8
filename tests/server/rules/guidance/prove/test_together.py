"""Two checklists chosen together: what does not touch stays what it was, and what nobody can have any more is found."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from commands.bench.many_lists import many_lists
from config.centers import Text
from config.item import Item, Need, Option, Requirement
from config.pack import Checklist, Entry, Exclusion, Pack
from config.rule import Is
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.prove.check import check
from server.rules.guidance.prove.space import space_of
from server.rules.guidance.prove.together import prove_together, touched
from tests.server.rules.guidance.prove.test_check import DAY, GOOD
from tests.server.rules.guidance.prove.test_verdicts import mixed, somebody
from tests.server.rules.guidance.small_pack import text
from tests.tries import tries


@settings(max_examples=tries(60), deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_what_does_not_touch_is_judged_as_alone(seed: int) -> None:
    chance = random.Random(seed)
    pack = mixed(many_lists(3, 4, 6, seed % 6), chance)
    space = space_of(open_book(pack), DAY)
    one, other = (each.id for each in pack.checklists[:2])
    said = space.at(somebody(space, chance, 0.9))
    together = {each.item.id: each.state for each in judge(space.book, (one, other), said)[0]}
    touching = touched(space.book, one, other)
    for name in (one, other):
        alone = {each.item.id: each.state for each in judge(space.book, (name,), said)[0]}
        assert {each: together.get(each) for each in alone if each not in touching} == {
            each: state for each, state in alone.items() if each not in touching
        }


def two_lists(first: Item, second: Item, *rivals: str) -> Pack:
    lists = (
        Checklist("one", text("t"), text("one"), (Entry(first.id),)),
        Checklist("other", text("t"), text("other"), (Entry(second.id),)),
    )
    exclusions = (Exclusion("rivals", rivals, text("one of them")),) if rivals else ()
    return replace(
        GOOD, items=(first, second), checklists=lists, exclusions=exclusions, cases=(), hotline=(), knowledge=()
    )


def item(name: str, *requirements: Requirement, **more: object) -> Item:
    return Item(name, Text(name, name), (Option("hall", 0),), requirements, **more)  # type: ignore[arg-type]


def test_what_the_other_list_always_excludes_is_found() -> None:
    pack = two_lists(item("a"), item("b"), "a", "b")
    (pair,) = prove_together(space_of(open_book(pack), DAY))
    assert (pair.checklists, pair.items, pair.possible) == (("one", "other"), ("a", "b"), ("a",))
    (found,) = [each for each in check(pack, DAY).findings if each.code == "never_together"]
    assert (found.id, found.level) == ("b", "error")
    some = two_lists(item("a", Requirement(Is("permit", True), "cannot", text("no"))), item("b"), "a", "b")
    (pair,) = prove_together(space_of(open_book(some), DAY))
    assert pair.possible == ("a", "b"), "whoever has no permit has the second"


def test_what_the_other_list_gives_is_waited_for() -> None:
    first, second = item("a", outputs=("paper",)), item("b", needs=(Need(("paper",)),))
    book = open_book(two_lists(first, second))
    assert touched(book, "one", "other") == ("b",)
    assert touched(open_book(two_lists(item("a"), item("b"))), "one", "other") == ()
