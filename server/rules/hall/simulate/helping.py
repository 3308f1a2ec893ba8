"""A day with counters that help long lines by rules: what it is like, how often and how long the rules hold."""

from collections.abc import Iterator, Sequence
from heapq import heappush
from typing import Final

import msgspec

from config.elastic import ElasticRule
from server.rules.hall.elastic import Crowd, Decided, Desk, decided, helpers
from server.rules.hall.policy import Policy
from server.rules.hall.simulate.day import Day
from server.rules.hall.simulate.running import Called, NoWatch, Running, absent

LOOK_MS: Final = 5_000
"""How often the rules are looked at, as in a hall."""
_LOOK: Final = 3


class Stretch(msgspec.Struct, frozen=True):
    """A time (ms) in which a rule held; `ends` is None where it held to the end of the day."""

    rule: str
    begins: int
    ends: int | None = None


def run_with_rules(day: Day, policy: Policy, rules: Sequence[ElasticRule]) -> tuple[list[Called], list[Stretch]]:
    """Return all calls of `day` under `policy` with `rules`, in order, and when the rules held."""
    running = _Helped(day, policy, rules)
    return list(running.calls()), running.stretches


class _Helped(Running):
    def __init__(self, day: Day, policy: Policy, rules: Sequence[ElasticRule]) -> None:
        super().__init__(day, policy, NoWatch())
        self.stretches: list[Stretch] = []
        self._rules = rules
        self._decided: dict[str, Decided] = {}
        self._helping: dict[str, str] = {}
        self._lines = {rule.id: rule.service for rule in rules}
        if day.people and rules:
            heappush(self._events, (day.people[0].came_at, _LOOK, 0))

    def services(self, counter: int) -> frozenset[str]:
        """Return what a counter calls from now: its own lines, and the one that it helps."""
        own = super().services(counter)
        rule = self._helping.get(self._day.hall.counters[counter].id)
        return own if rule is None else own | {self._lines[rule]}

    def other(self) -> Iterator[Called]:
        """Look at the rules; whoever begins to help calls at once, and the next look comes while the day goes on."""
        self._decide()
        before, self._helping = self._helping, helpers(self._rules, self._on(), self._desks(), self._helping)
        for number, window in enumerate(self._day.hall.counters):
            if self._helping.get(window.id, before.get(window.id)) != before.get(window.id):
                yield from self._next(number)
        if self._events:
            heappush(self._events, (self.now + LOOK_MS, _LOOK, 0))

    def _on(self) -> set[str]:
        return {rule for rule, said in self._decided.items() if said.on}

    def _decide(self) -> None:
        for rule in self._rules:
            mine = [each.ready_at for each in self.waiting if each.service == rule.service]
            crowd = Crowd(len(mine), max(0, self.now - min(mine, default=self.now)))
            was = self._decided.get(rule.id)
            said = decided(rule, crowd, was, self.now)
            if said is None or said == was:
                continue
            self._decided[rule.id] = said
            if said.on:
                self.stretches.append(Stretch(rule.id, self.now))
            else:
                self.stretches = [
                    msgspec.structs.replace(each, ends=self.now) if (each.rule, each.ends) == (rule.id, None) else each
                    for each in self.stretches
                ]

    def _desks(self) -> dict[str, Desk]:
        return {
            window.id: Desk(absent(self._day.shifts[number], self.now) is None, window.services)
            for number, window in enumerate(self._day.hall.counters)
        }
