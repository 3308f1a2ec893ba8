"""Working days on the calendar: weekends and holidays do not count, seasons may go over the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Calendar, Holiday, MakeUpDay, Text
from config.item import Season
from server.rules.guidance.judge.months import LAST_DAY, days_later, months_later
from server.rules.guidance.judge.working_days import WorkingDays, closing, in_season, opening

TUESDAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def season(opens: str, closes: str) -> Season:
    return Season(opens, closes, Text("招生", "enrolment"))


def table(*holidays: str, workdays: tuple[str, ...] = ()) -> WorkingDays:
    name = Text("假", "holiday")
    return WorkingDays(Calendar(tuple(Holiday(each, each, name) for each in holidays), tuple(map(MakeUpDay, workdays))))


NATIONAL = WorkingDays(
    Calendar((Holiday("2026-10-01", "2026-10-07", Text("国庆", "National Day")),), (MakeUpDay("2026-10-10"),))
)


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
    assert table(*holidays).after(today, days).isoformat() == expected


@pytest.mark.parametrize(
    ("today", "days", "expected"),
    [
        ("2026-09-30", 1, "2026-10-08"),  # the whole week is off
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-09-30", 3, "2026-10-10"),  # a Saturday that is worked
        ("2026-09-30", 4, "2026-10-12"),
        ("2026-10-10", 0, "2026-10-10"),
        ("2026-10-03", 0, "2026-10-08"),
        ("2026-10-03", 1, "2026-10-09"),
    ],
)
def test_make_up_workdays_count(today: str, days: int, expected: str) -> None:
    assert NATIONAL.after(date.fromisoformat(today), days).isoformat() == expected


@given(
    DAYS,
    st.integers(0, 60),
    st.sets(DAYS.map(date.isoformat), max_size=5),
    st.sets(DAYS.map(date.isoformat), max_size=5),
)
def test_one_more_working_day_is_the_next_one(today: date, days: int, holidays: set[str], worked: set[str]) -> None:
    made = table(*holidays, workdays=tuple(worked - holidays))
    found, following = made.after(today, days), made.after(today, days + 1)
    between = [found + timedelta(days=gap) for gap in range(1, (following - found).days)]
    assert today <= found < following
    assert not any(made.works(day) for day in between)
    assert made.works(found)
    assert made.works(following)
    assert made.between(today, following) == days + 1 == made.between(today, found) + 1
    for day in (found, *between, following):
        on, off = day.isoformat() in worked - holidays, day.isoformat() in holidays
        assert made.works(day) is (on or (day.weekday() < 5 and not off))


@pytest.mark.parametrize(
    ("event", "period", "ends"),
    [
        # Section 201: the day of the event does not count. 200 days from the first: to the tenth.
        ("2026-11-02", {"days": 8}, "2026-11-10"),
        # Section 202: the last day is that of the same number, or the last of a month that is shorter.
        ("2026-08-31", {"months": 6}, "2027-03-01"),  # the 28th of February is a Sunday: section 203
        ("2026-05-31", {"months": 1}, "2026-06-30"),
        ("2026-03-15", {"months": 6}, "2026-09-15"),
        ("2024-02-29", {"months": 12}, "2025-02-28"),
        # Section 203: one that ends on a day off ends on the day after those.
        ("2026-09-01", {"months": 1}, "2026-10-08"),
        ("2026-09-22", {"days": 15}, "2026-10-08"),
        ("2026-10-02", {"days": 8}, "2026-10-10"),  # a Saturday, and worked
        ("2026-10-01", {"days": 10}, "2026-10-12"),
        # Periods in working days: section 204 leaves them to those who made them so, and counts from the day after.
        ("2026-09-30", {"working": 3}, "2026-10-10"),
    ],
)
def test_periods_end_as_the_law_counts_them(event: str, period: dict[str, int], ends: str) -> None:
    day = date.fromisoformat(event)
    if "working" in period:
        assert NATIONAL.after(day, period["working"]).isoformat() == ends
        return
    last = months_later(day, period["months"]) if "months" in period else days_later(day, period["days"])
    assert NATIONAL.ending(last).isoformat() == ends


def test_a_year_without_a_table_is_named() -> None:
    assert NATIONAL.unknown(date(2025, 12, 31), date(2027, 1, 1)) == (2025, 2027)
    assert NATIONAL.unknown(date(2026, 1, 1), date(2026, 12, 31)) == ()
    over = WorkingDays(Calendar((Holiday("2026-12-31", "2027-01-02", Text("元旦", "New Year")),)))
    assert over.unknown(date(2027, 1, 4), date(2027, 1, 4)) == (2027,), "what only reaches into it says nothing of it"


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
    assert table().after(TUESDAY, 10**9) == LAST_DAY
    assert table().after(date(9999, 12, 31), 5) == date(9999, 12, 31)
