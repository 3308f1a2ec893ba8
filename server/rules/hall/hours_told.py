"""What a hall says of its hours at a moment: until when it is open, its break, when it opens again and why. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from config.centers import Text
from config.words import both
from server.rules.dates import short_date
from server.rules.day_time import OpenSpan, clock_of
from server.rules.open_days import OpenDays, Shut

SOON: Final = 30
"""So many minutes before the end of its day a hall closes soon."""
LUNCH_FROM: Final = "11:30"
LUNCH_UNTIL: Final = "14:00"
"""A break that has something of this time is for lunch."""
DAY: Final = 24 * 60
NIGHTS: Final = 7
"""Whoever is open so many nights on end is open day and night."""
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Stands = Literal["open", "closing", "pause", "closed"]
"""How a hall stands to its hours: open, open and about to close for the day, in its break, or closed."""


class HoursTold(msgspec.Struct, frozen=True):
    """What is said of the hours (`says`), and of what comes after that (`then`), until a minute of a day (`until`)."""

    stands: Stands
    says: Text
    then: Text | None
    until: tuple[date, int]


def hours_told(days: OpenDays, day: date, minute: int) -> HoursTold:
    """Return what is said at `minute` of `day`."""
    spans, shut = days.spans(day), days.shut(day, minute)
    if shut is None:
        stands, says, then = _open(days, day, minute, spans)
    else:
        stands, says, then = _shut(days, day, minute, shut)
    return HoursTold(stands, says, then, _until(day, minute, spans))


def break_words(begins: str, ends: str) -> Text:
    """Return what the time between two openings of a day is: its break for lunch, or another one."""
    words = "Lunch break {begins}-{ends}" if _lunch(begins, ends) else "Break {begins}-{ends}"
    return both(words, begins=begins, ends=ends)


def _open(days: OpenDays, day: date, minute: int, spans: Sequence[OpenSpan]) -> tuple[Stands, Text, Text | None]:
    span = next(each for each in spans if each.opens <= minute < each.closes)
    later = next((each for each in spans if each.opens > span.closes), None)
    if later is not None:
        ends = clock_of(span.closes)
        return "open", _open_until(days, day, ends), break_words(ends, clock_of(later.opens))
    closes = _closing(days, day, span)
    if closes is None:
        return "open", both("Open day and night"), None
    on, at = closes
    again = _again(days, day, on, at)
    if (on - day).days * DAY + at - minute <= SOON:
        return "closing", both("Closes soon, at {time}", time=clock_of(at)), again
    tells = clock_of(at) if on == day else _when(day, on, at)
    return "open", _open_until(days, day, tells), again


def _open_until(days: OpenDays, day: date, time: str | Text) -> Text:
    special = days.special(day)
    if special is not None and special.why is not None:
        return both("Open until {time} today ({why})", time=time, why=special.why)
    if special is None and days.made_up(day) is not None:
        return both("Open until {time}, as a workday that makes up for a holiday", time=time)
    return both("Open until {time}", time=time)


def _closing(days: OpenDays, day: date, span: OpenSpan) -> tuple[date, int] | None:
    """Return day and minute at which the hall closes that is open in `span`, past midnight too; None: it never does."""
    on, closes = day, span.closes
    while closes == DAY:
        following = days.spans(on + timedelta(days=1))
        if not following or following[0].opens > 0:
            break
        on, closes = on + timedelta(days=1), following[0].closes
        if (on - day).days > NIGHTS:
            return None
    return on, closes


def _shut(days: OpenDays, day: date, minute: int, shut: Shut) -> tuple[Stands, Text, Text | None]:
    opening = days.next_opening(day, minute)
    if shut.why == "pause" and opening is not None:
        spans = days.spans(day)
        begins = max(each.closes for each in spans if each.closes <= minute)
        ends = clock_of(opening[1])
        lunch = "Lunch break until {time}" if _lunch(clock_of(begins), ends) else "Break until {time}"
        later = next(each for each in spans if each.opens == opening[1])
        return "pause", both(lunch, time=ends), both("After that open until {time}", time=clock_of(later.closes))
    if shut.why == "hours" and opening is not None and opening[0] == day:
        return "closed", both("Opens {when}", when=_when(day, *opening)), None
    return "closed", _closed(shut), None if opening is None else both("Open again {when}", when=_when(day, *opening))


def _closed(shut: Shut) -> Text:
    if shut.why == "hours":
        return both("Closed for today")
    if shut.name is None:
        return both("Closed today")
    return both("Closed today for {name}" if shut.why == "holiday" else "Closed today: {name}", name=shut.name)


def _again(days: OpenDays, today: date, on: date, minute: int) -> Text | None:
    opening = days.next_opening(on, minute)
    return None if opening is None else both("Open again {when}", when=_when(today, *opening))


def _when(today: date, day: date, minute: int) -> Text:
    """Return a moment as people of `today` say it: today and tomorrow by name, other days by weekday and date."""
    time = clock_of(minute)
    if day == today:
        return both("{time} today", time=time)
    if day == today + timedelta(days=1):
        return both("{time} tomorrow", time=time)
    return both("{weekday} {day}, {time}", weekday=both(WEEKDAYS[day.weekday()]), day=short_date(day), time=time)


def _until(day: date, minute: int, spans: Sequence[OpenSpan]) -> tuple[date, int]:
    """Return when something else is said: a hall opens or closes, will close soon, or tomorrow has become today."""
    edges = {edge for span in spans for edge in (span.opens, span.closes, span.closes - SOON)}
    later = min((each for each in edges if minute < each < DAY), default=None)
    return (day + timedelta(days=1), 0) if later is None else (day, later)


def _lunch(begins: str, ends: str) -> bool:
    return begins < LUNCH_UNTIL and ends > LUNCH_FROM
