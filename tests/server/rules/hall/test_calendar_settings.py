"""A calendar that contradicts itself is found with the field, and every field that is wrong."""

import pytest

from config.centers import Calendar, Holiday, Hours, MakeUpDay, Opens, SpecialDay, Text
from config.documents import TownDocument
from server.rules.hall.settings import check_town

NAME = Text("国庆节", "National Day")
WEEK = Holiday("2026-10-01", "2026-10-08", NAME)


def found(document: TownDocument) -> list[tuple[str, str]]:
    return [(each.code, str(each.values["field"])) for each in check_town(document)]


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        (Calendar((WEEK,), (MakeUpDay("2026-10-10"), MakeUpDay("2026-09-27", 5))), []),
        (Calendar((Holiday("2026-02-29", "2026-03-01", NAME),)), [("settings_date", "calendar.holidays[0].first")]),
        (Calendar((Holiday("2026-10-01", "1 Oct", NAME),)), [("settings_date", "calendar.holidays[0].last")]),
        (Calendar((Holiday("20261001", "2026-10-08", NAME),)), [("settings_date", "calendar.holidays[0].first")]),
        (
            Calendar((Holiday("2026-10-08", "2026-10-01", NAME),)),
            [("settings_dates_backwards", "calendar.holidays[0].last")],
        ),
        (
            Calendar((WEEK, Holiday("2026-10-08", "2026-10-09", NAME))),
            [("settings_dates_overlap", "calendar.holidays[1].first")],
        ),
        (
            Calendar((Holiday("2026-10-01", "2026-10-08", Text("", "x")),)),
            [("settings_text", "calendar.holidays[0].name.zh")],
        ),
        (Calendar((WEEK,), (MakeUpDay("2026-10-08"),)), [("settings_date_both", "calendar.workdays[0].date")]),
        (Calendar((), (MakeUpDay("2026-10-10", 8),)), [("settings_number", "calendar.workdays[0].like")]),
        (
            Calendar((), (MakeUpDay("2026-10-10"), MakeUpDay("2026-10-10"))),
            [("settings_dates_overlap", "calendar.workdays[1].date")],
        ),
    ],
)
def test_the_table_of_holidays(calendar: Calendar, expected: list[tuple[str, str]]) -> None:
    assert found(TownDocument(calendar=calendar)) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((SpecialDay("2026-10-05", (Opens("13:30", "24:00"), Opens("09:00", "12:00"))), SpecialDay("2026-10-06")), []),
        ((SpecialDay("2026-13-01"),), [("settings_date", "special_days[0].date")]),
        ((SpecialDay("2026-10-05"), SpecialDay("2026-10-05")), [("settings_dates_overlap", "special_days[1].date")]),
        (
            (SpecialDay("2026-10-05", (Opens("9:00", "12:00"),)),),
            [("settings_clock", "special_days[0].hours[0].opens")],
        ),
        (
            (SpecialDay("2026-10-05", (Opens("12:00", "09:00"),)),),
            [("settings_hours_backwards", "special_days[0].hours[0].closes")],
        ),
        (
            (SpecialDay("2026-10-05", (Opens("09:00", "12:00"), Opens("11:59", "17:00"))),),
            [("settings_hours_overlap", "special_days[0].hours[1].opens")],
        ),
        ((SpecialDay("2026-10-05", (), Text("盘点", " ")),), [("settings_text", "special_days[0].why.en")]),
    ],
)
def test_special_days(days: tuple[SpecialDay, ...], expected: list[tuple[str, str]]) -> None:
    assert found(TownDocument(special_days=days)) == expected


def test_a_break_is_what_lies_between_two_lines_of_hours() -> None:
    lines = (Hours((1,), "09:00", "12:00"), Hours((1,), "11:30", "17:00"))
    assert found(TownDocument(hours=lines)) == [("settings_hours_overlap", "hours[1].opens")]
