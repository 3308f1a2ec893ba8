"""The whole answer to a citizen: one questionnaire, verdicts, one plan, over all chosen checklists. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from config.centers import Text
from config.pack import Item, Pack, Value
from server.rules.asking import about_left, asked, counted, questions
from server.rules.checklist import Judged, judge, needs_of, prerequisites
from server.rules.condition import Known, known, truth
from server.rules.materials import papers
from server.rules.planner import Route, Task, Trip, plan_route
from server.rules.verdict import Consultation, Knowledge, Plan, Step, Stop

FROM_HOME = Text("在家网上办", "From home, online")


def consult(pack: Pack, checklists: Sequence[str], answers: Mapping[str, Value], today: date) -> Consultation:
    """Weigh `answers` (question id -> value) for `checklists` on the day `today`.

    Answers to questions that are not asked of this person, or that do not fit, do not count. The plan is there as soon
    as nothing that matters is unknown.
    """
    at = known(pack, counted(pack, answers, known(pack, {}, today)), today)
    judged = judge(pack, checklists, at)
    left = questions(pack, checklists, judged, at)
    plan = None if any(each.state == "unknown" and each.asks for each in judged) else _plan(pack, judged, at)
    return Consultation(
        tuple(checklists),
        left,
        about_left(pack, left, judged, at),
        asked(pack, checklists, at),
        tuple(each.verdict for each in judged),
        plan,
        _knowledge(pack, checklists, judged, at),
        f"{pack.id}@{pack.revision}",
    )


def _plan(pack: Pack, judged: Sequence[Judged], at: Known) -> Plan | None:
    doable = [each for each in judged if each.state == "can"]
    if not doable:
        return None
    items = [each.item for each in doable]
    route = _route(pack, items, at)
    documents = {each.id: each for each in pack.documents}
    # What the plan itself gives nobody has to bring, unless they have it already.
    brought = frozenset(
        output
        for item in items
        for output in item.outputs
        if (held := documents[output].held) is not None and truth(held, at) is not True
    )
    named = {item.id: item for item in items}
    return Plan(
        route.visits,
        tuple(_stop(pack, trip, named) for trip in route.trips),
        papers([(item.id, need) for item in items for need in needs_of(item, at)], documents, brought),
        route.days,
        route.last,
        _advice(pack, doable, route, at),
    )


def _route(pack: Pack, items: Sequence[Item], at: Known) -> Route:
    among = {item.id: item for item in items}
    before = {item.id: prerequisites(pack, item, among, at) for item in items}
    return plan_route(items, [point.id for point in pack.points], lambda item: before[item.id])


def _stop(pack: Pack, trip: Trip, items: Mapping[str, Item]) -> Stop:
    steps = tuple(_step(items[task.item], task, trip.point) for task in trip.tasks)
    point = next((each for each in pack.points if each.id == trip.point), None)
    if point is None:
        return Stop(None, FROM_HOME, None, None, None, steps)
    return Stop(point.id, point.name, point.center, point.service, point.hours, steps)


def _step(item: Item, task: Task, point: str | None) -> Step:
    option = task.options[point]
    fee = item.fee if task.kind == "submit" else 0
    return Step(item.id, item.name, task.kind, option.channel, option.days, fee)


def _advice(pack: Pack, doable: Sequence[Judged], route: Route, at: Known) -> tuple[Text, ...]:
    """Say which optional item costs a trip of its own."""
    advice = []
    for each in doable:
        others = [other.item for other in doable if other is not each]
        if not each.optional or not others:
            continue
        saved = route.visits - _route(pack, others, at).visits
        if saved > 0:
            name = each.item.name
            trips = "trip" if saved == 1 else "trips"
            advice.append(
                Text(f"不办“{name.zh}”可以少跑 {saved} 次。", f"Leave out “{name.en}” and save {saved} {trips}.")
            )
    return tuple(advice)


def _knowledge(pack: Pack, checklists: Sequence[str], judged: Sequence[Judged], at: Known) -> tuple[Knowledge, ...]:
    """Return the knowledge points of these checklists and items that concern this person."""
    items = {each.item.id for each in judged}
    return tuple(
        Knowledge(point.id, point.text, point.source.document, _reviewed(point.reviewed_by, point.expires, at.today))
        for point in pack.knowledge
        if (set(point.checklists) & set(checklists) or set(point.items) & items) and truth(point.when, at) is not False
    )


def _reviewed(by: str | None, expires: str | None, today: date) -> bool:
    return by is not None and (expires is None or today <= date.fromisoformat(expires))
