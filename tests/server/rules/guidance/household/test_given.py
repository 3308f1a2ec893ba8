"""Households from outside: what is refused, and answers that go with their people."""

import pytest

from config.household import MEMBERS_MOST, NOBODY, Household, Matter, Member
from config.rule import Value
from server.rules.errors import Refusal
from server.rules.guidance.household.given import carried, fitting, may_be_for
from tests.dongjiang import city

PACK = city()
LISTS = {each.id: each for each in PACK.checklists}
ME, SPOUSE, MOTHER = Member("me", "me"), Member("sp", "spouse"), Member("mo", "mother")
DAUGHTER, SON = Member("d", "child", "elder_daughter"), Member("s", "child", "younger_son")
SCHOOL = Matter("school", ("d", "s"))


def refused(*members: Member, matters: tuple[Matter, ...] = ()) -> str:
    with pytest.raises(Refusal) as found:
        fitting(PACK, Household(members, matters))
    return found.value.code


def test_a_household_that_fits_is_taken() -> None:
    household = Household((ME, DAUGHTER, SON), (SCHOOL,))
    assert fitting(PACK, household) is household
    assert fitting(PACK, NOBODY) is NOBODY


def test_too_many_are_refused_with_the_number() -> None:
    members = tuple(Member(f"m{count}", "other") for count in range(MEMBERS_MOST + 1))
    assert refused(*members) == "household_full"
    assert fitting(PACK, Household(members[1:]))


@pytest.mark.parametrize(
    "members",
    [
        (ME, Member("me", "spouse")),
        (SPOUSE, Member("x", "spouse")),
        (DAUGHTER, Member("x", "child", "elder_daughter")),
        (Member("x", "mother", "baby"),),
    ],
)
def test_people_who_cannot_be_are_refused(members: tuple[Member, ...]) -> None:
    assert refused(*members) == "household_unfit"


@pytest.mark.parametrize(
    ("matter", "code"),
    [
        (Matter("nothing", ("me",)), "checklist_unknown"),
        (Matter("school", ("x",)), "household_unfit"),
        (Matter("school", ("me",)), "household_unfit"),
        (Matter("business-start", ("me",)), "household_unfit"),
    ],
)
def test_matters_for_whom_they_cannot_be_are_refused(matter: Matter, code: str) -> None:
    assert refused(ME, DAUGHTER, matters=(matter,)) == code
    assert refused(ME, DAUGHTER, matters=(Matter("school", ("d",)), Matter("school", ("d",)))) == "household_unfit"


def test_whom_a_checklist_can_be_for_follows_from_its_subject() -> None:
    assert may_be_for(PACK, LISTS["school"]) == ("child",)
    assert may_be_for(PACK, LISTS["business-start"]) == ()
    assert "employee" in may_be_for(PACK, LISTS["insurance-flexible"])
    assert set(may_be_for(PACK, LISTS["hukou-in"])) >= {"me", "mother", "father"}


def test_whoever_goes_takes_their_answers_and_the_next_becomes_the_first() -> None:
    both = Household((ME, DAUGHTER, SON), (SCHOOL,))
    answers: dict[str, Value] = {"grade": "middle", "grade~s": "primary", "hukou": "city", "other_parent~s": True}
    son = Household((ME, SON), (Matter("school", ("s",)),))
    assert carried(PACK, both, son, answers) == {"grade": "primary", "hukou": "city", "other_parent": True}
    daughter = Household((ME, DAUGHTER), (Matter("school", ("d",)),))
    assert carried(PACK, both, daughter, answers) == {"grade": "middle", "hukou": "city"}


def test_adding_and_removing_somebody_gives_back_the_answers_before() -> None:
    alone = Household((ME, DAUGHTER), (Matter("school", ("d",)),))
    answers: dict[str, Value] = {"grade": "middle", "child_hukou": "city", "hukou": "city"}
    both = Household((ME, DAUGHTER, SON), (SCHOOL,))
    assert carried(PACK, both, alone, carried(PACK, alone, both, answers)) == answers
    swapped = Household((ME, SON, DAUGHTER), (Matter("school", ("s", "d")),))
    assert carried(PACK, swapped, alone, carried(PACK, alone, swapped, answers)) == answers
    assert carried(PACK, alone, swapped, answers)["grade~d"] == "middle"
    assert carried(PACK, NOBODY, NOBODY, answers) == answers


def test_what_was_said_before_anybody_was_named_is_of_whom_the_answer_named() -> None:
    """She said that her spouse is insured, and then adds herself."""
    answers: dict[str, Value] = {"insured_who": "spouse", "employed": "flexible"}
    couple = Household((ME, SPOUSE), (Matter("insurance-flexible", ("me", "sp")),))
    assert carried(PACK, NOBODY, couple, answers)["employed~sp"] == "flexible"
    first = Household((SPOUSE, ME), (Matter("insurance-flexible", ("me", "sp")),))
    assert carried(PACK, NOBODY, first, answers)["employed"] == "flexible"


def test_answers_of_an_older_release_stay_for_whoever_reads_them() -> None:
    assert carried(PACK, NOBODY, Household((ME,)), {"gone": 1}) == {"gone": 1}
