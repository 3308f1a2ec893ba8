"""What of a plan can be queued for at one center: today, or later and after what. Pure."""

import msgspec

from server.rules.guidance.judge.verdict import Plan, Step, Stop


class First(msgspec.Struct, frozen=True):
    """A thing to do before: `stop` says where."""

    stop: Stop
    step: Step


class Queueing(msgspec.Struct, frozen=True):
    """The stop at this center that a ticket is for.

    `today` can be gone to now; where there is none, `later` is the earliest one here, to be made from its day on when
    all of `first` is done. Neither means that nothing of the plan is done here.
    """

    today: Stop | None = None
    later: Stop | None = None
    first: tuple[First, ...] = ()


def queueing(plan: Plan, center: str | None) -> Queueing:
    """Return what can be queued for at `center`: of what is possible today that which waits for nothing first."""
    here = [stop for stop in plan.stops if stop.point is not None and stop.center == center and stop.services]
    if center is None or not here:
        return Queueing()
    waits = {number: _first(plan, stop) for number, stop in enumerate(here)}
    # What is settled from home on the same day can be done on the way, or while one waits.
    today = [number for number, stop in enumerate(here) if stop.day == 0 and not any(map(_elsewhere, waits[number]))]
    if today:
        return Queueing(today=here[min(today, key=lambda number: len(waits[number]))])
    return Queueing(later=here[0], first=waits[0])


def lines_first(stop: Stop) -> dict[str, tuple[str, ...]]:
    """Return which lines of `stop` come before which: those where something is done that the other waits for."""
    line = {step.item: step.service for step in stop.steps}
    found: dict[str, tuple[str, ...]] = {}
    for step in stop.steps:
        before = (line[each] for each in step.before if each in line)
        here = step.service
        if here is not None:
            more = tuple(each for each in before if each is not None and each != here)
            found[here] = tuple(dict.fromkeys((*found.get(here, ()), *more)))
    return {service: lines for service, lines in found.items() if lines}


def _first(plan: Plan, stop: Stop) -> tuple[First, ...]:
    """Return what `stop` waits for, each thing once, in the order of the plan."""
    found: dict[str, First] = {}
    for before in plan.stops:
        for step in before.steps:
            if step.item in stop.after:
                found.setdefault(step.item, First(before, step))
    return tuple(found.values())


def _elsewhere(first: First) -> bool:
    return first.stop.point is not None
