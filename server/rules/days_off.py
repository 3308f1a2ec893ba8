"""What a table of holidays and make-up workdays says of a day; halls and guidance read the same one. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from config.centers import Calendar, Holiday, MakeUpDay

ASKED_FROM: Final = (11, 1)
"""Month and day from which the table of the next year should be there: it is announced in autumn."""


def holiday_on(calendar: Calendar, day: date) -> Holiday | None:
    """Return the holiday that `day` is one of; None for most days."""
    written = day.isoformat()
    return next((each for each in calendar.holidays if each.first <= written <= each.last), None)


def made_up_on(calendar: Calendar, day: date) -> MakeUpDay | None:
    """Return the make-up workday that the table knows on `day`; None for most days."""
    written = day.isoformat()
    return next((each for each in calendar.workdays if each.date == written), None)


def days_of(holiday: Holiday) -> Iterator[date]:
    """Yield each day of `holiday`; none where its dates are backwards."""
    first, last = date.fromisoformat(holiday.first), date.fromisoformat(holiday.last)
    yield from (first + timedelta(days=each) for each in range((last - first).days + 1))


def known_years(calendar: Calendar) -> frozenset[int]:
    """Return the years that the table knows: what only reaches into a year from the one before says nothing of it."""
    dates = (*(each.first for each in calendar.holidays), *(each.date for each in calendar.workdays))
    return frozenset(int(each[:4]) for each in dates)


def missing_year(calendar: Calendar, today: date) -> int | None:
    """Return the year whose table is missing and should be there by `today`; None when all is well.

    A calendar without any day is that of a hall which is open on holidays too: it lacks nothing.
    """
    if (today.month, today.day) < ASKED_FROM or not (calendar.holidays or calendar.workdays):
        return None
    year = today.year + 1
    return None if year in known_years(calendar) else year
