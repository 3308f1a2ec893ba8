"""A day with rules of help goes by as the rules say: never without them, and shorter for whoever waits long."""

import random
from collections import defaultdict

import msgspec

from config.elastic import ElasticRule
from server.rules.hall.line import MINUTE
from server.rules.hall.policy import VirtualTime
from server.rules.hall.simulate.day import Day, Person, Shift, day_of
from server.rules.hall.simulate.hall import SimulatedHall, Window, hall_of
from server.rules.hall.simulate.helping import run_with_rules
from server.rules.hall.simulate.running import Called, run

LUNCH = (0, 0)
WINDOWS = (Window("1", frozenset({"social"}), 1.0, LUNCH), Window("2", frozenset({"tax"}), 1.0, LUNCH))
RULE = ElasticRule("busy", "social", ("2",), until=3, waiting=5)


def crowd(people: int, away: tuple[tuple[float, float], ...] = ()) -> Day:
    """Return a day on which so many come for one line within as many minutes, ten minutes of work each."""
    came = (Person(each, "social", "normal", each * MINUTE, each * MINUTE, 10 * MINUTE) for each in range(people))
    return Day(SimulatedHall({}, {}, WINDOWS), tuple(came), (Shift((), ()), Shift(away, ())))


def longest(calls: list[Called]) -> int:
    return max(call.at - call.person.came_at for call in calls)


def test_without_rules_it_is_the_day_that_it_was() -> None:
    chance = random.Random(5)
    day = day_of(hall_of(4, chance), 0.9, chance)
    assert run_with_rules(day, VirtualTime(), ()) == (run(day, VirtualTime()), [])
    never = msgspec.structs.replace(RULE, service="s0", counters=("c3",), waiting=500)
    assert run_with_rules(day, VirtualTime(), (never,)) == (run(day, VirtualTime()), [])


def test_a_long_line_is_helped_until_it_is_short() -> None:
    day = crowd(12)
    calls, (held,) = run_with_rules(day, VirtualTime(), (RULE,))
    by: dict[int, list[int]] = defaultdict(list)
    for call in calls:
        by[call.counter].append(call.at)
    assert held.ends is not None
    # Whoever is called at its first moment is called because of it; at its last one they were called before.
    assert sum(call.person.came_at <= held.begins <= call.at for call in calls) == 6
    assert sum(call.person.came_at <= held.ends < call.at for call in calls) == 2
    assert by[1]
    assert all(held.begins <= each <= held.ends for each in by[1])
    assert longest(calls) < longest(run(day, VirtualTime()))


def test_whoever_is_away_does_not_help() -> None:
    day = crowd(12, away=((0, 10 * 60 * MINUTE),))
    calls, held = run_with_rules(day, VirtualTime(), (RULE,))
    assert {call.counter for call in calls} == {0}
    assert len(held) == 1, "the rule holds, though nobody can help"
