"""The days of a plan as people walk them: hours of its places by date, and about when to be where. Pure."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from config.item import Item, Option
from config.pack import Pack, Point
from server.rules.day_time import OpenSpan, clock_of
from server.rules.guidance.route.errands import Place
from server.rules.guidance.route.schedule import Schedule
from server.rules.guidance.route.town import USUAL_MINUTES, Opens, Town
from server.rules.open_days import OpenDays

WEEK: Final = tuple(date(2026, 6, day) for day in range(1, 8))
"""A Monday to Sunday, for comparing what is open on which."""


def town_of(
    pack: Pack, places: Sequence[Place], on: Callable[[int], date], *, here: str | None = None, left_from: int = 0
) -> Town:
    """Return the points of `pack` with their hours on the days of a plan; `on` tells their dates.

    Of its first day only what comes after the minute `left_from` counts, and the way there: from the center
    `here`, else from the middle of town.
    """
    days = {each.id: _days(each, pack) for each in pack.points if each.hours}
    ways = {frozenset(each.between): each.minutes for each in pack.ways}
    opens = {point: _opens(each, on) for point, each in days.items()}
    minutes = {each.id: each.minutes for each in places}
    at = next((each.id for each in pack.points if here is not None and each.center == here), "")
    begins = {
        point: left_from + (0 if point == at else ways.get(frozenset((at, point)), usual))
        for point, usual in (minutes if left_from else {}).items()
    }
    return Town(opens, minutes, ways, lambda one, other: wider(days[one], days[other]), begins)


def wider(one: OpenDays, other: OpenDays) -> bool:
    """Return whether `one` is open whenever `other` is."""
    if one == other:
        return True
    if one.calendar != other.calendar or one.special_days:
        return False
    week = OpenDays(one.hours), OpenDays(other.hours)
    return all(_within(inner, week[0].spans(day)) for day in WEEK for inner in week[1].spans(day)) and not any(
        each.hours for each in other.special_days
    )


def with_minutes(option: Option, item: Item) -> int:
    """Return how long `item` takes by `option`."""
    usual = USUAL_MINUTES if item.minutes is None else item.minutes
    return usual if option.minutes is None else option.minutes


def begins_of(town: Town, found: Schedule) -> tuple[str | None, ...]:
    """Return the time (`HH:MM`) at which to be at each visit, None where nobody knows or it does not matter.

    It does on a day with several stops; what is done today is done at once.
    """
    times = town.walk(found)
    on = [day for _, day in found.visits]
    return tuple(
        clock_of(times[number][0]) if times and day and on.count(day) > 1 and town.knows(place) else None
        for number, (place, day) in enumerate(found.visits)
    )


def _days(point: Point, pack: Pack) -> OpenDays:
    return OpenDays(point.hours, pack.calendar, point.special_days)


def _opens(days: OpenDays, on: Callable[[int], date]) -> Opens:
    return lambda day: days.spans(on(day))


def _within(inner: OpenSpan, spans: Sequence[OpenSpan]) -> bool:
    return any(each.opens <= inner.opens and inner.closes <= each.closes for each in spans)
