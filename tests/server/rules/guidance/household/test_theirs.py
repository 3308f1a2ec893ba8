"""A paper that mends something only of whom it belongs to: any member's, and nobody else's."""

from datetime import date

import pytest

from config.household import NOBODY, Household, Matter, Member
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.verdict import Wish
from tests.dongjiang import city_book

BOOK = city_book()
DAY = date(2026, 3, 2)
LISTS = ("transfer", "retirement-care")
MOVES: dict[str, Value] = {
    "old_pension": "employee",
    "old_place": "elsewhere",
    "pension_months": 100,
    "old_medical": False,
    "old_unemployment": False,
    "old_fund": False,
    "pension_drawn": False,
    "insured_elsewhere": False,
    "pension_here": True,
    "insured_hukou": "city",
    "insured_sex": "female",
    "spouse_age": "1964-03-02",
}
RETIRES: dict[str, Value] = {
    "care_wish": "retire",
    "retire_group": "man",
    "born": "1964-02-01",
    "retire_when": "on_time",
    "pension_total": 300,
    "pension_spread": "away",
}


def state(answers: dict[str, Value], item: str, household: Household = NOBODY) -> str:
    found = consult(BOOK, LISTS, answers, DAY, Wish(household=household))
    return next(each.state for each in found.verdicts if each.item == item)


@pytest.mark.parametrize("who", ["me", "spouse", "mother", "father"])
def test_whoever_moves_and_draws_the_same_pension_waits_for_it(who: str) -> None:
    said: dict[str, Value] = {**MOVES, **RETIRES, "insured_who": who, "holder_who": who}
    said |= {"hukou": "city", "age": "1964-03-02"} if who == "me" else {}
    assert state(said, "P01") == "can"
    other = "father" if who == "mother" else "mother"
    assert state({**said, "holder_who": other, "retire_due": True}, "P01") == "not_yet"


def test_of_two_who_retire_each_waits_for_their_own() -> None:
    mother, father = Member("mo", "mother"), Member("fa", "father")
    household = Household((mother, father), (Matter("transfer", ("fa",)), Matter("retirement-care", ("mo", "fa"))))
    said = {**MOVES, **RETIRES, **{f"{name}~fa": value for name, value in RETIRES.items()}}
    assert (state(said, "P01", household), state(said, "P01~fa", household)) == ("not_yet", "can")
    two_move = Household((mother, father), (Matter("transfer", ("mo", "fa")), Matter("retirement-care", ("mo", "fa"))))
    moved = {**said, **{f"{name}~fa": value for name, value in MOVES.items()}}
    assert (state(moved, "P01", two_move), state(moved, "P01~fa", two_move)) == ("can", "can")
