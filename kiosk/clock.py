"""The kiosk's two clocks: one for how long something takes, one for what day and time it is."""

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def ticks() -> int:
    """Return milliseconds of a clock that nobody can set: only their differences mean something.

    The same for every program of this machine since it was switched on.
    """
    return time.monotonic_ns() // 1_000_000


def today() -> date:
    """Return the day in the hall's time zone."""
    return datetime.now(ZONE).date()


def time_of_day() -> str:
    """Return what a clock on the wall of the hall shows."""
    return datetime.now(ZONE).strftime("%H:%M")
