"""Working days by the table of holidays and make-up workdays, and the days of seasons. Pure."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from config.centers import Calendar
from config.item import Season
from server.rules.days_off import days_of, known_years
from server.rules.guidance.judge.months import LAST_DAY

SATURDAY: Final = 5
YEARS_BETWEEN_LEAPS: Final = 8
"""At most: 1896 and 1904, 2096 and 2104."""


class WorkingDays:
    """The working days of `calendar`: Monday to Friday without its holidays, and its make-up workdays.

    Of a year that `calendar` does not know nothing is guessed but its weekends: `unknown` tells which years those are.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(day for each in self._calendar.holidays for day in days_of(each))

    @cached_property
    def _worked(self) -> frozenset[date]:
        return frozenset(date.fromisoformat(each.date) for each in self._calendar.workdays)

    @cached_property
    def _years(self) -> frozenset[int]:
        return known_years(self._calendar)

    def works(self, day: date) -> bool:
        """Return whether `day` is a working day."""
        return day in self._worked or (day.weekday() < SATURDAY and day not in self._off)

    def after(self, today: date, days: int) -> date:
        """Return the date that is `days` working days after today, or after the next working day when today is none.

        Whatever begins on a day counts from the day after it, as the law has it. At most `LAST_DAY`: what lies beyond
        it is promised to nobody.
        """
        day, left = today, days
        while left > 0 or not self.works(day):
            if day >= LAST_DAY:
                break
            left -= 1 if self.works(day) else 0
            day += timedelta(days=1)
        return day

    def between(self, today: date, day: date) -> int:
        """Return how many working days `day` lies after today, or after the next working day."""
        begin = self.after(today, 0)
        return sum(self.works(begin + timedelta(days=gap)) for gap in range(1, (day - begin).days + 1))

    def ending(self, last: date) -> date:
        """Return when a period ends whose last day is `last`: one that ends on a day off ends on the next working day.

        So the Civil Code in section 203. Of periods in months or years `last` is the day of the same number, or the
        last day of a shorter month (section 202): `months_later`.
        """
        return self.after(last, 0)

    def unknown(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years from `first` to `last` whose holidays the table does not know."""
        return tuple(each for each in range(first.year, last.year + 1) if each not in self._years)


def in_season(season: Season, day: date) -> bool:
    """Return whether `day` is in `season`, which may go over the turn of the year."""
    now = day.isoformat()[5:]
    if season.opens <= season.closes:
        return season.opens <= now <= season.closes
    return now >= season.opens or now <= season.closes


def opening(season: Season, day: date) -> date:
    """Return the first day of `season` that comes on or after `day`; one that only leap years have, in the next one."""
    for year in range(day.year, day.year + YEARS_BETWEEN_LEAPS + 2):
        first = _day_of(season.opens, year, following=True)
        if first >= day and in_season(season, first):
            return first
    return LAST_DAY


def closing(season: Season, day: date) -> date:
    """Return the last day of `season` that comes on or after `day`; one that only leap years have, in the next one."""
    for year in range(day.year, day.year + YEARS_BETWEEN_LEAPS + 2):
        last = _day_of(season.closes, year, following=False)
        if last >= day and in_season(season, last):
            return last
    return LAST_DAY


def _day_of(written: str, year: int, *, following: bool) -> date:
    """Return the day `MM-DD` of `year`; where it has none, the last of that month or the `following` first."""
    month, day = (int(each) for each in written.split("-"))
    last = date(year, month, monthrange(year, month)[1])
    if day <= last.day:
        return last.replace(day=day)
    return last + timedelta(days=1) if following else last
