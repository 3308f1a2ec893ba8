"""When a hall is open on a date. A special day wins over the table of holidays, and that over the weekday. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from config.centers import Calendar, Hours, MakeUpDay, Opens, SpecialDay, Text
from server.rules.day_time import OpenSpan, minute_of
from server.rules.days_off import holiday_on, made_up_on

FARTHEST: Final = 62
"""So many days ahead the next opening is looked for."""
Why = Literal["hours", "pause", "weekday", "holiday", "special"]


class Shut(msgspec.Struct, frozen=True):
    """Why a hall is closed at a moment.

    Before or after its `hours`, in the `pause` between two spans, or the whole day: by its weekday, as a holiday, or as
    a special day, whose `name` says what for.
    """

    why: Why
    name: Text | None = None


class OpenDays(msgspec.Struct, frozen=True):
    """The calendar of a hall."""

    hours: tuple[Hours, ...]
    calendar: Calendar = Calendar()
    special_days: tuple[SpecialDay, ...] = ()

    def spans(self, day: date) -> Sequence[OpenSpan]:
        """Return when the hall is open on `day`, in order; nothing when it is closed."""
        special = self.special(day)
        if special is not None:
            return _joined(special.hours)
        if holiday_on(self.calendar, day) is not None:
            return ()
        made_up = self.made_up(day)
        weekday = day.isoweekday() if made_up is None else made_up.like
        return _joined(each for each in self.hours if weekday in each.days)

    def special(self, day: date) -> SpecialDay | None:
        """Return what is written for `day` itself; None for most days."""
        written = day.isoformat()
        return next((each for each in self.special_days if each.date == written), None)

    def made_up(self, day: date) -> MakeUpDay | None:
        """Return the make-up workday that the table knows on `day`; None for most days."""
        return made_up_on(self.calendar, day)

    def span_at(self, day: date, minute: int) -> OpenSpan | None:
        """Return the span in which `minute` of `day` lies; None while the hall is closed."""
        return next((span for span in self.spans(day) if span.opens <= minute < span.closes), None)

    def next_opening(self, day: date, minute: int) -> tuple[date, int] | None:
        """Return day and minute after `minute` of `day` at which it opens next; None: not within `FARTHEST` days."""
        for days in range(FARTHEST + 1):
            on = day + timedelta(days=days)
            for span in self.spans(on):
                if days or span.opens > minute:
                    return on, span.opens
        return None

    def shut(self, day: date, minute: int) -> Shut | None:
        """Return why the hall is closed at `minute` of `day`; None while it is open."""
        spans = self.spans(day)
        if any(span.opens <= minute < span.closes for span in spans):
            return None
        if spans:
            between = spans[0].opens <= minute < spans[-1].closes
            return Shut("pause" if between else "hours")
        special, holiday = self.special(day), holiday_on(self.calendar, day)
        if special is not None:
            return Shut("special", special.why)
        return Shut("weekday") if holiday is None else Shut("holiday", holiday.name)


def _joined(given: Iterable[Hours | Opens]) -> Sequence[OpenSpan]:
    """Return spans in order; where one begins when another ends they are one."""
    spans: list[OpenSpan] = []
    for span in sorted(OpenSpan(minute_of(each.opens), minute_of(each.closes)) for each in given):
        if spans and spans[-1].closes == span.opens:
            spans[-1] = OpenSpan(spans[-1].opens, span.closes)
        else:
            spans.append(span)
    return spans
