"""Whole months and far days, the same forwards and backwards: a month ends on its last day. Pure.

From the 31st of August six months are over on the last of February; whoever counts from a day that a month does not
have counts to its last one. So `months_later` is always the first day on which `whole_months` counts so many, and
`months_earlier` the last day since which it does.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

FIRST_DAY: Final = date(1900, 1, 1)
"""Nobody who comes was born before it."""
LAST_DAY: Final = date(2200, 12, 31)
"""Nothing that people say, and nothing that is promised to them, lies after it."""


def whole_months(since: date, until: date) -> int:
    """Return the whole months from `since` to `until`, less than 0 where that comes first."""
    begun = (until.year - since.year) * 12 + until.month - since.month
    return begun - (until.day < min(since.day, monthrange(until.year, until.month)[1]))


def months_later(day: date, months: int) -> date:
    """Return the first day on which `months` whole months are over since `day`; at most the last day there is."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_earlier(day: date, months: int) -> date:
    """Return the last day since which `months` whole months are over on `day`; at least the first day there is."""
    begun = months_later(day, -months)
    ends_month = day.day == monthrange(day.year, day.month)[1]
    return begun.replace(day=monthrange(begun.year, begun.month)[1]) if ends_month and begun > date.min else begun


def days_later(day: date, days: int) -> date:
    """Return the day `days` calendar days after `day`; at most the last day there is, at least the first."""
    if days > (date.max - day).days:
        return date.max
    return date.min if -days > (day - date.min).days else day + timedelta(days=days)


def within_reach(day: date) -> bool:
    """Return whether `day` is one that people can say or be promised."""
    return FIRST_DAY <= day <= LAST_DAY
