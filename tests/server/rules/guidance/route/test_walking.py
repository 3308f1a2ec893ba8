"""Days that can be walked: against a model that tries everything.

It has hours, breaks, closed days, stays, several people, and what is left of today.
"""

import random
from collections.abc import Sequence
from functools import partial

import pytest

from config.item import Option
from server.rules.day_time import OpenSpan
from server.rules.guidance.route.best import plan_route
from server.rules.guidance.route.errands import Errand, Place
from server.rules.guidance.route.town import Town
from tests.server.rules.guidance.route.sampled import sampled
from tests.server.rules.guidance.route.walked_by_force import by_force

MORNING = (OpenSpan(540, 720),)
WITH_LUNCH = (OpenSpan(540, 720), OpenSpan(840, 1020))
WHOLE = (OpenSpan(540, 1020),)
SHORT = (OpenSpan(600, 660),)
HOURS = (MORNING, WITH_LUNCH, WHOLE)
POINTS = ("p", "q", "r")


def errand(name: str, *options: Option, before: Sequence[str] = ()) -> Errand:
    return Errand(name, options, frozenset(before))


def every_day(*spans: OpenSpan) -> Town:
    return Town({point: lambda _: spans for point in "abcdef"}, dict.fromkeys("abcdef", 10))


def test_six_stops_of_fifty_minutes_are_two_days() -> None:
    errands = [errand(point, Option(point, 0, minutes=50)) for point in "abcdef"]
    places = [Place(point, 10) for point in "abcdef"]
    route = plan_route(errands, places, town=every_day(*WITH_LUNCH))
    assert (route.visits, route.days, route.proved) == (6, 1, True)
    assert [day for _, day in route.schedule.visits].count(0) == 5
    assert plan_route(errands, places).days == 0, "without hours all of it is one day"


def test_a_stop_that_is_longer_than_any_day_is_gone_to_twice() -> None:
    errands = [errand(str(number), Option("a", 0, minutes=60)) for number in range(5)]
    route = plan_route(errands, [Place("a", 10)], town=every_day(*MORNING))
    assert (route.visits, route.days) == (2, 1)
    endless = plan_route([errand("x", Option("a", 0, minutes=1000))], [Place("a")], town=every_day(*MORNING))
    assert (endless.visits, endless.proved) == (1, False), "what no day has room for is told as it is"


def test_who_comes_in_the_break_waits_and_what_the_break_stops_goes_on() -> None:
    town = every_day(*WITH_LUNCH)
    assert town.stay("a", 0, 0, 50) == (540, 590)
    assert town.stay("a", 0, 730, 50) == (840, 890)
    assert town.stay("a", 0, 700, 50) == (700, 870)
    assert town.stay("a", 0, 1000, 50) is None
    assert town.stay("elsewhere", 0, 700, 50) == (700, 750), "nobody knows its hours"


def test_a_place_that_is_closed_is_gone_to_when_it_opens_and_never_when_it_does_not() -> None:
    town = Town({"p": lambda day: WHOLE if day % 5 == 3 else (), "q": lambda _: ()})
    places = [Place("p"), Place("q")]
    assert plan_route([errand("x", Option("p", 0))], places, town=town).schedule.visits == (("p", 3),)
    assert plan_route([errand("x", Option("q", 0))], places, town=town).undone == ("x",)


def test_what_is_closed_first_is_done_as_soon_as_it_opens() -> None:
    town = Town({"p": lambda day: WHOLE if day >= 2 else (), "q": lambda day: WHOLE if day >= 4 else ()})
    errands = [errand("x", Option("p", 0)), errand("y", Option("p", 9), Option("q", 2))]
    route = plan_route(errands, [Place("p"), Place("q")], "soonest", town)
    assert (route.visits, route.days, route.proved) == (2, 6, True)


def test_what_closes_too_soon_today_is_gone_to_tomorrow() -> None:
    def days(minutes: int, begins: int) -> list[tuple[str, int]]:
        town = Town({"a": lambda _: WITH_LUNCH}, {"a": 10}, begins={"a": begins})
        errands = [errand("x", Option("a", 0, minutes=minutes))]
        return list(plan_route(errands, [Place("a", 10)], town=town).schedule.visits)

    assert days(50, 960) == [("a", 0)]
    assert days(50, 1000) == [("a", 1)]
    assert days(15, 1000) == [("a", 0)]
    assert days(15, 1010) == [("a", 1)]
    assert days(15, 1020) == days(15, 1300) == [("a", 1)]


def test_late_today_another_place_is_gone_to_where_all_is_done_the_same_day() -> None:
    errands = [errand("x", Option("near", 0, minutes=50), Option("open", 0, minutes=50))]
    town = Town(
        {"near": lambda _: WHOLE, "open": lambda _: (OpenSpan(540, 1200),)}, begins={"near": 1000, "open": 1020}
    )
    assert plan_route(errands, [Place("near"), Place("open", 20)], town=town).schedule.visits == (("open", 0),)


def test_a_place_that_is_too_far_today_is_no_substitute_for_one_that_is_not() -> None:
    near = Town({"p": lambda _: WHOLE, "q": lambda _: WHOLE}, begins={"p": 1015, "q": 1000})
    errands = [errand("x", Option("p", 0), Option("q", 0))]
    assert plan_route(errands, [Place("p"), Place("q")], town=near).schedule.visits == (("q", 0),)


def test_where_nobody_knows_the_hours_the_day_goes_on_from_now() -> None:
    town = Town({"b": lambda _: WHOLE}, begins={"a": 900, "b": 920})
    assert town.spans("a", 0)[0].opens == 900
    assert town.spans("a", 1)[0].opens == 0
    assert town.spans("b", 0) == (OpenSpan(920, 1020),)
    errands = [errand("x", Option("a", 0, minutes=90)), errand("y", Option("b", 0, minutes=50), before=("x",))]
    assert plan_route(errands, [Place("a"), Place("b")], town=town).schedule.visits == (("a", 0), ("b", 1))


def drawn(seed: int) -> tuple[list[Errand], Town]:
    """Draw few errands that take long, over places with hours and closed days of their own, on a day that has begun.

    A matter may be for two people: each has it done by the same ways, after their own papers or after the other's.
    """
    chance = random.Random(seed)
    errands: list[Errand] = []
    for number in range(chance.randint(2, 4)):
        if errands and chance.random() < 0.25:
            other = errands[-1]
            mine = [other.item] if chance.random() < 0.3 else [*other.before]
            errands.append(errand(f"i{number}", *other.options, before=mine))
            continue
        ways = [
            Option(
                chance.choice((*POINTS, *POINTS[:2], None)),
                chance.choice((0, 0, 0, 1, 2)),
                chance.random() < 0.3,
                minutes=chance.choice((20, 60, 100, 150)),
            )
            for _ in range(chance.choice((1, 1, 2)))
        ]
        before = [f"i{each}" for each in range(number) if chance.random() < 0.25]
        errands.append(errand(f"i{number}", *ways, before=before))
    hours = {point: chance.choice(HOURS) for point in POINTS}
    closed = {point: chance.choice(((), (0,), (1,), (0, 1))) for point in POINTS}
    short = {point: chance.choice(((), (), (0, 1), (2,))) for point in POINTS}

    def open_at(point: str, day: int) -> Sequence[OpenSpan]:
        if day in closed[point]:
            return ()
        return SHORT if day in short[point] else hours[point]

    opens = {point: partial(open_at, point) for point in POINTS if chance.random() < 0.9}
    ways_between = {frozenset(("p", "q")): chance.choice((5, 45, 90))}
    now = chance.choice((0, 0, 600, 700, 860, 930, 990))
    begins = {point: now + chance.choice((0, 5, 20)) for point in POINTS} if now else {}
    return errands, Town(opens, dict.fromkeys(POINTS, chance.choice((5, 20))), ways_between, begins=begins)


@pytest.mark.parametrize("block", sampled(range(10), (8,)))
def test_as_good_as_anything_that_can_be_walked(block: int) -> None:
    for seed in range(50 * block, 50 * block + 50):
        errands, town = drawn(seed)
        route = plan_route(errands, [Place(point, 1) for point in POINTS], town=town)
        assert route.undone == ()
        assert town.walk(route.schedule) is not None, seed
        assert route.proved, seed
        assert (route.visits, route.days) == by_force(errands, town), seed
