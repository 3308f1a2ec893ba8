"""All ways to walk few errands, tried one after the other: slow, and sure."""

from collections.abc import Iterator, Sequence

from config.item import Option
from server.rules.guidance.route.errands import Errand, collects
from server.rules.guidance.route.town import Town

LAST_DAY = 9
VISITS_AT_MOST = 7
FETCHED_IN = 10


def by_force(errands: Sequence[Errand], town: Town) -> tuple[int, int]:
    """Return the fewest visits, and with those the earliest day on which all is done."""
    points = sorted({each.point for errand in errands for each in errand.options if each.point is not None})
    world = _World(errands, points, town)
    start = world.from_home((frozenset(), frozenset()))
    states = {(0, "", 0, *start)}
    for visits in range(VISITS_AT_MOST + 1):
        through = [world.day(got) for _, _, _, got, _ in states if len(got) == len(errands)]
        if through:
            return visits, min(through)
        states = {after for state in states for after in world.following(state)}
    raise AssertionError("there is no way")


State = tuple[int, str, int, frozenset[tuple[str, int]], frozenset[tuple[str, str, int]]]


class _World:
    def __init__(self, errands: Sequence[Errand], points: Sequence[str], town: Town) -> None:
        self.errands = {each.item: each for each in errands}
        self.points = points
        self.town = town

    def day(self, got: frozenset[tuple[str, int]]) -> int:
        return max((day for _, day in got), default=0)

    def lies_at(self, errand: Errand, option: Option) -> tuple[str, ...]:
        if option.point is not None:
            return (option.point,)
        return tuple(sorted({each.point for each in errand.options if each.point is not None}))

    def waits(self, errand: Errand, option: Option) -> bool:
        """What is asked for from home and can be fetched nowhere is sent."""
        return collects(option) and bool(self.lies_at(errand, option))

    def from_home(
        self, known: tuple[frozenset[tuple[str, int]], frozenset[tuple[str, str, int]]]
    ) -> tuple[frozenset[tuple[str, int]], frozenset[tuple[str, str, int]]]:
        """Do from home, in every way, whatever can be done: it takes nobody's time."""
        got, lying = dict(known[0]), {(item, place): day for item, place, day in known[1]}
        while True:
            before = dict(got), dict(lying)
            for errand in self.errands.values():
                if not errand.before <= got.keys():
                    continue
                ready = max((got[each] for each in errand.before), default=0)
                for option in errand.options:
                    if option.point is not None:
                        continue
                    ends = ready + option.least_days
                    if not self.waits(errand, option):
                        got[errand.item] = min(ends, got.get(errand.item, ends))
                        continue
                    for place in self.lies_at(errand, option):
                        lying[errand.item, place] = min(ends, lying.get((errand.item, place), ends))
            if before == (got, lying):
                return frozenset(got.items()), frozenset((*each, day) for each, day in lying.items())

    def following(self, state: State) -> Iterator[State]:
        last, at, minute, got, lying = state
        for place in self.points:
            for day in range(last, LAST_DAY + 1):
                arrives = minute + self.town.way(at, place) if at and day == last else 0
                if not self.town.spans(place, day):
                    continue
                for minutes, (has, lies) in self.visits(place, day, got, lying):
                    stay = self.town.stay(place, day, arrives, minutes)
                    if stay is not None:
                        yield day, place, stay[1], *self.from_home((has, lies))

    def visits(
        self, place: str, day: int, got: frozenset[tuple[str, int]], lying: frozenset[tuple[str, str, int]]
    ) -> Iterator[tuple[int, tuple[frozenset[tuple[str, int]], frozenset[tuple[str, str, int]]]]]:
        """Every choice of what is done at `place` on `day`, at least one thing."""
        reached = {(got, lying): 0}
        frontier = [(got, lying)]
        while frontier:
            here = frontier.pop()
            for minutes, after in self.steps(place, day, *here):
                total = reached[here] + minutes
                if total < reached.get(after, 100_000):
                    reached[after] = total
                    frontier.append(after)
        for known, minutes in reached.items():
            if known != (got, lying):
                yield minutes, known

    def steps(
        self, place: str, day: int, got: frozenset[tuple[str, int]], lying: frozenset[tuple[str, str, int]]
    ) -> Iterator[tuple[int, tuple[frozenset[tuple[str, int]], frozenset[tuple[str, str, int]]]]]:
        has = dict(got)
        for item, errand in self.errands.items():
            if has.get(item, 100) <= day:
                continue
            if any(each[0] == item and each[1] == place and each[2] <= day for each in lying):
                yield FETCHED_IN, (frozenset({**has, item: day}.items()), lying)
            if not all(has.get(each, 100) <= day for each in errand.before):
                continue
            for option in errand.options:
                if option.point != place:
                    continue
                ends = day + option.least_days
                if self.waits(errand, option):
                    yield option.minutes or 15, (got, lying | {(item, place, ends)})
                elif ends < has.get(item, 100):
                    yield option.minutes or 15, (frozenset({**has, item: ends}.items()), lying)
