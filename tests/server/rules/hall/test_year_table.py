"""A year goes into the table of holidays and no other year changes; a missing one is asked for from November on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.centers import Calendar, Holiday, MakeUpDay, Text
from server.rules.days_off import missing_year
from server.rules.hall.calendar_settings import check_calendar
from server.rules.hall.year_table import changes, whole_weekends, with_year
from server.rules.open_days import OpenDays

NAMES = (Text("春节", "Spring Festival"), Text("元旦", "New Year"))
days = st.integers(0, 364).map(lambda number: date(2026, 1, 1) + timedelta(days=number))
BEFORE = Calendar((Holiday("2025-10-01", "2025-10-08", NAMES[0]),), (MakeUpDay("2025-09-28"),))


@given(st.dictionaries(days, st.sampled_from(NAMES), max_size=40), st.sets(days, max_size=10))
def test_the_days_of_a_year_are_those_and_others_stay(named: dict[date, Text], worked: set[date]) -> None:
    table = with_year(BEFORE, 2026, named, worked)
    assert not list(check_calendar(table)), "a table that settings take"
    hall = OpenDays((), table)
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        why = hall.shut(day, 600)
        assert (why is not None and why.why == "holiday") is (day in named)
        if day in named:
            assert why is not None
            assert why.name == named[day]
    assert {each.date for each in table.workdays} == {"2025-09-28", *(each.isoformat() for each in worked - set(named))}
    assert table.holidays[0] == BEFORE.holidays[0]
    assert with_year(table, 2026, {}, ()) == BEFORE


@pytest.mark.parametrize(
    ("calendar", "today", "year"),
    [
        (BEFORE, date(2025, 10, 31), None),
        (BEFORE, date(2025, 11, 1), 2026),
        (BEFORE, date(2025, 12, 31), 2026),
        (BEFORE, date(2026, 1, 1), None),
        (with_year(BEFORE, 2026, {date(2026, 1, 1): NAMES[1]}, ()), date(2025, 11, 1), None),
        (Calendar(), date(2025, 12, 1), None),
    ],
)
def test_the_table_of_the_next_year_is_missed_from_november_on(
    calendar: Calendar, today: date, year: int | None
) -> None:
    assert missing_year(calendar, today) == year


@given(st.dictionaries(days, st.sampled_from(NAMES), max_size=20), st.sets(days, max_size=10))
def test_a_weekend_beside_a_holiday_is_one_unless_it_is_worked(named: dict[date, Text], worked: set[date]) -> None:
    whole = whole_weekends(2026, named, worked)
    assert named.items() <= whole.items()
    for day, name in whole.items():
        for beside in (day - timedelta(days=1), day + timedelta(days=1)):
            if beside.isoweekday() >= 6 and beside.year == 2026 and beside not in worked:
                assert beside in whole
        if day not in named:
            assert day.isoweekday() >= 6
            assert day not in worked
            assert name in NAMES
    assert whole_weekends(2026, whole, worked) == whole


def test_the_weekend_before_the_next_new_year_belongs_to_it() -> None:
    # The first of January 2023 was a Sunday.
    whole = whole_weekends(2022, {date(2022, 1, 1): NAMES[1]}, set())
    assert date(2022, 12, 31) in whole
    assert date(2022, 12, 30) not in whole


def test_what_is_different_is_told_and_nothing_else() -> None:
    table = with_year(BEFORE, 2026, {date(2026, 1, 1): NAMES[1]}, [date(2026, 1, 4)])
    assert changes(BEFORE, BEFORE) == ((), ())
    assert changes(BEFORE, table) == ((), (Holiday("2026-01-01", "2026-01-01", NAMES[1]), MakeUpDay("2026-01-04")))
    assert changes(table, BEFORE) == changes(BEFORE, table)[::-1]
