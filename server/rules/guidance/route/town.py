"""What a day in town takes: when places are open, how far the next is, and how long things take there. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from config.item import Option
from server.rules.day_time import OpenSpan
from server.rules.guidance.route.errands import NEVER
from server.rules.guidance.route.schedule import Schedule

USUAL_MINUTES: Final = 15
"""What a thing takes at a counter where nothing else is written."""
FETCHING: Final = 10
"""Minutes in which a result is fetched."""
FARTHEST: Final = 400
"""So many working days ahead a place is looked for open; beyond them it never is."""
ANY_TIME: Final = (OpenSpan(0, NEVER),)

Opens = Callable[[int], Sequence[OpenSpan]]
Times = tuple[int, int]
"""Minutes of a day at which a stop begins and ends."""


def minutes_of(option: Option) -> int:
    """Return how many minutes it takes to hand something in by `option`."""
    return USUAL_MINUTES if option.minutes is None else option.minutes


class Town:
    """Places that `opens` tells the hours of on a working day of the plan; nobody knows those of the others.

    `ways` are minutes between two places; where none is written, people go by the middle of town, so many `minutes`
    from each. A day begins at the door of its first place; on the first day of the plan nobody can be at a place before
    the minute that `begins` has for it. `wider` tells of two places with known hours whether the first is open whenever
    the other is.
    """

    def __init__(
        self,
        opens: Mapping[str, Opens] | None = None,
        minutes: Mapping[str, int] | None = None,
        ways: Mapping[frozenset[str], int] | None = None,
        wider: Callable[[str, str], bool] | None = None,
        begins: Mapping[str, int] | None = None,
    ) -> None:
        self._opens = opens or {}
        self._minutes = minutes or {}
        self._ways = ways or {}
        self._wider = wider or (lambda one, other: one == other)
        self._begins = begins or {}
        self._spans: dict[tuple[str, int], tuple[OpenSpan, ...]] = {}
        self._following: dict[tuple[str, int], int] = {}

    def knows(self, place: str) -> bool:
        """Return whether somebody knows when `place` is open."""
        return place in self._opens

    def spans(self, place: str, day: int) -> tuple[OpenSpan, ...]:
        """Return when `place` is open on `day`, as far as one can still be there; nothing when it is closed."""
        known = self._spans.get((place, day))
        if known is None:
            whole = tuple(self._opens[place](day)) if place in self._opens else ANY_TIME
            known = self._spans[place, day] = whole if day else self._left(whole, self._begins.get(place, 0))
        return known

    @staticmethod
    def _left(spans: tuple[OpenSpan, ...], begins: int) -> tuple[OpenSpan, ...]:
        """Return what is left of `spans` from the minute `begins` on."""
        return tuple(OpenSpan(max(each.opens, begins), each.closes) for each in spans if each.closes > begins)

    def open_from(self, place: str, day: int) -> int:
        """Return the first day from `day` on which `place` is open, NEVER when there is none."""
        if place not in self._opens or day >= NEVER:
            return day
        known = self._following.get((place, day))
        if known is None:
            ahead = (each for each in range(day, day + FARTHEST) if self.spans(place, each))
            known = self._following[place, day] = next(ahead, NEVER)
        return known

    def way(self, one: str, other: str) -> int:
        """Return the minutes from `one` place to another."""
        if one == other:
            return 0
        known = self._ways.get(frozenset((one, other)))
        return self._minutes.get(one, 0) + self._minutes.get(other, 0) if known is None else known

    def stay(self, place: str, day: int, arrives: int, minutes: int) -> Times | None:
        """Return when what takes so many `minutes` begins and ends for who `arrives` then; None: not on that day.

        A break stops it, and it goes on afterwards.
        """
        begins: int | None = None
        for span in self.spans(place, day):
            now = max(arrives, span.opens)
            if now >= span.closes:
                continue
            begins = now if begins is None else begins
            if now + minutes <= span.closes:
                return begins, now + minutes
            minutes -= span.closes - now
        return None

    def room(self, place: str, day: int, arrives: int) -> int:
        """Return the minutes that `place` is open for who `arrives` then on `day`."""
        return sum(max(span.closes - max(arrives, span.opens), 0) for span in self.spans(place, day))

    def at_least_as_open(self, place: str, other: str) -> bool:
        """Return whether `place` is open whenever `other` is, as far as anybody knows."""
        if self._begins.get(place, 0) > self._begins.get(other, 0):
            return False
        return not self.knows(place) or (self.knows(other) and self._wider(place, other))

    def walk(self, found: Schedule) -> tuple[Times, ...] | None:
        """Return when each visit of `found` begins and ends, or None when its days are too short for them."""
        times = self._times(found)
        return tuple(times) if len(times) == len(found.visits) else None

    def too_much(self, found: Schedule) -> int | None:
        """Return the first visit of `found` that its day has no room for, None when all have."""
        times = self._times(found)
        return len(times) if len(times) < len(found.visits) else None

    def _times(self, found: Schedule) -> list[Times]:
        """Return the times of the visits up to the first that cannot be made."""
        taken = [0] * len(found.visits)
        for done in found.done.values():
            if done.visit is not None:
                taken[done.visit] += minutes_of(done.option)
            if done.fetched is not None:
                taken[done.fetched] += FETCHING
        times: list[Times] = []
        for number, (place, day) in enumerate(found.visits):
            arrives = 0
            if number and found.visits[number - 1][1] == day:
                arrives = times[-1][1] + self.way(found.visits[number - 1][0], place)
            stay = self.stay(place, day, arrives, taken[number])
            if stay is None:
                break
            times.append(stay)
        return times
