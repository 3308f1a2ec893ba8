"""Whether what a center writes of the bookings of a service can be used: a finding for every field that cannot."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from config.bookings import Bookings, SlotTimes
from server.rules.errors import Refusal

CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
NUMBERS: Final = {
    "release_days": (0, 365),
    "lead_minutes": (0, 7 * 24 * 60),
    "visit_minutes": (1, 480),
    "walk_in_percent": (0, 100),
    "hold_minutes": (1, 30),
    "early_minutes": (0, 240),
    "late_minutes": (1, 240),
    "misses": (0, 20),
    "misses_days": (1, 365),
    "blocked_days": (1, 365),
}
"""The least and the most of each rule that is a number."""
SLOT: Final = {"minutes": (5, 480), "places": (0, 1000)}


def check_bookings(place: str, bookings: Bookings) -> Iterator[Refusal]:
    """Yield what is wrong with `bookings`, which stand in the field `place`."""
    for name, (least, most) in NUMBERS.items():
        if not least <= getattr(bookings, name) <= most:
            yield Refusal("settings_number", field=f"{place}.{name}", least=least, most=most)
    if CLOCK.fullmatch(bookings.release_at) is None:
        yield Refusal("settings_clock", field=f"{place}.release_at", clock=bookings.release_at)
    taken: set[int] = set()
    for number, week in enumerate(bookings.week):
        at = f"{place}.week[{number}]"
        days = set(week.days)
        if not days or len(days) != len(week.days) or not days <= set(range(1, 8)):
            yield Refusal("settings_days", field=f"{at}.days")
        if days & taken:
            yield Refusal("settings_weekday_twice", field=f"{at}.days", day=min(days & taken))
        taken |= days
        yield from _times(f"{at}.times", week.times)
    known: set[str] = set()
    for number, own in enumerate(bookings.days):
        at = f"{place}.days[{number}]"
        if not _is_date(own.day):
            yield Refusal("settings_date", field=f"{at}.day", date=own.day[:20])
        elif own.day in known:
            yield Refusal("settings_id_twice", field=f"{at}.day", id=own.day)
        known.add(own.day)
        yield from _times(f"{at}.times", own.times)


def _times(place: str, lines: Sequence[SlotTimes]) -> Iterator[Refusal]:
    readable: list[SlotTimes] = []
    for number, times in enumerate(lines):
        at = f"{place}[{number}]"
        for name, (least, most) in SLOT.items():
            value = getattr(times, name)
            if value is not None and not least <= value <= most:
                yield Refusal("settings_number", field=f"{at}.{name}", least=least, most=most)
        clocks = {"begins": times.begins, "ends": times.ends}
        wrong = [name for name, clock in clocks.items() if not _is_clock(clock, last=name == "ends")]
        for name in wrong:
            yield Refusal("settings_clock", field=f"{at}.{name}", clock=clocks[name][:20])
        if wrong:
            continue
        if times.ends <= times.begins:
            yield Refusal("settings_hours_backwards", field=f"{at}.ends", opens=times.begins, closes=times.ends)
        for other in readable:
            if times.begins < other.ends and other.begins < times.ends:
                yield Refusal("settings_slots_overlap", field=f"{at}.begins", begins=other.begins)
                break
        readable.append(times)


def _is_clock(clock: str, *, last: bool) -> bool:
    return CLOCK.fullmatch(clock) is not None or (last and clock == "24:00")


def _is_date(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False
