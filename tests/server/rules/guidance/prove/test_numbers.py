"""Numbers and dates that nobody can mean are found; those that are not confirmed are no wrong numbers."""

from typing import Any

import pytest
from msgspec.structs import replace

from config.item import Fee, Need, Option, Requirement
from config.pack import Pack, Point
from config.rule import ALWAYS, MonthsSince
from server.rules.guidance.prove.numbers import check_numbers
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import SMALL, text


def wrong(pack: Pack) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.id, finding.what) for finding in check_numbers(pack)]


def with_permit(**changes: Any) -> Pack:
    items = tuple(replace(item, **changes) if item.id == "permit" else item for item in SMALL.items)
    return replace(SMALL, items=items)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"fee": -1}, "fee: -1"),
        ({"fees": (Fee(-20, ALWAYS),)}, "fees[0].amount: -20"),
        ({"options": (Option("hall", 1, cost=-3),)}, "options[0].cost: -3"),
        ({"needs": (Need(("id",), originals=-1),)}, "needs[0].originals: -1"),
        ({"needs": (Need(("id",), copies=100),)}, "needs[0].copies: 100"),
    ],
)
def test_an_item_costs_and_takes_what_can_be_meant(changes: dict[str, Any], what: str) -> None:
    assert wrong(with_permit(**changes)) == [("number_wild", "permit", what)]


@pytest.mark.parametrize(("months", "early", "places"), [(-5, 0, 1), (3, 9, 1), (3, -1, 1), (3, 3, 0), (2401, 0, 1)])
def test_months_are_counted_forwards_and_never_before_they_begin(months: int, early: int, places: int) -> None:
    rule = Requirement(MonthsSince("living", months, early), "not_yet", text("no"))
    assert [code for code, _, _ in wrong(with_permit(requirements=(rule,)))] == ["number_wild"] * places


def test_what_nobody_has_confirmed_is_no_wrong_number() -> None:
    unconfirmed = ("fee_unconfirmed", "permit", "fees[0].amount: nobody has confirmed it")
    assert wrong(with_permit(fee=None, fees=(Fee(None, ALWAYS),))) == [unconfirmed]


def test_points_ranges_and_revisions() -> None:
    assert wrong(replace(SMALL, points=(Point("hall", text("hall"), None, minutes=-1),))) == [
        ("number_wild", "hall", "minutes: -1")
    ]
    wide = tuple(replace(fact, high=10**12) if fact.id == "months" else fact for fact in SMALL.facts)
    assert wrong(replace(SMALL, facts=wide)) == [("number_wild", "months", f"high: {10**12}")]
    assert wrong(replace(SMALL, revision=0)) == [("number_wild", "small", "revision: 0")]


def test_the_sample_counts_as_people_do() -> None:
    assert {code for code, _, _ in wrong(city_book().pack)} <= {"fee_unconfirmed"}
