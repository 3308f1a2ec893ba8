"""What the packages know of a year: one table where they agree, a sentence and a code where they do not."""

import sys
from datetime import date, timedelta
from types import ModuleType
from typing import Any, get_args

import pytest

from commands.calendar.sources import MODULES, Source, days_of
from commands.failing import CannotRun
from config.centers import Text


def refused(code: str, year: int, source: Source | None = None, *, unannounced: bool = False) -> str:
    with pytest.raises(CannotRun) as caught:
        days_of(year, source, unannounced=unannounced)
    assert caught.value.code == code
    return str(caught.value)


@pytest.mark.parametrize("year", range(2019, 2027))
def test_both_packages_know_the_announced_years_alike(year: int) -> None:
    found = days_of(year, None, unannounced=False)
    assert found.sources == get_args(Source)
    assert found.workdays
    assert not found.workdays & set(found.holidays)
    for source in get_args(Source):
        alone = days_of(year, source, unannounced=False)
        assert set(alone.holidays) == set(found.holidays)
        assert all("休息日" not in name.zh and "补假" not in name.zh for name in alone.holidays.values())


def test_a_holiday_has_its_weekends() -> None:
    found = days_of(2026, "holidays", unannounced=False)
    assert date(2026, 10, 4) in found.holidays, "a Sunday amid the National Day is in no list of that package"
    assert found.holidays[date(2026, 1, 2)] == Text("元旦", "New Year's Day")
    assert found.holidays[date(2026, 1, 3)] == Text("元旦", "New Year's Day")
    assert date(2026, 1, 4) in found.workdays


def test_a_year_that_is_not_announced_is_written_only_when_asked() -> None:
    assert "--unannounced" in refused("calendar_unannounced", 2099)
    by_law = days_of(2099, None, unannounced=True)
    assert (by_law.sources, by_law.silent, by_law.workdays) == (("holidays",), ("chinesecalendar",), frozenset())
    assert date(2099, 10, 1) in by_law.holidays
    assert "does not know" in refused("calendar_year", 2099, "chinesecalendar", unannounced=True)


def test_a_package_that_is_not_there_says_how_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, MODULES["chinesecalendar"], None)
    assert "banshi[calendar]" in refused("calendar_package", 2026, "chinesecalendar")
    assert days_of(2026, None, unannounced=False).sources == ("holidays",), "the other one is enough"
    monkeypatch.setitem(sys.modules, MODULES["holidays"], None)
    assert "chinesecalendar, holidays" in refused("calendar_package", 2026)


def test_packages_that_contradict_each_other_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    known = sys.modules[MODULES["chinesecalendar"]]
    other: Any = ModuleType("chinese_calendar")
    other.Holiday, other.holidays = known.Holiday, dict(known.holidays)
    other.workdays = {day + timedelta(days=day == date(2026, 10, 10)): name for day, name in known.workdays.items()}
    monkeypatch.setitem(sys.modules, MODULES["chinesecalendar"], other)
    said = refused("calendar_contradiction", 2026)
    assert "2026-10-10, 2026-10-11" in said
    assert date(2026, 10, 11) in days_of(2026, "chinesecalendar", unannounced=False).workdays
