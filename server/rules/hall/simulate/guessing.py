"""Estimates made as people come, beside those that other queue systems make, and what they were worth."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from math import isinf
from typing import Final, Literal, get_args

import msgspec

from server.rules.hall import line
from server.rules.hall.estimate.calibration import HOUR, Calibration, Sampled, mark, remembered
from server.rules.hall.estimate.learning import Learned, answered, served
from server.rules.hall.estimate.rolling import rolled
from server.rules.hall.estimate.wait import Untold, Wait, wait
from server.rules.hall.line import MINUTE
from server.rules.hall.simulate.hall import SimulatedHall
from server.rules.hall.simulate.running import Called, InLine, Scene

Estimator = Literal["virtual_dispatch", "calibrated", "whole_hall", "head_of_line", "fqm", "last_called", "throughput"]
ESTIMATORS: Final[tuple[Estimator, ...]] = get_args(Estimator)
LATELY: Final = 30 * MINUTE


class Guess(msgspec.Struct):
    """What was said to one person: each estimator's wait in ms, our outcome with its samples, and the real wait."""

    service: str
    hour: int
    said: dict[Estimator, float]
    outcome: Wait | Untold
    samples: Sampled | None
    real: float = 0


class Guessing:
    """Looks on: guesses whenever somebody comes, and learns from what then happens, day after day."""

    def __init__(self, hall: SimulatedHall) -> None:
        self.guesses: list[Guess] = []
        self._hall = hall
        self._known = Learned()
        self._calibration = Calibration()
        self._of: dict[int, Guess] = {}
        self._last: dict[str, float] = {}
        self._calls: dict[str, deque[int]] = defaultdict(deque)
        self._serving = {service: sum(service in window.services for window in hall.counters) for service in hall.means}

    def begin_day(self) -> None:
        """Forget what was true of the day before only, and keep what was learned."""
        self.guesses = []
        self._of.clear()
        self._last.clear()
        self._calls.clear()

    def joined(self, scene: Scene, ticket: InLine) -> None:
        """Say everything that can be said to whoever has just come."""
        hour = scene.now // HOUR
        waits = rolled(ticket, scene.waiting, scene.desks(), self._known, scene.now)
        outcome, samples = wait(ticket.service, hour, waits, self._known, self._calibration)
        said = self._others(scene, ticket)
        said["virtual_dispatch"] = samples.median if samples else 0.0
        said["calibrated"] = outcome.median if isinstance(outcome, Wait) else said["virtual_dispatch"]
        guess = Guess(ticket.service, hour, said, outcome, samples)
        self._of[ticket.place] = guess
        self.guesses.append(guess)

    def called(self, call: Called) -> None:
        """Compare with the truth."""
        guess = self._of[call.person.place]
        guess.real = call.at - call.person.came_at
        if guess.samples is not None:
            new = mark(guess.samples, guess.real)
            self._calibration = remembered(self._calibration, guess.service, guess.hour, new)
        self._last[guess.service] = guess.real
        self._calls[guess.service].append(call.at)

    def ended(self, call: Called) -> None:
        """Learn how long it took."""
        took = call.until - call.at
        self._known = answered(self._known, came=call.person.comes, took=took)
        if call.person.comes:
            self._known = served(self._known, call.person.service, self._hall.counters[call.counter].id, took)

    def _others(self, scene: Scene, ticket: InLine) -> dict[Estimator, float]:
        service, mean = ticket.service, self._known.mean(ticket.service)
        ahead = line.ahead(ticket, scene.waiting)
        same = [each for each in scene.waiting if each.service == service and each is not ticket]
        lately = self._calls[service]
        while lately and lately[0] < scene.now - LATELY:
            lately.popleft()
        return {
            "whole_hall": (len(scene.waiting) - 1) * self._known.mean_of_all / len(self._hall.counters),
            "head_of_line": float(max((scene.now - each.person.came_at for each in same), default=0)),
            "fqm": ahead * mean / self._serving[service],
            "last_called": self._last.get(service, 0.0),
            "throughput": ahead * LATELY / len(lately) if lately else ahead * mean,
        }


class Worth(msgspec.Struct, frozen=True):
    """What an estimator was worth: mean distance from the truth in minutes, beside FQM's, and its bias."""

    error: float
    ratio: float
    bias: float


class Honesty(msgspec.Struct, frozen=True):
    """What ranges were worth.

    Of `people`, some were called `at_once` and some told nothing; `hit` is the share of told ranges that held, `raw`
    what it would have been without calibration, `below` and `above` the shares of waits shorter and longer than said;
    `width` the usual width in minutes, `hours` the hit rate by hour of the day.
    """

    people: int
    at_once: float
    told: float
    hit: float
    raw: float
    below: float
    above: float
    width: float
    hours: dict[int, float]
    worth: dict[Estimator, Worth]


def honesty(guesses: Iterable[Guess]) -> Honesty:
    """Return what the estimates of several days were worth."""
    every = list(guesses)
    told = [(each, each.outcome) for each in every if isinstance(each.outcome, Wait) and not each.outcome.at_once]
    hours: dict[int, list[bool]] = defaultdict(list)
    for guess, said in told:
        hours[guess.hour].append(said.low <= guess.real <= said.high)
    sampled = [(each.samples, each.real) for each, _ in told if each.samples is not None]
    return Honesty(
        people=len(every),
        at_once=_share([isinstance(each.outcome, Wait) and each.outcome.at_once for each in every]),
        told=_share([isinstance(each.outcome, Wait) for each in every]),
        hit=_share([held for each in hours.values() for held in each]),
        raw=_share([said.low <= real <= said.high for said, real in sampled]),
        below=_share([guess.real < said.low for guess, said in told]),
        above=_share([guess.real > said.high for guess, said in told]),
        width=sum(said.high - said.low for _, said in told) / MINUTE / max(1, len(told)),
        hours={hour: _share(held) for hour, held in sorted(hours.items())},
        worth=_worth([each for each in every if not isinf(each.said["virtual_dispatch"])]),
    )


def _worth(guesses: Sequence[Guess]) -> dict[Estimator, Worth]:
    off = {name: [guess.said[name] - guess.real for guess in guesses] for name in ESTIMATORS}
    count = max(1, len(guesses)) * MINUTE
    errors = {name: sum(map(abs, each)) / count for name, each in off.items()}
    fqm = errors["fqm"] or 1.0
    return {name: Worth(errors[name], errors[name] / fqm, sum(off[name]) / count) for name in ESTIMATORS}


def _share(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else 0.0
