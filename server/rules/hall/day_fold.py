"""A day of a hall as figures: its facts followed once, in order. Pure.

A wait is the time that somebody stood in the line of one step until they were first called there; time put off or away
after a missed call is their own. Whoever is served in parts was served for all of them together.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal

import msgspec

from server.rules.hall.calling import IN_LINE
from server.rules.hall.day_figures import WHOLE, Desk, Figures
from server.rules.hall.fact import Fact, State
from server.rules.hall.histogram import note

Taker = Literal["kiosk", "phone", "desk", "other"]
"""Where a number was taken: by its holder at a kiosk or on a phone, or by staff."""
_UNCALLED: Final[frozenset[State]] = frozenset({"waiting", "postponed"})


class Came(msgspec.Struct, frozen=True):
    """What a journal does not tell of a ticket: its class, who took it, and whether it came with a plan."""

    priority: str
    by: Taker
    planned: bool = False


class _Done(msgspec.Struct, frozen=True):
    what: Literal["joined", "called", "served", "moved"]
    service: str
    joined: int
    ms: int = 0
    counter: str | None = None


class _Way(msgspec.Struct, frozen=True):
    """A ticket at one moment: where it stands since when, when it joined this line, what was done until then."""

    state: State
    service: str
    since: int
    joined: int
    waited: int = 0
    served: int = 0
    called: bool = False
    left: State | None = None
    """The state in which it was over."""
    done: tuple[_Done, ...] = ()

    def after(self, fact: Fact) -> "_Way":
        """Return it as it is after `fact`, which is no undoing."""
        if fact.went_to is None:
            return self
        state, service, at = fact.went_to.state, fact.went_to.service, fact.at
        # A step that is left out or added behind the one at hand moves nobody.
        if (state, service) == (self.state, self.service):
            return self
        now = msgspec.structs.replace(self, state=state, since=at)
        if self.state in IN_LINE:
            now = msgspec.structs.replace(now, waited=self.waited + at - self.since)
        elif self.state == "serving":
            now = msgspec.structs.replace(now, served=self.served + at - self.since)
        if self.state == "remote" and state in IN_LINE:
            return now.joining(service, at)
        if self.state == "finished":
            # Finished too early: the step goes on.
            return msgspec.structs.replace(now, done=self.done[:-1])
        if self.state == "called" and fact.kind == "ticket.regraded" and state in IN_LINE:
            return msgspec.structs.replace(now, done=self.done[:-1], called=False)
        if state == "called" and not now.called:
            done = _Done("called", service, now.joined, now.waited)
            return msgspec.structs.replace(now, done=(*now.done, done), called=True)
        if fact.kind == "ticket.finished":
            served = self.state == "serving"
            what: Literal["served", "moved"] = "served" if served else "moved"
            counter = fact.counter.id if fact.counter else None
            done = _Done(what, self.service, now.joined, now.served if served else 0, counter)
            now = msgspec.structs.replace(now, done=(*now.done, done))
            return now.joining(service, at) if state in IN_LINE else now
        if service != self.service:
            done = _Done("moved", self.service, now.joined)
            return msgspec.structs.replace(now, done=(*now.done, done)).joining(service, at)
        return msgspec.structs.replace(now, left=self.state) if state in ("cancelled", "expired") else now

    def joining(self, service: str, at: int) -> "_Way":
        """Return it as it comes into the line of a step."""
        done = (*self.done, _Done("joined", service, at))
        return _Way(self.state, service, at, at, done=done)


class _Followed:
    """The tickets of a day, each with where it stood before each of its moves: what is undone never was."""

    def __init__(self) -> None:
        self.ways: dict[str, _Way] = {}
        self._before: dict[str, list[tuple[str, _Way]]] = {}

    def follow(self, fact: Fact) -> None:
        if fact.ticket is None or fact.went_to is None:
            return
        ticket = fact.ticket.id
        if fact.kind == "ticket.issued":
            begun = _Way(fact.went_to.state, fact.went_to.service, fact.at, fact.at)
            self.ways[ticket] = begun if begun.state == "remote" else begun.joining(begun.service, fact.at)
            self._before[ticket] = []
            return
        way = self.ways.get(ticket)
        if way is None:
            # Left over from the day before.
            return
        before = self._before[ticket]
        if fact.kind == "ticket.undone":
            for place in range(len(before) - 1, -1, -1):
                if before[place][0] == fact.undone:
                    self.ways[ticket] = before[place][1]
                    del before[place:]
                    return
        before.append((fact.kind, way))
        self.ways[ticket] = way.after(fact)


class _Desks:
    """Counters by the facts about them; one that nobody closed counts until the hall does, or as long as it worked."""

    def __init__(self) -> None:
        self.desks: dict[str, Desk] = {}
        self._states: dict[str, tuple[str, int]] = {}
        self._last: dict[str, int] = {}

    def follow(self, fact: Fact) -> None:
        if fact.counter is None:
            return
        counter = fact.counter.id
        self._last[counter] = fact.at
        kind, _, what = fact.kind.partition(".")
        if kind == "counter" and what in ("opened", "paused", "closed"):
            self._end(counter, fact.at)
            self._states[counter] = what, fact.at

    def close(self, closes: int) -> None:
        for counter in self._states:
            self._end(counter, max(closes, self._last[counter]))

    def _end(self, counter: str, at: int) -> None:
        state, since = self._states.get(counter, ("closed", at))
        desk = self.desks.setdefault(counter, Desk())
        if state == "opened":
            desk.open_ms += max(at - since, 0)
        elif state == "paused":
            desk.paused_ms += max(at - since, 0)


def day_figures(
    facts: Iterable[Fact], came: Mapping[str, Came], hour: Callable[[int], int], closes: int
) -> dict[str, Figures]:
    """Return the figures of the day that `facts` tell from its first to its last moment, by service and of all.

    Only tickets issued on it count, `came` tells of them; `hour` is that of a moment (ms) by the hall's clock, and
    `closes` the moment at which the hall does.
    """
    followed, desks = _Followed(), _Desks()
    for fact in facts:
        followed.follow(fact)
        desks.follow(fact)
    desks.close(closes)
    counting = _Counting(hour)
    counting.whole.desks = desks.desks
    for ticket, way in followed.ways.items():
        counting.count(way, came.get(ticket) or Came("normal", "other"))
    return counting.found


class _Counting:
    def __init__(self, hour: Callable[[int], int]) -> None:
        self.whole = Figures()
        self.found = {WHOLE: self.whole}
        self._hour = hour

    def count(self, way: _Way, came: Came) -> None:
        if not way.done:
            self.whole.not_arrived += 1
            return
        first = way.done[0]
        self.whole.took[came.by] = self.whole.took.get(came.by, 0) + 1
        self.whole.with_plan += came.planned
        for each in self._of(first.service, first.joined):
            each.issued += 1
        for done in way.done:
            self._note(done, came)
        self._end(way)

    def _note(self, done: _Done, came: Came) -> None:
        whole, service, hour = self._of(done.service, done.joined)
        for each in (whole, service, hour):
            setattr(each, done.what, getattr(each, done.what) + 1)
            if done.what == "called":
                each.wait_ms += done.ms
                note(each.waits, done.ms)
        if done.what == "called":
            note(whole.classes.setdefault(came.priority, {}), done.ms)
        if done.what == "served":
            for each in (whole, service):
                each.serve_ms += done.ms
                note(each.serves, done.ms)
            if done.counter is not None:
                desk = whole.desks.setdefault(done.counter, Desk())
                desk.served += 1
                desk.serve_ms += done.ms

    def _end(self, way: _Way) -> None:
        state = way.left or way.state
        for each in self._of(way.service, way.joined):
            if state == "finished":
                each.finished += 1
            elif state == "missed":
                each.no_shows += 1
            elif state in _UNCALLED and not way.called:
                each.gone += 1
            else:
                each.unclear += 1

    def _of(self, service: str, joined: int) -> tuple[Figures, Figures, Figures]:
        return (
            self.whole,
            self.found.setdefault(service, Figures()),
            self.whole.hours.setdefault(self._hour(joined), Figures()),
        )
