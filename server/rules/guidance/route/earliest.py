"""Of all tours of a given weight the one that is through first: exact, by a search over visits with their days. Pure.

What could have been handed in earlier somewhere slower need not have been, so the visits and their days decide
everything else. Each visit is tried on every day on which something more becomes possible at its place; that is the
choice between going now and waiting. A state is dominated by one of no more weight and no later day in which nothing
comes later; of what is in the hand already it does not matter since when.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice
from operator import le

from config.item import Option
from server.rules.guidance.route.errands import NEVER
from server.rules.guidance.route.tours import Tours
from server.rules.guidance.route.town import Town

STATES_AT_MOST = 400
"""States to go on from before the best route found is taken for good."""
TIES_AT_MOST = 60
"""States to go on from when looking for a route that is as good and goes to fewer places."""
BEAM = 8
Rank = tuple[int, int, int]
Task = tuple[int, int, Option | None]
"""At which visit which errand is handed in by which way, or (None) fetched."""


@dataclass(frozen=True, slots=True)
class State:
    """After `visits` (place, day), weighing `spent`, on `day`.

    `through` is the day on which each errand is done if no visit follows, `lies` that on which each result can be
    fetched; `done` says of both, as bits, which there are. `places` (bits), `minutes` and `late` compare equals.
    Where the hours of a day count, it is `minute` of that day, and `tasks` are what was done until then.
    """

    spent: int
    day: int
    through: tuple[int, ...]
    lies: tuple[int, ...]
    done: int
    visits: tuple[tuple[int, int], ...] = ()
    places: int = 0
    minutes: int = 0
    late: int = 0
    minute: int = 0
    tasks: tuple[Task, ...] = ()

    @property
    def rank(self) -> Rank:
        """Return what is compared among routes that are through on the same day."""
        return self.places.bit_count(), self.minutes, self.late

    def as_good_as(self, other: "State", *, ranked: bool) -> bool:
        """Return whether nothing can follow on `other` that would not follow as well on this."""
        return (
            self.spent <= other.spent
            and (self.day < other.day or (self.day == other.day and self._as_early_there(other)))
            and (
                not ranked
                or (
                    self.places | other.places == other.places
                    and self.minutes <= other.minutes
                    and self.late <= other.late
                )
            )
            and all(map(le, self.through, other.through))
            and all(map(le, self.lies, other.lies))
        )

    def _as_early_there(self, other: "State") -> bool:
        """Return whether this is the same place on the same day, not later; without hours every place is."""
        there = self.visits[-1:] == other.visits[-1:] or not (self.minute or other.minute)
        return there and self.minute <= other.minute


class Search:
    """Routes over `tours` that weigh at most `limit` and are through by day `until`, on days on which places are open.

    How many visits a day has room for does not count here: see `server.rules.guidance.route.walking`.
    """

    def __init__(self, tours: Tours, limit: int, town: Town, until: int = NEVER) -> None:
        self._tours = tours
        self._town = town
        self._limit = limit
        self._until = until
        self.problem = problem = tours.problem
        self._anywhere = [sent for sent, _ in problem.sent]
        self._slots: list[list[int]] = [[] for _ in problem.errands]
        for there in (each for place in problem.at for each in place):
            if there.slot >= 0:
                self._slots[there.errand].append(there.slot)
            days = min(there.direct, there.fetched)
            self._anywhere[there.errand] = min(days, self._anywhere[there.errand])
        self._home = [
            (errand, days, sent, slots)
            for errand, (days, (sent, slots)) in enumerate(zip(problem.home, problem.sent, strict=True))
            if days < NEVER or slots
        ]
        through, lies = [NEVER] * len(problem.errands), [NEVER] * problem.slots
        done = self._from_home(through, lies, 0)
        self._start = State(0, 0, tuple(through), tuple(lies), done)
        self.soonest = self._at_best(self._start, NEVER)
        self.exhausted = tours.exhausted
        self.proved = not tours.exhausted

    def best(self) -> State | None:
        """Return the best route there is, or None."""
        found = self._first(STATES_AT_MOST)
        if found is None:
            return None if self.proved else self._hasty()
        self._until = max(found.through, default=0)
        return self._better(found, TIES_AT_MOST)

    def _first(self, at_most: int) -> State | None:
        """Return a route that is through first: what can be through first is gone on from first."""
        heap: list[tuple[int, int, Rank, int, State]] = []
        kept: dict[int, list[State]] = {}
        following: Iterable[State] = (self._start,)
        serial = 0
        for _ in range(at_most):
            for state in following:
                soonest = self._at_best(state, self._limit - state.spent)
                if soonest <= self._until and self._new(kept, state, ranked=False):
                    serial += 1
                    heappush(heap, (soonest, -len(state.visits), state.rank, serial, state))
            if not heap:
                return None
            soonest, _, _, _, state = heappop(heap)
            through = self._through(state)
            if through <= soonest:
                return state
            if through <= self._until and through < NEVER:
                # Further visits may make it sooner; where none does, it is left as it is.
                serial += 1
                heappush(heap, (through, -len(state.visits), state.rank, serial, state))
            following = self._following(state)
        self.proved = False
        return None

    def _better(self, known: State, at_most: int) -> State:
        """Return a route of better rank than `known` that is through as soon, or `known`."""
        stack = [self._start]
        kept: dict[int, list[State]] = {}
        while stack and at_most:
            at_most -= 1
            state = stack.pop()
            if state.rank >= known.rank:
                continue
            if self._through(state) <= self._until:
                known = state
                continue
            after = [
                each
                for each in self._following(state)
                if each.rank < known.rank
                and self._at_best(each, self._limit - each.spent) <= self._until
                and self._new(kept, each, ranked=True)
            ]
            stack += sorted(after, key=lambda each: each.rank, reverse=True)
        return known

    def _hasty(self) -> State | None:
        """Return a good route: after every visit only the few states that look best are gone on from."""
        states = [self._start]
        while states:
            complete = [each for each in states if self._through(each) < NEVER]
            if complete:
                return min(complete, key=lambda each: (self._through(each), each.rank))
            after = [
                (self._at_best(each, self._limit - each.spent), each.rank, number, each)
                for number, each in enumerate(each for state in states for each in self._following(state))
            ]
            states = list(islice((each for *_, each in sorted(after)), BEAM))
        return self._waiting()

    def _waiting(self) -> State | None:
        """Return a route of few visits that waits before each until as much as can be is ready."""
        state = self._start
        for place in self._tours.tour(self._limit):
            soonest = self._town.open_from(self.problem.places[place].id, state.day)
            state = self._visit(state, place, max(self._days(state, place), default=soonest))
        return state

    def _through(self, state: State) -> int:
        return max(state.through, default=0)

    def _new(self, kept: dict[int, list[State]], state: State, *, ranked: bool) -> bool:
        """Return whether no state met before is as good as `state`, and keep it in mind then."""
        others = kept.setdefault(state.done, [])
        if any(each.as_good_as(state, ranked=ranked) for each in others):
            return False
        others.append(state)
        return True

    def _following(self, state: State) -> Iterator[State]:
        """Yield the states after one more visit from which the limit can be kept."""
        tours = self._tours
        for place, weight in enumerate(tours.weights):
            left = self._limit - state.spent - weight
            if left < 0 or tours.at_least(tours.visit(state.done, place), state.done, place) > left:
                continue
            for day in reversed(self._days(state, place)):
                after = self._visit(state, place, day)
                # Who goes earlier gets less done: what is hopeless later is so all the more.
                if tours.at_least(after.done, state.done, place) > left or not tours.enough(after.done, left):
                    break
                yield after

    def _days(self, state: State, place: int) -> list[int]:
        """Return the days on which something more, or something sooner, becomes possible at `place`."""
        days = set()
        here: dict[int, int] = {}
        for there in self.problem.at[place]:
            errand, now = there.errand, state.through[there.errand]
            if now <= state.day:
                continue
            lies = state.lies[there.slot] if there.slot >= 0 else NEVER
            if lies < NEVER and max(lies, state.day) < now:
                here[errand] = max(lies, state.day)
                days.add(here[errand])
            ready = state.day
            for before in self.problem.before[errand]:
                ready = max(ready, min(here.get(before, NEVER), state.through[before]))
            if ready + there.direct < now:
                days.add(ready)
                if there.direct == 0:
                    here[errand] = min(ready, here.get(errand, NEVER))
            if ready + there.fetched < min(lies, now):
                days.add(ready)
        name = self.problem.places[place].id
        return sorted({self._town.open_from(name, day) for day in days} - {NEVER})

    def _visit(self, state: State, place: int, day: int) -> State:
        """Return what is after a visit to `place` on `day`."""
        through, lies, done = list(state.through), list(state.lies), state.done
        for there in self.problem.at[place]:
            errand = there.errand
            if through[errand] <= day:
                continue
            if there.slot >= 0 and lies[there.slot] <= day:
                through[errand] = day
            elif all(through[before] <= day for before in self.problem.before[errand]):
                through[errand] = min(through[errand], day + there.direct)
                if there.fetched < NEVER:
                    lies[there.slot] = min(lies[there.slot], day + there.fetched)
                    done |= 1 << self._tours.count + there.slot
            if through[errand] < NEVER:
                done |= 1 << errand
        done = self._from_home(through, lies, done)
        return State(
            state.spent + self._tours.weights[place],
            day,
            tuple([each if each > day else day for each in through]),
            tuple([each if each > day else day for each in lies]),
            done,
            (*state.visits, (place, day)),
            state.places | 1 << place,
            state.minutes + self.problem.places[place].minutes,
            state.late + day,
        )

    def _from_home(self, through: list[int], lies: list[int], done: int) -> int:
        """Do from home what can be done from there, as soon as it can; return the bits of all that is done then."""
        for errand, days, sent, slots in self._home:
            ready = 0
            for before in self.problem.before[errand]:
                ready = max(ready, through[before])
            if ready + days < through[errand]:
                through[errand] = ready + days
                done |= 1 << errand
            for slot in slots:
                if ready + sent < lies[slot]:
                    lies[slot] = ready + sent
                    done |= 1 << self._tours.count + slot
        return done

    def _at_best(self, state: State, left: int) -> int:
        """Return the day before which nothing can make it all through, with visits anywhere on any day from now on."""
        if not left:
            return max(state.through, default=0)
        day = state.day
        best: list[int] = []
        for errand, now in enumerate(state.through):
            if now > day:
                ready = 0
                for before in self.problem.before[errand]:
                    ready = max(ready, best[before])
                now = min(now, ready + self.problem.home[errand], max(ready, day) + self._anywhere[errand])
                for slot in self._slots[errand]:
                    now = min(now, max(day, state.lies[slot]))
            best.append(now)
        return max(best, default=0)
