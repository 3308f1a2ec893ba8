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
from server.rules.guidance.route.town import Town
from server.rules.guidance.route.walking import Walking

MINUTE = 1000
"""What a minute on the way weighs where a visit weighs 1."""


DAYS_MORE = 15
TRIES_TO_SPREAD = 12
VISITS_MORE = 4
"""So much more is tried where the days of the best route are too short for it."""


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


def plan_route(
    errands: Sequence[Errand], places: Sequence[Place], goal: Goal = "fewest", town: Town | None = None
) -> Route:
    """Return the best route for `errands` over `places`, which stand in order of preference among equals.

    Each of its days can be walked in `town`; without one all places are always open and nothing takes time.
    """
    town = town or Town()
    known = [each for each in places if town.open_from(each.id, 0) < NEVER]
    problem = problem_of([suited(each, goal) for each in errands], known, town.at_least_as_open)
    if goal == "one_place":
        return _fewest_places(problem, town)
    if goal == "soonest":
        return _soonest(problem, town)
    weights = [place.minutes * MINUTE + 1 if goal == "nearest" else 1 for place in problem.places]
    return _lightest(problem, weights, town)


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


def _lightest(problem: Problem, weights: Sequence[int], town: Town) -> Route:
    tours = Tours(problem, weights)
    limit = tours.fewest()
    return _best_walked(tours, town, limit)


def _soonest(problem: Problem, town: Town) -> Route:
    """Return the fewest visits among the routes that are through as soon as any number of visits allows."""
    tours = Tours(problem, [1] * len(problem.places))
    fewest = limit = tours.fewest()
    until = _earliest(tours, town, max(limit, 2 * len(problem.errands)))
    while Search(tours, limit, town, until).best() is None:
        limit += 1
    found = _route(Search(tours, limit, town, until), town)
    if found is not None and found.proved:
        return found
    for day in range(until, until + DAYS_MORE):
        for more in range(limit - fewest + VISITS_MORE):
            walking = Walking(tours, fewest + more, town, day)
            if (state := walking.best()) is not None:
                return _of(walking, walking.schedule_of(state))
    return found or _walked(tours, town, limit)


def _earliest(tours: Tours, town: Town, most: int) -> int:
    """Return the first day on which all can be done with `most` visits; with so many, each thing has its own."""
    until = Search(tours, most, town).soonest
    if Search(tours, most, town, until).best() is not None:
        return until
    # Places are closed on the days on which it could be done.
    found = Search(tours, most, town).best()
    if found is None:
        raise AssertionError("what has a way can be done")
    return max(found.through, default=0)


def _fewest_places(problem: Problem, town: Town) -> Route:
    """Return the fewest visits among the routes that go to the fewest places."""
    needs = {
        sum(1 << place for place, there in enumerate(problem.at) if any(each.errand == errand for each in there))
        for errand, days in enumerate(problem.home)
        if days == NEVER
    }
    count = 0
    while not (chosen := [each for each in combinations(range(len(problem.places)), count) if _meets(each, needs)]):
        count += 1
    only = [
        problem_of(problem.errands, [problem.places[each] for each in places], town.at_least_as_open)
        for places in chosen
    ]
    tours = [Tours(each, [1] * len(each.places)) for each in only]
    limits = [each.fewest() for each in tours]
    limit = min(limits, default=0)
    routes = [_best_walked(each, town, limit) for each, least in zip(tours, limits, strict=True) if least == limit]
    return min(routes, key=lambda route: (route.visits, route.days, route.schedule.cost))


def _meets(places: Sequence[int], needs: set[int]) -> bool:
    bits = sum(1 << place for place in places)
    return all(need & bits for need in needs)


def _route(search: Search, town: Town) -> Route | None:
    """Return the best route that `search` finds, or None when its days are too short in `town`."""
    found = search.best()
    if found is None:
        raise AssertionError("a tour of this weight was found before")
    visits = [(search.problem.places[place].id, day) for place, day in found.visits]
    made = schedule(search.problem.errands, visits)
    if made is None:
        raise AssertionError("a route that was found can be walked")
    for each in (_cheapest(search.problem, made), made):
        if town.walk(each) is not None:
            return _of(search, each)
    spread = _spread(search.problem, made, town)
    if spread is None:
        return None
    route = _of(search, spread)
    return route if spread.days == made.days else replace(route, proved=False)


def _best_walked(tours: Tours, town: Town, limit: int) -> Route:
    """Return the best route of weight `limit` that can be walked."""
    search = Search(tours, limit, town)
    found = _route(search, town)
    if found is not None and (found.proved or not search.proved):
        return found
    walked = _walked(tours, town, limit)
    return walked if found is None or (walked.visits, walked.days) <= (found.visits, found.days) else found


def _walked(tours: Tours, town: Town, limit: int) -> Route:
    """Return the best route of which every day can be walked, with more visits than `limit` only where it must be."""
    lightest = min(tours.weights, default=1)
    for more in range(VISITS_MORE):
        walking = Walking(tours, limit + more * lightest, town)
        if (state := walking.best()) is not None:
            made = walking.schedule_of(state)
            sure = more == 0 or len(set(tours.weights)) == 1
            return replace(_of(walking, made), proved=walking.proved and sure)
        if not walking.proved:
            break
    # Something takes longer than any day has hours: the route is told as it is.
    search = Search(tours, limit, town)
    return replace(_route(search, Town()) or _of(search, Schedule((), {})), proved=False)


def _spread(problem: Problem, made: Schedule, town: Town) -> Schedule | None:
    """Return `made` with its visits on so many more days that each can be walked, or None where that does not do."""
    found: Schedule | None = made
    visits = list(made.visits)
    for _ in range(TRIES_TO_SPREAD):
        if found is None or (full := town.too_much(found)) is None:
            return found
        place, day = visits[full]
        if not full or visits[full - 1][1] < day:
            return None
        for number in range(full, len(visits)):
            place, on = visits[number]
            visits[number] = place, town.open_from(place, max(on, day + 1))
            day = visits[number][1] - 1
        found = schedule(problem.errands, visits)
    return None


def _of(search: Search, made: Schedule) -> Route:
    return Route(made, search.problem.undone, search.soonest, search.proved, not search.exhausted)


def _cheapest(problem: Problem, made: Schedule) -> Schedule:
    """Return `made` with cheaper ways, and without visits at which nothing is left to do."""
    made = cheaper(problem.errands, made)
    while len(used := _used(made)) < len(made.visits):
        made = cheaper(problem.errands, schedule(problem.errands, used) or made)
    return made


def _used(found: Schedule) -> list[Visit]:
    """Return the visits at which something is done: a dearer way may have been the only reason for one."""
    used = {number for each in found.done.values() for number in (each.visit, each.fetched)}
    return [visit for number, visit in enumerate(found.visits) if number in used]
