"""From when until when a slot can be booked."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.bookings import Bookings
from server.rules.booking.slots import MINUTE, Slot, shown
from server.rules.day_time import minute_of
from server.rules.errors import Refusal


def released_at(day: date, rules: Bookings, zone: ZoneInfo) -> int:
    """Return the moment (ms) from which the slots of `day` can be booked.

    A clock time that is left out on its day counts as if the clock had not been set forward yet.
    """
    before = day - timedelta(days=rules.release_days)
    return round(shown(before, minute_of(rules.release_at), zone).timestamp() * 1000)


def last_released(now: int, rules: Bookings, zone: ZoneInfo) -> date:
    """Return the last day that can be booked at `now` (ms)."""
    today = datetime.fromtimestamp(now / 1000, zone).date()
    last = today + timedelta(days=rules.release_days)
    return last if released_at(last, rules, zone) <= now else last - timedelta(days=1)


def check(slot: Slot, rules: Bookings, zone: ZoneInfo, now: int) -> None:
    """Let `slot` be booked at `now` (ms).

    Raises `Refusal` booking_past, booking_soon, booking_unreleased.
    """
    if slot.begins_at <= now:
        raise Refusal("booking_past", day=slot.day, clock=slot.clock)
    if slot.begins_at < now + rules.lead_minutes * MINUTE:
        raise Refusal("booking_soon", clock=slot.clock, minutes=rules.lead_minutes)
    day = date.fromisoformat(slot.day)
    if released_at(day, rules, zone) > now:
        on = day - timedelta(days=rules.release_days)
        raise Refusal("booking_unreleased", day=slot.day, on=on.isoformat(), at=rules.release_at)


def bookable(slot: Slot, rules: Bookings, zone: ZoneInfo, now: int) -> bool:
    """Tell whether `slot` can be booked at `now` (ms), if it has a place."""
    in_time = now < slot.begins_at >= now + rules.lead_minutes * MINUTE
    return in_time and released_at(date.fromisoformat(slot.day), rules, zone) <= now
