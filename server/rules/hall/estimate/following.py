"""A hall as its journal tells it, and what it has learned of its waits: facts in, estimates out.

Whoever joins a line is promised a wait in silence, and when they are called it is seen what the promise was worth. So
a hall is calibrated by its own days, also by those before anybody asked. Of the past one in so many is promised: it
costs a roll-out each.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from math import inf
from typing import Final

import msgspec

from config.centers import Counter
from server.rules.hall.calling import IN_HAND, IN_LINE
from server.rules.hall.estimate.absence import guessed
from server.rules.hall.estimate.calibration import Calibration, Sampled, mark, remembered
from server.rules.hall.estimate.learning import Learned, answered, served
from server.rules.hall.estimate.rolling import Desk, InHand, rolled
from server.rules.hall.estimate.wait import Untold, Wait, wait
from server.rules.hall.fact import Fact

FIRST: Final = -(2**62)
"""The key of whoever is bound to a counter: they go before its lines."""
PROMISED_EACH: Final = 4
"""One of so many who join is promised a wait."""


class Standing(msgspec.Struct, frozen=True):
    """A ticket in line, as the order of the line needs it."""

    key: int
    ready_at: int
    place: int
    service: str


def bound(counter: str, ready_at: int, place: int) -> Standing:
    """Return where somebody stands who is bound to `counter`: in a line of its own, which nobody else serves."""
    return Standing(FIRST, ready_at, place, _own_line(counter))


def _own_line(counter: str) -> str:
    return f"@{counter}"


class _Promise(msgspec.Struct, frozen=True):
    at: int
    service: str
    hour: int
    said: Sampled
    told: Wait | Untold


class _Hand(msgspec.Struct, frozen=True):
    counter: str
    service: str
    since: int


class Following:
    """What is known of one hall after its facts up to `seq`; `hour_of` tells the hour of its day at a moment (ms)."""

    def __init__(self, seq: int, hour_of: Callable[[int], int]) -> None:
        self.seq = seq
        self.told = 0
        self.held = 0
        """How many of the ranges that would have been told have come true or not, and how many held."""
        self.waiting: dict[str, Standing] = {}
        self._known = Learned()
        self._calibration = Calibration()
        self._hour_of = hour_of
        self._hands: dict[str, _Hand] = {}
        self._away: dict[str, int] = {}
        """Since when counters are paused."""
        self._open: set[str] = set()
        self._promises: dict[str, _Promise] = {}
        self._joined = 0

    def follow(self, facts: Iterable[Fact], keys: Mapping[str, tuple[int, int]], counters: Iterable[Counter]) -> None:
        """Take in the facts that follow, in order; `keys` are key and ready time of the tickets that they name."""
        here = list(counters)
        for fact in facts:
            self.seq = fact.seq
            if fact.kind == "day.closed":
                for kept in (self.waiting, self._hands, self._promises):
                    kept.clear()
            elif fact.ticket is not None:
                self._ticket(fact, fact.ticket.id, keys, here)
            elif fact.counter is not None:
                self._counter(fact, fact.counter.id)

    def wait(self, ticket: Standing, service: str, now: int, counters: Iterable[Counter]) -> Wait | Untold:
        """Return what is said at `now` (ms) to whoever stands, or would stand, at `ticket`'s place for `service`."""
        return self._said(ticket, service, now, list(counters))[0]

    def _said(
        self, ticket: Standing, service: str, now: int, counters: list[Counter]
    ) -> tuple[Wait | Untold, Sampled | None]:
        waiting = list(self.waiting.values())
        lines = {each.service for each in (*waiting, ticket)}
        desks = [self._desk(counter, now, lines) for counter in counters]
        waits = rolled(ticket, waiting, desks, self._known, now)
        return wait(service, self._hour_of(now), waits, self._known, self._calibration)

    def _desk(self, counter: Counter, now: int, lines: Container[str]) -> Desk:
        hand = next((each for each in self._hands.values() if each.counter == counter.id), None)
        away: tuple[tuple[float, float], ...] = ()
        if counter.id in self._away:
            away = (guessed(self._away[counter.id], now),)
        elif counter.id not in self._open:
            away = ((0, inf),)
        in_hand = None if hand is None else InHand(hand.service, hand.since)
        own = _own_line(counter.id)
        services = frozenset((*counter.services, own) if own in lines else counter.services)
        return Desk(services, counter.id, in_hand, away)

    def _counter(self, fact: Fact, counter: str) -> None:
        self._open.discard(counter)
        self._away.pop(counter, None)
        if fact.kind == "counter.opened":
            self._open.add(counter)
        elif fact.kind == "counter.paused":
            self._away[counter] = fact.at

    def _ticket(self, fact: Fact, ticket: str, keys: Mapping[str, tuple[int, int]], counters: list[Counter]) -> None:
        went_to = fact.went_to
        if went_to is None or went_to == fact.came_from:
            return
        self.waiting.pop(ticket, None)
        if went_to.state in IN_HAND:
            self._in_hand(fact, ticket, went_to.service)
            return
        self._out_of_hand(fact, ticket)
        self._promises.pop(ticket, None)
        if went_to.state in IN_LINE:
            key, ready_at = keys.get(ticket, (fact.at, fact.at))
            if went_to.counter is None:
                standing = Standing(key, ready_at, fact.seq, went_to.service)
            else:
                standing = bound(went_to.counter, ready_at, fact.seq)
            self.waiting[ticket] = standing
            if fact.kind == "ticket.issued":
                self._promise(standing, ticket, fact.at, counters)

    def _in_hand(self, fact: Fact, ticket: str, service: str) -> None:
        if fact.counter is not None and ticket not in self._hands:
            # Whoever calls is there, also at a counter that was opened before the first fact that was read.
            self._open.add(fact.counter.id)
            self._hands[ticket] = _Hand(fact.counter.id, service, fact.at)
        promise = self._promises.pop(ticket, None)
        if promise is not None:
            real = fact.at - promise.at
            self._calibration = remembered(self._calibration, promise.service, promise.hour, mark(promise.said, real))
            if isinstance(promise.told, Wait):
                self.told += 1
                self.held += promise.told.low <= real <= promise.told.high

    def _out_of_hand(self, fact: Fact, ticket: str) -> None:
        hand = self._hands.pop(ticket, None)
        if hand is None or fact.came_from is None or fact.went_to is None:
            return
        came, took = fact.came_from.state == "serving", fact.at - hand.since
        if came or fact.went_to.state == "missed":
            self._known = answered(self._known, came=came, took=took)
        if came:
            self._known = served(self._known, hand.service, hand.counter, max(1, took))

    def _promise(self, ticket: Standing, name: str, at: int, counters: list[Counter]) -> None:
        self._joined += 1
        if self._joined % PROMISED_EACH == 0:
            told, said = self._said(ticket, ticket.service, at, counters)
            if said is not None:
                self._promises[name] = _Promise(at, ticket.service, self._hour_of(at), said, told)
