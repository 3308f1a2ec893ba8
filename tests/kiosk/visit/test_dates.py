"""Numbers and dates from a keypad: what stands there while it is typed, and what it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rule import Value
from kiosk.visit.dates import digits_of, entered, shown, typed
from server.rules.guidance.judge.verdict import Question
from tests.server.rules.guidance.small_pack import text

BIRTHDAY = Question("born", "date", text("born?"))
MONTHS = Question("months", "number", text("months?"), low=0, high=600)


def keyed(question: Question, digits: str) -> str:
    stands = ""
    for digit in digits:
        stands = typed(question, stands, digit)
    return stands


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_typed_and_shown_again(day: date) -> None:
    digits = keyed(BIRTHDAY, day.strftime("%Y%m%d"))
    assert entered(BIRTHDAY, digits) == day.isoformat() == shown(BIRTHDAY, digits)
    assert digits_of(day.isoformat()) == digits


@given(st.integers(0, 600))
def test_every_number_in_range_is_typed_and_shown_again(number: int) -> None:
    digits = keyed(MONTHS, str(number))
    assert entered(MONTHS, digits) == number
    assert digits_of(number) == digits


@pytest.mark.parametrize("digits", ["", "2026", "20260229", "20261301", "20260100", "18991231"])
def test_what_is_no_day_is_no_answer(digits: str) -> None:
    assert entered(BIRTHDAY, digits) is None


@pytest.mark.parametrize("digits", ["", "601", "999999"])
def test_what_is_out_of_range_is_no_answer(digits: str) -> None:
    assert entered(MONTHS, digits) is None


def test_a_full_keypad_takes_no_more() -> None:
    assert keyed(BIRTHDAY, "202611249") == "20261124"
    assert keyed(MONTHS, "1234567") == "123456"


def test_leading_zeros_are_not_kept_in_a_number_but_in_a_date() -> None:
    assert (keyed(MONTHS, "007"), keyed(MONTHS, "00")) == ("7", "0")
    assert keyed(BIRTHDAY, "00") == "00"


def test_open_places_are_marked() -> None:
    assert (shown(BIRTHDAY, "20261"), shown(BIRTHDAY, ""), shown(MONTHS, "")) == ("2026-1–-––", "––––-––-––", "–")


@pytest.mark.parametrize("value", [None, True, False, "own"])
def test_other_answers_are_not_typed(value: Value | None) -> None:
    assert digits_of(value) == ""
