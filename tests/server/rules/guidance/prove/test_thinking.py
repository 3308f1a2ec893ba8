"""Checklists whose questions make people think more than every third time are found."""

from msgspec.structs import replace

from config.case import Case
from config.fact import FindOut, Known
from config.household import Household, Member
from config.pack import Pack
from config.rule import Value
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.prove.thinking import check_thinking, needs_thinking
from tests.server.rules.guidance.small_pack import SMALL, text

ON_PAPER = FindOut(document="id")
BY_ASKING = FindOut(text=text("ask"), authority="office")


def pack_where(**known: Known | FindOut) -> Pack:
    """Return the small pack where it is told of facts how their answers are known, with one way through a list."""
    facts = tuple(
        replace(each, find_out=how) if isinstance(how, FindOut) else replace(each, known=how)
        for each in SMALL.facts
        if (how := known.get(each.id)) is not None or True
    )
    answers: dict[str, Value] = {"living": "rent", "permit": True, "card": False}
    return replace(SMALL, facts=facts, cases=(Case("one", ("settle",), answers, on="2026-03-02", verdicts={}),))


def test_one_question_in_three_may_need_thinking() -> None:
    assert [each.code for each in check_thinking(open_book(pack_where(permit="self", card="wish")))] == []
    (found,) = check_thinking(open_book(pack_where(permit="self", living=BY_ASKING)))
    assert (found.part, found.id, found.code, found.level) == ("checklists", "settle", "thinking_share", "warning")
    assert found.what == "50% of its questions need thinking, card most often"


def test_what_a_case_answers_unasked_counts_for_nothing_and_what_it_leaves_open_counts() -> None:
    """Who has a permit is never asked how they live; whether they want a card is asked, though nothing is said."""
    pack = pack_where(permit="self")
    (one,) = pack.cases
    said = replace(pack, cases=(replace(one, answers={"living": "rent", "permit": True}),))
    assert [each.what for each in check_thinking(open_book(said))] == [
        "50% of its questions need thinking, card most often"
    ]


def test_what_is_printed_on_a_paper_that_is_named_needs_no_thinking() -> None:
    assert [each.code for each in check_thinking(open_book(pack_where(permit=ON_PAPER, card="wish")))] == []
    facts = {each.id: each for each in pack_where(permit=ON_PAPER, card="wish", living=BY_ASKING).facts}
    assert [needs_thinking(facts[each]) for each in ("permit", "card", "living", "months")] == [
        False,
        False,
        True,
        True,
    ]


def test_a_list_that_no_case_goes_through_is_not_judged() -> None:
    assert list(check_thinking(open_book(replace(SMALL, cases=())))) == []


def test_of_a_household_nobody_comes_alone() -> None:
    pack = pack_where(permit="self")
    (one,) = pack.cases
    family = replace(one, household=Household((Member("me", "me"),)))
    assert list(check_thinking(open_book(pack)))
    assert list(check_thinking(open_book(replace(pack, cases=(family,))))) == []
