"""Numbers from a keypad and dates part by part: what stands there, what comes next, and what it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rule import Value
from kiosk.visit.dates import before, digits_of, entered, parts, touches, typed
from server.rules.guidance.judge.verdict import Question
from tests.server.rules.guidance.small_pack import text

BORN = Question("born", "date", text("born?"), first="1900-01-01", last="2026-11-24")
EXPIRES = Question("expires", "date", text("until when?"), first="2024-11-24", last="2028-01-31")
MONTHS = Question("months", "number", text("months?"), low=0, high=600)


def keyed(digits: str) -> str:
    stands = ""
    for digit in digits:
        stands = typed(stands, digit)
    return stands


@given(st.dates(date(1900, 1, 1), date(2026, 11, 24)))
def test_every_day_in_reach_is_said_in_four_touches(day: date) -> None:
    said = touches(BORN, day.isoformat())
    assert len(said) == 4
    assert entered(BORN, said[-1].removeprefix("part:")) == day.isoformat()


@given(st.dates(date(2024, 11, 24), date(2028, 1, 31)))
def test_a_short_reach_needs_no_decade(day: date) -> None:
    assert len(touches(EXPIRES, day.isoformat())) == 3


@given(st.dates(date(2024, 11, 24), date(2028, 1, 31)), st.integers(0, 8))
def test_only_days_in_reach_are_offered(day: date, known: int) -> None:
    known = min((each for each in (0, 4, 6) if each >= known), default=6)
    for each in parts(EXPIRES, day.strftime("%Y%m%d")[:known]):
        assert each.startswith(day.strftime("%Y%m%d")[:known])
        if len(each) == 8:
            assert EXPIRES.first is not None
            assert EXPIRES.last is not None
            assert EXPIRES.first.replace("-", "") <= each <= EXPIRES.last.replace("-", "")


@pytest.mark.parametrize(
    ("digits", "shorter"), [("19580412", "195804"), ("195804", "1958"), ("1958", "195"), ("195", "")]
)
def test_the_last_part_is_taken_back(digits: str, shorter: str) -> None:
    assert before(BORN, digits) == shorter


def test_without_decades_the_year_is_taken_back_at_once() -> None:
    assert before(EXPIRES, "2026") == ""


def test_february_has_the_days_of_its_year() -> None:
    assert parts(BORN, "202402")[-1] == "20240229"
    assert parts(BORN, "202302")[-1] == "20230228"


def test_the_month_of_today_ends_today() -> None:
    assert parts(BORN, "2026")[-1] == "202611"
    assert parts(BORN, "202611")[-1] == "20261124"


@pytest.mark.parametrize("digits", ["", "2026", "202602", "20260229", "20260100", "18991231", "20261125"])
def test_what_is_no_day_in_reach_is_no_answer(digits: str) -> None:
    assert entered(BORN, digits) is None


@given(st.integers(0, 600))
def test_every_number_in_range_is_typed_again(number: int) -> None:
    assert entered(MONTHS, keyed(str(number))) == number
    assert digits_of(number) == keyed(str(number))
    assert touches(MONTHS, number)[-1] == "next"


@pytest.mark.parametrize("digits", ["", "601", "999999"])
def test_what_is_out_of_range_is_no_answer(digits: str) -> None:
    assert entered(MONTHS, digits) is None


def test_a_full_keypad_takes_no_more_and_keeps_no_leading_zeros() -> None:
    assert keyed("1234567") == "123456"
    assert (keyed("007"), keyed("00")) == ("7", "0")


@pytest.mark.parametrize("value", [None, True, False, "own"])
def test_other_answers_are_not_typed(value: Value | None) -> None:
    assert digits_of(value) == ""
