"""Working days on the calendar: weekends and holidays do not count, seasons may go over the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Text
from config.item import Season
from server.rules.guidance.judge.months import LAST_DAY
from server.rules.guidance.judge.working_days import closing, in_season, opening, working_day

TUESDAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def season(opens: str, closes: str) -> Season:
    return Season(opens, closes, Text("招生", "enrolment"))


@pytest.mark.parametrize(
    ("today", "days", "holidays", "expected"),
    [
        (TUESDAY, 0, (), "2026-11-24"),
        (TUESDAY, 3, (), "2026-11-27"),
        (FRIDAY, 1, (), "2026-11-30"),
        (date(2026, 11, 28), 0, (), "2026-11-30"),
        (date(2026, 11, 28), 1, (), "2026-12-01"),
        (FRIDAY, 1, ("2026-11-30", "2026-12-01"), "2026-12-02"),
        (TUESDAY, 0, ("2026-11-24",), "2026-11-25"),
        (date(2026, 12, 31), 1, ("2027-01-01",), "2027-01-04"),
    ],
)
def test_weekends_and_holidays_do_not_count(today: date, days: int, holidays: tuple[str, ...], expected: str) -> None:
    assert working_day(today, days, holidays).isoformat() == expected


@given(DAYS, st.integers(0, 60), st.sets(DAYS.map(date.isoformat), max_size=5))
def test_one_more_working_day_is_the_next_one(today: date, days: int, holidays: set[str]) -> None:
    found, following = working_day(today, days, holidays), working_day(today, days + 1, holidays)
    between = [found + timedelta(days=gap) for gap in range(1, (following - found).days)]
    assert found < following
    assert all(day.weekday() >= 5 or day.isoformat() in holidays for day in between)
    assert following.weekday() < 5
    assert following.isoformat() not in holidays


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2026-05-08", True), ("2026-05-20", True), ("2026-05-07", False), ("2026-05-21", False)],
)
def test_both_ends_of_a_season_belong_to_it(day: str, inside: bool) -> None:
    assert in_season(season("05-08", "05-20"), date.fromisoformat(day)) is inside


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2026-12-15", True), ("2027-01-15", True), ("2026-12-14", False), ("2027-01-16", False)],
)
def test_a_season_goes_over_the_turn_of_the_year(day: str, inside: bool) -> None:
    assert in_season(season("12-15", "01-15"), date.fromisoformat(day)) is inside


def test_the_next_opening_and_closing() -> None:
    spring = season("05-08", "05-20")
    assert opening(spring, date(2026, 5, 8)) == date(2026, 5, 8)
    assert opening(spring, date(2026, 5, 9)) == date(2027, 5, 8)
    assert closing(spring, date(2026, 5, 20)) == date(2026, 5, 20)
    assert closing(spring, date(2026, 5, 21)) == date(2027, 5, 20)


@given(DAYS)
def test_inside_a_season_it_closes_before_it_opens_again(day: date) -> None:
    for each in (season("05-08", "05-20"), season("12-15", "01-15")):
        assert in_season(each, day) is (closing(each, day) < opening(each, day + timedelta(days=1)))


@pytest.mark.parametrize(
    ("opens", "closes", "today", "first", "last"),
    [
        ("02-01", "02-29", "2026-02-10", "2027-02-01", "2026-02-28"),
        ("02-29", "03-15", "2026-01-10", "2026-03-01", "2026-03-15"),
        ("02-29", "03-15", "2028-01-10", "2028-02-29", "2028-03-15"),
        ("02-29", "02-29", "2026-01-10", "2028-02-29", "2028-02-29"),
        ("02-29", "02-29", "2097-01-10", "2104-02-29", "2104-02-29"),
        ("11-01", "02-30", "2026-12-10", "2027-11-01", "2027-02-28"),
    ],
)
def test_a_season_may_begin_or_end_on_a_day_that_a_year_has_not(
    opens: str, closes: str, today: str, first: str, last: str
) -> None:
    day = date.fromisoformat(today)
    assert (opening(season(opens, closes), day), closing(season(opens, closes), day)) == (
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


@given(DAYS, st.sampled_from(["01-31", "02-28", "02-29", "03-01", "12-31"]), st.sampled_from(["04-30", "06-30"]))
def test_the_first_day_of_a_season_is_in_it_and_none_before(today: date, opens: str, closes: str) -> None:
    found = opening(season(opens, closes), today)
    assert in_season(season(opens, closes), found)
    assert not in_season(season(opens, closes), found - timedelta(days=1))


def test_far_days_end_where_nothing_is_promised() -> None:
    assert working_day(TUESDAY, 10**9, ()) == LAST_DAY
    assert working_day(date(9999, 12, 31), 5, ()) == date(9999, 12, 31)
