"""Working days on the calendar: Monday to Friday without holidays. Pure."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from config.item import Season
from server.rules.guidance.judge.months import LAST_DAY

YEARS_BETWEEN_LEAPS: Final = 8
"""At most: 1896 and 1904, 2096 and 2104."""


def working_day(today: date, days: int, holidays: Collection[str]) -> date:
    """Return the date that is `days` working days after today, or after the next working day when today is none.

    At most `LAST_DAY`: what lies beyond it is promised to nobody.
    """
    day = today
    left = days
    while left > 0 or _free(day, holidays):
        if day >= LAST_DAY:
            break
        left -= 0 if _free(day, holidays) else 1
        day += timedelta(days=1)
    return day


def _free(day: date, holidays: Collection[str]) -> bool:
    return day.weekday() >= 5 or day.isoformat() in holidays


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
