"""Which question comes next: hidden ones do not count, optional things wait, themes keep their order."""

from datetime import date

import pytest
from msgspec.structs import replace

from config.fact import Entity, Fact
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.asking import counted, fits, question_of
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.condition import Known
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import BOOK, SMALL, text, yes_no

DAY = date(2026, 11, 24)


def asked(answers: dict[str, Value], *checklists: str) -> list[str]:
    return [question.id for question in consult(BOOK, checklists or ("settle",), answers, DAY).questions]


def test_an_answer_to_a_hidden_question_is_kept_but_does_not_count() -> None:
    nobody = Known({}, {}, {}, DAY)
    answers: dict[str, Value] = {"permit": True, "months": 7, "living": "own"}
    assert counted(BOOK, answers, nobody) == {"permit": True, "living": "own"}
    assert counted(BOOK, {**answers, "permit": False}, nobody) == {"permit": False, "months": 7, "living": "own"}
    assert counted(BOOK, {"months": 7}, nobody) == {}, "nobody knows yet whether it is asked"


def test_an_answer_that_no_longer_fits_does_not_count() -> None:
    assert counted(BOOK, {"living": "castle", "permit": "yes"}, Known({}, {}, {}, DAY)) == {}


@pytest.mark.parametrize(
    ("kind", "value", "good"),
    [
        ("yes_no", True, True),
        ("yes_no", 1, False),
        ("number", 0, True),
        ("number", 99, True),
        ("number", 100, False),
        ("number", True, False),
        ("date", "2026-02-28", True),
        ("date", "2026-02-29", False),
        ("date", "20260228", False),
        ("date", 20260228, False),
        ("date", "1900-01-01", True),
        ("date", "9999-12-31", False),
        ("date", "0001-01-01", False),
    ],
)
def test_what_fits_a_question(kind: str, value: Value, good: bool) -> None:
    assert fits(Fact("f", "one", kind, text("f?"), low=0, high=99), value) is good  # type: ignore[arg-type]


def test_what_decides_most_comes_first_and_nothing_is_asked_twice() -> None:
    assert asked({})[0] == "permit"
    assert "permit" not in asked({"permit": False})
    assert asked({"permit": True, "card": False}) == []


def test_what_only_an_optional_thing_needs_comes_last() -> None:
    assert asked({"permit": False, "living": "own"}) == ["months", "card"]


def test_what_can_no_longer_change_a_verdict_is_not_asked() -> None:
    assert "months" not in asked({"permit": False, "living": "none"})


def test_themes_keep_their_order() -> None:
    turned = open_book(replace(SMALL, themes=SMALL.themes[::-1]))
    answer = consult(turned, ("settle",), {}, DAY)
    assert answer.questions[0].id == "card"


def test_about_how_many_are_left_shrinks_to_none() -> None:
    more: tuple[dict[str, Value], ...] = ({}, {"permit": False}, {"living": "own", "months": 8, "card": False})
    said: dict[str, Value] = {}
    left = []
    for answers in more:
        said |= answers
        left.append(consult(BOOK, ("settle",), said, DAY).about_left)
    assert left[0] >= left[1] >= 1
    assert left[2] == 0


def test_a_question_names_its_theme_and_whom_it_is_about() -> None:
    pack = replace(SMALL, facts=(*SMALL.facts, yes_no("child_six", entity="child")))
    question = question_of(open_book(pack), "child_six", date(2026, 11, 24))
    assert (question.theme, question.entity) == (text("one"), None), "the pack names no child"
    named = open_book(replace(pack, entities=(Entity("child", text("your child")),)))
    assert question_of(named, "child_six", date(2026, 11, 24)).entity == text("your child")
    assert [choice.value for choice in question_of(BOOK, "living", date(2026, 11, 24)).choices] == [
        "own",
        "rent",
        "none",
    ]


def test_what_another_answer_says_of_the_same_person_is_not_asked_again() -> None:
    """Whoever is insured themselves is registered where they said: no two answers can contradict each other."""
    city = city_book()
    lists = ("hukou-in", "insurance-flexible")
    said: dict[str, Value] = {"hukou": "city", "city_wish": "page", "employed": "flexible", "wants": "both"}

    def asks(**more: Value) -> set[str]:
        return {question.id for question in consult(city, lists, {**said, **more}, DAY).questions}

    assert "insured_who" in asks()
    assert "insured_hukou" not in asks(), "whose it is comes first"
    assert "insured_hukou" in asks(insured_who="other")
    assert "insured_hukou" not in asks(insured_who="me")
    contradicting = consult(city, lists, {**said, "insured_who": "me", "insured_hukou": "elsewhere"}, DAY)
    agreeing = consult(city, lists, {**said, "insured_who": "me"}, DAY)
    assert contradicting.verdicts == agreeing.verdicts
    assert "insured_hukou" not in contradicting.asked
    alone = consult(city, ("insurance-flexible",), {"employed": "flexible", "wants": "both"}, DAY)
    assert "insured_hukou" in {question.id for question in alone.questions}, "nobody has said it yet"


def test_an_answer_can_be_another_word_for_another() -> None:
    city = city_book()
    at = Known({}, {}, city.situations, DAY)
    said: dict[str, Value] = {"hukou": "elsewhere", "holder_who": "me", "paper_wish": "idcard", "card_case": "lost"}
    assert counted(city, {**said, "card_far": False}, at)["card_far"] is True
    assert counted(city, {**said, "card_far": False, "holder_who": "other"}, at)["card_far"] is False
