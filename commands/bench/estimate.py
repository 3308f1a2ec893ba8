"""`banshi bench estimate`: what it costs and is worth to say how long people wait behind thousands, and where to go."""

import random
import time
from collections.abc import Sequence

import msgspec

from commands.bench import places
from commands.bench.report import Figure, Noise, at_least, at_most, percentile, plain
from server.rules.hall.estimate.learning import Learned, Pace, Speed, served
from server.rules.hall.estimate.rolling import Desk, InHand, rolled
from server.rules.hall.line import MINUTE
from server.rules.hall.simulate.comparing import Comparison, Trial, compare

WAITING = 2_000
SIZES = (3, 12, 30)
LARGE = 270


class Person(msgspec.Struct, frozen=True):
    """Somebody in line."""

    key: int
    ready_at: int
    place: int
    service: str


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures: cost in halls of several sizes, and worth in `seconds`' worth of simulated days."""
    figures = []
    for counters in (*SIZES, LARGE):
        few = estimated(counters, WAITING // 20, seconds / 8)
        many = estimated(counters, WAITING, seconds / 8)
        noise.sample()
        figures.append(
            plain(f"{counters} counters, {WAITING // 20} waiting, p50", percentile(few, 0.5) * 1000, "ms CPU")
        )
        # The least of several: what others of this machine take from its processors is not the estimate's.
        figures.append(at_most(f"{counters} counters, {WAITING} waiting", min(many) * 1000, "ms CPU", 20))
    figures += places.figures_of(noise)
    figures.append(plain("learning from one service", _learning() * 1e6, "us CPU"))
    days = 8 if seconds >= 4 else 2
    for counters in SIZES:
        figures += _worth(compare(Trial(counters, halls=1, days=days), _chance, ()))
        noise.sample()
    return figures


def estimated(counters: int, waiting: int, seconds: float) -> list[float]:
    """Return the CPU seconds of estimates for the last of `waiting` people."""
    chance = _chance(counters)
    services = [f"s{number}" for number in range(max(2, counters // 3))]
    people = [Person(each, each, each, chance.choice(services)) for each in range(waiting)]
    desks = [
        Desk(
            frozenset(chance.sample(services, min(3, len(services)))), f"p{number}", InHand(chance.choice(services), 0)
        )
        for number in range(counters)
    ]
    known = Learned(
        {service: Pace(chance.uniform(4, 15) * MINUTE, 100) for service in services},
        {desk.person: Speed(chance.uniform(0.7, 1.3), 50) for desk in desks},
        no_shows=0.08,
    )
    served_lines = set().union(*(desk.services for desk in desks))
    last = next(each for each in reversed(people) if each.service in served_lines)
    rolled(last, people, desks, known, 5 * MINUTE)
    times: list[float] = []
    until = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < until:
        began = time.process_time()
        rolled(last, people, desks, known, 5 * MINUTE)
        times.append(time.process_time() - began)
    return times


def _learning() -> float:
    known, count = Learned(), 2_000
    began = time.process_time()
    for number in range(count):
        known = served(known, f"s{number % 8}", f"p{number % 12}", 5 * MINUTE)
    return (time.process_time() - began) / count


def _worth(found: Comparison) -> Sequence[Figure]:
    counters, estimates = found.trial.counters, found.estimates
    others = [each.error for name, each in estimates.worth.items() if name not in ("virtual_dispatch", "calibrated")]
    said = estimates.worth["calibrated"]
    return (
        at_most(f"{counters} counters: error beside FQM's formula", said.ratio, "ratio", 0.55),
        at_most(f"{counters} counters: error beside the best other formula", said.error / min(others), "ratio", 1),
        at_least(f"{counters} counters: ranges that held", estimates.hit, "share", 0.78),
        at_most(f"{counters} counters: ranges that held, not more than said", estimates.hit, "share", 0.85),
        at_most(f"{counters} counters: overtaken beyond the credits", max(0.0, found.beyond), "min", 0),
    )


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same halls in every run
