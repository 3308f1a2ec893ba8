"""Optional items that nobody has asked for: those that cost a trip or weeks are offered, the others are done. Pure."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from config.centers import Text
from config.words import both, series
from server.rules.guidance.judge.judged import Judged
from server.rules.guidance.judge.verdict import Offer, Plan, Wish

WEEKS: Final = 5
"""Working days from which on a plan that takes so much longer takes weeks."""
Figures = tuple[int, int]
"""Trips and working days."""


def offered(
    judged: Sequence[Judged],
    wish: Wish,
    without: Callable[[Collection[str]], Sequence[Judged]],
    planned: Callable[[Sequence[Judged]], Plan | None],
) -> tuple[Offer, ...]:
    """Return the items of `judged` that are better left out of the plan until somebody wants them.

    `without` judges anew, with those items left out; `planned` plans what was judged. What others wait for is done, and
    so is what would leave a chosen checklist with nothing.
    """
    off = {each.item.id for each in judged if _may_be_offered(each, judged, wish)}
    wanted = {each.item.id for each in judged if each.wanted}
    if off and not wanted - off <= _wanted(without(off)):
        off = {each for each in off if wanted - {each} <= _wanted(without({each}))}

    def figures(out: Collection[str]) -> Figures:
        plan = planned(without(out))
        return (plan.visits, plan.working_days) if plan else (0, 0)

    costs: dict[str, Figures] = {}
    while off:
        visits, days = figures(off)
        costs = {each: _more(figures(off - {each}), (visits, days)) for each in off}
        free = {each for each, (trips, longer) in costs.items() if trips <= 0 and longer < WEEKS}
        if not free:
            break
        off -= free
    return tuple(_offer(each, *costs[each.item.id]) for each in judged if each.item.id in off)


def _may_be_offered(one: Judged, judged: Sequence[Judged], wish: Wish) -> bool:
    if not one.wanted or one.asked_for or one.item.id in wish.take_in:
        return False
    return any(each.wanted and each.asked_for and each.checklist == one.checklist for each in judged)


def _wanted(judged: Sequence[Judged]) -> set[str]:
    return {each.item.id for each in judged if each.wanted}


def _more(than: Figures, base: Figures) -> Figures:
    return than[0] - base[0], than[1] - base[1]


def _offer(one: Judged, visits: int, days: int) -> Offer:
    said: list[Text] = []
    if visits > 0:
        said.append(both("{count} more trips" if visits > 1 else "{count} more trip", count=visits))
    if days > 0:
        said.append(
            both("done {count} working days later" if days > 1 else "done {count} working day later", count=days)
        )
    return Offer(one.item.id, one.item.name, series(said), one.item.gain, max(visits, 0), max(days, 0))
