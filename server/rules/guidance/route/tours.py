"""How many visits are needed from here on: exact, by a search over sets of what is done, with memory. Pure.

Doing at a place all that can be done there is never worse: nobody has to use what came of it, and what was handed in
may still be done elsewhere instead. What needs no visit is done between visits for free, and so is waiting. So a state
is one number: a bit for each errand done, above them a bit for each result that lies somewhere to be fetched.
"""

from collections.abc import Sequence
from itertools import combinations

from server.rules.guidance.route.errands import NEVER, Problem

EFFORT = 5_000
"""States to look at before an answer is given that may not be the best."""
MORE_EFFORT = 1_000
"""States to look at afterwards, when asked of other states whether a weight is enough."""
BEAM = 40
KEPT_AT_MOST = 200
GROUPED_AT_MOST = 4
"""Places whose visits are counted together: more make a better bound that takes longer."""


class Tours:
    """Visits to the places of `problem`, of which each weighs `weights`, one number a place."""

    def __init__(self, problem: Problem, weights: Sequence[int]) -> None:
        self.problem = problem
        self.weights = tuple(weights)
        self.count = count = len(problem.errands)
        self.goal = (1 << count) - 1
        self._before = [sum(1 << each for each in before) for before in problem.before]
        self._home = [
            (1 << number, self._before[number], 1 << number if days < NEVER else 0, _bits(slots, count))
            for number, (days, (_, slots)) in enumerate(zip(problem.home, problem.sent, strict=True))
            if days < NEVER or slots
        ]
        self._at = [
            [
                (
                    1 << there.errand,
                    self._before[there.errand],
                    there.direct == 0,
                    there.direct < NEVER,
                    1 << count + there.slot if there.fetched < NEVER else 0,
                    1 << count + there.slot if there.slot >= 0 else 0,
                )
                for there in places
            ]
            for places in problem.at
        ]
        self._groups: list[tuple[int, ...]] = []
        self._matters: list[int] = []
        self._elsewhere: list[list[tuple[int, int, int, int]]] = []
        self._needs = self._needs_of()
        self._known: dict[int, tuple[int, bool]] = {}
        self._hopeless: dict[int, list[int]] = {}
        self._hopeful: dict[int, list[int]] = {}
        self._next: dict[int, list[tuple[int, int]]] = {}
        self._own_known: dict[tuple[int, int], int] = {}
        self.looked_at = 0
        self.exhausted = False
        self._until = EFFORT
        self.start = self.from_home(0)
        for place in range(len(self._at)):
            self._with_group((place,))
        self._chosen = self._grouped()
        self._group_of = {place: each for each, number in enumerate(self._chosen) for place in self._groups[number]}
        self._own = {self.start: tuple(self._own_weight(self.start, number) for number in self._chosen)}
        self._places = [sum(1 << place for place in self._groups[number]) for number in self._chosen]
        self._known[self.start] = (self._bound(self.start), False)

    @property
    def _over(self) -> bool:
        return self.looked_at > self._until

    def from_home(self, done: int) -> int:
        """Return `done` and all that can be done from home then, with any waiting."""
        for bit, before, direct, slots in self._home:
            if not before & ~done and not done & bit:
                done |= direct | slots
        return done

    def visit(self, done: int, place: int) -> int:
        """Return `done` and all that one visit to `place` adds, and what it makes possible from home."""
        ready = now = done
        for bit, before, instant, direct, hands_in, fetches in self._at[place]:
            if now & bit:
                continue
            if fetches & done:
                now |= bit
                ready |= bit
            elif not before & ~ready:
                # What takes days is not in the hand yet during the same visit.
                if direct:
                    now |= bit
                if instant:
                    ready |= bit
                now |= hands_in
        return now if now == done else self.from_home(now)

    def fewest(self) -> int:
        """Return the least total weight of visits after which everything is done, a good one when it is exhausted."""
        budget = self._known[self.start][0]
        while (found := self.to_go(self.start, budget)) > budget and not self._over:
            budget = found
        self.exhausted = self._over
        self._until = self.looked_at + MORE_EFFORT
        return self._good()[0] if self.exhausted else found

    def enough(self, done: int, budget: int) -> bool:
        """Return whether `budget` is enough from `done`; yes when it would take too long to say."""
        if done & self.goal == self.goal:
            return True
        least, sure = self._known[done]
        if sure or least > budget:
            return least <= budget
        hopeless, hopeful = self._hopeless.setdefault(budget, []), self._hopeful.setdefault(budget, [])
        # What has done no more than a hopeless state is hopeless, what has done no less than a hopeful one is hopeful.
        if any(done | other == other for other in hopeless):
            return False
        if any(done | other == done for other in hopeful):
            return True
        self.looked_at += 1
        if self._over:
            return True
        for place, after in self._worthwhile(done):
            if self.enough(after, budget - self.weights[place]):
                hopeful[:] = [done, *hopeful][:KEPT_AT_MOST]
                return True
        if not self._over:
            self._known[done] = (budget + 1, False)
            hopeless[:] = [done, *(each for each in hopeless if each | done != done)][:KEPT_AT_MOST]
        return False

    def to_go(self, done: int, budget: int) -> int:
        """Return the least weight still to go from `done`; when it is more than `budget`, something between the two."""
        if done & self.goal == self.goal:
            return 0
        least, sure = self._known[done]
        if sure or least > budget:
            return least
        self.looked_at += 1
        if self._over:
            return least
        best = NEVER * NEVER
        for place, after in self._worthwhile(done):
            weight = self.weights[place]
            best = min(best, weight + self.to_go(after, min(budget, best - 1) - weight))
            if best <= least:
                break
        if not self._over:
            self._known[done] = (best, best <= budget)
        return best

    def tour(self, limit: int) -> tuple[int, ...]:
        """Return the places of a tour that weighs at most `limit`, which `fewest` said there is."""
        if self.exhausted:
            return self._good()[1]
        done, places = self.start, []
        while done & self.goal != self.goal:
            for place, after in self._worthwhile(done):
                left = limit - self.weights[place]
                if self.to_go(after, left) <= left:
                    done, limit = after, left
                    places.append(place)
                    break
            else:
                return self._good()[1]
        return tuple(places)

    def _good(self) -> tuple[int, tuple[int, ...]]:
        """Return weight and places of a good tour: at every length only the states that have done most are followed."""
        states: dict[int, tuple[int, tuple[int, ...]]] = {self.start: (0, ())}
        while not any(done & self.goal == self.goal for done in states):
            following: dict[int, tuple[int, tuple[int, ...]]] = {}
            for done, (spent, places) in states.items():
                for place, after in self._worthwhile(done):
                    way = (spent + self.weights[place], (*places, place))
                    following[after] = min(way, following.get(after, way))
            states = dict(sorted(following.items(), key=lambda each: -(each[0] & self.goal).bit_count())[:BEAM])
        return min(way for done, way in states.items() if done & self.goal == self.goal)

    def _own_weight(self, done: int, group: int) -> int:
        """Return the least weight of visits to the places of `group` from `done` when all others cost nothing."""
        done = self._free(done, group)
        if done & self.goal == self.goal:
            return 0
        known = self._own_known.get((group, done))
        if known is None:
            ways = [(self.visit(done, place), self.weights[place]) for place in self._groups[group]]
            known = min(weight + self._own_weight(after, group) for after, weight in ways if after != done)
            self._own_known[group, done] = known
        return known

    def _grouped(self) -> list[int]:
        """Put places together whose visits depend on each other, counted together then; return the groups."""
        chosen = list(range(len(self._groups)))
        weight = {each: self._own_weight(self.start, each) for each in chosen}
        gains: dict[tuple[int, int], tuple[int, int]] = {}
        while True:
            for one, other in combinations(chosen, 2):
                together = self._groups[one] + self._groups[other]
                if (one, other) not in gains and len(together) <= GROUPED_AT_MOST:
                    number = self._with_group(together)
                    weight[number] = self._own_weight(self.start, number)
                    gains[one, other] = weight[number] - weight[one] - weight[other], number
            pairs = [pair for pair in gains if set(pair) <= set(chosen)]
            best = max(pairs, key=lambda pair: gains[pair][0], default=None)
            if best is None or gains[best][0] <= 0:
                return chosen
            chosen = [each for each in chosen if each not in best] + [gains[best][1]]

    def _with_group(self, group: tuple[int, ...]) -> int:
        """Return the number of a new group."""
        slots = [there.slot for place in group for there in self.problem.at[place] if there.slot >= 0]
        self._groups.append(group)
        self._matters.append(self.goal | sum(1 << self.count + slot for slot in set(slots)))
        self._elsewhere.append(self._without(group))
        return len(self._groups) - 1

    def _free(self, done: int, group: int) -> int:
        """Return `done` and all that can be done without the places of `group`, as far as it matters there."""
        for bit, before, elsewhere, slots in self._elsewhere[group]:
            if not before & ~done and not done & bit:
                done |= elsewhere | slots
        return done & self._matters[group]

    def _worthwhile(self, done: int) -> list[tuple[int, int]]:
        """Return (place, what is done after a visit) without those that another place makes superfluous."""
        if done in self._next:
            return self._next[done]
        found: list[tuple[int, int]] = []
        for place in range(len(self._at)):
            after = self.visit(done, place)
            if after == done:
                continue
            weight = self.weights[place]
            if any(after | other == other and self.weights[each] <= weight for each, other in found):
                continue
            found = [(each, other) for each, other in found if after | other != after or self.weights[each] < weight]
            found.append((place, after))
        found.sort(key=lambda way: (self.weights[way[0]] + self.at_least(way[1], done, way[0]), -way[1].bit_count()))
        self._next[done] = found
        return found

    def _needs_of(self) -> list[tuple[int, int, int, int, int, int]]:
        """Return, for each errand that home cannot do, its bits, its places and the least weight it costs alone."""
        found = []
        for number in range(self.count):
            if self.problem.home[number] < NEVER:
                continue
            there = [(place, each) for place, all_of in enumerate(self.problem.at) for each in all_of]
            mine = [(place, each) for place, each in there if each.errand == number]
            places = sum(1 << place for place, _ in mine)
            once = min(self.weights[place] for place, _ in mine)
            alone = min(self.weights[place] * (1 if each.direct < NEVER else 2) for place, each in mine)
            if self.problem.sent[number][1]:
                alone = once
            slots = sum(1 << self.count + each.slot for _, each in mine if each.slot >= 0)
            found.append((places.bit_count(), 1 << number, slots, places, once, alone))
        return sorted(found)

    def _without(self, group: Sequence[int]) -> list[tuple[int, int, int, int]]:
        """Return of each errand its bit, those before it, its bit if it has a way without `group`, slots from home."""
        ways = {
            there.errand for other, all_of in enumerate(self.problem.at) if other not in group for there in all_of
        } | {number for number, days in enumerate(self.problem.home) if days < NEVER}
        return [
            (1 << number, before, 1 << number if number in ways else 0, _bits(self.problem.sent[number][1], self.count))
            for number, before in enumerate(self._before)
        ]

    def at_least(self, done: int, before: int, place: int) -> int:
        """Return a weight that no tour from `done`, which one visit to `place` made of `before`, can undercut.

        Each group of places needs as many visits as if all the others were free, and a visit changes that for its own
        group alone. Of the rest, errands that share no place need visits of their own.
        """
        if done not in self._known:
            own, group = self._own[before], self._group_of[place]
            if own[group]:
                own = (*own[:group], self._own_weight(done, self._chosen[group]), *own[group + 1 :])
            self._own[done] = own
            self._known[done] = (self._bound(done), False)
        return self._known[done][0]

    def _bound(self, done: int) -> int:
        taken = least = 0
        for weight, all_of in zip(self._own[done], self._places, strict=True):
            if weight:
                least += weight
                taken |= all_of
        for _, bit, slots, places, once, alone in self._needs:
            if not done & bit and not places & taken:
                taken |= places
                least += once if done & slots else alone
        return least


def _bits(slots: Sequence[int], count: int) -> int:
    return sum(1 << count + slot for slot in slots)
