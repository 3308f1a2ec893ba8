"""The best routes: against trying everything, against an exact solver, and goal by goal."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.bench.families import family
from config.item import Option
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import Goal
from server.rules.guidance.route.best import Route, plan_route
from server.rules.guidance.route.errands import Errand, Place, collects, fetched_at
from server.rules.guidance.route.schedule import critical
from tests.dongjiang import city
from tests.server.rules.guidance.route.route_by_force import best_by_force
from tests.server.rules.guidance.route.route_by_solver import best_by_solver
from tests.server.rules.guidance.route.sampled import sampled
from tests.tries import one_in, tries

POINTS = ("p", "q", "r")
PLACES = [Place(point) for point in POINTS]


def drawn(seed: int, most: int, points: tuple[str, ...] = POINTS, least: int = 1) -> list[Errand]:
    """Draw errands whose ways differ in place, days, fetching and mail, with prerequisites among them."""
    chance = random.Random(seed)
    errands = []
    for number in range(chance.randint(least, most)):
        ways = [
            Option(
                chance.choice((*points, *points[:2], None)),
                chance.choice((0, 0, 1, 3, 5, 8)),
                chance.random() < 0.35,
                mail=chance.random() < 0.15,
                cost=chance.choice((0, 0, 20)),
            )
            for _ in range(chance.choice((1, 1, 2, 2, 3)))
        ]
        before = frozenset(f"i{each}" for each in range(max(0, number - 6), number) if chance.random() < 0.3)
        errands.append(Errand(f"i{number}", tuple(ways), before))
    return errands


@pytest.mark.parametrize("block", sampled(range(10), (7,)))
def test_as_few_visits_and_as_early_as_any_way_through(block: int) -> None:
    for seed in range(50 * block, 50 * block + 50):
        errands = drawn(seed, 5)
        route = plan_route(errands, PLACES)
        assert route.undone == ()
        assert route.proved
        assert (route.visits, route.days) == best_by_force(errands, POINTS), seed


@pytest.mark.parametrize("seed", sampled(range(40), range(3, 40, 4)))
def test_as_few_visits_and_as_early_as_the_exact_solver_says(seed: int) -> None:
    chance = random.Random(seed)
    points = ("p", "q", "r", "s")[: chance.randint(2, 4)]
    errands = drawn(1_000 + seed, 20 if seed % 4 == 0 else 12, points, 8)
    route = plan_route(errands, [Place(point) for point in points])
    assert route.proved
    days = best_by_solver(errands, points, route.visits)
    assert days == route.days
    if route.visits:
        assert best_by_solver(errands, points, route.visits - 1) is None


@settings(max_examples=tries(200), deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(("fewest", "soonest", "nearest", "online", "one_place", "counters")),
)
def test_a_route_can_really_be_walked(seed: int, goal: Goal) -> None:
    errands = drawn(seed, 7)
    route = plan_route(errands, PLACES, goal)
    assert set(route.schedule.done) == {each.item for each in errands}
    walk(errands, route)


def walk(errands: list[Errand], route: Route) -> None:
    visits = route.schedule.visits
    assert [day for _, day in visits] == sorted(day for _, day in visits)
    for errand in errands:
        done = route.schedule.done[errand.item]
        assert all(route.schedule.done[each].through <= done.began for each in errand.before)
        if done.visit is None:
            assert done.option.point is None
        else:
            assert (done.option.point, done.began[0]) == visits[done.visit]
        if collects(done.option) and done.errand.options != tuple(each for each in errand.options if not each.point):
            if done.fetched is not None:
                place, day = visits[done.fetched]
                assert place in fetched_at(done.option, done.errand)
                assert day >= done.began[0] + done.option.least_days
        else:
            assert done.through[0] == done.began[0] + done.option.least_days
    for number in range(len(visits)):
        assert any(number in (each.visit, each.fetched) for each in route.schedule.done.values())
    path = critical(route.schedule)
    if path:
        assert route.schedule.done[path[-1]].through[0] == route.days
        through = [route.schedule.done[item].through[0] for item in path]
        assert through == sorted(through)


@settings(max_examples=tries(150), deadline=None)
@given(st.integers(0, 10_000))
def test_each_goal_is_best_at_what_it_is_for(seed: int) -> None:
    errands = drawn(seed, 6)
    chance = random.Random(seed)
    places = [Place(point, chance.randint(5, 60)) for point in POINTS]
    minutes = {each.id: each.minutes for each in places}
    routes = {
        goal: plan_route(errands, places, goal) for goal in ("fewest", "soonest", "nearest", "one_place", "online")
    }

    def way(goal: str) -> int:
        return sum(minutes[place] for place, _ in routes[goal].schedule.visits)

    def distinct(goal: str) -> int:
        return len({place for place, _ in routes[goal].schedule.visits})

    for goal, route in routes.items():
        assert routes["fewest"].visits <= route.visits
        if goal != "online":
            assert routes["soonest"].days <= route.days
            assert way("nearest") <= way(goal)
            assert distinct("one_place") <= distinct(goal)
    assert routes["soonest"].days == routes["fewest"].soonest
    for errand in errands:
        if any(each.point is None and not collects(each) for each in errand.options):
            assert routes["online"].schedule.done[errand.item].visit is None


@settings(max_examples=tries(100), deadline=None)
@given(st.integers(0, 10_000))
def test_more_ways_never_make_it_worse_and_more_errands_never_better(seed: int) -> None:
    errands = drawn(seed, 6)
    route = plan_route(errands, PLACES)
    # What is asked for from home and cannot be fetched anywhere is sent; a counter would change that.
    freer = [
        Errand(each.item, (*each.options, Option("q", 2)), each.before)
        if any(way.point for way in each.options)
        else each
        for each in errands
    ]
    eased = plan_route(freer, PLACES)
    assert eased.visits <= route.visits
    fewer = [each for each in errands if not any(each.item in other.before for other in errands)][:-1]
    kept = [each for each in errands if each in fewer or any(each.item in other.before for other in errands)]
    assert plan_route(kept, PLACES).visits <= route.visits


def test_what_nobody_offers_is_said_and_the_rest_is_planned() -> None:
    errands = [
        Errand("a", (Option("p", 0),)),
        Errand("b", (Option("nowhere", 0),)),
        Errand("c", (Option("p", 0),), frozenset({"b"})),
        Errand("d", (Option("p", 0),), frozenset({"e"})),
        Errand("e", (Option("p", 0),), frozenset({"d"})),
    ]
    route = plan_route(errands, PLACES)
    assert route.undone == ("b", "c", "d", "e")
    assert route.visits == 1


def test_the_earlier_finish_wins_among_equal_visits() -> None:
    route = plan_route([Errand("a", (Option("p", 9), Option("q", 2)))], PLACES)
    assert (route.visits, route.days, route.schedule.visits) == (1, 2, (("q", 0),))


def test_mail_saves_the_visit_that_fetches_and_costs_nothing_where_one_comes_by_anyway() -> None:
    card = Errand("card", (Option("p", 5, collect=True), Option("p", 5, mail=True, cost=20)))
    assert plan_route([card], PLACES).visits == 1
    later = Errand("later", (Option("p", 0),), frozenset({"wait"}))
    wait = Errand("wait", (Option(None, 7),))
    other = Errand("other", (Option("p", 0),))
    need = Errand("need", (Option("p", 0),), frozenset({"other", "wait"}))
    long = Errand("long", (Option("p", 3),), frozenset({"card"}))
    route = plan_route([card, wait, later, other, need], PLACES)
    assert (route.visits, route.schedule.cost) == (1, 20)
    route = plan_route([card, wait, later, long], PLACES)
    assert (route.visits, route.days, route.schedule.cost) == (2, 10, 0)


def test_a_slow_way_is_not_taken_when_a_faster_one_comes_on_the_way() -> None:
    errands = [
        Errand("deed", (Option("p", 0),)),
        Errand("card", (Option("p", 18), Option("q", 8))),
        Errand("tax", (Option("q", 0),)),
    ]
    route = plan_route(errands, PLACES)
    assert (route.visits, route.days) == (2, 8)


def test_fewer_places_win_among_equals() -> None:
    errands = [
        Errand("a", (Option("p", 0), Option("q", 0))),
        Errand("b", (Option("q", 5, collect=True), Option("r", 5, collect=True))),
        Errand("c", (Option("p", 0), Option("q", 0)), frozenset({"b"})),
    ]
    assert {place for place, _ in plan_route(errands, PLACES).schedule.visits} == {"q"}


@pytest.mark.parametrize("seed", sampled(range(20), (0, 4, 6, 10)))
def test_families_too_large_for_a_proof_get_a_plan_they_can_walk(seed: int) -> None:
    errands, places = family(seed, 60)
    route = plan_route(errands, places)
    assert route.first_proved
    assert len(route.schedule.done) == len(errands)
    walk(errands, route)


@pytest.mark.city
def test_people_of_the_sample_city_get_a_proved_plan() -> None:
    pack = city()
    book = open_book(pack)
    people = one_in(5, pack.cases)
    plans = [consult(book, case.checklists, case.answers, date.fromisoformat(case.on)).plan for case in people]
    assert all(plan.proved and not plan.undone for plan in plans if plan is not None)


def test_sixty_tasks_over_twelve_points_end() -> None:
    points = tuple(f"p{number}" for number in range(12))
    errands = [
        Errand(
            f"i{number}",
            (Option(points[number * 5 % 12], 0), Option(points[number * 7 % 12], number % 3)),
            frozenset({f"i{number - 7}"} if number % 4 == 0 and number >= 7 else ()),
        )
        for number in range(60)
    ]
    route = plan_route(errands, [Place(point) for point in points])
    assert route.undone == ()
    walk(errands, route)
