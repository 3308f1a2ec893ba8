"""A plan whose first stop is booked for a later day: it begins on the latest day from which that can be kept. Pure."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, TypeVar

from server.rules.guidance.judge.verdict import Plan, Stop

Made = TypeVar("Made")
MOST_TRIES: Final = 8
"""A day each that something from home takes before the first stop; whatever takes longer leaves the plan as it is."""


def first_stop(plan: Plan | None) -> Stop | None:
    """Return the first stop away from home; None where there is none."""
    return next((stop for stop in plan.stops if stop.point is not None), None) if plan else None


def made_for(
    booked: str, stop: Stop, today: date, made_on: Callable[[date], Made], plan_of: Callable[[Made], Plan | None]
) -> Made | None:
    """Return what `made_on` makes for the latest day from which `stop` is reached on the day `booked` (ISO date).

    `stop` is the first one of the plan of `today`. None where that plan fits as it is, or no other one keeps the stop.
    """
    if stop.on is None or booked <= stop.on:
        return None
    begins = date.fromisoformat(booked)
    for _ in range(MOST_TRIES):
        if begins <= today:
            return None
        later = made_on(begins)
        found = first_stop(plan_of(later))
        if found is None or (found.point, found.services) != (stop.point, stop.services):
            return None
        if found.on is not None and found.on <= booked:
            return later
        begins -= timedelta(days=1)
    return None
