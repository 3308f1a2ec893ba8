"""When a hall is open on a date. A special day wins over the table of holidays, and that over the weekday. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from config.centers import Calendar, Holiday, Hours, Opens, SpecialDay, Text
from server.rules.day_time import OpenSpan, minute_of

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
        written = day.isoformat()
        special = self._special(written)
        if special is not None:
            return _joined(special.hours)
        if self._holiday(written) is not None:
            return ()
        made_up = (each.like for each in self.calendar.workdays if each.date == written)
        weekday = next(made_up, day.isoweekday())
        return _joined(each for each in self.hours if weekday in each.days)

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
        special, holiday = self._special(day.isoformat()), self._holiday(day.isoformat())
        if special is not None:
            return Shut("special", special.why)
        return Shut("weekday") if holiday is None else Shut("holiday", holiday.name)

    def _special(self, written: str) -> SpecialDay | None:
        return next((each for each in self.special_days if each.date == written), None)

    def _holiday(self, written: str) -> Holiday | None:
        return next((each for each in self.calendar.holidays if each.first <= written <= each.last), None)


def _joined(given: Iterable[Hours | Opens]) -> Sequence[OpenSpan]:
    """Return spans in order; where one begins when another ends they are one."""
    spans: list[OpenSpan] = []
    for span in sorted(OpenSpan(minute_of(each.opens), minute_of(each.closes)) for each in given):
        if spans and spans[-1].closes == span.opens:
            spans[-1] = OpenSpan(spans[-1].opens, span.closes)
        else:
            spans.append(span)
    return spans
