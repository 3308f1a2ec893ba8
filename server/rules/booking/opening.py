"""When a hall is open on a date: all that bookings need to know of its calendar."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

import msgspec

from config.centers import Hours


class OpenSpan(NamedTuple):
    """From one minute of a day to another, counted from its midnight on the wall's clock; 1440 is its end."""

    opens: int
    closes: int


class Opening(Protocol):
    """The hours of a date."""

    def spans(self, day: date) -> Sequence[OpenSpan]:
        """Return when the hall is open on `day`, in order; nothing when it is closed."""


class Weekly(msgspec.Struct, frozen=True):
    """A hall that is open by the days of the week alone."""

    hours: tuple[Hours, ...]

    def spans(self, day: date) -> Sequence[OpenSpan]:
        """Return the hours of the weekday of `day`, in order."""
        weekday = day.isoweekday()
        return sorted(
            OpenSpan(minute_of(hours.opens), minute_of(hours.closes)) for hours in self.hours if weekday in hours.days
        )


def minute_of(clock: str) -> int:
    """Return the minute of the day that `clock` (`HH:MM`) shows."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def clock_of(minute: int) -> str:
    """Return a minute of the day as `HH:MM`."""
    return f"{minute // 60:02}:{minute % 60:02}"
