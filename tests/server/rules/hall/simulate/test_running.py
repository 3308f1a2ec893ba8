"""A day that goes by breaks no rule of the hall, and the order's bound holds in it."""

import random
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from config.centers import LineRules
from server.rules.hall.estimate.absence import FOR_GOOD
from server.rules.hall.line import MINUTE, next_of
from server.rules.hall.policy import Fifo, Policy, Strict, VirtualTime
from server.rules.hall.simulate.day import NO_SHOW_MS, Day, Shift, day_of
from server.rules.hall.simulate.fairness import overtaken_beyond
from server.rules.hall.simulate.hall import OPENS, hall_of
from server.rules.hall.simulate.running import Called, NoWatch, Scene, absent, run, seen

seeds = st.integers(0, 10_000)
loads = st.floats(0.2, 1.2)
sizes = st.integers(1, 5)


def a_day(seed: int, load: float, counters: int) -> Day:
    chance = random.Random(seed)
    return day_of(hall_of(counters, chance), load, chance)


@given(seeds, loads, sizes, st.sampled_from([VirtualTime(), Strict(), Fifo()]))
def test_everybody_is_called_once_by_a_counter_that_is_there_free_and_serves_them(
    seed: int, load: float, counters: int, policy: Policy
) -> None:
    day = a_day(seed, load, counters)
    calls = run(day, policy)
    able = {
        s
        for number, each in enumerate(day.hall.counters)
        if day.shifts[number].away[-1][1] < inf
        for s in each.services
    }
    assert sorted(call.person.place for call in calls) == [
        person.place for person in day.people if person.service in able
    ]
    free: dict[int, int] = {}
    for call in calls:
        assert call.at >= call.person.came_at
        assert call.at >= free.get(call.counter, 0)
        assert absent(day.shifts[call.counter], call.at) is None
        assert call.person.service in day.hall.counters[call.counter].services
        assert call.person.comes or call.until - call.at == NO_SHOW_MS
        free[call.counter] = call.until


@given(seeds, loads, sizes, st.integers(0, 60), st.integers(0, 60))
def test_nobody_is_overtaken_by_anyone_who_came_more_than_the_credit_later(
    seed: int, load: float, counters: int, appointment: int, priority: int
) -> None:
    rules = LineRules(appointment, priority)
    assert overtaken_beyond(run(a_day(seed, load, counters), VirtualTime(rules)), rules) <= 0


def test_without_credit_the_bound_is_broken() -> None:
    """The property above would see an order that keeps no bound."""
    assert overtaken_beyond(run(a_day(4, 1.1, 3), Strict()), LineRules()) > 0


class Counting(NoWatch):
    """Compares each call with the order of the line, from what can be seen when somebody joins."""

    def __init__(self) -> None:
        self.scene: Scene | None = None
        self.looked = 0

    def joined(self, scene: Scene, ticket: object) -> None:
        self.scene = scene
        assert ticket in scene.waiting

    def called(self, call: Called) -> None:
        assert self.scene is not None
        desk = self.scene.desks()[call.counter]
        later = next_of(self.scene.waiting, desk.services)
        if later is not None:
            self.looked += 1
            assert (call.person.ready_at - 60 * 24 * MINUTE) < later.ready_at
            key = VirtualTime().key(call.person.came_at, call.person.ready_at, call.person.priority)
            assert (key, call.person.ready_at, call.person.place) < (later.key, later.ready_at, later.place)


def test_a_call_is_that_of_the_order_of_the_line() -> None:
    watch = Counting()
    run(a_day(8, 1.0, 3), VirtualTime(), watch)
    assert watch.looked > 50


def test_an_absence_is_guessed_at_until_it_is_over_or_too_long() -> None:
    lunch = (OPENS + 150 * MINUTE, OPENS + 210 * MINUTE)
    rest = (OPENS + 60 * MINUTE, OPENS + 70 * MINUTE)
    shift = Shift(((0, OPENS), rest, lunch), (lunch,))
    assert seen(shift, OPENS) == (lunch,)
    begun, *others = seen(shift, rest[0])
    assert begun[0] == rest[0] < begun[1]
    assert others == [lunch]
    assert seen(shift, rest[0], busy=True) == (lunch,)
    assert seen(shift, lunch[0] + 1) == (lunch,)
    empty = Shift(((0, OPENS), (OPENS, inf)), (lunch,))
    assert seen(empty, OPENS + MINUTE)[0][1] < inf
    assert seen(empty, OPENS + FOR_GOOD + MINUTE) == (
        (OPENS + FOR_GOOD + MINUTE, inf),
        lunch,
    )


@pytest.mark.parametrize("policy", [VirtualTime(), Fifo()])
def test_people_of_one_moment_wait_in_the_order_in_which_they_came(policy: Policy) -> None:
    day = a_day(3, 1.0, 2)
    people = (replace(each, came_at=OPENS, ready_at=OPENS, priority="normal") for each in day.people[:40])
    at_once = replace(day, people=tuple(people))
    called = [call.person.place for call in run(at_once, policy) if call.person.service == "s0"]
    assert called == sorted(called)
