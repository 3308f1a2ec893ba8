"""Families as cases: there are enough of each kind, and what they do not know is held against what is open."""

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from config.case import Case
from server.rules.guidance.prove.cases import failures
from tests.dongjiang import city, city_book

HOUSEHOLDS, TWO_OF_A_KIND, UNSURE = 60, 15, 10
"""So many families at least are cases of the sample city, with two of a kind, and with answers that nobody has."""


def families() -> list[Case]:
    return [case for case in city().cases if case.household.members]


def named(name: str) -> Case:
    return next(case for case in families() if case.name == name)


def found(case: Case) -> Iterable[str]:
    return list(failures(city_book(), case))


def test_there_are_families_of_each_kind() -> None:
    every = families()
    assert len(every) >= HOUSEHOLDS
    assert sum(any(len(each.members) > 1 for each in case.household.matters) for case in every) >= TWO_OF_A_KIND
    assert sum(bool(case.unsure) for case in every) >= UNSURE


KINDERGARTEN = "两个孩子上公办园，不知道小的体检表过没过期"


def test_what_a_family_does_not_know_is_what_is_open() -> None:
    case = named(KINDERGARTEN)
    assert found(case) == []
    answered = replace(case, answers={**case.answers, "kg_ready~s": True}, verdicts={}, visits_most=None)
    assert found(answered) == ["what is open is nothing"]
    less = replace(case, unsure=(), verdicts={}, visits=None, visits_most=None)
    assert found(less) == []


@pytest.mark.parametrize(("most", "told"), [(2, []), (1, ["it may take 2 visits and not 1 at most"])])
def test_how_much_it_may_become_is_told(most: int, told: list[str]) -> None:
    assert found(replace(named(KINDERGARTEN), visits_most=most)) == told
