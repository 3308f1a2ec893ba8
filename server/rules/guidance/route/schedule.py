"""Who does what when on a given tour: each errand as early as it can be, then cheaper where nothing is lost. Pure.

Errands do not stand in each other's way, so on given visits each is done in the way that is through first; what could
have been handed in earlier somewhere slower was never handed in there. A moment is (day, place in the order of that
day): visit `k` is 2k+1, what is done from home after it 2k+2, and what only had to be waited for 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.item import Option
from server.rules.guidance.route.errands import HOME, Errand, collects, fetched_at

Visit = tuple[str, int]
Moment = tuple[int, int]


@dataclass(frozen=True)
class Done:
    """One errand done by `option`: handed in at visit `visit` (None: from home), fetched at visit `fetched`, if at all.

    `began` is when it was handed in, `through` when its result is in the hand.
    """

    errand: Errand
    option: Option
    began: Moment
    through: Moment
    visit: int | None
    fetched: int | None = None


@dataclass(frozen=True)
class Schedule:
    """All errands done on `visits` (place, day), prerequisites first."""

    visits: tuple[Visit, ...]
    done: Mapping[str, Done]

    @property
    def days(self) -> int:
        """Return the day on which everything is done."""
        return max((each.through[0] for each in self.done.values()), default=0)

    @property
    def cost(self) -> int:
        """Return what the ways cost beside the fees."""
        return sum(each.option.cost for each in self.done.values())


def schedule(
    errands: Sequence[Errand],
    visits: Sequence[Visit],
    *,
    only: Mapping[str, Sequence[Option]] | None = None,
    not_before: Mapping[str, int] | None = None,
) -> Schedule | None:
    """Return each of `errands` (prerequisites first) done as early as possible on `visits`, or None if one cannot.

    `only` restricts the ways of an item; `not_before` is the first day on which it may be begun.
    """
    done: dict[str, Done] = {}
    for errand in errands:
        ready = max((done[each].through for each in errand.before if each in done), default=(0, 0))
        ready = max(ready, ((not_before or {}).get(errand.item, 0), 0))
        best: Done | None = None
        for option in (only or {}).get(errand.item, errand.options):
            way = _way(errand, option, visits, ready)
            if way and (best is None or (way.through, way.option.cost) < (best.through, best.option.cost)):
                best = way
        if best is None:
            return None
        done[errand.item] = best
    return Schedule(tuple(visits), done)


def cheaper(errands: Sequence[Errand], found: Schedule, not_before: Mapping[str, int] | None = None) -> Schedule:
    """Return `found` with cheaper ways wherever everything is done by the same day all the same."""
    only: dict[str, Sequence[Option]] = {}
    for errand in sorted(errands, key=lambda each: -found.done[each.item].option.cost):
        cost = found.done[errand.item].option.cost
        for less in sorted({option.cost for option in errand.options if option.cost < cost}):
            tried = {**only, errand.item: [option for option in errand.options if option.cost <= less]}
            again = schedule(errands, found.visits, only=tried, not_before=not_before)
            if again is not None and again.days <= found.days and again.cost < found.cost:
                only, found = tried, again
                break
    return found


def critical(found: Schedule) -> tuple[str, ...]:
    """Return the items that decide the last day, in the order they are done: each waits for the one before it."""
    if not found.days:
        return ()
    last = next(item for item, each in reversed(tuple(found.done.items())) if each.through[0] == found.days)
    path = [last]
    seen = {last}
    item: str | None = last
    while item is not None:
        item = _waited_for(found, item, seen)
        if item is not None:
            seen.add(item)
            path.insert(0, item)
    return tuple(path)


def _waited_for(found: Schedule, item: str, seen: set[str]) -> str | None:
    """Return the item whose end `item` had to wait for, directly or because the whole visit did."""
    each = found.done[item]
    if each.fetched is not None and each.began[0] + each.option.least_days < found.visits[each.fetched][1]:
        return _visit_waited_for(found, each.fetched, seen)
    day = each.began[0]
    if day == 0:
        return None
    for before in each.errand.before:
        if before in found.done and before not in seen and found.done[before].through[0] == day:
            return before
    return None if each.visit is None else _visit_waited_for(found, each.visit, seen)


def _visit_waited_for(found: Schedule, visit: int, seen: set[str]) -> str | None:
    """Return the item that made `visit`, or one before it on the same day, as late as it is."""
    day = found.visits[visit][1]
    for item, each in found.done.items():
        lies = each.began[0] + each.option.least_days
        if item not in seen and each.fetched is not None and found.visits[each.fetched][1] == day == lies:
            return item
        if each.visit is not None and each.began[0] == day:
            for before in each.errand.before:
                if before in found.done and before not in seen and found.done[before].through == (day, 0):
                    return before
    return None


def _way(errand: Errand, option: Option, visits: Sequence[Visit], ready: Moment) -> Done | None:
    """Return `errand` done by `option` as early as `visits` allow, or None."""
    visit = None
    began = (ready[0], ready[1] + ready[1] % 2)
    if option.point is not HOME:
        visit = _first(visits, (option.point,), ready)
        if visit is None:
            return None
        began = (visits[visit][1], 2 * visit + 1)
    through = (began[0] + option.least_days, 0) if option.least_days else began
    if not collects(option):
        return Done(errand, option, began, through, visit)
    fetched = _first(visits, fetched_at(option, errand), through)
    if fetched is None:
        return None
    return Done(errand, option, began, (visits[fetched][1], 2 * fetched + 1), visit, fetched)


def done_by(
    errand: Errand, option: Option, visits: Sequence[Visit], ready: Moment, visit: int | None, fetched: Sequence[int]
) -> list[Done]:
    """Return `errand` done by `option` at visit `visit` (None: from home) in each way in which its result is fetched.

    That is at one of the visits `fetched`; nothing where none of these is one at which the result lies.
    """
    began = (ready[0], ready[1] + ready[1] % 2) if visit is None else (visits[visit][1], 2 * visit + 1)
    through = (began[0] + option.least_days, 0) if option.least_days else began
    if not collects(option):
        return [Done(errand, option, began, through, visit)]
    lies = fetched_at(option, errand)
    return [
        Done(errand, option, began, (visits[each][1], 2 * each + 1), visit, each)
        for each in fetched
        if visits[each][0] in lies and (visits[each][1], 2 * each + 1) >= through
    ]


def _first(visits: Sequence[Visit], places: Sequence[str], ready: Moment) -> int | None:
    """Return the first visit to one of `places` that comes after `ready`."""
    for number, (place, day) in enumerate(visits):
        if place in places and (day, 2 * number + 1) >= ready:
            return number
    return None
