"""Hours of places are such as a week has: times of a clock, in order, on days that are named. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from config.centers import Hours, Opens
from config.pack import Pack, Point
from server.rules.day_time import minute_of
from server.rules.guidance.prove.finding import Finding, doubled

CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
WORKDAYS: Final = frozenset(range(1, 6))


def check_hours(pack: Pack) -> Iterator[Finding]:
    """Find hours that no clock or week has, that overlap, and places that are closed on every working day."""
    for point in pack.points:
        yield from _of_point(point)


def _of_point(point: Point) -> Iterator[Finding]:
    found = [*_times(point, "hours", point.hours)]
    for number, line in enumerate(point.hours):
        if not line.days:
            what = f"hours[{number}] names no day of the week"
            found.append(_of(point, "hours_dayless", what, "write days: [1, 2, 3, 4, 5]"))
        for day in line.days:
            if not 1 <= day <= 7:
                what = f"hours[{number}]: no week has a day {day}"
                found.append(_of(point, "hours_dayless", what, "write 1 for Monday to 7 for Sunday"))
    for one, other in combinations(point.hours, 2):
        if not found and set(one.days) & set(other.days) and one.opens < other.closes and other.opens < one.closes:
            what = f"{one.opens}-{one.closes} and {other.opens}-{other.closes} overlap"
            found.append(_of(point, "hours_wrong", what, "let one end before the other begins"))
    open_on = {day for line in point.hours for day in line.days}
    if point.hours and not found and not open_on & WORKDAYS:
        what = "it is closed on every working day, so no plan leads there"
        found.append(_of(point, "hours_never", what, "write a day from 1 to 5"))
    for number, special in enumerate(point.special_days):
        found += _times(point, f"special_days[{number}].hours", special.hours)
        if not _is_day(special.date):
            what = f"special_days[{number}]: {special.date} is no date"
            found.append(_of(point, "hours_wrong", what, "write it as 2026-11-24"))
    for twice in doubled(each.date for each in point.special_days):
        found.append(_of(point, "hours_wrong", f"{twice} is there twice", "let one line speak of it"))
    yield from found


def _times(point: Point, place: str, lines: Sequence[Hours | Opens]) -> Iterator[Finding]:
    for number, line in enumerate(lines):
        odd = [clock for clock in (line.opens, line.closes) if not CLOCK.fullmatch(clock)]
        for clock in odd:
            what = f"{place}[{number}]: no clock shows {clock}"
            yield _of(point, "hours_wrong", what, "write it as 09:00")
        if not odd and minute_of(line.opens) >= minute_of(line.closes):
            what = f"{place}[{number}]: {line.opens} is not before {line.closes}"
            yield _of(point, "hours_wrong", what, "write opens before closes")


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _of(point: Point, code: str, what: str, remedy: str) -> Finding:
    return Finding("points", point.id, code, what, remedy)
