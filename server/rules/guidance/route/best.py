"""The best route for a set of errands: exact, by what the citizen puts first. Pure.

First comes what the goal weighs (visits, minutes on the way, places), by `server.rules.tours`; then the day on which
everything is done, by `server.rules.earliest`; then fewer places, fewer minutes, earlier visits, less cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from config.item import Option
from server.rules.guidance.judge.verdict import Goal
from server.rules.guidance.route.earliest import Search
from server.rules.guidance.route.errands import HOME, NEVER, Errand, Place, Problem, collects, problem_of
from server.rules.guidance.route.schedule import Schedule, Visit, cheaper, schedule
from server.rules.guidance.route.tours import Tours

MINUTE = 1000
"""What a minute on the way weighs where a visit weighs 1."""


@dataclass(frozen=True)
class Route:
    """A schedule; `undone` items have no way at all; unless `proved` there may be a better one.

    `soonest` is the day on which everything could be done with any number of visits. `first_proved` says of what the
    goal weighs first, of the visits for example, that less is not enough.
    """

    schedule: Schedule
    undone: tuple[str, ...]
    soonest: int = 0
    proved: bool = True
    first_proved: bool = True

    @property
    def visits(self) -> int:
        """Return how many times one has to go somewhere."""
        return len(self.schedule.visits)

    @property
    def days(self) -> int:
        """Return after how many working days everything is done."""
        return self.schedule.days


def plan_route(errands: Sequence[Errand], places: Sequence[Place], goal: Goal = "fewest") -> Route:
    """Return the best route for `errands` over `places`, which stand in order of preference among equals."""
    problem = problem_of([suited(each, goal) for each in errands], places)
    if goal == "one_place":
        return _fewest_places(problem)
    if goal == "soonest":
        return _soonest(problem)
    return _lightest(problem, [place.minutes * MINUTE + 1 if goal == "nearest" else 1 for place in problem.places])


def fewest_visits(errands: Sequence[Errand], places: Sequence[Place]) -> int:
    """Return the fewest visits alone: much cheaper than a route, for saying what would save one."""
    problem = problem_of(errands, places)
    return Tours(problem, [1] * len(problem.places)).fewest()


def suited(errand: Errand, goal: Goal) -> Errand:
    """Return `errand` with the ways that the goal allows.

    Online: none that needs a visit where one from home does not. Counters: only those with somebody behind a counter,
    nothing from home or at a machine, where there is such a way.
    """
    at_home = tuple(each for each in errand.options if each.point is HOME)
    if goal == "online":
        return replace(errand, options=tuple(each for each in at_home if not collects(each)) or errand.options)
    if goal == "counters":
        return replace(errand, options=_served(errand.options) or errand.options)
    return errand


def _served(options: Sequence[Option]) -> tuple[Option, ...]:
    """Return the ways with a person behind a counter, or else those that at least are not from home."""
    away = tuple(each for each in options if each.point is not HOME)
    return tuple(each for each in away if each.channel != "self_service") or away


def _lightest(problem: Problem, weights: Sequence[int]) -> Route:
    tours = Tours(problem, weights)
    return _route(Search(tours, tours.fewest()))


def _soonest(problem: Problem) -> Route:
    """Return the fewest visits among the routes that are through as soon as any number of visits allows."""
    tours = Tours(problem, [1] * len(problem.places))
    limit = tours.fewest()
    until = Search(tours, limit).soonest
    while (found := _route_or_none(Search(tours, limit, until))) is None:
        limit += 1
    return found


def _fewest_places(problem: Problem) -> Route:
    """Return the fewest visits among the routes that go to the fewest places."""
    needs = {
        sum(1 << place for place, there in enumerate(problem.at) if any(each.errand == errand for each in there))
        for errand, days in enumerate(problem.home)
        if days == NEVER
    }
    count = 0
    while not (chosen := [each for each in combinations(range(len(problem.places)), count) if _meets(each, needs)]):
        count += 1
    only = [problem_of(problem.errands, [problem.places[each] for each in places]) for places in chosen]
    tours = [Tours(each, [1] * len(each.places)) for each in only]
    limits = [each.fewest() for each in tours]
    limit = min(limits, default=0)
    routes = [_route(Search(each, limit)) for each, least in zip(tours, limits, strict=True) if least == limit]
    return min(routes, key=lambda route: (route.days, route.schedule.cost))


def _meets(places: Sequence[int], needs: set[int]) -> bool:
    bits = sum(1 << place for place in places)
    return all(need & bits for need in needs)


def _route(search: Search) -> Route:
    found = _route_or_none(search)
    if found is None:
        raise AssertionError("a tour of this weight was found before")
    return found


def _route_or_none(search: Search) -> Route | None:
    found = search.best()
    if found is None:
        return None
    visits = [(search.problem.places[place].id, day) for place, day in found.visits]
    made = schedule(search.problem.errands, visits)
    if made is None:
        raise AssertionError("a route that was found can be walked")
    made = cheaper(search.problem.errands, made)
    while len(used := _used(made)) < len(made.visits):
        made = cheaper(search.problem.errands, schedule(search.problem.errands, used) or made)
    return Route(made, search.problem.undone, search.soonest, search.proved, not search.exhausted)


def _used(found: Schedule) -> list[Visit]:
    """Return the visits at which something is done: a dearer way may have been the only reason for one."""
    used = {number for each in found.done.values() for number in (each.visit, each.fetched)}
    return [visit for number, visit in enumerate(found.visits) if number in used]
