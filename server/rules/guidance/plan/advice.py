"""What would save a trip or a day, found by planning again without it: counterfactuals. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from config.item import Item
from config.words import both, series
from server.rules.guidance.judge.verdict import Goal, Saving
from server.rules.guidance.plan.bundles import Bundled
from server.rules.guidance.route.best import Route, fewest_visits, plan_route, suited
from server.rules.guidance.route.errands import HOME, Errand, Place
from server.rules.guidance.route.town import Town


@dataclass(frozen=True)
class _Planned:
    """The `route` that was planned for `errands` by `goal`, and what plans them otherwise: with hours, as it was."""

    errands: Sequence[Errand]
    places: Sequence[Place]
    route: Route
    goal: Goal
    town: Town

    @property
    def suiting(self) -> list[Errand]:
        """Return the errands with the ways that the goal allows."""
        return [suited(each, self.goal) for each in self.errands]

    def visits(self, errands: Sequence[Errand]) -> int:
        """Return how many times one has to go somewhere for `errands`, whose ways are those allowed, by the goal."""
        goal = self.goal if self.goal in ("nearest", "soonest", "one_place") else "fewest"
        return plan_route(errands, self.places, goal, self.town).visits

    def fewer(self, errands: Sequence[Errand]) -> int:
        """Return how many visits less than the route `errands` take, 0 where it is not less."""
        # Without hours it is never more, and much cheaper to say.
        if fewest_visits(errands, self.places) >= self.route.visits:
            return 0
        return max(self.route.visits - self.visits(errands), 0)


def savings(
    errands: Sequence[Errand],
    places: Sequence[Place],
    route: Route,
    items: Mapping[str, Item],
    optional: Collection[str],
    goal: Goal,
    town: Town,
) -> tuple[Saving, ...]:
    """Return what saves visits or days: leaving `optional` items out, mail, from home, another goal.

    Each is the difference between `route` and the one that is planned with that changed, so it holds.
    """
    planned = _Planned(errands, places, route, goal, town)
    return (
        *_left_out(planned, items, optional),
        *_by_mail(planned, items),
        *(_from_home(planned, items) if goal == "counters" else ()),
        *_other_goals(planned),
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


def _left_out(planned: _Planned, items: Mapping[str, Item], optional: Collection[str]) -> Iterator[Saving]:
    errands = planned.suiting
    needed = frozenset().union(*(each.before for each in errands))
    for item in optional:
        done = planned.route.schedule.done.get(item)
        # What others build on cannot be left out alone, and what needs no visit saves none.
        if item in needed or done is None or (done.visit is None and done.fetched is None) or len(errands) == 1:
            continue
        saved = planned.fewer([each for each in errands if each.item != item])
        if saved > 0:
            one, several = "Leave out “{item}” and save {fewer} trip.", "Leave out “{item}” and save {fewer} trips."
            text = both(several if saved > 1 else one, item=items[item].name, fewer=saved)
            yield Saving("leave_out", item, text, saved)


def _by_mail(planned: _Planned, items: Mapping[str, Item]) -> Iterator[Saving]:
    errands = planned.suiting
    for number, errand in enumerate(errands):
        done = planned.route.schedule.done.get(errand.item)
        fetching = tuple(each for each in errand.options if not each.mail)
        if done is None or not done.option.mail or not fetching:
            continue
        others = [*errands[:number], replace(errand, options=fetching), *errands[number + 1 :]]
        saved = planned.visits(others) - planned.route.visits
        if saved > 0:
            name, cost = items[errand.item].name, done.option.cost
            paid = both(" for {cost} yuan", cost=cost) if cost else ""
            one = "Having “{item}” sent by mail saves {fewer} trip{paid}."
            several = "Having “{item}” sent by mail saves {fewer} trips{paid}."
            text = both(several if saved > 1 else one, item=name, fewer=saved, paid=paid)
            yield Saving("mail", errand.item, text, saved, cost=cost)


def _from_home(planned: _Planned, items: Mapping[str, Item]) -> Iterator[Saving]:
    for number, errand in enumerate(planned.errands):
        if not any(each.point is HOME for each in errand.options):
            continue
        others = planned.suiting
        others[number] = errand
        saved = planned.fewer(others)
        if saved > 0:
            one, several = "Doing “{item}” online saves {fewer} trip.", "Doing “{item}” online saves {fewer} trips."
            text = both(several if saved > 1 else one, item=items[errand.item].name, fewer=saved)
            yield Saving("from_home", errand.item, text, saved)


def _other_goals(planned: _Planned) -> Iterator[Saving]:
    """Say what another goal saves; `soonest` of a route is a day that no plan beats, with or without hours."""
    route, goal = planned.route, planned.goal
    if goal != "soonest" and route.days > route.soonest:
        soonest = plan_route(planned.suiting, planned.places, "soonest", planned.town)
        more, sooner = soonest.visits - route.visits, route.days - soonest.days
        if sooner > 0:
            one = "With more trips everything can be done {sooner} working day sooner."
            several = "With more trips everything can be done {sooner} working days sooner."
            if more <= 0:
                one = "At other places everything can be done {sooner} working day sooner."
                several = "At other places everything can be done {sooner} working days sooner."
            yield Saving("sooner", None, both(several if sooner > 1 else one, sooner=sooner), days=sooner)
    if goal != "fewest" and fewest_visits(planned.errands, planned.places) < route.visits:
        fewer = route.visits - plan_route(planned.errands, planned.places, "fewest", planned.town).visits
        if fewer > 0:
            one = "Going as rarely as possible saves {fewer} trip."
            several = "Going as rarely as possible saves {fewer} trips."
            yield Saving("fewer", None, both(several if fewer > 1 else one, fewer=fewer), fewer)
