"""Who was called before somebody who had come earlier, by which rule, and by how much: a fold of a day's journal. Pure.

Somebody is *overtaken* when another is called out of the same line, or to its service, who came later. When somebody
came is when they became ready: at their slot with an appointment, and never anew by being sent on. Who was missed or
put off has given their place away, and counts as overtaken by nobody from then on.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, get_args

import msgspec

from config.centers import LineRules, PriorityClass
from server.rules.hall.calling import IN_HAND, IN_LINE
from server.rules.hall.fact import Chosen, Fact
from server.rules.hall.line import MINUTE, credit
from server.rules.hall.speaking import grace

Rule = Literal["priority", "appointment", "returned", "no_class", "language", "bound", "chosen", "at_counter"]
"""By which rule somebody goes before who came later: the credit of a class; `no_class`: none, which the order never
does; `language`: the other waited for a counter that speaks theirs; `bound`: sent to that counter, or come back to it;
`chosen`: asked for by a counter, with a reason; `at_counter`: stood there without a number."""
RULES: Final[tuple[Rule, ...]] = get_args(Rule)
BY_ORDER: Final[frozenset[Rule]] = frozenset({"priority", "appointment", "returned", "no_class", "language"})
"""The rules that the order of the line itself follows, and that the bound is about."""
_CHOSEN: Final = frozenset(get_args(Chosen))


class Holder(msgspec.Struct, frozen=True):
    """What a journal does not tell of a ticket: number, class now, when it became ready (ms), what it speaks."""

    number: str
    priority: PriorityClass
    ready_at: int
    language: str | None = None


class Regrade(msgspec.Struct, frozen=True):
    """A ticket's class before a `ticket.regraded`, and after it."""

    before: PriorityClass
    after: PriorityClass


class Worst(msgspec.Struct, frozen=True):
    """One went before another of `service` who had come `later` ms earlier, called at `at` (ms) to `counter`."""

    later: int
    number: str
    overtaken: str
    service: str
    counter: str
    at: int


class ByRule(msgspec.Struct, frozen=True):
    """What came of one rule on a day: `calls` that overtook anybody, and how many `overtaken` by them all together.

    By `bound` (ms) later somebody may come and still go first, None without an end; `beyond` counts who was overtaken
    by more.
    """

    rule: Rule
    calls: int
    overtaken: int
    bound: int | None
    beyond: int
    worst: Worst | None


class Overtakings(msgspec.Struct, frozen=True):
    """A day: how many were called, and what each rule did; rules that did nothing are there with zeros."""

    calls: int
    rules: tuple[ByRule, ...]

    @property
    def worst(self) -> Worst | None:
        """The worst case of all."""
        cases = [each.worst for each in self.rules if each.worst is not None]
        return max(cases, key=lambda each: each.later, default=None)


def bound_by(rule: Rule, rules: LineRules) -> int | None:
    """Return how much later (ms) somebody may come and still go first by `rule`; None for one that has no bound."""
    if rule == "bound" or rule == "chosen" or rule == "at_counter" or rules.policy == "strict":
        return None
    if rule == "language":
        return grace(rules)
    if rule == "no_class" or rules.policy == "fifo":
        return 0
    return credit(rule, rules)


class _Call(msgspec.Struct):
    rule: Rule
    overtaken: tuple[tuple[int, int], ...]
    """By how much each came earlier (ms), the earliest first; and how much of that is for its language."""
    worst: Worst | None


class _Day:
    def __init__(
        self,
        holders: Mapping[str, Holder],
        within: int,
        regrades: Mapping[int, Regrade],
        classes: dict[str, PriorityClass],
    ) -> None:
        self._holders, self._within, self._regrades, self._classes = holders, within, regrades, classes
        self._lines: dict[str, list[tuple[int, str]]] = {}
        self._stands: dict[str, tuple[str, int]] = {}
        self._gave_way: set[str] = set()
        self._last: dict[str, _Call] = {}
        self.calls: list[_Call] = []

    def follow(self, fact: Fact) -> None:
        if fact.kind == "day.closed":
            self._lines.clear()
            self._stands.clear()
        if fact.ticket is None or fact.ticket.id not in self._holders or fact.went_to is None:
            return
        ticket, went_to = fact.ticket.id, fact.went_to
        self._leave(ticket)
        if fact.kind in ("ticket.missed", "ticket.postponed"):
            self._gave_way.add(ticket)
        elif fact.kind == "ticket.undone" and fact.undone == "ticket.missed":
            self._gave_way.discard(ticket)
        if fact.kind == "ticket.called" and fact.came_from is not None:
            self._called(fact, ticket)
        elif fact.kind == "ticket.undone" and fact.undone == "ticket.called":
            self._take_back(ticket)
        elif fact.kind == "ticket.regraded":
            if fact.seq in self._regrades:
                self._classes[ticket] = self._regrades[fact.seq].after
            if fact.came_from is not None and fact.came_from.state in IN_HAND and went_to.state in IN_LINE:
                self._take_back(ticket)
        if went_to.state in IN_LINE and went_to.counter is None and ticket not in self._gave_way:
            came = self._holders[ticket].ready_at
            insort(self._lines.setdefault(went_to.service, []), (came, ticket))
            self._stands[ticket] = went_to.service, came

    def _leave(self, ticket: str) -> None:
        stood = self._stands.pop(ticket, None)
        if stood is not None:
            service, came = stood
            line = self._lines[service]
            del line[bisect_left(line, (came, ticket))]

    def _called(self, fact: Fact, ticket: str) -> None:
        mine, service = self._holders[ticket], fact.came_from.service if fact.came_from else ""
        line = self._lines.get(service, [])
        before = line[: bisect_left(line, (mine.ready_at, ""))]
        worst = None
        if before:
            came, first = before[0]
            counter = fact.counter.id if fact.counter else ""
            worst = Worst(mine.ready_at - came, mine.number, self._holders[first].number, service, counter, fact.at)
        rule = _rule_of(fact, self._classes.get(ticket, mine.priority))
        waits = [self._within > 0 and self._holders[each].language is not None for _, each in before]
        if rule == "no_class" and waits and all(waits):
            rule = "language"
        slack = 0 if rule == "language" else self._within
        overtaken = ((mine.ready_at - came, slack * wait) for (came, _), wait in zip(before, waits, strict=True))
        call = _Call(rule, tuple(overtaken), worst)
        self._last[ticket] = call
        self.calls.append(call)

    def _take_back(self, ticket: str) -> None:
        """Let a call that was taken back never have been."""
        call = self._last.pop(ticket, None)
        if call is not None:
            call.overtaken, call.worst = (), None


def _rule_of(fact: Fact, priority: PriorityClass) -> Rule:
    if fact.reason == "at_counter":
        return "at_counter"
    if fact.reason in _CHOSEN:
        return "chosen"
    if fact.came_from is not None and fact.came_from.counter is not None:
        return "bound"
    return "no_class" if priority == "normal" else priority


def overtakings(
    facts: Sequence[Fact], holders: Mapping[str, Holder], rules: LineRules, regrades: Mapping[int, Regrade]
) -> Overtakings:
    """Return who overtook whom on the day that `facts` tell, in order; `rules` are those of its line.

    `regrades` are by the seq of their facts: a call is judged by the class that its ticket had then. Tickets without a
    holder are left out.
    """
    classes: dict[str, PriorityClass] = {}
    for fact in facts:
        if fact.ticket is not None and fact.seq in regrades:
            classes.setdefault(fact.ticket.id, regrades[fact.seq].before)
    day = _Day(holders, grace(rules), regrades, classes)
    for fact in facts:
        day.follow(fact)
    return Overtakings(len(day.calls), tuple(_by_rule(rule, day.calls, bound_by(rule, rules)) for rule in RULES))


def _by_rule(rule: Rule, calls: Iterable[_Call], bound: int | None) -> ByRule:
    own = [call for call in calls if call.rule == rule and call.overtaken]
    cases = [call.worst for call in own if call.worst is not None]
    beyond = 0 if bound is None else sum(later > bound + slack for call in own for later, slack in call.overtaken)
    worst = max(cases, key=lambda each: each.later, default=None)
    return ByRule(rule, len(own), sum(len(call.overtaken) for call in own), bound, beyond, worst)


def minutes(later: int) -> float:
    """Return ms as minutes, to a tenth."""
    return round(later / MINUTE, 1)
