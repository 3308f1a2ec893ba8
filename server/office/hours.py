"""The hours of a hall in words for whoever is told of them at a moment."""

from server.rules.day_time import shows_next
from server.rules.hall.hours_told import hours_told
from server.store.halls import Hall
from server.wire.hours import HoursNow
from server.wire.messages import moment


def hours_now(hall: Hall, now: int) -> HoursNow:
    """Return what is said of the hours of `hall` at `now` (ms)."""
    local = hall.local(now)
    told = hours_told(hall.open_days, local.date(), local.hour * 60 + local.minute)
    return HoursNow(told.stands, told.says, told.then, moment(shows_next(*told.until, hall.timezone, now)))
