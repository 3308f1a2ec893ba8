"""Working days on the calendar: Monday to Friday without holidays. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from config.pack import Season


def working_day(today: date, days: int, holidays: Collection[str]) -> date:
    """Return the date that is `days` working days after today, or after the next working day when today is none."""
    day = today
    while day.weekday() >= 5 or day.isoformat() in holidays:
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while day.weekday() >= 5 or day.isoformat() in holidays:
            day += timedelta(days=1)
    return day


def in_season(season: Season, day: date) -> bool:
    """Return whether `day` is in `season`, which may go over the turn of the year."""
    now = day.isoformat()[5:]
    if season.opens <= season.closes:
        return season.opens <= now <= season.closes
    return now >= season.opens or now <= season.closes


def opening(season: Season, day: date) -> date:
    """Return the first day of `season` that comes on or after `day`."""
    first = date.fromisoformat(f"{day.year}-{season.opens}")
    return first if first >= day else date.fromisoformat(f"{day.year + 1}-{season.opens}")


def closing(season: Season, day: date) -> date:
    """Return the last day of `season` that comes on or after `day`."""
    last = date.fromisoformat(f"{day.year}-{season.closes}")
    return last if last >= day else date.fromisoformat(f"{day.year + 1}-{season.closes}")
