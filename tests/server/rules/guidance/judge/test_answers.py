"""Answers from outside: only to questions of the pack, only what fits, all of them or none."""

from typing import Any

import pytest

from config.rule import Value
from server.rules.errors import Refusal
from server.rules.guidance.judge.answers import answered, what_fits
from tests.server.rules.guidance.small_pack import BOOK

KEPT: dict[str, Value] = {"living": "own"}


def test_answers_are_put_in_changed_and_taken_back() -> None:
    assert answered(BOOK, KEPT, {"permit": True}) == {"living": "own", "permit": True}
    assert answered(BOOK, KEPT, {"living": "rent"}) == {"living": "rent"}
    assert answered(BOOK, KEPT, {"living": None, "card": None}) == {}
    assert KEPT == {"living": "own"}


def test_a_question_that_the_pack_does_not_ask_is_refused_by_a_short_name() -> None:
    with pytest.raises(Refusal) as refused:
        answered(BOOK, KEPT, {"x" * 500: True})
    assert (refused.value.code, refused.value.values["question"]) == ("question_unknown", "x" * 64)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("permit", 1),
        ("permit", "true"),
        ("months", True),
        ("months", -1),
        ("months", 100),
        ("months", 7.0),
        ("living", "castle"),
        ("living", ["own"]),
        ("living", {}),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_put_in(question: str, value: Any) -> None:
    with pytest.raises(Refusal) as refused:
        answered(BOOK, KEPT, {"card": True, question: value})
    assert (refused.value.code, refused.value.values["question"]) == ("answer_unfit", question)
    assert KEPT == {"living": "own"}


@pytest.mark.parametrize(
    ("question", "says"),
    [("permit", "true"), ("months", "0 to 99"), ("living", "own (own), rent (rent), none (none)")],
)
def test_a_refusal_says_what_would_fit(question: str, says: str) -> None:
    sentence = what_fits(BOOK.facts[question])
    assert says in sentence.en
    assert sentence.zh.startswith("请")
