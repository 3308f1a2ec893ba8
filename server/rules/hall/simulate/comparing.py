"""Policy against policy and estimator against estimator, over the same people on the same days."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, get_args

import msgspec

from config.centers import LineRules
from server.rules.hall.policy import Accumulating, Fifo, Policy, Strict, VirtualTime
from server.rules.hall.simulate.day import Day, day_of
from server.rules.hall.simulate.fairness import Fairness, fairness, overtaken_beyond
from server.rules.hall.simulate.guessing import Guess, Guessing, Honesty, honesty
from server.rules.hall.simulate.hall import Chance, hall_of
from server.rules.hall.simulate.running import run

Compared = Literal[
    "fifo",
    "strict",
    "rates_4_2_1",
    "rates_2_1.3_1",
    "virtual_time_12_25",
    "virtual_time_20_25",
    "virtual_time_30_40",
    "slot_rates_3_1.6_1",
]
COMPARED: Final[tuple[Compared, ...]] = get_args(Compared)
OURS: Final[Compared] = "virtual_time_20_25"


class Trial(msgspec.Struct, frozen=True):
    """What is simulated: so many halls of so many counters, each for `days` days after `training` days.

    `load` is the work beside what counters can do, 0..1.
    """

    counters: int
    load: float = 0.88
    halls: int = 3
    days: int = 6
    training: int = 8


class Comparison(msgspec.Struct, frozen=True):
    """What came of a trial: each policy's figures, the worst overtaking beyond the credits (min), the estimates."""

    trial: Trial
    policies: dict[str, Fairness]
    beyond: float
    estimates: Honesty


def policies_of() -> Mapping[Compared, Policy]:
    """Return the policies that are compared; numbers are minutes of credit, or rates from priority to everybody."""
    return {
        "fifo": Fifo(),
        "strict": Strict(),
        "rates_4_2_1": Accumulating({"normal": 1, "appointment": 2, "priority": 4}, from_slot=False),
        "rates_2_1.3_1": Accumulating({"normal": 1, "appointment": 1.3, "priority": 2}, from_slot=False),
        "virtual_time_12_25": VirtualTime(LineRules(12, 25)),
        "virtual_time_20_25": VirtualTime(LineRules(20, 25)),
        "virtual_time_30_40": VirtualTime(LineRules(30, 40)),
        "slot_rates_3_1.6_1": Accumulating(),
    }


def compare(trial: Trial, chance_of: Callable[[int], Chance], chosen: Iterable[Compared] = COMPARED) -> Comparison:
    """Return what comes of `trial`; `chance_of` gives each hall its seeded generator.

    Estimates are made, and the bound of overtaking is looked at, under the order that a hall has by itself.
    """
    days: list[Day] = []
    guesses: list[Guess] = []
    beyond = -float("inf")
    rules = LineRules()
    for number in range(trial.halls):
        chance = chance_of(number)
        hall = hall_of(trial.counters, chance)
        guessing = Guessing(hall)
        for day_number in range(trial.training + trial.days):
            day = day_of(hall, trial.load, chance)
            guessing.begin_day()
            calls = run(day, VirtualTime(rules), guessing)
            if day_number >= trial.training:
                days.append(day)
                guesses += guessing.guesses
                beyond = max(beyond, overtaken_beyond(calls, rules))
    policies = policies_of()
    found: dict[str, Fairness] = {name: fairness(run(day, policies[name]) for day in days) for name in chosen}
    return Comparison(trial, found, beyond, honesty(guesses))
