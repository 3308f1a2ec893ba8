"""What would save a trip holds on days that have hours: it is what planning again without it comes to."""

from collections.abc import Sequence

import pytest

from config.item import Item, Option
from server.rules.day_time import OpenSpan
from server.rules.guidance.judge.verdict import Saving
from server.rules.guidance.plan.advice import savings
from server.rules.guidance.route.best import plan_route
from server.rules.guidance.route.errands import Errand, Place
from server.rules.guidance.route.town import Town
from tests.server.rules.guidance.route.sampled import sampled
from tests.server.rules.guidance.route.test_walking import POINTS, drawn, errand
from tests.server.rules.guidance.route.walked_by_force import by_force
from tests.server.rules.guidance.small_pack import text

MORNING = (OpenSpan(540, 720),)


def advised(errands: Sequence[Errand], town: Town, points: str = "".join(POINTS)) -> tuple[int, list[Saving]]:
    """Return the visits of the plan, and what it says would save some."""
    places = [Place(point, 1) for point in points]
    route = plan_route(errands, places, town=town)
    items = {each.item: Item(each.item, text(each.item), each.options) for each in errands}
    return route.visits, list(savings(errands, places, route, items, list(items), "fewest", town))


def test_leaving_out_what_makes_a_day_too_short_saves_a_trip() -> None:
    errands = [errand(each, Option("p", 0, minutes=80)) for each in "xyz"]
    town = Town({"p": lambda _: MORNING})
    visits, said = advised(errands, town, "p")
    assert visits == 2
    assert {(each.item, each.visits) for each in said} == {(each, 1) for each in "xyz"}
    assert advised(errands, Town(), "p") == (1, []), "without hours all of it is one visit"


def test_what_is_said_to_be_done_sooner_is_planned_so() -> None:
    errands = [errand("x", Option("p", 0)), errand("y", Option("p", 9), Option("q", 2))]
    tuesdays = Town({"p": lambda _: MORNING, "q": lambda day: MORNING if day >= 4 else ()})
    visits, said = advised(errands, tuesdays, "pq")
    assert (visits, [(each.kind, each.days) for each in said]) == (1, [("sooner", 3)])
    assert [each.days for each in advised(errands, Town(), "pq")[1]] == [7]


@pytest.mark.parametrize("block", sampled(range(8), (3,)))
def test_what_leaving_out_saves_is_what_anything_that_can_be_walked_saves(block: int) -> None:
    for seed in range(25 * block, 25 * block + 25):
        errands, town = drawn(seed)
        visits, said = advised(errands, town)
        fewer = {each.item: each.visits for each in said if each.kind == "leave_out"}
        needed = frozenset().union(*(each.before for each in errands))
        for each in errands:
            if each.item in needed:
                assert each.item not in fewer
                continue
            others = [other for other in errands if other.item != each.item]
            assert visits - by_force(others, town)[0] == fewer.get(each.item, 0), (seed, each.item)
