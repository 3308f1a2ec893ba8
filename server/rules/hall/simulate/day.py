"""One day of a simulated hall: who comes when for what, and when each counter is really there."""

import math
from typing import Final

import msgspec

from config.centers import PriorityClass
from server.rules.hall.line import MINUTE
from server.rules.hall.simulate.hall import CLOSES, LUNCHES, OPENS, Chance, SimulatedHall

HOURS: Final = (1.45, 1.2, 0.95, 0.5, 0.8, 1.4, 1.05, 0.65)
"""How many come in each hour from opening on, beside the mean."""
APPOINTMENTS, PRIORITY, NO_SHOWS, ABSENT, LATE = 0.25, 0.05, 0.08, 0.10, 0.25
CV: Final = 0.85
WALK: Final = MINUTE // 2
NO_SHOW_MS: Final = 2 * MINUTE
SLOT: Final = 15 * MINUTE
SLOW_DAYS: Final = 0.06
"""How much service times and the number of people differ from day to day, as a standard deviation."""


class Person(msgspec.Struct, frozen=True):
    """Somebody who takes a ticket at `came_at` (ms of the day) for `service`.

    `ready_at` is their slot, or when they came; `work` how long their matter takes (ms) with a person of usual speed;
    `comes` is False for those who are gone when they are called.
    """

    place: int
    service: str
    priority: PriorityClass
    came_at: int
    ready_at: int
    work: float
    comes: bool = True


class Shift(msgspec.Struct, frozen=True):
    """When a counter is away, in order; `known` are those absences that everybody knows beforehand."""

    away: tuple[tuple[float, float], ...]
    known: tuple[tuple[float, float], ...]


class Day(msgspec.Struct, frozen=True):
    """A day of `hall`: its people in the order in which they come, and a shift for each counter."""

    hall: SimulatedHall
    people: tuple[Person, ...]
    shifts: tuple[Shift, ...]


def day_of(hall: SimulatedHall, load: float, chance: Chance) -> Day:
    """Return a day on which the work is about `load` (0..1) of what the counters can do while the hall is open."""
    slow = math.exp(chance.gauss(0, SLOW_DAYS))
    there = len(hall.counters) * (CLOSES - OPENS - 60 * MINUTE - 20 * MINUTE) * (1 - ABSENT)
    each = sum(hall.shares[service] * mean for service, mean in hall.means.items()) * (1 - NO_SHOWS)
    each += WALK * (1 - NO_SHOWS) + NO_SHOW_MS * NO_SHOWS
    count = max(1, round(load * there / each * math.exp(chance.gauss(0, SLOW_DAYS))))
    came = sorted((_arrival(chance) for _ in range(count)), key=lambda each: each[0])
    wanted = chance.choices(list(hall.shares), list(hall.shares.values()), k=count)
    sigma = math.sqrt(math.log(1 + CV * CV))
    people = []
    for place, ((came_at, ready_at, priority), service) in enumerate(zip(came, wanted, strict=True)):
        factor = slow * math.exp(chance.gauss(-sigma * sigma / 2, sigma))
        comes = chance.random() >= NO_SHOWS
        people.append(Person(place, service, priority, came_at, ready_at, hall.means[service] * factor, comes))
    return Day(hall, tuple(people), tuple(_shift(window.lunch, chance) for window in hall.counters))


def _arrival(chance: Chance) -> tuple[int, int, PriorityClass]:
    """Return when somebody comes, when they are ready, and as what; those with a slot come some minutes before it."""
    (hour,) = chance.choices(range(len(HOURS)), HOURS, k=1)
    at = OPENS + int((hour + chance.random()) * 60 * MINUTE)
    draw = chance.random()
    if draw < PRIORITY:
        return at, at, "priority"
    if draw >= PRIORITY + APPOINTMENTS:
        return at, at, "normal"
    slot = OPENS + (at - OPENS) // SLOT * SLOT
    came = max(OPENS, slot + int(chance.gauss(-7, 6) * MINUTE))
    return came, max(slot, came), "appointment"


def _shift(lunch: tuple[int, int], chance: Chance) -> Shift:
    if chance.random() < ABSENT:
        return Shift(((0, OPENS), (OPENS, math.inf)), (lunch,))
    away = [(0, OPENS), lunch]
    if chance.random() < LATE:
        away.append((OPENS, OPENS + int(chance.uniform(3, 25) * MINUTE)))
    for begins, ends in ((OPENS + 60 * MINUTE, LUNCHES[0][0]), (LUNCHES[1][1] + 30 * MINUTE, CLOSES - 30 * MINUTE)):
        at = int(chance.uniform(begins, ends - 20 * MINUTE))
        away.append((at, at + int(chance.uniform(5, 15) * MINUTE)))
    return Shift(tuple(sorted(away)), (lunch,))
