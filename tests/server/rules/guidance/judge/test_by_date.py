"""What follows from a date: ages, months since, days left, and whether a child is old enough by a day of the year."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.fact import ByDate, Fact
from server.rules.guidance.judge.asking import fits
from server.rules.guidance.judge.by_date import counted_from, reach
from server.rules.guidance.judge.months import months_later
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import text

TODAY = date(2026, 11, 24)
AGE = Fact("age", "t", "number", text("born?"), high=120, grows="year", by_date=ByDate())
PAID = Fact("paid", "t", "number", text("paid?"), high=240, grows="month", by_date=ByDate())
LEFT = Fact("left", "t", "number", text("until?"), high=400, falls="day", by_date=ByDate())
WORKING = Fact("working", "t", "number", text("until?"), high=400, falls="working_day", by_date=ByDate())
SIX = Fact("six", "t", "yes_no", text("born?"), by_date=ByDate(turns=6, by="08-31"))


def come_to(fact: Fact, day: date, today: date = TODAY) -> object:
    return counted_from(fact, day.isoformat(), today, city_book())


@given(st.integers(0, 120), st.dates(date(2025, 1, 1), date(2030, 12, 31)))
def test_an_age_turns_on_the_birthday(years: int, today: date) -> None:
    birthday = months_later(today, -12 * years)
    assert come_to(AGE, birthday, today) == years
    assert come_to(AGE, birthday + timedelta(days=2), today) in (years - 1, years, 0)


@given(st.integers(0, 240))
def test_months_are_counted_since_the_day(months: int) -> None:
    assert come_to(PAID, months_later(TODAY, -months)) == months


@given(st.integers(-30, 400))
def test_days_are_counted_until_the_day_and_what_has_run_out_has_none(days: int) -> None:
    assert come_to(LEFT, TODAY + timedelta(days=days)) == max(days, 0)


@given(st.integers(0, 200))
def test_working_days_are_those_of_the_calendar(days: int) -> None:
    assert come_to(WORKING, city_book().days.after(TODAY, days)) == days


def test_a_child_is_old_enough_by_the_last_day_itself() -> None:
    assert come_to(SIX, date(2021, 8, 31)) is True
    assert come_to(SIX, date(2021, 9, 1)) is False
    assert come_to(SIX, date(2020, 8, 31), date(2026, 8, 31)) is True
    assert come_to(SIX, date(2020, 9, 1), date(2026, 8, 31)) is False


def test_an_answer_of_before_that_is_no_date_is_what_it_is() -> None:
    assert counted_from(AGE, 36, TODAY, city_book()) == 36
    assert counted_from(SIX, value=True, today=TODAY, book=city_book()) is True


def test_both_the_date_and_the_number_fit_and_no_day_that_there_is_not() -> None:
    assert fits(AGE, "1990-03-01")
    assert fits(AGE, 36)
    assert fits(SIX, "2020-03-01")
    for wrong in ("1990-02-30", "1899-12-31", "36", ""):
        assert not fits(AGE, wrong)


@given(st.sampled_from((AGE, PAID, LEFT, WORKING, SIX)))
def test_whatever_can_be_said_lies_between_1900_and_fifty_years_from_now(fact: Fact) -> None:
    first, last = reach(fact, TODAY)
    assert date(1900, 1, 1) <= first < last <= date(2076, 11, 24)
