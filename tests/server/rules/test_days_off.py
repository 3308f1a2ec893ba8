"""What the table of holidays says of a day, and which years it knows."""

from datetime import date

from config.centers import Calendar, Holiday, MakeUpDay, Text
from server.rules.days_off import days_of, holiday_on, known_years, made_up_on

NAME = Text("国庆", "National Day")
OCTOBER = Holiday("2026-10-01", "2026-10-03", NAME)
TABLE = Calendar(
    (OCTOBER, Holiday("2026-12-31", "2027-01-02", NAME)), (MakeUpDay("2026-10-10"), MakeUpDay("2028-01-08"))
)


def test_the_first_and_the_last_day_belong_to_a_holiday() -> None:
    assert [holiday_on(TABLE, date(2026, 10, day)) for day in (1, 3)] == [OCTOBER, OCTOBER]
    assert [holiday_on(TABLE, day) for day in (date(2026, 9, 30), date(2026, 10, 4))] == [None, None]
    assert [each.isoformat() for each in days_of(OCTOBER)] == ["2026-10-01", "2026-10-02", "2026-10-03"]
    assert list(days_of(Holiday("2026-10-03", "2026-10-01", NAME))) == []


def test_make_up_workdays_are_found_by_their_day() -> None:
    assert made_up_on(TABLE, date(2026, 10, 10)) == MakeUpDay("2026-10-10")
    assert made_up_on(TABLE, date(2026, 10, 11)) is None


def test_a_year_is_known_by_a_day_of_its_own() -> None:
    assert known_years(TABLE) == {2026, 2028}, "New Year's Day alone came with the table of the year before"
