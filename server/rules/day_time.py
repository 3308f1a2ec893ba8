"""Times of a day as clocks show them and as minutes from its midnight. Pure."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

_MINUTE_MS: Final = 60_000
_STEP: Final = 5
_LAST: Final = 24 * 60 - 1


class OpenSpan(NamedTuple):
    """From one minute of a day to another, counted from its midnight on the wall's clock; 1440 is its end."""

    opens: int
    closes: int


@lru_cache(1500)
def minute_of(clock: str) -> int:
    """Return the minute of the day that `clock` (`HH:MM`) shows."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def counted_minute(now: datetime) -> int:
    """Return the minute of the day from which what is planned at `now` counts: the next full five minutes.

    So whoever looks again in a moment sees the same plan. At most the last minute of the day.
    """
    minute = now.hour * 60 + now.minute
    return min(minute + -minute % _STEP, _LAST)


def clock_of(minute: int) -> str:
    """Return a minute of the day as `HH:MM`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def shows_next(day: date, minute: int, zone: ZoneInfo, now: int) -> int:
    """Return the moment (ms) at which the clock of `zone` shows `minute` of `day`; 1440 is the midnight after.

    A time that comes twice is the first of them that is not before `now` (ms), or the second; one that is left out has
    come as soon as the clock is set forward past it.
    """
    on = day + timedelta(days=minute // (24 * 60))
    first = datetime.combine(on, time(minute // 60 % 24, minute % 60), zone)
    at, again = (round(each.timestamp() * 1000) for each in (first, first.replace(fold=1)))
    if at <= again:
        return at if at >= now else again
    # Left out: the clock is set forward somewhere between the two readings of it.
    after = first.replace(fold=1).utcoffset()
    while again < at and datetime.fromtimestamp(again / 1000, zone).utcoffset() != after:
        again += _MINUTE_MS
    return again
