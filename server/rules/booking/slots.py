"""The slots of a day: from the pattern of the week, or the day's own, within the hours of the hall.

A slot is kept as what the wall's clock shows, the time zone, and the instant, so that every surface shows one time.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import msgspec

from config.bookings import Bookings, SlotTimes
from server.rules.day_time import OpenSpan, clock_of, minute_of
from server.rules.errors import Refusal

MINUTE: Final = 60_000
DAY: Final = 24 * 60


class Opening(Protocol):
    """The hours of a date: all that bookings need to know of a hall's calendar."""

    def spans(self, day: date) -> Sequence[OpenSpan]:
        """Return when the hall is open on `day`, in order; nothing when it is closed."""


class Slot(msgspec.Struct, frozen=True):
    """A time that people can book: `day` (ISO date) and `clock` (`HH:MM`) are local; instants in ms.

    `places` is how many it takes, those kept for walk-ins not counted.
    """

    day: str
    clock: str
    begins_at: int
    ends_at: int
    places: int


def slots_of(day: date, rules: Bookings, opening: Opening, zone: ZoneInfo, counters: int) -> tuple[Slot, ...]:
    """Return the slots of `day` in order; `counters` is how many serve the line.

    A slot is wholly within the opening hours, and its beginning exists: none begins in the hour that is left out when
    clocks are set forward, and the hour that comes twice has its slots once, the first time.
    """
    spans = opening.spans(day)
    found: dict[int, Slot] = {}
    for times in times_of(day, rules):
        for minute in range(minute_of(times.begins), minute_of(times.ends) - times.minutes + 1, times.minutes):
            begins_at = instant(day, minute, zone)
            open_then = any(span.opens <= minute and minute + times.minutes <= span.closes for span in spans)
            if begins_at is not None and open_then:
                ends_at = begins_at + times.minutes * MINUTE
                places = places_of(times, rules, counters)
                found[begins_at] = Slot(day.isoformat(), clock_of(minute), begins_at, ends_at, places)
    return tuple(found[begins_at] for begins_at in sorted(found))


def times_of(day: date, rules: Bookings) -> Sequence[SlotTimes]:
    """Return what is written for `day` itself, or else for its weekday."""
    own = next((each for each in rules.days if each.day == day.isoformat()), None)
    if own is not None:
        return own.times
    return [times for week in rules.week if day.isoweekday() in week.days for times in week.times]


def places_of(times: SlotTimes, rules: Bookings, counters: int) -> int:
    """Return how many people book a slot of `times`: as written, or from its counters less what walk-ins keep."""
    if times.places is not None:
        return times.places
    return counters * times.minutes * (100 - rules.walk_in_percent) // (100 * rules.visit_minutes)


def instant(day: date, minute: int, zone: ZoneInfo) -> int | None:
    """Return the first moment (ms) at which the clock of `zone` shows `minute` of `day`; None if it never does."""
    local = shown(day, minute, zone)
    again = local.astimezone(UTC).astimezone(zone)
    return round(local.timestamp() * 1000) if again.replace(fold=0) == local else None


def shown(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return `minute` of `day` on the clock of `zone`, whether or not it exists there."""
    return datetime.combine(day + timedelta(days=minute // DAY), time(minute % DAY // 60, minute % 60), zone)


def slot_at(day: date, clock: str, rules: Bookings, opening: Opening, zone: ZoneInfo, counters: int) -> Slot:
    """Return the slot of `day` that begins at `clock` (`HH:MM`).

    Raises `Refusal` booking_gap for a time that is left out on that day, booking_closed_day, booking_no_slot.
    """
    if instant(day, minute_of(clock), zone) is None:
        raise Refusal("booking_gap", clock=clock, day=day.isoformat())
    if not opening.spans(day):
        raise Refusal("booking_closed_day", day=day.isoformat())
    for slot in slots_of(day, rules, opening, zone, counters):
        if slot.clock == clock:
            return slot
    raise Refusal("booking_no_slot", clock=clock, day=day.isoformat())
