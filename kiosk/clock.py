"""The kiosk's two clocks: one for how long something takes, one for what day and time it is."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo


def ticks() -> int:
    """Return milliseconds of a clock that nobody can set: only their differences mean something.

    The same for every program of this machine since it was switched on.
    """
    return time.monotonic_ns() // 1_000_000


def now(zone: str) -> datetime:
    """Return the moment now, in the time zone `zone` (a name of the IANA database)."""
    return datetime.now(ZoneInfo(zone))


def time_of_day(zone: str) -> str:
    """Return what a clock on the wall of the hall shows."""
    return now(zone).strftime("%H:%M")
