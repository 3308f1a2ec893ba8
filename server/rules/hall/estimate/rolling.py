"""Virtual dispatch: the line and the counters as they are now, rolled forward until a ticket is called.

Everybody in line could be called at once, and no two of them ever change places. Then it makes no difference whether
counters pick people in the order of time, or people pick the counter that is free first in the order of the line: who
stands behind never delays who stands before. Picking by people needs no clock and looks only at those who go first.

Not looked at are people who are still to come with more credit, and breaks that nobody announced: the range is widened
for them by what they cost lately (`calibration`).
"""

from collections.abc import Collection, Iterable, Sequence
from heapq import heapify, heapreplace
from math import inf
from typing import Final

import msgspec

from server.rules.hall.estimate.learning import Learned
from server.rules.hall.estimate.sampling import DEALT, LEVELS, SAMPLES, left, orders, outcomes
from server.rules.hall.line import InLine, order

EFFORT: Final = 12_000
"""So many people are dispatched at most, all samples together: the longer the line, the less its samples differ."""
FEWEST: Final = 5

Free = tuple[float, int]
"""When a counter is free, and which one."""


class InHand(msgspec.Struct, frozen=True):
    """What a counter does now: one for `service`, called at `since` (ms)."""

    service: str
    since: int


class Desk(msgspec.Struct, frozen=True):
    """A counter as it is now: what it serves, who works there, what they have in hand, when they are away.

    `away` are intervals of moments (ms) in order in which nobody is called, as far as they are known: lunch, a break,
    closing time without end.
    """

    services: frozenset[str]
    person: str
    in_hand: InHand | None = None
    away: tuple[tuple[float, float], ...] = ()


def within_reach(service: str, desks: Iterable[Desk]) -> set[str]:
    """Return the services whose people can make those of `service` wait, through counters that serve both."""
    left_over, reached, grown = list(desks), {service}, True
    while grown:
        near = [desk for desk in left_over if not reached.isdisjoint(desk.services)]
        grown = bool(near)
        left_over = [desk for desk in left_over if reached.isdisjoint(desk.services)]
        reached = reached.union(*(desk.services for desk in near))
    return reached


def rolled(
    ticket: InLine, waiting: Iterable[InLine], desks: Sequence[Desk], known: Learned, now: int, seed: int = 1
) -> list[float]:
    """Return how long (ms) `ticket` waits from `now` on until it is called, once for each roll-out, sorted.

    At most `SAMPLES` of them, fewer where very many are called before; `inf` where no counter ever calls it.
    `waiting` may hold the ticket itself.
    """
    reach = within_reach(ticket.service, desks)
    place = order(ticket)
    before = sorted((each for each in waiting if each.service in reach and order(each) < place), key=order)
    near = [desk for desk in desks if not reach.isdisjoint(desk.services)]
    if not any(ticket.service in desk.services for desk in near):
        return [inf]
    samples = max(FEWEST, min(SAMPLES, EFFORT // (len(before) + 1)))
    hall = _Hall(near, known, now)
    steps = hall.steps(before)
    last = hall.lines(ticket.service)
    return sorted(max(0.0, hall.run(steps, last, sample, seed) - now) for sample in range(samples))


class _Hall:
    """Counters in groups that serve the same, each a heap of who is free first."""

    def __init__(self, desks: Sequence[Desk], known: Learned, now: int) -> None:
        self._desks = desks
        self._known = known
        self._now = now
        self._speeds = [known.speed(desk.person) for desk in desks]
        self._first_away = [desk.away[0][0] if desk.away else inf for desk in desks]
        self._cv = round(known.cv * 20) / 20
        self._outcomes = outcomes(self._cv, round(known.no_shows * 50) / 50)
        self._idle_from = [self._back(number, now) for number in range(len(desks))]
        self._in_hand: dict[int, tuple[float, float]] = {}
        """Of each busy counter how much of a usual service is done, and how long that is (ms)."""
        for number, desk in enumerate(desks):
            if desk.in_hand is not None and (usual := known.mean(desk.in_hand.service) * self._speeds[number]) > 0:
                self._in_hand[number] = (now - desk.in_hand.since) / usual, usual
        groups: dict[frozenset[str], list[Free]] = {}
        self._members: dict[frozenset[str], list[int]] = {}
        for number, desk in enumerate(desks):
            groups.setdefault(desk.services, [])
            self._members.setdefault(desk.services, []).append(number)
        self._groups = groups

    def lines(self, service: str) -> list[list[Free]]:
        """Return the groups that serve `service`."""
        return [group for services, group in self._groups.items() if service in services]

    def steps(self, before: Sequence[InLine]) -> list[tuple[list[list[Free]], float]]:
        """Return for each person the groups that can call them and how long their service takes."""
        of: dict[str, tuple[list[list[Free]], float]] = {}
        steps = []
        for ticket in before:
            if ticket.service not in of:
                of[ticket.service] = (self.lines(ticket.service), self._known.mean(ticket.service))
            # A family takes as long as its cases do one after the other.
            lines, mean = of[ticket.service]
            cases = getattr(ticket, "cases", 1)
            steps.append((lines, mean) if cases == 1 else (lines, mean * cases))
        return steps

    def run(
        self,
        steps: Sequence[tuple[list[list[Free]], float]],
        last: Collection[list[Free]],
        sample: int,
        seed: int,
    ) -> float:
        """Let everybody be called in turn; return when a counter of `last` is free then."""
        levels = orders(seed)[sample]
        self._begin(levels)
        speeds, first_away, no_show, table = self._speeds, self._first_away, self._known.no_show_ms, self._outcomes
        # Orders that begin anew are for lines longer than any hall has seen.
        rounds = levels if len(steps) <= DEALT else levels * (len(steps) // DEALT + 1)
        for (groups, mean), level in zip(steps, rounds, strict=False):
            group = groups[0]
            if len(groups) > 1:
                for other in groups:
                    if other[0] < group[0]:
                        group = other
            at, desk = group[0]
            factor = table[level]
            at += mean * speeds[desk] * factor if factor >= 0 else no_show
            heapreplace(group, (at if at < first_away[desk] else self._back(desk, at), desk))
        return min(group[0][0] for group in last)

    def _begin(self, levels: Sequence[int]) -> None:
        """Let every counter end what it has in hand."""
        for services, group in self._groups.items():
            group[:] = [(self._free(desk, levels[-1 - desk % LEVELS]), desk) for desk in self._members[services]]
            heapify(group)

    def _free(self, number: int, level: int) -> float:
        if number not in self._in_hand:
            return self._idle_from[number]
        done, usual = self._in_hand[number]
        return self._back(number, self._now + left(self._cv, done, level) * usual)

    def _back(self, number: int, at: float) -> float:
        """Return `at`, or when the counter is back if it is away then."""
        for begins, ends in self._desks[number].away:
            if begins <= at < ends:
                at = ends
        return at
