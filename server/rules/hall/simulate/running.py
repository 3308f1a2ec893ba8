"""A day goes by: people come, counters call by a policy, serve, go to lunch; whoever watches sees what all can see."""

from collections.abc import Iterator
from heapq import heappop, heappush
from math import isinf
from typing import Protocol

import msgspec

from config.centers import PriorityClass
from server.rules.hall.estimate.absence import guessed
from server.rules.hall.estimate.rolling import Desk, InHand
from server.rules.hall.policy import Policy, next_of
from server.rules.hall.simulate.day import NO_SHOW_MS, WALK, Day, Person, Shift


class InLine(msgspec.Struct, frozen=True):
    """A person in line: what the policy sorts by."""

    person: Person
    key: int
    ready_at: int
    place: int
    service: str
    priority: PriorityClass


class Called(msgspec.Struct, frozen=True):
    """A person called at `at` to `counter` (its number in the hall), which is free again at `until`."""

    person: Person
    counter: int
    at: int
    until: int


class Scene(Protocol):
    """The hall as everybody in it sees it at `now`."""

    now: int
    waiting: list[InLine]

    def desks(self) -> list[Desk]:
        """Return the counters as they are now."""


class Watch(Protocol):
    """Somebody who looks on."""

    def joined(self, scene: Scene, ticket: InLine) -> None:
        """Look at the hall that `ticket` has just joined; it stands in `scene.waiting`."""

    def called(self, call: Called) -> None:
        """Hear of a call."""

    def ended(self, call: Called) -> None:
        """Hear that what a call was for is over."""


class NoWatch:
    """Nobody looks on."""

    def joined(self, scene: Scene, ticket: InLine) -> None:
        """Look away."""

    def called(self, call: Called) -> None:
        """Look away."""

    def ended(self, call: Called) -> None:
        """Look away."""


def run(day: Day, policy: Policy, watch: Watch | None = None) -> list[Called]:
    """Return all calls of `day` under `policy`, in order; doors close, but whoever is in is called."""
    running = Running(day, policy, watch or NoWatch())
    return list(running.calls())


class Running:
    """A day while it goes by."""

    def __init__(self, day: Day, policy: Policy, watch: Watch) -> None:
        self.now = 0
        self.waiting: list[InLine] = []
        self._day, self._policy, self._watch = day, policy, watch
        self._in_hand: dict[int, Called] = {}
        self._idle_since = dict.fromkeys(range(len(day.shifts)), 0)
        self._events: list[tuple[float, int, int]] = []
        """Moment, what comes first of one moment (0 an end, 1 a counter is back, 2 a person, 3 another), which."""

    def calls(self) -> Iterator[Called]:
        """Let the day go by and give its calls, in order."""
        for counter, shift in enumerate(self._day.shifts):
            for _, ends in shift.away:
                if not isinf(ends):
                    heappush(self._events, (ends, 1, counter))
        for number, person in enumerate(self._day.people):
            heappush(self._events, (person.came_at, 2, number))
        while self._events:
            at, kind, which = heappop(self._events)
            self.now = int(at)
            if kind == 2:
                yield from self._joined(self._day.people[which])
            elif kind > 2:
                yield from self.other()
            else:
                if kind == 0:
                    self._watch.ended(self._in_hand.pop(which))
                    self._idle_since[which] = self.now
                yield from self._next(which)

    def services(self, counter: int) -> frozenset[str]:
        """Return the lines that a counter (its number) calls from now."""
        return self._day.hall.counters[counter].services

    def other(self) -> Iterator[Called]:
        """Let something else happen; a plain day knows nothing else."""
        yield from ()

    def desks(self) -> list[Desk]:
        """Return the counters as they are now."""
        return [self._desk(number) for number in range(len(self._day.shifts))]

    def _desk(self, number: int) -> Desk:
        window, shift, call = self._day.hall.counters[number], self._day.shifts[number], self._in_hand.get(number)
        hand = None if call is None else InHand(call.person.service, call.at)
        return Desk(self.services(number), window.id, hand, seen(shift, self.now, busy=call is not None))

    def _joined(self, person: Person) -> Iterator[Called]:
        key = self._policy.key(person.came_at, person.ready_at, person.priority)
        ticket = InLine(person, key, person.ready_at, person.place, person.service, person.priority)
        self.waiting.append(ticket)
        self._watch.joined(self, ticket)
        free = [each for each in self._idle_since if each not in self._in_hand and self._serves(each, person.service)]
        for counter in sorted(free, key=lambda each: (self._idle_since[each], each)):
            if absent(self._day.shifts[counter], self.now) is None:
                yield from self._next(counter)
                return

    def _serves(self, counter: int, service: str) -> bool:
        return service in self.services(counter)

    def _next(self, counter: int) -> Iterator[Called]:
        if counter in self._in_hand or absent(self._day.shifts[counter], self.now) is not None:
            return
        window = self._day.hall.counters[counter]
        ticket = next_of(self._policy, self.waiting, self.services(counter), self.now)
        if ticket is None:
            return
        self.waiting.remove(ticket)
        took = WALK + ticket.person.work * window.speed if ticket.person.comes else NO_SHOW_MS
        call = Called(ticket.person, counter, self.now, self.now + max(1, int(took)))
        self._in_hand[counter] = call
        heappush(self._events, (call.until, 0, counter))
        self._watch.called(call)
        yield call


def absent(shift: Shift, now: int) -> tuple[float, float] | None:
    """Return the absence that a counter is in at `now` (ms), or None."""
    return next(((begins, ends) for begins, ends in shift.away if begins <= now < ends), None)


def seen(shift: Shift, now: int, *, busy: bool = False) -> tuple[tuple[float, float], ...]:
    """Return when a counter is away as far as anybody can tell at `now` (ms): what is known, and a guess at a break."""
    current = absent(shift, now)
    if current is None or current in shift.known or busy:
        return shift.known
    return guessed(current[0], now), *shift.known
