"""What is asked in every combination of answers to other questions, tried against judging everybody who gives them."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from commands.bench.many_lists import many_lists
from config.item import Item, Option
from config.pack import Checklist, Entry, Pack
from config.rule import All, Any, Is, Value
from server.rules.guidance.judge.asking import questions
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.judge.together import together, values_of
from server.rules.guidance.judge.verdict import Wish
from server.rules.guidance.judge.whatever import Whatever
from server.rules.guidance.outlook.completing import Matter, weigh
from server.rules.guidance.prove.space import space_of
from tests.server.rules.guidance.prove.test_check import DAY
from tests.server.rules.guidance.prove.test_verdicts import mixed, somebody
from tests.server.rules.guidance.small_pack import SMALL, text, yes_no
from tests.tries import tries

Said = Mapping[str, Value]


def asked(book: Book, lists: Sequence[str], said: Said, leave_out: Sequence[str] = ()) -> set[str]:
    return {each.id for each in weigh(Matter(book, tuple(lists), DAY, Wish(leave_out=tuple(leave_out))), said).left}


def combinations(values: Mapping[str, Sequence[Value]], chance: random.Random) -> Iterator[dict[str, Value]]:
    """Yield what may be said to some of the questions: every way, or as many as there is time for."""
    ways = list(product(*((None, *each) for each in values.values())))
    for way in ways if len(ways) <= 150 else chance.sample(ways, 150):
        yield {name: value for name, value in zip(values, way, strict=True) if value is not None}


@settings(max_examples=tries(120), deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_no_combination_of_answers_on_a_page_spares_a_question_of_it(seed: int) -> None:
    chance = random.Random(seed)
    pack = mixed(many_lists(3, 4, 9, seed % 40), chance)
    # On one page stand only those of one theme.
    facts = tuple(replace(each, theme="theme-0") for each in pack.facts)
    book = open_book(replace(pack, facts=facts))
    lists = [each.id for each in pack.checklists[: chance.randint(1, 3)]]
    said = somebody(space_of(book, DAY), chance, chance.choice((0.0, 0.1, 0.3)))
    leave_out = [each.id for each in pack.items if chance.random() < 0.1]
    left = weigh(Matter(book, tuple(lists), DAY, Wish(leave_out=tuple(leave_out))), said).left
    if not left:
        return
    group = together(book, lists, said, DAY, left, leave_out)
    values = {each.id: values_of(each) for each in left if each.id in group}
    for more in combinations(values, chance):
        assert set(group) - more.keys() <= asked(book, lists, {**said, **more}, leave_out), more


def three() -> Pack:
    """Return a pack in which nobody needs to say `c` who says no to both others; each of these is asked anyway."""
    items = tuple(Item(each, text(each), (Option("hall", 0),)) for each in "xyz")
    entries = (
        Entry("x", Is("a", True)),
        Entry("y", Is("b", True)),
        Entry("z", All((Any((Is("a", True), Is("b", True))), Is("c", True)))),
    )
    lists = (Checklist("list", text("t"), text("list"), entries),)
    facts = tuple(yes_no(each) for each in "abc")
    return replace(SMALL, facts=facts, documents=(), items=items, checklists=lists)


def test_what_two_answers_spare_that_neither_spares_alone_is_asked_later() -> None:
    book = open_book(three())
    said: dict[str, Value] = {}
    left = weigh(Matter(book, ("list",), DAY, Wish()), said).left
    assert [each.id for each in left] == ["a", "b", "c"]
    for one in "ab":
        assert asked(book, ["list"], {one: False}) == {"a", "b", "c"} - {one}
    assert asked(book, ["list"], {"a": False, "b": False}) == set()
    assert together(book, ["list"], said, DAY, left) == ("a", "b")


def test_what_takes_too_long_to_try_is_not_promised() -> None:
    book = open_book(three())
    few, many = (dict.fromkeys("ab", tuple(range(number))) for number in (2, 40))
    assert [Whatever(book, ["list"], {}, DAY, (), each).still_asked("b", {"a"}) for each in (few, many)] == [True, True]
    assert not Whatever(book, ["list"], {}, DAY, (), {"a": tuple(range(700))}).still_asked("c", {"a"})


@settings(max_examples=tries(60), deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_items_that_hang_on_no_others_are_judged_as_with_them(seed: int) -> None:
    chance = random.Random(seed)
    pack = mixed(many_lists(2, 4, 6, seed % 6), chance)
    space = space_of(open_book(pack), DAY)
    lists = [each.id for each in pack.checklists]
    at = space.at(somebody(space, chance, 0.6))
    whole = {each.item.id: each for each in judge(space.book, lists, at)[0]}
    whatever = Whatever(space.book, lists, at.values, DAY, (), dict.fromkeys(space.book.facts, ()))
    for item in whole:
        only = whatever.together((item,)).items
        for each in judge(space.book, lists, at, only=only)[0]:
            assert each.state == whole[each.item.id].state
            assert each.asks.keys() <= whole[each.item.id].asks.keys()
    assert {each.id for each in questions(space.book, lists, list(whole.values()), at)} <= space.book.facts.keys()
