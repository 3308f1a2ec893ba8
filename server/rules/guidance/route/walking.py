"""The best route of which every day can be walked, where the days of the best one without hours are too short. Pure.

Being somewhere takes time here, so it is no longer right to do at a place all that can be done there: what waits for
another visit may leave room for a further place on the same day. Each choice is a state of its own. A day begins at the
door of its first place; who arrives earlier somewhere, on the same day and with no less done, is never worse off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from config.item import Option
from server.rules.guidance.route.earliest import Search, State, Task
from server.rules.guidance.route.errands import HOME, NEVER, collects
from server.rules.guidance.route.schedule import Done, Schedule, done_by
from server.rules.guidance.route.tours import Tours
from server.rules.guidance.route.town import FETCHING, Times, Town, minutes_of

CHOSEN_AMONG: Final = 7
"""So many things are chosen among at one visit; of more, all of them or as many as there is time for."""
WALKED_AT_MOST: Final = 600
"""States to go on from before a good route is taken."""
LOOKED_AT_MOST: Final = 1_500
"""States to look at before that."""
AGAIN_AT_MOST: Final = 6
"""So often one comes to a place again on end for what its hours had no time for."""
DAYS_LATER: Final = 10
"""So long one waits for a day that is longer."""
FOLLOWING_AT_MOST: Final = 40
"""Choices at one visit that are looked at."""


class Walking(Search):
    """Routes as `Search` has them, with no more in a day than its hours have room for."""

    def __init__(self, tours: Tours, limit: int, town: Town, until: int = NEVER) -> None:
        super().__init__(tours, limit, town, until)
        self._left = LOOKED_AT_MOST
        self._here = [
            {
                number: tuple(each for each in errand.options if each.point == place.id)
                for number, errand in enumerate(self.problem.errands)
            }
            for place in self.problem.places
        ]

    def best(self) -> State | None:
        """Return the best route there is, or None; a good one, not `proved`, when that takes too long."""
        found = self._first(WALKED_AT_MOST)
        if found is not None or self.proved:
            return found
        self._left = LOOKED_AT_MOST
        return self._hasty()

    def _following(self, state: State) -> Iterator[State]:
        """Yield the states after one more visit, and one choice of what is done there, that can keep the limit."""
        tours = self._tours
        for place, weight in enumerate(tours.weights):
            left = self._limit - state.spent - weight
            if left < 0 or tours.at_least(tours.visit(state.done, place), state.done, place) > left:
                continue
            for day in self._days_there(state, place):
                for after in self._choices(state, place, day):
                    if tours.at_least(after.done, state.done, place) <= left and tours.enough(after.done, left):
                        yield after

    def _days_there(self, state: State, place: int) -> list[int]:
        """Return the days on which to go to `place`: when more becomes possible, or later for want of time then."""
        name = self.problem.places[place].id
        days = set()
        for first in self._days(state, place):
            day, most = first, -1
            wanted = sum(self._longest(way) for _, way in self._ways(state, place, first))
            while day < min(first + DAYS_LATER, NEVER):
                room = self._town.room(name, day, self._arrives(state, place, day))
                if room > most:
                    days.add(day)
                    most = room
                if room >= wanted:
                    break
                day = self._town.open_from(name, day + 1)
        return sorted(days)

    def _arrives(self, state: State, place: int, day: int) -> int:
        """Return the minute of `day` at which one can be at `place`: a day begins at the door of its first place."""
        if not state.visits or state.day < day:
            return 0
        names = [self.problem.places[each].id for each in (state.visits[-1][0], place)]
        return state.minute + self._town.way(*names)

    @staticmethod
    def _longest(ways: Sequence[Option | None]) -> int:
        return max(FETCHING if each is None else minutes_of(each) for each in ways)

    def _choices(self, state: State, place: int, day: int) -> Iterator[State]:
        """Yield the states after a visit to `place` on `day`, doing as much as possible first."""
        ways = list(self._ways(state, place, day))
        free = len(ways) <= CHOSEN_AMONG
        for number, after in enumerate(self._done(state, place, day, ways, free=free)):
            if number == FOLLOWING_AT_MOST or self._left == 0:
                self.proved = False
                return
            self._left -= 1
            yield after
        if not free:
            self.proved = False

    def _ways(self, state: State, place: int, day: int) -> Iterator[tuple[int, list[Option | None]]]:
        """Yield what may be done at `place` on `day`: each errand with its ways, None to fetch it."""
        for there in self.problem.at[place]:
            errand = there.errand
            if state.through[errand] <= day:
                continue
            lies = state.lies[there.slot] if there.slot >= 0 else NEVER
            found: list[Option | None] = [None] if lies <= day else []
            for option in self._here[place][errand]:
                if day + option.least_days < (lies if collects(option) else state.through[errand]):
                    found.append(option)
            if found:
                yield errand, found

    def _done(
        self, state: State, place: int, day: int, ways: list[tuple[int, list[Option | None]]], *, free: bool
    ) -> Iterator[State]:
        """Yield the states after each choice among `ways` that can be done one after the other and has time enough.

        Only where it is `free` something is left that could be done.
        """
        here = self.problem.places[place].id
        arrives = self._arrives(state, place, day)
        visit = len(state.visits)

        def chosen(number: int, minutes: int, tasks: tuple[Task, ...], got: frozenset[int]) -> Iterator[State]:
            if number == len(ways):
                stay = self._town.stay(here, day, arrives, minutes) if tasks else None
                if stay is not None:
                    yield self._after(state, place, day, tasks, stay)
                return
            errand, options = ways[number]
            may = all(state.through[each] <= day or each in got for each in self.problem.before[errand])
            some = False
            for option in options:
                takes = minutes + (FETCHING if option is None else minutes_of(option))
                if (option is not None and not may) or self._town.stay(here, day, arrives, takes) is None:
                    continue
                some = True
                has = got | {errand} if option is None or not option.least_days else got
                yield from chosen(number + 1, takes, (*tasks, (visit, errand, option)), has)
            if free or not some:
                yield from chosen(number + 1, minutes, tasks, got)

        yield from chosen(0, 0, (), frozenset())

    def _after(self, state: State, place: int, day: int, tasks: tuple[Task, ...], stay: Times) -> State:
        """Return what is after doing `tasks` at `place` on `day`."""
        through, lies, done = list(state.through), list(state.lies), state.done
        slots = {there.errand: there.slot for there in self.problem.at[place]}
        for _, errand, option in tasks:
            if option is None:
                through[errand] = day
            elif collects(option):
                lies[slots[errand]] = min(lies[slots[errand]], day + option.least_days)
                done |= 1 << self._tours.count + slots[errand]
            else:
                through[errand] = min(through[errand], day + option.least_days)
            if through[errand] < NEVER:
                done |= 1 << errand
        done = self._from_home(through, lies, done)
        return replace(
            state,
            spent=state.spent + self._tours.weights[place],
            day=day,
            through=tuple([max(each, day) for each in through]),
            lies=tuple([max(each, day) for each in lies]),
            done=done,
            visits=(*state.visits, (place, day)),
            places=state.places | 1 << place,
            minutes=state.minutes + self.problem.places[place].minutes,
            late=state.late + day,
            minute=max(stay[1], 1),
            tasks=(*state.tasks, *tasks),
        )

    def _waiting(self) -> State | None:
        """Return a route that waits before each place of a tour until all is ready, and comes again for the rest."""
        state, self._left = self._start, LOOKED_AT_MOST
        for place in self._tours.tour(self._limit):
            for _ in range(AGAIN_AT_MOST):
                days = self._days_there(state, place)
                after = next((each for day in days[-1:] for each in self._choices(state, place, day)), None)
                if after is None:
                    break
                state = after
        return state if self._through(state) < NEVER else None

    def schedule_of(self, state: State) -> Schedule:
        """Return who does what when in `state`, as it was chosen there."""
        visits = tuple((self.problem.places[place].id, day) for place, day in state.visits)
        done: dict[str, Done] = {}
        for number, errand in enumerate(self.problem.errands):
            ready = max((done[each].through for each in errand.before if each in done), default=(0, 0))
            mine = [(visit, option) for visit, each, option in state.tasks if each == number]
            fetched = [visit for visit, option in mine if option is None]
            found: list[Done] = []
            for way in (each for each in errand.options if each.point is HOME):
                found += done_by(errand, way, visits, ready, None, fetched)
            for visit, option in mine:
                if option is not None:
                    found += done_by(errand, option, visits, ready, visit, fetched)
            done[errand.item] = min(found, key=lambda each: (each.through, each.option.cost))
        return Schedule(visits, done)
