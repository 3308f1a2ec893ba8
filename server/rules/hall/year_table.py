"""The holidays and make-up workdays of a year in the table of a calendar: put in, compared, found missing. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from config.centers import Calendar, Holiday, MakeUpDay, Text

Entry = Holiday | MakeUpDay
"""A line of the table."""


def with_year(calendar: Calendar, year: int, holidays: Mapping[date, Text], workdays: Iterable[date]) -> Calendar:
    """Return `calendar` with these days of `year` instead of those that it had; other years stay as they are.

    Days that follow each other under one name are one holiday. A make-up workday is like a Monday.
    """
    kept = [each for each in calendar.holidays if not each.first <= f"{year}-12-31" or not each.last >= f"{year}-01-01"]
    made: list[Holiday] = []
    for day in sorted(each for each in holidays if each.year == year):
        name, written = holidays[day], day.isoformat()
        if made and made[-1].name == name and made[-1].last == (day - timedelta(days=1)).isoformat():
            made[-1] = Holiday(made[-1].first, written, name)
        else:
            made.append(Holiday(written, written, name))
    others = [each for each in calendar.workdays if not each.date.startswith(f"{year}-")]
    worked = [MakeUpDay(each.isoformat()) for each in sorted(set(workdays) - set(holidays)) if each.year == year]
    return Calendar(
        tuple(sorted((*kept, *made), key=lambda each: each.first)),
        tuple(sorted((*others, *worked), key=lambda each: each.date)),
    )


def whole_weekends(year: int, holidays: Mapping[date, Text], workdays: Collection[date]) -> dict[date, Text]:
    """Return the holidays of `year` with the Saturdays and Sundays that follow or precede one and are not worked.

    A holiday and the weekend beside it are one in every notice, whether or not a table names its Sundays. The first of
    January after it is a holiday as well.
    """
    days = {day: name for day, name in holidays.items() if day.year == year}
    new_year = next((name for day, name in sorted(days.items()) if (day.month, day.day) == (1, 1)), None)
    after = {} if new_year is None else {date(year + 1, 1, 1): new_year}
    reached = list({**days, **after})
    while reached:
        day = reached.pop()
        for beside in (day - timedelta(days=1), day + timedelta(days=1)):
            known = beside in days or beside in workdays or beside.year != year
            if beside.isoweekday() >= 6 and not known:
                days[beside] = {**after, **days}[day]
                reached.append(beside)
    return days


def changes(before: Calendar, after: Calendar) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return what stands in `before` alone, and what in `after` alone."""
    old: tuple[Entry, ...] = (*before.holidays, *before.workdays)
    new: tuple[Entry, ...] = (*after.holidays, *after.workdays)
    return tuple(each for each in old if each not in new), tuple(each for each in new if each not in old)
