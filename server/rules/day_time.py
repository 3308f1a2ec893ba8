"""Times of a day as clocks show them and as minutes from its midnight. Pure."""

from typing import NamedTuple


class OpenSpan(NamedTuple):
    """From one minute of a day to another, counted from its midnight on the wall's clock; 1440 is its end."""

    opens: int
    closes: int


def minute_of(clock: str) -> int:
    """Return the minute of the day that `clock` (`HH:MM`) shows."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def clock_of(minute: int) -> str:
    """Return a minute of the day as `HH:MM`."""
    return f"{minute // 60:02}:{minute % 60:02}"
