"""Months forwards and backwards agree: what is reached on a day was not reached the day before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.guidance.judge.months import (
    FIRST_DAY,
    LAST_DAY,
    days_later,
    months_earlier,
    months_later,
    whole_months,
    within_reach,
)

DAYS = st.dates(date(1960, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(0, 700)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 29), 6, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 24), 6, date(2027, 5, 24)),
        (date(2026, 3, 31), -15, date(2024, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


@given(DAYS, MONTHS)
def test_the_first_day_is_enough_and_the_day_before_is_not(since: date, months: int) -> None:
    first = months_later(since, months)
    assert whole_months(since, first) >= months
    assert whole_months(since, first - timedelta(days=1)) < months


@given(DAYS, MONTHS)
def test_the_last_day_since_which_it_is_enough(today: date, months: int) -> None:
    last = months_earlier(today, months)
    assert whole_months(last, today) >= months
    assert whole_months(last + timedelta(days=1), today) < months


@given(DAYS, DAYS, st.integers(0, 90))
def test_who_waits_longer_has_more_months(since: date, until: date, more: int) -> None:
    assert whole_months(since, until) <= whole_months(since, until + timedelta(days=more))


def test_nothing_overflows() -> None:
    assert months_later(date(2026, 11, 28), 10**9) == date.max
    assert months_later(date(2026, 11, 28), -(10**9)) == date.min
    assert months_earlier(date(2026, 11, 30), 10**9) == date.min
    assert days_later(date(2026, 11, 28), 10**9) == date.max
    assert days_later(date(2026, 11, 28), -(10**9)) == date.min


def test_days_that_people_can_say() -> None:
    assert within_reach(FIRST_DAY)
    assert within_reach(LAST_DAY)
    assert not within_reach(date(9999, 12, 31))
    assert not within_reach(date(1, 1, 1))
