"""What a center decides about bookings of one of its services, as frozen data."""

import msgspec


class SlotTimes(msgspec.Struct, frozen=True):
    """Slots one after another from `begins` to `ends` (local `HH:MM`), each of `minutes`.

    `places` is how many people each takes; None follows from the counters that serve the line.
    """

    begins: str
    ends: str
    minutes: int = 30
    places: int | None = None


class WeekSlots(msgspec.Struct, frozen=True):
    """The slots of some days of the week; `days` are ISO weekdays, Monday is 1."""

    days: tuple[int, ...]
    times: tuple[SlotTimes, ...]


class DaySlots(msgspec.Struct, frozen=True):
    """The slots of one `day` (ISO date) instead of those of its weekday; without `times` it has none."""

    day: str
    times: tuple[SlotTimes, ...] = ()


class Bookings(msgspec.Struct, frozen=True):
    """The slots of a service, and the rules of booking them.

    A day is released so many days before (`release_days`) at `release_at`, local `HH:MM`. Nobody books a slot that
    begins within `lead_minutes`. Of the places that follow from counters, one for each `visit_minutes` of a counter,
    `walk_in_percent` are kept for those who come without a booking. A place is held for `hold_minutes` until it is
    booked. People check in from `early_minutes` before their slot until `late_minutes` after it has begun.
    Whoever misses `misses` bookings within `misses_days` books nothing for `blocked_days`; 0 misses blocks nobody.
    """

    week: tuple[WeekSlots, ...]
    days: tuple[DaySlots, ...] = ()
    release_days: int = 7
    release_at: str = "09:00"
    lead_minutes: int = 30
    visit_minutes: int = 15
    walk_in_percent: int = 40
    hold_minutes: int = 5
    early_minutes: int = 30
    late_minutes: int = 10
    misses: int = 3
    misses_days: int = 90
    blocked_days: int = 30
