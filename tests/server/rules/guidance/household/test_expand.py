"""Packs for households: nothing changes for one person, and each of several has their own."""

from datetime import date
from typing import Any

import pytest

from config.case import Case
from config.household import NOBODY, Household, Matter, Member
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import OPENED_MOST, for_household, open_book
from server.rules.guidance.judge.verdict import Consultation, Wish
from tests.dongjiang import city_book
from tests.tries import one_in

BOOK = city_book()
DAY = date(2026, 11, 24)
ME, SPOUSE = Member("me", "me"), Member("sp", "spouse")
MOTHER, FATHER = Member("mo", "mother"), Member("fa", "father")
DAUGHTER, SON = Member("d", "child", "elder_daughter"), Member("s", "child", "younger_son")


def consulted(lists: tuple[str, ...], answers: dict[str, Value], household: Household = NOBODY) -> Consultation:
    return consult(BOOK, lists, answers, DAY, Wish(household=household))


def states(answer: Consultation) -> dict[str, str]:
    return {each.item: each.state for each in answer.verdicts}


@pytest.mark.parametrize("case", one_in(6, BOOK.written.cases), ids=lambda case: case.name)
def test_a_household_of_one_of_each_changes_no_verdict_and_no_plan(case: Case) -> None:
    """Whoever the answers name is the only one of the household: all ids, verdicts, trips and papers stay."""
    if case.household != NOBODY or case.parameters:
        return
    members, matters = one_of_each(case)
    alone = consulted(case.checklists, case.answers)
    at_home = consulted(case.checklists, case.answers, Household(members, matters))
    assert states(at_home) == states(alone)
    assert shape(at_home) == shape(alone)


def one_of_each(case: Case) -> tuple[tuple[Member, ...], tuple[Matter, ...]]:
    relations = {"me": ME, "spouse": SPOUSE, "mother": MOTHER, "father": FATHER, "child": DAUGHTER}
    matters = []
    members = {ME.id: ME}
    for name in case.checklists:
        subject = BOOK.checklists[name].subject
        entity = next((each for each in BOOK.written.entities if each.id == subject), None)
        if entity is None:
            continue
        relation = case.answers.get(entity.who, "") if entity.who else entity.relation
        if member := relations.get(str(relation)):
            members[member.id] = member
            matters.append(Matter(name, (member.id,)))
    return tuple(members.values()), tuple(matters)


def shape(answer: Consultation) -> Any:
    plan = answer.plan
    if plan is None:
        return None
    papers = {each.document: (each.originals, each.copies, each.how, each.waived) for each in plan.papers}
    return (
        plan.visits,
        plan.working_days,
        plan.fees,
        papers,
        [[step.item for step in stop.steps] for stop in plan.stops],
    )


def test_each_child_has_questions_verdicts_and_papers_of_their_own() -> None:
    household = Household((ME, DAUGHTER, SON), (Matter("school", ("d", "s")),))
    answers: dict[str, Value] = {"grade": "middle", "grade~s": "primary"}
    first = [each.id for each in consulted(("school",), answers, household).questions]
    assert [each for each in first if each.startswith("child_hukou")] == ["child_hukou", "child_hukou~s"]
    answers |= {"child_hukou": "city", "child_hukou~s": "city"}
    answer = consulted(("school",), answers, household)
    asked = [each.id for each in answer.questions]
    assert asked == ["school_record", "vaccinated~s", "child_six~s"], "one child after the other"


def test_questions_name_whom_they_are_about() -> None:
    household = Household((ME, DAUGHTER, SON), (Matter("school", ("d", "s")),))
    question = {each.id: each for each in consulted(("school",), {}, household).questions}
    assert question["grade"].entity is not None
    assert question["grade~s"].entity is not None
    assert (question["grade"].entity.zh, question["grade~s"].entity.zh) == ("大女儿", "小儿子")


def test_who_it_is_for_is_not_asked_again() -> None:
    household = Household((ME, SPOUSE), (Matter("retirement-care", ("me", "sp")),))
    answer = consulted(("retirement-care",), {}, household)
    assert not {each.id for each in answer.questions} & {"holder_who", "holder_who~sp"}
    assert answer.asked == ()


def test_one_persons_hukou_is_stated_once_in_whatever_role() -> None:
    """The spouse is insured and gets a disability certificate: where she is registered is asked once."""
    lists = ("insurance-flexible", "retirement-care")
    household = Household((ME, SPOUSE), (Matter(lists[0], ("sp",)), Matter(lists[1], ("sp",))))
    said: dict[str, Value] = {"care_wish": "disability", "insured_hukou": "elsewhere", "disability_case": "first"}
    answer = consulted(lists, said, household)
    assert "disabled_here" not in {each.id for each in answer.questions}
    assert states(answer)["P03"] == "cannot"
    apart = Household((ME, SPOUSE), (Matter(lists[0], ("me",)), Matter(lists[1], ("sp",))))
    assert "disabled_here" in {each.id for each in consulted(lists, said, apart).questions}


def test_papers_of_the_same_person_are_one_across_checklists() -> None:
    lists = ("insurance-flexible", "medical")
    household = Household((ME, MOTHER), (Matter(lists[0], ("me", "mo")), Matter(lists[1], ("mo",))))
    book = for_household(BOOK, household, {})
    entities = {each.id: each for each in book.pack.entities}
    assert [same.entity for same in entities["insured~mo"].same] == ["own-mother"]
    assert [same.entity for same in entities["patient"].same] == ["own-mother"]


def test_parents_who_move_in_are_each_others_spouses() -> None:
    household = Household((ME, MOTHER, FATHER), (Matter("hukou-in", ("mo", "fa")),))
    answers: dict[str, Value] = {"hukou~mo": "elsewhere", "basis~mo": "spouse", "home~mo": "own"}
    book = for_household(BOOK, household, answers)
    people = {each.id: [same.entity for same in each.same] for each in book.pack.entities}
    assert people["applicant~mo"] == ["own-mother"]
    assert people["spouse~mok"] == ["own-father"]


def test_what_one_cannot_have_together_two_can() -> None:
    """Benefit for one spouse, gig work for the other."""
    household = Household((ME, SPOUSE), (Matter("jobless", ("me", "sp")),))
    exclusions = {each.items for each in for_household(BOOK, household, {}).pack.exclusions}
    assert {("H02", "C01"), ("H02~sp", "C01~sp")} <= exclusions


def test_books_of_households_are_kept_and_few() -> None:
    book = open_book(BOOK.written)
    for count in range(OPENED_MOST + 5):
        household = Household((Member(f"m{count}", "spouse"),), (Matter("transfer", (f"m{count}",)),))
        assert for_household(book, household, {}) is for_household(book, household, {})
    assert len(book.kept) == OPENED_MOST
    assert for_household(for_household(book, household, {}), NOBODY, {}).facts == book.facts


def test_answers_call_people_by_their_names_without_a_household() -> None:
    """Who is insured is known from the answer: from then on the words say so."""
    book = for_household(BOOK, NOBODY, {"insured_who": "spouse"})
    assert book.items.keys() == BOOK.items.keys()
    assert book.settled == {}
