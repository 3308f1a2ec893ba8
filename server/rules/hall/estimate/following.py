"""A hall as its journal tells it, and what it has learned of its waits: facts in, estimates out.

Whoever joins a line is promised a wait in silence, and when they are called it is seen what the promise was worth. So
a hall is calibrated by its own days, also by those before anybody asked. Of the past one in so many is promised: it
costs a roll-out each.
"""

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from math import inf, isinf
from typing import Final

import msgspec

from config.centers import Counter
from server.rules.hall.board import COUNTER_AFTER
from server.rules.hall.calling import IN_HAND, IN_LINE
from server.rules.hall.estimate.absence import guessed
from server.rules.hall.estimate.calibration import Calibration, Sampled, mark, remembered
from server.rules.hall.estimate.hours import Clock, Spans, closes_in, comes_at, open_since, shut
from server.rules.hall.estimate.learning import Learned, answered, served
from server.rules.hall.estimate.rolling import Desk, InHand, rolled
from server.rules.hall.estimate.sampling import LEVELS, left
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
    cases: int = 1


class Onward(msgspec.Struct, frozen=True):
    """Whom `counter` has in hand, and where they stand afterwards: in the line of their next step, with their age."""

    counter: str
    standing: Standing


def bound(counter: str, ready_at: int, place: int, cases: int = 1) -> Standing:
    """Return where somebody stands who is bound to `counter`: in a line of its own, which nobody else serves."""
    return Standing(FIRST, ready_at, place, _own_line(counter), cases)


def _own_line(counter: str) -> str:
    return f"@{counter}"


class Judged(msgspec.Struct, frozen=True):
    """What was seen of a silent promise when its ticket was called, at `at` (ms): what was `told`, and the `real` wait.

    `error` is how far the median lay off, in ms.
    """

    at: int
    service: str
    told: Wait | Untold
    real: int
    error: float


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
    """What is known of one hall after its facts up to `seq`; `clock` is its clock and calendar as they are now.

    `judge` hears of every promise what it was worth.
    """

    def __init__(self, seq: int, clock: Clock, judge: Callable[[Judged], None] | None = None) -> None:
        self.seq = seq
        self.clock = clock
        self._judge = judge
        self.told = 0
        self.held = 0
        """How many of the ranges that would have been told have come true or not, and how many held."""
        self.waiting: dict[str, Standing] = {}
        self._known = Learned()
        self._calibration = Calibration()
        self._hands: dict[str, _Hand] = {}
        self._cases: dict[str, int] = {}
        """Of the tickets that bring several cases, how many."""
        self._away: dict[str, int] = {}
        """Since when counters are paused."""
        self._open: set[str] = set()
        self._opened: set[str] = set()
        """Counters that were opened today, and in `_usual` those of the last day that any were."""
        self._usual: set[str] = set()
        self._promises: dict[str, _Promise] = {}
        self._joined = 0

    def follow(
        self,
        facts: Iterable[Fact],
        keys: Mapping[str, tuple[int, int]],
        counters: Iterable[Counter],
        cases: Mapping[str, int] | None = None,
    ) -> None:
        """Take in the facts that follow, in order; `keys` are key and ready time of the tickets that they name.

        `cases` say how many cases those bring that bring several.
        """
        here = list(counters)
        self._cases.update(cases or {})
        for fact in facts:
            self.seq = fact.seq
            if fact.kind == "day.closed":
                for kept in (self.waiting, self._hands, self._promises, self._cases):
                    kept.clear()
                self._usual, self._opened = self._opened or self._usual, set()
            elif fact.ticket is not None:
                self._ticket(fact, fact.ticket.id, keys, here)
            elif fact.counter is not None:
                self._counter(fact, fact.counter.id)

    def wait(
        self, ticket: Standing, service: str, now: int, counters: Iterable[Counter], coming: Iterable[Onward] = ()
    ) -> Wait | Untold:
        """Return what is said at `now` (ms) to whoever stands, or would stand, at `ticket`'s place for `service`.

        `coming` are at other counters now, and join a line of the hall afterwards.
        """
        return self._said(ticket, service, now, list(counters), coming)[0]

    def _said(
        self, ticket: Standing, service: str, now: int, counters: list[Counter], coming: Iterable[Onward] = ()
    ) -> tuple[Wait | Untold, Sampled | None]:
        waiting = list(self.waiting.values())
        lines = {each.service for each in (*waiting, ticket)}
        spans = self.clock.spans_at(now)
        closed, here = shut(spans, now), self._expected(counters)
        desks = [self._desk(counter, now, lines, spans, closed, here) for counter in counters]
        waits = rolled(ticket, waiting, desks, self._known, now)
        # Whoever is through there before this one is called goes before it, if they are older.
        joining = [each.standing for each in coming if self._through_in(each.counter, now) < waits[len(waits) // 2]]
        if joining and not isinf(waits[0]):
            waits = rolled(ticket, [*waiting, *joining], desks, self._known, now)
        closes = closes_in(spans, now)
        return wait(service, self.clock.hour(now), waits, self._known, self._calibration, closes)

    def _through_in(self, counter: str, now: int) -> float:
        """Return in how many ms a counter is usually through with what it has in hand."""
        ticket, hand = next(
            ((ticket, each) for ticket, each in self._hands.items() if each.counter == counter), (None, None)
        )
        if ticket is None or hand is None:
            return 0
        usual = self._known.mean(hand.service) * self._known.speed(counter) * self._cases.get(ticket, 1)
        return left(self._known.cv, (now - hand.since) / usual, LEVELS // 2) * usual if usual > 0 else 0

    def _expected(self, counters: Iterable[Counter]) -> Collection[str]:
        """Return who is taken to open: whoever did today, else the last day; all of them in a hall that never has."""
        return self._opened or self._usual or {counter.id for counter in counters}

    def _desk(
        self,
        counter: Counter,
        now: int,
        lines: Container[str],
        spans: Spans,
        closed: tuple[tuple[float, float], ...],
        expected: Collection[str],
    ) -> Desk:
        hand = next((each for each in self._hands.values() if each.counter == counter.id), None)
        away = closed
        if counter.id in self._away:
            since = open_since(spans, now)
            if since is not None:
                away = (guessed(max(self._away[counter.id], since), now), *closed)
        elif counter.id not in self._open:
            away = ((0, comes_at(spans, now) if counter.id in expected else inf), *closed)
        in_hand = None if hand is None else InHand(hand.service, hand.since)
        own = _own_line(counter.id)
        services = frozenset((*counter.services, own) if own in lines else counter.services)
        return Desk(services, counter.id, in_hand, away)

    def _counter(self, fact: Fact, counter: str) -> None:
        if fact.kind not in COUNTER_AFTER:
            return
        self._open.discard(counter)
        self._away.pop(counter, None)
        if fact.kind == "counter.opened":
            self._open.add(counter)
            self._opened.add(counter)
        elif fact.kind == "counter.paused":
            self._away[counter] = fact.at

    def _ticket(self, fact: Fact, ticket: str, keys: Mapping[str, tuple[int, int]], counters: list[Counter]) -> None:
        went_to = fact.went_to
        # Who is given another class stands elsewhere in the same line.
        regraded = fact.kind == "ticket.regraded" and went_to is not None and went_to.state in IN_LINE
        if went_to is None or (went_to == fact.came_from and not regraded):
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
                standing = Standing(key, ready_at, fact.seq, went_to.service, self._cases.get(ticket, 1))
            else:
                standing = bound(went_to.counter, ready_at, fact.seq, self._cases.get(ticket, 1))
            self.waiting[ticket] = standing
            if fact.kind == "ticket.issued":
                self._promise(standing, ticket, fact.at, counters)

    def _in_hand(self, fact: Fact, ticket: str, service: str) -> None:
        if fact.counter is not None and ticket not in self._hands:
            # Whoever calls is there, also at a counter that was opened before the first fact that was read.
            self._open.add(fact.counter.id)
            self._opened.add(fact.counter.id)
            self._hands[ticket] = _Hand(fact.counter.id, service, fact.at)
        promise = self._promises.pop(ticket, None)
        if promise is not None:
            real = fact.at - promise.at
            new = mark(promise.said, real)
            self._calibration = remembered(self._calibration, promise.service, promise.hour, new)
            if self._judge is not None:
                self._judge(Judged(fact.at, promise.service, promise.told, real, new.error))
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
            # What is learned is how long one case takes.
            each = max(1, took // self._cases.get(ticket, 1))
            self._known = served(self._known, hand.service, hand.counter, each)

    def _promise(self, ticket: Standing, name: str, at: int, counters: list[Counter]) -> None:
        self._joined += 1
        if self._joined % PROMISED_EACH == 0:
            told, said = self._said(ticket, ticket.service, at, counters)
            if said is not None:
                self._promises[name] = _Promise(at, ticket.service, self.clock.hour(at), said, told)
