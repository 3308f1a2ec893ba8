"""What somebody can do who gets no number now: book the next free time, or come when there are numbers again."""

from datetime import timedelta
from typing import Final

import msgspec

from config.centers import Text
from config.words import both
from server.office.bookings.places import counters_of, taken
from server.rules.booking.release import bookable
from server.rules.booking.slots import Slot, slots_of
from server.rules.dates import short_date
from server.rules.day_time import clock_of
from server.store.halls import Hall
from server.store.unit_of_work import Reading

DAYS: Final = 8
"""So many days, today included, are looked through for a free time."""


class AnotherTime(msgspec.Struct, frozen=True):
    """The next free `slot` of a service that is booked, and when (ms) the hall opens next by its hours."""

    slot: Slot | None
    opens_at: int | None


def another_time(reading: Reading, hall: Hall, service: str, now: int) -> AnotherTime:
    """Return when whoever gets no number for `service` at `now` (ms) can come instead."""
    return AnotherTime(_free(reading, hall, service, now), hall.opens_at(now))


def said(hall: Hall, found: AnotherTime) -> Text:
    """Return `found` as a sentence."""
    if found.slot is not None:
        day = hall.local(found.slot.begins_at).date()
        return both("Book a time: {day}, {time} is free.", day=short_date(day), time=found.slot.clock)
    if found.opens_at is not None:
        opens = hall.local(found.opens_at)
        return both("Come back {day}, {time}.", day=short_date(opens.date()), time=f"{opens:%H:%M}")
    return both("Ask at the guide desk.")


def later_today(minute: int) -> Text:
    """Return that numbers are given out again from `minute` of this day on."""
    return both("The next ones are given out from {time} today.", time=clock_of(minute))


def _free(reading: Reading, hall: Hall, service: str, now: int) -> Slot | None:
    rules = hall.bookings.get(service)
    if rules is None or service not in hall.served:
        return None
    today = hall.local(now).date()
    counters = counters_of(hall, service)
    for ahead in range(DAYS):
        on = today + timedelta(days=ahead)
        slots = [
            each
            for each in slots_of(on, rules, hall.open_days, hall.timezone, counters)
            if each.places and bookable(each, rules, hall.timezone, now)
        ]
        if not slots:
            continue
        used = taken(reading, hall.id, service, slots[0].begins_at, slots[-1].ends_at)
        for slot in slots:
            if used.get(slot.begins_at, 0) < slot.places:
                return slot
    return None
