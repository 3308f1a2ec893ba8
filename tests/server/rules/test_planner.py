"""The fewest visits, against every order of visits that there is."""

from collections.abc import Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from config.pack import Item, Option
from server.rules.planner import plan_route
from tests.server.rules.small_pack import text

POINTS = ("p", "q", "r")
OPTION = st.builds(Option, st.sampled_from((*POINTS, None)), st.sampled_from((0, 0, 5)))


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Item], dict[str, frozenset[str]]]:
    """Draw up to five items whose prerequisites stand before them."""
    count = draw(st.integers(1, 5))
    items: list[Item] = []
    before: dict[str, frozenset[str]] = {}
    for number in range(count):
        options = draw(st.lists(OPTION, min_size=1, max_size=2, unique_by=lambda option: option.point))
        collect = draw(st.booleans()) and all(option.point is not None for option in options)
        made = tuple(Option(option.point, option.days, collect) for option in options)
        items.append(Item(f"i{number}", text(f"i{number}"), made))
        before[f"i{number}"] = frozenset(draw(st.sets(st.sampled_from(range(number)), max_size=2)) if number else ())
    return items, {name: frozenset(f"i{each}" for each in numbers) for name, numbers in before.items()}


def fewest_by_force(items: list[Item], before: Mapping[str, frozenset[str]], most: int = 7) -> int | None:
    """Try every sequence of points, doing at each stop whatever is possible, one small step at a time."""
    for visits in range(most):
        for sequence in product(POINTS, repeat=visits):
            if _all_done(items, before, sequence):
                return visits
    return None


def _all_done(items: list[Item], before: Mapping[str, frozenset[str]], sequence: tuple[str, ...]) -> bool:
    finished: set[str] = set()
    waiting: set[str] = set()
    fetch: set[str] = set()
    for stop in (None, *(each for point in sequence for each in (point, None))):
        finished |= waiting
        waiting = set()
        fetchable = set(fetch)
        moved = True
        while moved:
            moved = False
            for item in items:
                option = next((each for each in item.options if each.point == stop), None)
                if option is None or item.id in finished | waiting:
                    continue
                if item.id in fetchable:
                    finished.add(item.id)
                    moved = True
                elif item.id not in fetch and before[item.id] <= finished:
                    moved = True
                    if option.collect:
                        fetch.add(item.id)
                        if option.days == 0:
                            fetchable.add(item.id)
                    elif option.days == 0 or stop is None:
                        finished.add(item.id)
                    else:
                        waiting.add(item.id)
    return finished | waiting >= {item.id for item in items}


@settings(max_examples=250, deadline=None)
@given(problems())
def test_as_few_visits_as_any_order_of_visits(problem: tuple[list[Item], dict[str, frozenset[str]]]) -> None:
    items, before = problem
    route = plan_route(items, POINTS, lambda item: before[item.id])
    assert route.undone == ()
    assert route.visits == fewest_by_force(items, before)


@settings(max_examples=250, deadline=None)
@given(problems())
def test_a_route_can_really_be_walked(problem: tuple[list[Item], dict[str, frozenset[str]]]) -> None:
    items, before = problem
    route = plan_route(items, POINTS, lambda item: before[item.id])
    named = {item.id: item for item in items}
    done: dict[str, int] = {}
    submitted: set[str] = set()
    last = -1
    for trip in route.trips:
        assert trip.day >= 0
        if trip.point is not None:
            assert trip.day >= last
            last = trip.day
        for task in trip.tasks:
            option = next(each for each in named[task.item].options if each.point == trip.point)
            if task.kind == "submit":
                assert before[task.item] <= set(done)
                submitted.add(task.item)
            else:
                assert task.item in submitted
            if task.kind == "collect" or not option.collect:
                done[task.item] = trip.day + (0 if task.kind == "collect" else option.days)
    assert set(done) == set(named)


def test_what_nobody_offers_is_said_and_the_rest_is_planned() -> None:
    items = [Item("a", text("a"), (Option("p", 0),)), Item("b", text("b"), (Option("nowhere", 0),))]
    route = plan_route(items, POINTS, lambda _: frozenset())
    assert route.undone == ("b",)
    assert route.visits == 1


def test_the_earlier_finish_wins_among_equal_visits() -> None:
    items = [Item("a", text("a"), (Option("p", 9), Option("q", 2)))]
    route = plan_route(items, POINTS, lambda _: frozenset())
    assert (route.visits, route.days, route.trips[-1].point) == (1, 2, "q")


def test_sixty_tasks_over_twelve_points_end() -> None:
    points = tuple(f"p{number}" for number in range(12))
    items = [
        Item(
            f"i{number}",
            text("i"),
            (Option(points[number * 5 % 12], 0), Option(points[number * 7 % 12], number % 3)),
        )
        for number in range(60)
    ]
    before = {
        item.id: frozenset({f"i{number - 7}"} if number % 4 == 0 and number >= 7 else ())
        for number, item in enumerate(items)
    }
    route = plan_route(items, points, lambda item: before[item.id])
    assert route.undone == ()
