"""Counters that help a long line: when a rule begins and ends, and who helps because of it. Pure.

A counter helps one line at a time. Who helps goes on as long as the rule holds, so that rules never pull a counter to
and fro; a free one goes where the first rule wants it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

import msgspec

from config.elastic import ElasticRule
from server.rules.errors import Refusal
from server.rules.hall.line import MINUTE
from server.rules.hall.skills import able

NUMBERS: Final = {
    "waiting": (1, 500),
    "minutes": (1, 240),
    "until": (1, 500),
    "at_most": (1, 300),
    "least_minutes": (1, 120),
    "again_minutes": (1, 120),
}
"""The least and the most of each number of a rule."""


class Crowd(msgspec.Struct, frozen=True):
    """A line as rules look at it: how many stand there, and for how long (ms) whoever stands there longest."""

    waiting: int = 0
    longest: int = 0


class Bounds(Protocol):
    """When a line counts as long, and when it is short again."""

    @property
    def waiting(self) -> int | None:
        """Long when more than so many wait."""

    @property
    def minutes(self) -> int | None:
        """Long when somebody waits for more than so many minutes."""

    @property
    def until(self) -> int:
        """Short when fewer than so many wait, and nobody too long."""


class Decided(msgspec.Struct, frozen=True):
    """What a rule has decided: whether counters help, since when (ms)."""

    on: bool
    since: int


class Desk(msgspec.Struct, frozen=True):
    """A counter as rules look at it: what it is there for and, where it is open, what whoever sits there can do."""

    open: bool
    served: Collection[str]
    skills: Collection[str] | None = None


def decided(rule: ElasticRule, crowd: Crowd, before: Decided | None, now: int) -> Decided | None:
    """Return what `rule` decides at `now` (ms); what it decided `before` holds for its least time."""
    on = before is not None and before.on
    if before is not None and now - before.since < rule.least_minutes * MINUTE:
        return before
    wanted = not is_short(rule, crowd) if on else is_long(rule, crowd)
    return before if wanted == on else Decided(wanted, now)


def helpers(
    rules: Sequence[ElasticRule], on: Collection[str], desks: Mapping[str, Desk], before: Mapping[str, str]
) -> dict[str, str]:
    """Return which counter helps by which rule, of those that are `on`; `before` is who helped so far."""
    known = {rule.id: rule for rule in rules if rule.id in on}
    kept: dict[str, str] = {}
    for rule in known.values():
        mine = [each for each in rule.counters if before.get(each) == rule.id and may_help(rule, each, desks.get(each))]
        kept |= dict.fromkeys(mine[: rule.at_most], rule.id)
    for rule in known.values():
        places = (len(rule.counters) if rule.at_most is None else rule.at_most) - list(kept.values()).count(rule.id)
        free = (each for each in rule.counters if each not in kept and may_help(rule, each, desks.get(each)))
        kept |= {each: rule.id for each, _ in zip(free, range(places), strict=False)}
    return kept


def may_help(rule: ElasticRule, counter: str, desk: Desk | None) -> bool:
    """Tell whether `counter` can help by `rule`: it is open, the line is not its own, and its person can do it."""
    if desk is None or counter not in rule.counters:
        return False
    return desk.open and rule.service not in desk.served and able(rule.service, desk.skills)


def check_elastic(rules: Sequence[ElasticRule], served: Mapping[str, Collection[str]]) -> Iterator[Refusal]:
    """Give what is wrong with the rules of a center; `served` is what each of its counters is there for.

    Ids, and whether the center offers a service, are checked where everything else of a center is.
    """
    for number, rule in enumerate(rules):
        place = f"elastic[{number}]"
        yield from check_bounds(place, rule)
        if not rule.counters:
            yield Refusal("settings_elastic_nobody", field=f"{place}.counters")
        for rank, counter in enumerate(rule.counters):
            field = f"{place}.counters[{rank}]"
            if counter not in served:
                yield Refusal("settings_counter_unknown", field=field, counter=counter)
            elif rule.service in served[counter]:
                yield Refusal("settings_elastic_own", field=field, counter=counter, service=rule.service)
        circle = _circle(rules[: number + 1], served)
        if circle is not None:
            yield Refusal("settings_elastic_circle", field=f"{place}.counters", service=rule.service, other=circle)
            return


def check_bounds(place: str, rule: Bounds) -> Iterator[Refusal]:
    """Give what is wrong with the numbers of a rule."""
    for name, (least, most) in NUMBERS.items():
        value = getattr(rule, name, None)
        if value is not None and not least <= value <= most:
            yield Refusal("settings_number", field=f"{place}.{name}", least=least, most=most)
    if rule.waiting is None and rule.minutes is None:
        yield Refusal("settings_elastic_when", field=place)
    elif rule.waiting is not None and rule.until >= rule.waiting:
        yield Refusal("settings_elastic_until", field=f"{place}.until", until=rule.until, waiting=rule.waiting)


def _circle(rules: Iterable[ElasticRule], served: Mapping[str, Collection[str]]) -> str | None:
    """Return the line that the last of `rules` takes from while, by those before, its own counters help that line."""
    gives: dict[str, set[str]] = {}
    newest: set[str] = set()
    service = ""
    for rule in rules:
        service = rule.service
        newest = {own for counter in rule.counters for own in served.get(counter, ()) if own != service}
        for own in newest:
            gives.setdefault(own, set()).add(service)
    reached, ahead = set[str](), [service]
    while ahead:
        for line in gives.get(ahead.pop(), ()):
            if line not in reached:
                reached.add(line)
                ahead.append(line)
    return min(newest & reached, default=None)


def is_long(rule: Bounds, crowd: Crowd) -> bool:
    """Tell whether a line is too long, or somebody in it waits too long."""
    return (rule.waiting is not None and crowd.waiting > rule.waiting) or _old(rule, crowd)


def is_short(rule: Bounds, crowd: Crowd) -> bool:
    """Tell whether a line is short again."""
    return crowd.waiting < rule.until and not _old(rule, crowd)


def _old(rule: Bounds, crowd: Crowd) -> bool:
    return rule.minutes is not None and crowd.longest > rule.minutes * MINUTE
