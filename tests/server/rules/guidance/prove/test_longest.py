"""The longest way through a checklist, against going every way that there is."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from commands.bench.many_lists import many_lists
from config.item import Item, Option
from config.pack import Checklist, Entry, Pack
from config.rule import Is, Value
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import Wish
from server.rules.guidance.outlook.completing import Matter, weigh
from server.rules.guidance.prove import longest
from server.rules.guidance.prove.longest import Longest, longest_way
from server.rules.guidance.prove.proof import prove, way_findings
from server.rules.guidance.prove.space import Space, space_of
from tests.server.rules.guidance.prove.test_check import DAY
from tests.server.rules.guidance.prove.test_verdicts import without_seasons
from tests.server.rules.guidance.small_pack import BOOK, SMALL, text, yes_no


def by_force(space: Space, checklist: str, said: Mapping[str, Value]) -> int:
    left = weigh(Matter(space.book, (checklist,), DAY, Wish()), said, explained=False).left
    if not left:
        return 0
    values = space.classes[left[0].id]
    return 1 + max(by_force(space, checklist, {**said, left[0].id: value}) for value in values)


@pytest.mark.parametrize("seed", range(24))
def test_as_long_as_the_longest_of_all_ways(seed: int) -> None:
    pack = without_seasons(many_lists(1, 4, 4 + seed % 2, seed))
    facts = tuple(replace(each, answers=each.answers[:2]) for each in pack.facts)
    space = space_of(open_book(replace(pack, facts=facts)), DAY)
    most = by_force(space, "list-0", {})
    assert longest_way(space, "list-0") == Longest(most, most)


def test_one_answer_may_lead_on_and_another_not() -> None:
    space = space_of(BOOK, DAY)
    assert longest_way(space, "settle") == Longest(4, 4)
    assert by_force(space, "settle", {}) == 4


def apart(number: int) -> Pack:
    """Return a pack of as many items that have nothing to do with each other, each asked about twice."""
    facts = [yes_no(f"a{each}") for each in range(number)]
    facts += [yes_no(f"b{each}", when=Is(f"a{each}", True)) for each in range(number)]
    items = tuple(Item(f"i{each}", text("i"), (Option("hall", 0),)) for each in range(number))
    entries = tuple(Entry(f"i{each}", Is(f"b{each}", True)) for each in range(number))
    lists = (Checklist("list", text("t"), text("list"), entries),)
    return replace(SMALL, facts=tuple(facts), documents=(), items=items, checklists=lists)


def test_what_has_nothing_to_do_with_each_other_is_gone_through_by_itself() -> None:
    assert longest_way(space_of(open_book(apart(30)), DAY), "list") == Longest(60, 60)


def test_where_it_takes_too_long_a_bound_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    space = space_of(BOOK, DAY)
    monkeypatch.setattr(longest, "LOOKED_AT_MOST", 2)
    found = longest_way(space, "settle")
    assert found.questions < 4 <= found.at_most


@pytest.mark.parametrize(("number", "code"), [(10, None), (11, "way_long")])
def test_a_long_way_through_a_checklist_is_found(number: int, code: str | None) -> None:
    proofs = prove(space_of(open_book(apart(number)), DAY))
    assert [each.code for each in way_findings(proofs)] == ([code] if code else [])


def test_where_it_may_be_long_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longest, "LOOKED_AT_MOST", 1)
    proofs = prove(space_of(open_book(apart(11)), DAY))
    assert [each.code for each in way_findings(proofs)] == ["way_not_proved"]
