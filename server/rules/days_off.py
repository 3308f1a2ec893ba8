"""What a table of holidays and make-up workdays says of a day; halls and guidance read the same one. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from config.centers import Calendar, Holiday, MakeUpDay


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
