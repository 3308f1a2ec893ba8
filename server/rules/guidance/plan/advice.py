"""What would save a trip or a day, found by planning again without it: counterfactuals. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from config.item import Item
from config.words import both, series
from server.rules.guidance.judge.verdict import Goal, Saving
from server.rules.guidance.plan.bundles import Bundled
from server.rules.guidance.route.best import Route, fewest_visits, plan_route, suited
from server.rules.guidance.route.errands import HOME, Errand, Place
from server.rules.guidance.route.town import Town


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
    singly: Sequence[Errand], places: Sequence[Place], route: Route, together: Bundled, goal: Goal, town: Town
) -> Iterator[Saving]:
    """Say what each bundle of the plan saves against `singly`, where everything that it stands for is done alone."""
    for item in dict.fromkeys(together.stands_for.values()):
        count, name = len(together.within(item)), together.items[item].name
        others = [suited(each, goal) for each in singly if each.item != item]
        alone = plan_route([each for each in others if each.options], places, goal, town)
        visits, days = max(alone.visits - route.visits, 0), max(alone.days - route.days, 0)
        saved = []
        if count > 1:
            saved.append(both("{fewer} applications" if count > 2 else "{fewer} application", fewer=count - 1))
        if visits:
            saved.append(both("{fewer} trips" if visits > 1 else "{fewer} trip", fewer=visits))
        if days:
            saved.append(both("{sooner} working days" if days > 1 else "{sooner} working day", sooner=days))
        if saved:
            one = "“{item}” covers {count} matter and saves {saved}."
            several = "“{item}” covers {count} matters and saves {saved}."
            text = both(several if count > 1 else one, item=name, count=count, saved=series(saved))
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
            one, several = "Leave out “{item}” and save {fewer} trip.", "Leave out “{item}” and save {fewer} trips."
            text = both(several if saved > 1 else one, item=items[item].name, fewer=saved)
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
            paid = both(" for {cost} yuan", cost=cost) if cost else ""
            one = "Having “{item}” sent by mail saves {fewer} trip{paid}."
            several = "Having “{item}” sent by mail saves {fewer} trips{paid}."
            text = both(several if saved > 1 else one, item=name, fewer=saved, paid=paid)
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
            one, several = "Doing “{item}” online saves {fewer} trip.", "Doing “{item}” online saves {fewer} trips."
            text = both(several if saved > 1 else one, item=items[errand.item].name, fewer=saved)
            yield Saving("from_home", errand.item, text, saved)


def _other_goals(errands: Sequence[Errand], places: Sequence[Place], route: Route, goal: Goal) -> Iterator[Saving]:
    sooner = route.days - route.soonest
    if sooner > 0 and goal != "soonest":
        one = "With more trips everything can be done up to {sooner} working day sooner."
        several = "With more trips everything can be done up to {sooner} working days sooner."
        text = both(several if sooner > 1 else one, sooner=sooner)
        yield Saving("sooner", None, text, days=sooner)
    if goal != "fewest" and (fewer := route.visits - fewest_visits(errands, places)) > 0:
        one = "Going as rarely as possible saves {fewer} trip."
        several = "Going as rarely as possible saves {fewer} trips."
        text = both(several if fewer > 1 else one, fewer=fewer)
        yield Saving("fewer", None, text, fewer)
