"""What would save a trip or a day, found by planning again without it: counterfactuals. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from config.centers import Text
from config.pack import Item
from server.rules.guidance.judge.verdict import Goal, Saving
from server.rules.guidance.plan.bundles import Bundled
from server.rules.guidance.route.best import Route, fewest_visits, plan_route, suited
from server.rules.guidance.route.errands import HOME, Errand, Place


def savings(
    errands: Sequence[Errand],
    places: Sequence[Place],
    route: Route,
    items: Mapping[str, Item],
    optional: Collection[str],
    goal: Goal,
) -> tuple[Saving, ...]:
    """Return what saves visits or days: leaving `optional` items out, mail, from home, another goal."""
    suiting = [suited(each, goal) for each in errands]
    base = route.visits if goal in ("fewest", "online", "counters") else fewest_visits(suiting, places)
    return (
        *_left_out(suiting, places, route, items, optional, base),
        *_by_mail(suiting, places, route, items, base),
        *(_from_home(errands, places, items, base) if goal == "counters" else ()),
        *_other_goals(errands, places, route, goal),
    )


def by_bundle(
    singly: Sequence[Errand], places: Sequence[Place], route: Route, together: Bundled, goal: Goal
) -> Iterator[Saving]:
    """Say what each bundle of the plan saves against `singly`, where everything that it stands for is done alone."""
    for item in dict.fromkeys(together.stands_for.values()):
        count, name = len(together.within(item)), together.items[item].name
        others = [suited(each, goal) for each in singly if each.item != item]
        alone = plan_route([each for each in others if each.options], places, goal)
        visits, days = max(alone.visits - route.visits, 0), max(alone.days - route.days, 0)
        zh, en = [], []
        if count > 1:
            zh.append(f"少填 {count - 1} 份申请")
            en.append(f"{count - 1} {'application' if count == 2 else 'applications'}")
        if visits:
            zh.append(f"少跑 {visits} 次")
            en.append(f"{visits} {_trips(visits)}")
        if days:
            zh.append(f"早 {days} 个工作日办完")
            en.append(f"{days} working {'day' if days == 1 else 'days'}")
        if zh:
            things = "matter" if count == 1 else "matters"
            text = Text(
                f"“{name.zh}”一次办好 {count} 件事：{'，'.join(zh)}。",
                f"“{name.en}” covers {count} {things} and saves {', '.join(en)}.",
            )
            yield Saving("bundle", item, text, visits, days)


def _left_out(
    errands: Sequence[Errand],
    places: Sequence[Place],
    route: Route,
    items: Mapping[str, Item],
    optional: Collection[str],
    base: int,
) -> Iterator[Saving]:
    needed = frozenset().union(*(each.before for each in errands))
    for item in optional:
        done = route.schedule.done.get(item)
        # What others build on cannot be left out alone, and what needs no visit saves none.
        if item in needed or done is None or (done.visit is None and done.fetched is None) or len(errands) == 1:
            continue
        saved = base - fewest_visits([each for each in errands if each.item != item], places)
        if saved > 0:
            name = items[item].name
            text = Text(
                f"不办“{name.zh}”可以少跑 {saved} 次。", f"Leave out “{name.en}” and save {saved} {_trips(saved)}."
            )
            yield Saving("leave_out", item, text, saved)


def _by_mail(
    errands: Sequence[Errand], places: Sequence[Place], route: Route, items: Mapping[str, Item], base: int
) -> Iterator[Saving]:
    for number, errand in enumerate(errands):
        done = route.schedule.done.get(errand.item)
        fetching = tuple(each for each in errand.options if not each.mail)
        if done is None or not done.option.mail or not fetching:
            continue
        others = [*errands[:number], replace(errand, options=fetching), *errands[number + 1 :]]
        saved = fewest_visits(others, places) - base
        if saved > 0:
            name, cost = items[errand.item].name, done.option.cost
            paid = Text(f"，邮费 {cost} 元" if cost else "", f" for {cost} yuan" if cost else "")
            text = Text(
                f"“{name.zh}”邮寄到家，少跑 {saved} 次{paid.zh}。",
                f"Having “{name.en}” sent by mail saves {saved} {_trips(saved)}{paid.en}.",
            )
            yield Saving("mail", errand.item, text, saved, cost=cost)


def _from_home(
    errands: Sequence[Errand], places: Sequence[Place], items: Mapping[str, Item], base: int
) -> Iterator[Saving]:
    for number, errand in enumerate(errands):
        if not any(each.point is HOME for each in errand.options):
            continue
        others = [errand if each == number else suited(other, "counters") for each, other in enumerate(errands)]
        saved = base - fewest_visits(others, places)
        if saved > 0:
            name = items[errand.item].name
            text = Text(
                f"“{name.zh}”在网上办，少跑 {saved} 次。",
                f"Doing “{name.en}” online saves {saved} {_trips(saved)}.",
            )
            yield Saving("from_home", errand.item, text, saved)


def _other_goals(errands: Sequence[Errand], places: Sequence[Place], route: Route, goal: Goal) -> Iterator[Saving]:
    sooner = route.days - route.soonest
    if sooner > 0 and goal != "soonest":
        days = "day" if sooner == 1 else "days"
        text = Text(
            f"多跑几次，最快可以提前 {sooner} 个工作日办完。",
            f"With more trips everything can be done up to {sooner} working {days} sooner.",
        )
        yield Saving("sooner", None, text, days=sooner)
    if goal != "fewest" and (fewer := route.visits - fewest_visits(errands, places)) > 0:
        text = Text(
            f"换成“少跑路”，可以少跑 {fewer} 次。", f"Going as rarely as possible saves {fewer} {_trips(fewer)}."
        )
        yield Saving("fewer", None, text, fewer)


def _trips(count: int) -> str:
    return "trip" if count == 1 else "trips"
