"""The whole answer: verdicts with reasons, questions that matter, one plan, papers merged."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.fact import Fact
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import Consultation, Wish
from server.rules.guidance.prove.cases import assuming
from tests.dongjiang import city
from tests.server.rules.guidance.small_pack import BOOK, SMALL
from tests.tries import one_in, tries

DAY = date(2026, 11, 24)
CITY = city()
CITY_BOOK = open_book(CITY)
FAMILY = max(CITY.cases, key=lambda case: len(case.checklists))
ALL = tuple(checklist.id for checklist in CITY.checklists)


def small(**answers: Value) -> Consultation:
    return consult(BOOK, ("settle",), answers, DAY)


def states(answer: Consultation) -> dict[str, str]:
    return {verdict.item: verdict.state for verdict in answer.verdicts}


def test_nothing_said_is_nothing_known() -> None:
    answer = small()
    assert states(answer) == {"permit": "unknown", "school": "unknown", "new-card": "unknown"}
    assert answer.plan is None
    assert answer.questions[0].id == "permit"


def test_unknown_is_never_no() -> None:
    answer = small(permit=False)
    assert states(answer)["permit"] == "unknown"
    assert {question.id for question in answer.questions} == {"living", "months", "card"}


def test_one_reason_against_is_enough_and_says_its_clause() -> None:
    answer = small(permit=False, living="none", card=False)
    (permit,) = [verdict for verdict in answer.verdicts if verdict.item == "permit"]
    assert permit.state == "cannot"
    assert [(reason.text.en, reason.clause) for reason in permit.reasons] == [("no home", "§1")]
    assert "months" not in {question.id for question in answer.questions}


def test_not_yet_says_what_to_do() -> None:
    answer = small(permit=False, living="rent", months=2, card=False)
    (permit,) = [verdict for verdict in answer.verdicts if verdict.item == "permit"]
    assert permit.state == "not_yet"
    assert permit.reasons[0].action is not None
    assert states(answer)["school"] == "not_yet"


def test_a_result_of_the_plan_is_a_paper_of_the_plan() -> None:
    answer = small(permit=False, living="rent", months=8, card=False)
    assert states(answer) == {"permit": "can", "school": "can"}
    assert answer.plan is not None
    assert [[step.item for step in stop.steps] for stop in answer.plan.stops] == [["permit"], ["school"]]
    assert answer.plan.visits == 2
    assert answer.plan.working_days == 5
    papers = {paper.document: paper for paper in answer.plan.papers}
    assert "paper" not in papers
    assert (papers["id"].originals, papers["id"].copies, papers["id"].key) == (1, 2, True)
    assert papers["record"].waived


def test_who_has_the_paper_needs_no_way_to_it() -> None:
    answer = small(permit=True, card=False)
    assert states(answer) == {"school": "can"}
    assert answer.plan is not None
    assert answer.plan.visits == 1
    assert "paper" in {paper.document for paper in answer.plan.papers}


def test_an_optional_thing_that_costs_a_trip_is_said() -> None:
    answer = small(permit=True, card=True)
    assert answer.plan is not None
    assert answer.plan.visits == 3
    assert [advice.en for advice in answer.plan.advice] == ["Leave out “new card” and save 2 trips."]


def test_an_unconfirmed_parameter_leaves_it_open_and_asks_nothing() -> None:
    answer = consult(BOOK, ("money",), {"permit": False, "months": 50}, DAY)
    assert states(answer) == {"subsidy": "unknown"}
    assert answer.questions == ()


def test_checklists_share_their_questions() -> None:
    answer = consult(BOOK, ("settle", "money"), {"permit": False}, DAY)
    asked = [question.id for question in answer.questions]
    assert len(asked) == len(set(asked))


@pytest.mark.slow
def test_mr_zhang_and_cases_of_the_city() -> None:
    for case in one_in(5, CITY.cases):
        book = assuming(CITY_BOOK, case.parameters)
        whose = Wish(household=case.household, unsure=case.unsure)
        answer = consult(book, case.checklists, case.answers, date.fromisoformat(case.on), whose)
        assert {item: states(answer).get(item, "inapplicable") for item in case.verdicts} == case.verdicts, case.name
    zhang = consult(CITY_BOOK, FAMILY.checklists, FAMILY.answers, DAY)
    assert zhang.plan is not None
    assert zhang.plan.visits == 3


def test_questions_keep_to_their_themes() -> None:
    answers: dict[str, Value] = {}
    themes: list[str] = []
    while (answer := consult(CITY_BOOK, FAMILY.checklists, answers, DAY)).questions:
        question = answer.questions[0]
        themes.append(question.theme.en if question.theme else "")
        answers[question.id] = FAMILY.answers[question.id]
    order = [theme.name.en for theme in CITY.themes]
    changes = [theme for number, theme in enumerate(themes) if themes[:number][-1:] != [theme]]
    assert changes == sorted(set(themes), key=order.index)


def values_of(fact: Fact) -> list[Value]:
    if fact.kind == "yes_no":
        return [True, False]
    if fact.kind == "number":
        return [fact.low, 6, 12, 40, fact.high]
    if fact.kind == "date":
        return ["1966-06-24", "1976-03-25", "2004-11-24", "2004-11-25", "2006-11-25"]
    return [answer.value for answer in fact.answers]


ANSWERS = st.fixed_dictionaries({}, optional={fact.id: st.sampled_from(values_of(fact)) for fact in CITY.facts})


@pytest.mark.city
@settings(max_examples=tries(12), deadline=None)
@given(ANSWERS, st.lists(st.sampled_from(ALL), min_size=1, unique=True))
def test_answering_what_is_asked_comes_to_an_end(answers: dict[str, Value], checklists: list[str]) -> None:
    given_answers = dict(answers)
    facts = {fact.id: fact for fact in CITY.facts}
    for _ in range(len(facts) + 1):
        answer = consult(CITY_BOOK, checklists, given_answers, DAY)
        if not answer.questions:
            break
        question = answer.questions[0]
        assert question.id not in answer.asked
        given_answers[question.id] = values_of(facts[question.id])[0]
    assert answer.questions == ()
    assert answer.about_left == 0


@settings(max_examples=tries(10), deadline=None)
@given(ANSWERS, st.data())
def test_back_is_as_if_it_had_never_been_said(answers: dict[str, Value], data: st.DataObject) -> None:
    everything = consult(CITY_BOOK, ALL, answers, DAY)
    fact = data.draw(st.sampled_from(sorted(answers) or [CITY.facts[0].id]))
    less = {name: value for name, value in answers.items() if name != fact}
    assert consult(CITY_BOOK, ALL, {**less, **answers}, DAY) == everything
    assert fact not in consult(CITY_BOOK, ALL, less, DAY).asked


@pytest.mark.city
@settings(max_examples=tries(20), deadline=None)
@given(ANSWERS, st.sampled_from(CITY.facts))
def test_an_answer_that_does_not_fit_does_not_count(answers: dict[str, Value], fact: Fact) -> None:
    without = {name: value for name, value in answers.items() if name != fact.id}
    assert consult(CITY_BOOK, ALL, {**without, fact.id: "nonsense"}, DAY) == consult(CITY_BOOK, ALL, without, DAY)
    assert consult(CITY_BOOK, ALL, {**without, fact.id: 10**9}, DAY) == consult(CITY_BOOK, ALL, without, DAY)


@pytest.mark.city
def test_no_question_is_asked_that_cannot_change_a_verdict() -> None:
    """Of everything that may be said in the small pack: each question asked has an answer that tells."""
    facts = {fact.id: fact for fact in SMALL.facts}
    sets = [[None, *values_of(fact)] for fact in SMALL.facts]
    for values in product(*sets):
        answers = {fact.id: value for fact, value in zip(SMALL.facts, values, strict=True) if value is not None}
        answer = consult(BOOK, ("settle", "money"), answers, DAY)
        for question in answer.questions:
            outcomes = {tuple(sorted(_ends(answers | {question.id: value}))) for value in values_of(facts[question.id])}
            assert len(outcomes) > 1, (answers, question.id)


def _ends(answers: dict[str, Value]) -> set[str]:
    """Return every outcome that can still come about after `answers`."""
    open_facts = [fact for fact in SMALL.facts if fact.id not in answers]
    found = set()
    for values in product(*(values_of(fact) for fact in open_facts)):
        full = answers | dict(zip((fact.id for fact in open_facts), values, strict=True))
        found.add(str(sorted(states(consult(BOOK, ("settle", "money"), full, DAY)).items())))
    return found


@pytest.mark.slow
def test_no_way_ends_without_a_next_step() -> None:
    """What cannot be done now says what to do, or whom to ask; what is sure of itself is named by its code."""
    ends = 0
    for case in one_in(5, CITY.cases):
        whose = Wish(household=case.household, unsure=case.unsure)
        answer = consult(CITY_BOOK, case.checklists, case.answers, date.fromisoformat(case.on), whose)
        for verdict in answer.verdicts:
            if verdict.state != "can" and not verdict.asks:
                ends += 1
                assert any(reason.action is not None for reason in verdict.reasons), (case.name, verdict.item)
    assert ends > 50


def test_what_the_hall_gets_itself_has_its_source_and_items_have_their_codes() -> None:
    zhang = consult(CITY_BOOK, FAMILY.checklists, FAMILY.answers, DAY)
    assert zhang.plan is not None
    sources = {paper.document: paper.source for paper in zhang.plan.papers}
    assert any(source is not None for source in sources.values())
    assert all(paper.source is None for paper in zhang.plan.papers if not (paper.waived or paper.on_spot))
    assert {verdict.code for verdict in zhang.verdicts} >= {"DJ-A01", "DJ-A02"}
