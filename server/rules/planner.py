"""The fewest trips for a set of items: exact, by breadth-first search over the sets of what is done. Pure.

Doing at a point all that can be done there is never worse (what is done only makes more possible), and what needs no
trip is done between trips for free; so a state is the set of tasks done, and a step is a visit to one point.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from config.pack import Item, Option

HOME = None
ROUTES_AT_MOST = 400
"""Routes of the fewest trips that are compared by time; more only exist where many points offer the same."""


@dataclass(frozen=True)
class Task:
    """Handing an item in, or fetching its result; `before` are the numbers of tasks that come first."""

    item: str
    kind: Literal["submit", "collect"]
    options: Mapping[str | None, Option]
    before: frozenset[int]


@dataclass(frozen=True)
class Trip:
    """One visit (or, with `point` None, what is done from home then): the tasks in order, the day it happens."""

    point: str | None
    tasks: tuple[Task, ...]
    day: int


@dataclass(frozen=True)
class Route:
    """All trips; `days` working days until everything is done, decided by item `last`; `undone` items have no way."""

    trips: tuple[Trip, ...]
    visits: int
    days: int
    last: str | None
    undone: tuple[str, ...]


def tasks_of(items: Sequence[Item], before: Callable[[Item], frozenset[str]]) -> tuple[Task, ...]:
    """Return the tasks of `items`; an item is done when its result is in the hand, so its last task counts."""
    numbers: dict[str, int] = {}
    for item in items:
        numbers[item.id] = (max(numbers.values()) + 1 if numbers else 0) + (1 if _collects(item) else 0)
    tasks: list[Task] = []
    for item in items:
        first = frozenset(numbers[each] for each in before(item) if each in numbers)
        tasks.append(Task(item.id, "submit", {each.point: each for each in item.options}, first))
        if _collects(item):
            there = {each.point: Option(each.point, 0) for each in item.options if each.collect}
            tasks.append(Task(item.id, "collect", there, frozenset((len(tasks) - 1,))))
    return tuple(tasks)


def plan_route(items: Sequence[Item], points: Sequence[str], before: Callable[[Item], frozenset[str]]) -> Route:
    """Return a route with the fewest visits; among those the earliest to finish, then the fewest places.

    Among equals the points that stand first in `points` win.
    """
    tasks = tasks_of(items, before)
    reach = _reachable(tasks, points)
    undone = tuple(sorted({task.item for number, task in enumerate(tasks) if not reach >> number & 1}))
    routes = _fewest(tasks, points, reach)
    best = min((_timed(tasks, route) for route in routes), key=lambda timed: timed[0])
    _, trips, days, last = best
    visits = sum(1 for trip in trips if trip.point is not HOME)
    return Route(trips, visits, days, last, undone)


def _collects(item: Item) -> bool:
    """Tell whether every way of doing `item` ends with coming back for it."""
    return all(each.collect for each in item.options)


def _fewest(tasks: Sequence[Task], points: Sequence[str], goal: int) -> list[tuple[tuple[str | None, int], ...]]:
    """Return the routes of the fewest visits, each as (point, tasks done after it), home first."""
    start = _closure(tasks, HOME, 0)
    frontier: dict[int, list[tuple[tuple[str | None, int], ...]]] = {start: [((HOME, start),)]}
    seen = {start}
    while goal not in frontier:
        following: dict[int, list[tuple[tuple[str | None, int], ...]]] = {}
        for done, ways in frontier.items():
            for point in points:
                there = _closure(tasks, point, done)
                if there == done:
                    continue
                after = _closure(tasks, HOME, there)
                if after in seen and after not in following:
                    continue
                step: tuple[tuple[str | None, int], ...] = ((point, there), (HOME, after))
                kept = following.setdefault(after, [])
                kept.extend((*way, *step) for way in ways[: ROUTES_AT_MOST - len(kept)])
                seen.add(after)
        frontier = _undominated(following)
    return frontier[goal]


def _undominated(
    frontier: dict[int, list[tuple[tuple[str | None, int], ...]]],
) -> dict[int, list[tuple[tuple[str | None, int], ...]]]:
    """Drop every state of which another one of the same number of visits has done all and more."""
    kept: list[int] = []
    for done in sorted(frontier, key=int.bit_count, reverse=True):
        if not any(done | other == other for other in kept):
            kept.append(done)
    return {done: frontier[done] for done in frontier if done in kept}


def _closure(tasks: Sequence[Task], point: str | None, done: int) -> int:
    """Return `done` and all that can be done at `point` in one visit (or from home with any waiting)."""
    ready = done
    grown = True
    now = done
    while grown:
        grown = False
        for number, task in enumerate(tasks):
            if now >> number & 1 or point not in task.options:
                continue
            if all(ready >> first & 1 for first in task.before):
                now |= 1 << number
                # What takes days is not in the hand yet during the same visit; from home there is time to wait.
                if point is HOME or task.options[point].days == 0:
                    ready |= 1 << number
                grown = True
    return now


def _reachable(tasks: Sequence[Task], points: Sequence[str]) -> int:
    done, before = _closure(tasks, HOME, 0), -1
    while done != before:
        before = done
        for point in (*points, HOME):
            done = _closure(tasks, point, done)
    return done


def _timed(
    tasks: Sequence[Task], route: tuple[tuple[str | None, int], ...]
) -> tuple[tuple[int, int], tuple[Trip, ...], int, str | None]:
    """Return (what to compare, trips, days, item that decides): each visit as early as what it builds on allows."""
    finished: dict[int, int] = {}
    trips: list[Trip] = []
    day, done = 0, 0
    for point, after in route:
        new = [number for number in range(len(tasks)) if (after & ~done) >> number & 1]
        inside = set(new)
        if point is not HOME:
            waits = (finished[first] for number in new for first in tasks[number].before if first not in inside)
            day = max([day, *waits])
        for number in _in_order(tasks, new):
            begins = max([day, *(finished.get(first, 0) for first in tasks[number].before)])
            finished[number] = begins + tasks[number].options[point].days
        if new:
            trips.append(Trip(point, tuple(tasks[number] for number in _in_order(tasks, new)), day))
        done = after
    days = max(finished.values(), default=0)
    last = next((tasks[number].item for number, at in finished.items() if at == days and days), None)
    places = len({trip.point for trip in trips if trip.point is not HOME})
    return (days, places), tuple(trips), days, last


def _in_order(tasks: Sequence[Task], numbers: Sequence[int]) -> list[int]:
    ordered: list[int] = []
    left = list(numbers)
    while left:
        ready = next(number for number in left if not any(first in left for first in tasks[number].before))
        ordered.append(ready)
        left.remove(ready)
    return ordered
