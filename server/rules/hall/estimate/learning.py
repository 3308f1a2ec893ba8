"""What a hall has learned of its work: how long each service takes, how fast each person is, how many do not come.

All of it is weighted exponentially: the newest counts most, and what is half a year old has faded. Each function
returns what is known afterwards and changes nothing.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

OLD: Final = 0.02
"""The least weight of a new service among all that came before: about the last fifty count."""
SLOW_TO_JUDGE: Final = 8
"""A person or a service counts as usual until about so many services speak against it."""
LONGEST: Final = 8.0
"""A service that took longer than so many times the usual counts as that: somebody forgot to finish it."""
USUAL_CV: Final = 0.85


class Pace(msgspec.Struct, frozen=True):
    """How long a service takes: the mean in ms for a person of usual speed, from `count` services."""

    mean: float
    count: int


class Speed(msgspec.Struct, frozen=True):
    """How long a person takes beside others: 1.2 is a fifth longer; from `count` services."""

    factor: float
    count: int


class Learned(msgspec.Struct, frozen=True):
    """What is known of a hall; `people` are named by whoever counts as one: a clerk, or the counter.

    `cv` is the spread of service times, as the standard deviation over the mean; `no_shows` the share of those called
    who do not come, each of whom costs `no_show_ms`.
    """

    services: Mapping[str, Pace] = {}
    people: Mapping[str, Speed] = {}
    cv: float = USUAL_CV
    count: int = 0
    no_shows: float = 0.05
    called: int = 0
    no_show_ms: float = 120_000

    def mean(self, service: str) -> float:
        """Return how long `service` takes (ms) at usual speed; that of all services while it is new; 0 for none."""
        pace = self.services.get(service)
        return pace.mean if pace else self.mean_of_all

    @property
    def mean_of_all(self) -> float:
        """The mean of all services (ms), weighted as often as they are done; 0 while nothing is known."""
        done = sum(pace.count for pace in self.services.values())
        return sum(pace.mean * pace.count for pace in self.services.values()) / done if done else 0.0

    def speed(self, person: str) -> float:
        """Return how long `person` takes beside others."""
        known = self.people.get(person)
        return known.factor if known else 1.0


def weight(count: int, slow: int = 0) -> float:
    """Return how much the next observation counts after `count` of them: the plain mean at first, then the newest."""
    return max(OLD, 1 / (count + 1 + slow))


def served(known: Learned, service: str, person: str, took: float) -> Learned:
    """Return what is known after `person` took `took` ms from call to end for one of `service`."""
    pace = known.services.get(service) or Pace(known.mean_of_all or took, 0)
    speed = known.people.get(person) or Speed(1.0, 0)
    took = min(took, LONGEST * pace.mean * speed.factor)
    mean = pace.mean + weight(pace.count) * (took / speed.factor - pace.mean)
    usual = max(mean, 1.0)
    factor = speed.factor + weight(speed.count, SLOW_TO_JUDGE) * (took / usual - speed.factor)
    off = took / (usual * speed.factor) - 1
    square = known.cv**2 + weight(known.count, 4 * SLOW_TO_JUDGE) * (off**2 - known.cv**2)
    return msgspec.structs.replace(
        known,
        services={**known.services, service: Pace(usual, pace.count + 1)},
        people={**known.people, person: Speed(min(max(factor, 0.25), 4.0), speed.count + 1)},
        cv=min(max(square, 0.01), 4.0) ** 0.5,
        count=known.count + 1,
    )


def answered(known: Learned, *, came: bool, took: float = 0) -> Learned:
    """Return what is known after somebody was called, and came or was missed after `took` ms."""
    share = known.no_shows + weight(known.called, SLOW_TO_JUDGE) * ((not came) - known.no_shows)
    cost = known.no_show_ms if came else known.no_show_ms + 0.1 * (took - known.no_show_ms)
    return msgspec.structs.replace(known, no_shows=share, no_show_ms=cost, called=known.called + 1)
