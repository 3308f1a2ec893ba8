"""A hall to simulate: what it offers, who works where, when they are at lunch."""

from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

import msgspec

from server.rules.hall.line import MINUTE

OPENS, CLOSES = 9 * 60 * MINUTE, 17 * 60 * MINUTE
"""Moments of a simulated day count from its midnight, in ms."""
LUNCHES: Final = ((690 * MINUTE, 750 * MINUTE), (750 * MINUTE, 810 * MINUTE))
"""Half of the counters go first, the others when they are back."""
SERVICES_PER_COUNTER: Final = 3
SHORTEST, LONGEST = 4 * MINUTE, 16 * MINUTE

Choice = TypeVar("Choice")


class Chance(Protocol):
    """A seeded generator, such as `random.Random`: rules never draw by themselves."""

    def random(self) -> float:
        """Return a number from 0 to 1, 1 excluded."""

    def uniform(self, a: float, b: float) -> float:
        """Return a number between both."""

    def gauss(self, mu: float, sigma: float) -> float:
        """Return a normal deviate."""

    def choices(self, population: Sequence[Choice], weights: Sequence[float], *, k: int) -> list[Choice]:
        """Return `k` of them, each as likely as its weight."""


class Window(msgspec.Struct, frozen=True):
    """A counter: the services it serves, who works there beside others (1.2 takes a fifth longer), its lunch."""

    id: str
    services: frozenset[str]
    speed: float
    lunch: tuple[int, int]


class SimulatedHall(msgspec.Struct, frozen=True):
    """Services with their mean time (ms), the share of people who want each, and the counters."""

    means: dict[str, float]
    shares: dict[str, float]
    counters: tuple[Window, ...]


def hall_of(counters: int, chance: Chance) -> SimulatedHall:
    """Return a hall of so many counters (at least 1), in which every service has two of them where there are two."""
    services = [f"s{number}" for number in range(max(2, round(counters * 0.6)))]
    skills: list[set[str]] = []
    for number in range(counters):
        near = (number * len(services) // counters + step for step in range(SERVICES_PER_COUNTER))
        skills.append({services[each % len(services)] for each in near})
    windows = tuple(
        Window(f"c{number}", frozenset(serves), min(max(chance.gauss(1, 0.18), 0.65), 1.5), LUNCHES[number % 2])
        for number, serves in enumerate(skills)
    )
    means = {service: chance.uniform(SHORTEST, LONGEST) for service in services}
    work = {
        service: sum(1 / len(serves) for serves in skills if service in serves) * chance.uniform(0.9, 1.1)
        for service in services
    }
    people = {service: work[service] / means[service] for service in services}
    return SimulatedHall(means, {each: count / sum(people.values()) for each, count in people.items()}, windows)
