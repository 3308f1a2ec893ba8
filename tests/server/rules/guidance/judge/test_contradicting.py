"""Answers that cannot all be true: shown with both, for whoever of a household said them, and stopping nobody."""

from datetime import date

import pytest

from config.household import NOBODY, Household, Matter, Member
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.verdict import Consultation, Wish
from tests.dongjiang import city_book

BOOK = city_book()
DAY = date(2026, 11, 24)
ME, SPOUSE, MOTHER = Member("me", "me"), Member("sp", "spouse"), Member("mo", "mother")
DRAWN: dict[str, Value] = {"insured_who": "me", "pension_drawn": True, "employed": "employer", "spouse_age": 36}


def told(
    lists: tuple[str, ...], answers: dict[str, Value], household: Household = NOBODY
) -> dict[str, tuple[str, ...]]:
    return {
        each.id: tuple(side.question.id for side in each.sides)
        for each in said(lists, answers, household).contradictions
    }


def said(lists: tuple[str, ...], answers: dict[str, Value], household: Household = NOBODY) -> Consultation:
    return consult(BOOK, lists, answers, DAY, Wish(household=household))


def test_both_answers_are_there_with_their_questions() -> None:
    (found,) = said(("insurance-flexible",), DRAWN).contradictions
    assert found.text.zh == "说已经在领养老金，又说还不到 40 岁。"
    assert [(side.question.id, side.answer.zh, side.settled) for side in found.sides] == [
        ("pension_drawn", "是", False),
        ("spouse_age", "36 岁", False),
    ]


@pytest.mark.parametrize("changed", [{"spouse_age": 40}, {"pension_drawn": False}])
def test_either_answer_changed_ends_it(changed: dict[str, Value]) -> None:
    assert not told(("insurance-flexible",), {**DRAWN, **changed})


def test_who_draws_a_pension_may_be_employed_again() -> None:
    assert not told(("insurance-flexible",), {**DRAWN, "spouse_age": 63})


def test_an_answer_to_what_was_not_chosen_contradicts_nothing() -> None:
    assert not told(("insurance-flexible",), {**DRAWN, "spouse_age": 63, "employed": "none", "left_job": "still"})
    assert told(
        ("insurance-flexible", "jobless"), {**DRAWN, "spouse_age": 63, "employed": "none", "left_job": "still"}
    ) == {"C-job-still": ("left_job", "employed")}


def test_nobody_is_stopped_and_the_plan_says_that_it_rests_on_them() -> None:
    found = said(("insurance-flexible",), DRAWN)
    assert found.plan is not None
    (caution,) = found.plan.cautions
    assert caution.kind == "contradiction"
    assert found.contradictions[0].text.zh in caution.text.zh
    otherwise = said(("insurance-flexible",), {**DRAWN, "pension_drawn": False})
    assert otherwise.plan is None or not otherwise.plan.cautions


def test_two_roles_contradict_each_other_where_one_person_plays_both() -> None:
    lists = ("insurance-flexible", "medical")
    answers: dict[str, Value] = {"medical_here": True, "med_kind": "none", "insured_who": "me", "employed": "none"}
    assert told(lists, {**answers, "patient_who": "me"}) == {"C-medical": ("medical_here", "med_kind")}
    assert not told(lists, {**answers, "patient_who": "spouse"})
    assert not told(lists, answers), "who is treated is not known yet"


def test_whoever_of_a_household_says_it_is_shown_their_own() -> None:
    household = Household((ME, SPOUSE), (Matter("insurance-flexible", ("me", "sp")),))
    answers: dict[str, Value] = {"pension_drawn": False, "employed": "none"}
    hers: dict[str, Value] = {"pension_drawn~sp": True, "employed~sp": "none", "spouse_age~sp": 36}
    assert not told(("insurance-flexible",), answers, household)
    (found,) = said(("insurance-flexible",), {**answers, **hers}, household).contradictions
    assert [side.question.id for side in found.sides] == ["pension_drawn~sp", "spouse_age~sp"]
    assert "您爱人" in found.sides[0].question.text.zh


def test_both_who_are_married_say_the_same_of_their_marriage() -> None:
    household = Household((ME, SPOUSE, MOTHER), (Matter("cards-marriage", ("me", "sp", "mo")),))
    answers: dict[str, Value] = {"paper_wish": "divorce", "paper_wish~sp": "divorce", "paper_wish~mo": "divorce"}
    alike: dict[str, Value] = {"divorce_agreed": True, "divorce_agreed~sp": True}
    assert not told(("cards-marriage",), {**answers, **alike}, household)
    assert not told(("cards-marriage",), {**answers, **alike, "divorce_agreed~mo": False}, household), (
        "another marriage"
    )
    found = told(("cards-marriage",), {**answers, **alike, "divorce_agreed~sp": False}, household)
    assert found == {"C-marriage~divorce_agreed-me-sp": ("divorce_agreed", "divorce_agreed~sp")}


def test_a_parent_is_older_than_their_child() -> None:
    lists = ("hukou-in", "retirement-care")
    answers: dict[str, Value] = {
        "hukou": "elsewhere",
        "basis": "work",
        "age": "1980-05-01",
        "holder_who": "mother",
        "care_wish": "allowance",
        "elder_here": True,
    }
    assert not told(lists, {**answers, "elder_age": "1955-05-01"})
    (found,) = said(lists, {**answers, "elder_age": "1975-05-01"}).contradictions
    assert found.id == "C-parent-allowance"
    assert [side.answer.zh for side in found.sides] == ["1975 年 5 月 1 日", "1980 年 5 月 1 日"]
    assert not told(lists, {**answers, "holder_who": "other", "elder_age": "1975-05-01"})


def test_what_the_household_settles_is_said_to_be_so() -> None:
    household = Household((SPOUSE,), (Matter("insurance-flexible", ("sp",)),))
    answers: dict[str, Value] = {"paper_wish": "marry", "marry_single": True, "holder_who": "me"}
    (found,) = said(("insurance-flexible", "cards-marriage"), answers, household).contradictions
    assert {side.question.id: side.settled for side in found.sides} == {"marry_single": False, "insured_who": True}


def test_one_persons_hukou_said_twice_and_otherwise_is_shown_and_the_first_counts() -> None:
    lists = ("hukou-in", "insurance-flexible")
    answers: dict[str, Value] = {"hukou": "city", "insured_who": "me", "insured_hukou": "elsewhere", "employed": "none"}
    found = said(lists, answers)
    assert [each.id for each in found.contradictions] == ["twice.insured_hukou"]
    assert [side.question.id for side in found.contradictions[0].sides] == ["hukou", "insured_hukou"]
    assert not told(lists, {**answers, "insured_hukou": "city"})
    assert not told(lists, {**answers, "insured_who": "mother"})
    without = {name: value for name, value in answers.items() if name != "insured_hukou"}
    assert found.verdicts == said(lists, without).verdicts
