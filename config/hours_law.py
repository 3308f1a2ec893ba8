"""What hours must keep to: those of a pack's points, and those that a town or a village writes. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Final

import msgspec

from config.centers import Hours, Opens, SpecialDay

CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
WORKDAYS: Final = frozenset(range(1, 6))


class HoursFault(msgspec.Struct, frozen=True):
    """What hours break: `place` in their record ("hours[0]"), a stable code, what, and what to write instead."""

    place: str
    code: str
    what: str
    remedy: str


def hours_broken(hours: Sequence[Hours], special_days: Sequence[SpecialDay] = ()) -> Iterator[HoursFault]:
    """Find hours that no clock or week has, that overlap, and a place that is closed on every working day."""
    found = [*_times("hours", hours)]
    for number, line in enumerate(hours):
        place = f"hours[{number}]"
        if not line.days:
            what = f"{place} names no day of the week"
            found.append(HoursFault(place, "hours_dayless", what, "write days: [1, 2, 3, 4, 5]"))
        for day in line.days:
            if not 1 <= day <= 7:
                what = f"{place}: no week has a day {day}"
                found.append(HoursFault(place, "hours_dayless", what, "write 1 for Monday to 7 for Sunday"))
    for (_, one), (number, other) in combinations(enumerate(hours), 2):
        if not found and set(one.days) & set(other.days) and one.opens < other.closes and other.opens < one.closes:
            what = f"{one.opens}-{one.closes} and {other.opens}-{other.closes} overlap"
            found.append(HoursFault(f"hours[{number}]", "hours_wrong", what, "let one end before the other begins"))
    open_on = {day for line in hours for day in line.days}
    if hours and not found and not open_on & WORKDAYS:
        what = "it is closed on every working day, so no plan leads there"
        found.append(HoursFault("hours", "hours_never", what, "write a day from 1 to 5"))
    for number, special in enumerate(special_days):
        place = f"special_days[{number}]"
        found += _times(f"{place}.hours", special.hours)
        if not _is_day(special.date):
            what = f"{place}: {special.date} is no date"
            found.append(HoursFault(place, "hours_wrong", what, "write it as 2026-11-24"))
    for written, count in Counter(each.date for each in special_days).items():
        if count > 1:
            what = f"{written} is there twice"
            found.append(HoursFault("special_days", "hours_wrong", what, "let one line speak of it"))
    yield from found


def _times(place: str, lines: Sequence[Hours | Opens]) -> Iterator[HoursFault]:
    for number, line in enumerate(lines):
        here = f"{place}[{number}]"
        odd = [clock for clock in (line.opens, line.closes) if not CLOCK.fullmatch(clock)]
        for clock in odd:
            yield HoursFault(here, "hours_wrong", f"{here}: no clock shows {clock}", "write it as 09:00")
        # Clocks are written with two digits each, so their order is that of their letters.
        if not odd and line.opens >= line.closes:
            what = f"{here}: {line.opens} is not before {line.closes}"
            yield HoursFault(here, "hours_wrong", what, "write opens before closes")


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
