"""The plan for what can be done: stops in order, papers merged, advice on what would save a trip. Pure."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from config.centers import Text
from config.pack import Item
from server.rules.checklist import Judged, has, needs_of, prerequisites
from server.rules.condition import Known
from server.rules.index import Index
from server.rules.materials import papers
from server.rules.planner import Route, Task, Trip, plan_route
from server.rules.verdict import Plan, Step, Stop, Wish

FROM_HOME = Text("在家网上办", "From home, online")


def plan_for(book: Index, judged: Sequence[Judged], at: Known, wish: Wish) -> Plan | None:
    """Return the plan for everything that can be done and is wanted, or None when there is nothing."""
    doable = [each for each in judged if each.wanted]
    if not doable:
        return None
    items = [each.item for each in doable]
    route = _route(book, items, at)
    # What the plan itself gives nobody has to bring, unless they have it already.
    brought = frozenset(output for item in items for output in item.outputs if not has(book.documents[output], at))
    named = {item.id: item for item in items}
    return Plan(
        route.visits,
        tuple(_stop(book, trip, named) for trip in route.trips),
        papers([(item.id, need) for item in items for need in needs_of(item, at)], book.documents, brought),
        route.days,
        route.last,
        _advice(book, doable, route, at),
    )


def _route(book: Index, items: Sequence[Item], at: Known) -> Route:
    among = {item.id: item for item in items}
    before = {item.id: prerequisites(book, item, among, at) for item in items}
    placed = [replace(item, options=book.options[item.id]) for item in items]
    return plan_route(placed, [point.id for point in book.pack.points], lambda item: before[item.id])


def _stop(book: Index, trip: Trip, items: Mapping[str, Item]) -> Stop:
    steps = tuple(_step(items[task.item], task, trip.point) for task in trip.tasks)
    if trip.point is None:
        return Stop(None, FROM_HOME, None, (), None, steps)
    point = book.points[trip.point]
    lines = [service for task in trip.tasks if (service := items[task.item].service) in point.services and service]
    return Stop(point.id, point.name, point.center, tuple(dict.fromkeys(lines)), point.hours, steps)


def _step(item: Item, task: Task, point: str | None) -> Step:
    option = task.options[point]
    fee = item.fee if task.kind == "submit" else 0
    return Step(item.id, item.name, task.kind, option.channel, option.days, fee)


def _advice(book: Index, doable: Sequence[Judged], route: Route, at: Known) -> tuple[Text, ...]:
    """Say which optional item costs a trip of its own."""
    advice = []
    for each in doable:
        others = [other.item for other in doable if other is not each]
        if not each.optional or not others:
            continue
        saved = route.visits - _route(book, others, at).visits
        if saved > 0:
            name = each.item.name
            trips = "trip" if saved == 1 else "trips"
            advice.append(
                Text(f"不办“{name.zh}”可以少跑 {saved} 次。", f"Leave out “{name.en}” and save {saved} {trips}.")
            )
    return tuple(advice)
