"""Answers from outside: only to questions of the pack, only what fits, all of them or none."""

from datetime import date
from typing import Any

import pytest

from config.fact import ByDate, Fact
from config.rule import Value
from config.words import both
from server.rules.errors import Refusal
from server.rules.guidance.judge.answers import answered, what_fits, why_unfit
from tests.server.rules.guidance.small_pack import BOOK

TODAY = date(2026, 11, 24)
KEPT: dict[str, Value] = {"living": "own"}


def test_answers_are_put_in_changed_and_taken_back() -> None:
    assert answered(BOOK, KEPT, {"permit": True}, TODAY) == {"living": "own", "permit": True}
    assert answered(BOOK, KEPT, {"living": "rent"}, TODAY) == {"living": "rent"}
    assert answered(BOOK, KEPT, {"living": None, "card": None}, TODAY) == {}
    assert KEPT == {"living": "own"}


def test_a_question_that_the_pack_does_not_ask_is_refused_by_a_short_name() -> None:
    with pytest.raises(Refusal) as refused:
        answered(BOOK, KEPT, {"x" * 500: True}, TODAY)
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
        answered(BOOK, KEPT, {"card": True, question: value}, TODAY)
    assert (refused.value.code, refused.value.values["question"]) == ("answer_unfit", BOOK.facts[question].ask)
    assert KEPT == {"living": "own"}


@pytest.mark.parametrize(
    ("question", "says"),
    [("permit", "true"), ("months", "0 to 99"), ("living", "own (own), rent (rent), none (none)")],
)
def test_a_refusal_says_what_would_fit(question: str, says: str) -> None:
    sentence = what_fits(BOOK.facts[question])
    assert says in sentence.en
    assert sentence.zh.startswith("请")


BORN = Fact("born", "t", "yes_no", both("Born"), by_date=ByDate(turns=6, by="08-31"))
BOUGHT = Fact("bought", "t", "date", both("Bought"))
OLD = Fact("old", "t", "number", both("Born"), by_date=ByDate(), high=120, grows="year")


@pytest.mark.parametrize(
    ("fact", "value", "says"),
    [
        (BOUGHT, "2026-02-30", "There is no such day"),
        (BOUGHT, "2026-13-01", "There is no such day"),
        (BORN, "2026-02-29", "There is no such day"),
        (BOUGHT, "1899-12-31", "Dates count from 1900 on"),
        (BOUGHT, "0026-11-24", "Dates count from 1900 on"),
        (BOUGHT, "2076-11-25", "more than 50 years ahead"),
        (BORN, "2026-11-25", "has not come yet. Write a date until today, 24 November 2026"),
        (BORN, "1990-01-01", "from 24 November 2001 to 24 November 2026"),
        (BOUGHT, "yesterday", "Write a date such as"),
        (BOUGHT, 7, "Write a date such as"),
        (BOUGHT, "1900-01-01", None),
        (BOUGHT, "2076-11-24", None),
        (BORN, "2020-02-29", None),
        (BORN, True, None),
        (BORN, "2019-01-01..2019-12-31", None),
        (BORN, "2026-11-01..2026-11-30", "has not come yet"),
        (BORN, "1990-01-01..2019-12-31", "from 24 November 2001"),
        (BORN, "1890-01-01..1899-12-31", "Dates count from 1900 on"),
        (BORN, "2019-12-31..2019-01-01", "Write a date such as"),
        (BORN, "2019-02-01..2019-02-30", "There is no such day"),
        (BORN, "2019-01-01..2090-12-31", "more than 50 years ahead"),
        (OLD, "1890-01-01..1950-12-31", "Dates count from 1900 on"),
        (OLD, "1900-01-01..1950-12-31", "from 24 November 1905"),
        (OLD, "2100-01-01", "more than 50 years ahead"),
        (OLD, "1905-11-24..1950-12-31", None),
        (BOUGHT, "2019-01-01..2019-12-31", "Write a date such as"),
        (BOUGHT, "2070-01-01..2079-12-31", "more than 50 years ahead"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_its_reason(fact: Fact, value: Any, says: str | None) -> None:
    why = why_unfit(fact, value, TODAY)
    assert why is None if says is None else why is not None and says in why.en
    assert why is None or "{" not in why.zh + why.en
