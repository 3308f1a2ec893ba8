"""The longest way through the questions of a checklist, in the order in which they are really asked. Pure.

Found by going on with the answer after which most may still be asked, and leaving out what cannot be longer (branch and
bound). What shares no question any more goes on by itself, and what is left the same goes on alike: both once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, Final

import msgspec

from config.item import Requirement
from config.rule import All, Not, Rule, Situation, Value
from config.rule import Any as AnyOf
from server.rules.guidance.judge.asking import counted, in_order, subjects
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import Known, known, missing, truth
from server.rules.guidance.judge.hanging import hangs_on, rules_behind
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.judge.whose import names_of
from server.rules.guidance.prove.space import Space

LOOKED_AT_MOST: Final = 800
"""Ways begun until only a bound is told."""

Left = Any
"""What is left of rules: equal for two that every answer to come decides alike."""


class Longest(msgspec.Struct, frozen=True):
    """Somebody is asked so many `questions` of a checklist, and nobody more than `at_most`; mostly that is the same."""

    questions: int
    at_most: int


class _Part(msgspec.Struct, frozen=True):
    """Items that have nothing to do with others any more: how many questions may come, all that decides about them."""

    items: frozenset[str]
    at_most: int
    left: Left


Bounds = tuple[int, int]
"""Somebody is asked so many questions, and nobody more than so many."""


def longest_way(space: Space, checklist: str) -> Longest:
    """Return the longest way through `checklist`; seasons are left out of account: everything is in season."""
    search = _Search(space, checklist)
    return Longest(*search.further({}, search.parts({}, search.items), -1))


class _Search:
    def __init__(self, space: Space, checklist: str) -> None:
        book = space.book
        items = {name: msgspec.structs.replace(each, season=None, seasons=()) for name, each in book.items.items()}
        self._space, self._lists = space, (checklist,)
        self._book = replace(book, items=items)
        entries = book.checklists[checklist].entries
        self.items = frozenset(each.item for each in entries)
        self._whens = {item: AnyOf(tuple(each.when for each in entries if each.item == item)) for item in self.items}
        self._behind = {item: rules_behind(book, items[item]) for item in self.items}
        self._hangs_on = {item: hangs_on(book, item) & self.items for item in self.items}
        self._whose = {
            item: {
                rule
                for need in items[item].needs
                for each in need.documents
                for rule in names_of(book, book.documents[each])
            }
            for item in self.items
        }
        self._known: dict[Left, Bounds] = {}
        self._left = LOOKED_AT_MOST

    def further(self, said: Mapping[str, Value], parts: Sequence[_Part], floor: int) -> Bounds:
        """Return how many questions come after `said`: each part by itself, exactly where it is more than `floor`."""
        least, most = 0, sum(each.at_most for each in parts)
        for each in parts:
            most -= each.at_most
            found = self._go_on(said, each, floor - most)
            least, most = least + found[0], most + found[1]
        return least, most

    def _go_on(self, said: Mapping[str, Value], part: _Part, floor: int) -> Bounds:
        least, most = self._known.get(part.left, (0, part.at_most))
        if least == most or most <= floor or self._left <= 0:
            return least, most
        at = self._at(said)
        judged, _ = judge(self._book, self._lists, at, explained=False, only=part.items)
        question = next(iter(in_order(self._book, self._lists, judged, at)), None)
        if question is None:
            self._known[part.left] = 0, 0
            return 0, 0
        ways = [{**said, question: value} for value in self._space.classes[question]]
        after = [(way, self.parts(way, part.items)) for way in ways]
        after.sort(key=lambda each: -sum(one.at_most for one in each[1]))
        shortest = longest = 1
        for way, parts in after:
            bound = 1 + sum(each.at_most for each in parts)
            if bound > max(shortest, floor):
                some, bound = (1 + each for each in self.further(way, parts, max(shortest, floor) - 1))
                shortest = max(shortest, some)
            longest = max(longest, bound)
        least, most = self._known[part.left] = max(least, shortest), min(most, longest)
        return least, most

    def _at(self, said: Mapping[str, Value]) -> Known:
        book, today = self._book, self._space.today
        return known(book, counted(book, said, known(book, {}, today)), today)

    def parts(self, said: Mapping[str, Value], items: Set[str]) -> list[_Part]:
        """Return what is left of `items` after `said`, in parts that share nothing and hang on no other."""
        self._left -= 1
        at, facts, left = self._at(said), dict[str, set[str]](), dict[str, Left]()
        for item in sorted(items):
            rules = tuple(self._open(item, self._whens[item], at))
            facts[item] = _may_come(self._book, rules, at)
            left[item] = tuple(_left_of(each, at) for each in rules)
        whom = self._whom(at)
        whose = [rule for item in items if left[item] for rule in self._whose[item] if truth(rule, at) is None]
        if whom or _may_come(self._book, whose, at):
            # Whose papers are the same hangs on all that is done.
            groups = [{*items}] if any(facts.values()) else []
        else:
            groups = _groups(items, facts, self._hangs_on, self._book)
        return [self._part(sorted(group), facts, left, whom, at) for group in groups]

    def _part(
        self, items: Sequence[str], facts: Mapping[str, set[str]], left: Mapping[str, Left], whom: set[str], at: Known
    ) -> _Part:
        book = self._book
        come = whom.union(*(facts[each] for each in items))
        gates = tuple((name, _left_of(book.facts[name].when, at)) for name in sorted(come))
        copied = tuple((same.fact, at.values.get(same.fact)) for name in sorted(come) for same in book.facts[name].same)
        return _Part(frozenset(items), len(come), (tuple((each, left[each]) for each in items), gates, copied))

    def _open(self, name: str, when: Rule, at: Known) -> Iterator[Rule]:
        """Yield the rules that may still decide about an item, all of them where they may; what is over has none."""
        concerns = truth(when, at)
        if concerns is False:
            return
        yield when
        if concerns:
            item = self._book.items[name]
            failed = [each for each in item.requirements if truth(each.rule, at) is False and _is_not_mended(each, at)]
            if any(each.otherwise == "cannot" for each in failed):
                return
            if failed:
                # It is never done: its papers do not matter.
                yield from (each.rule for each in item.requirements)
                yield from (brought.when for each in item.requirements for brought in each.brought)
                return
        yield from self._behind[name]

    def _whom(self, at: Known) -> set[str]:
        """Return the facts that say for whom the checklist is, while nobody has said it."""
        return {who for who, _ in subjects(self._book, self._lists)} - at.values.keys()


def _groups(
    items: Set[str], facts: Mapping[str, set[str]], hanging: Mapping[str, Set[str]], book: Book
) -> list[set[str]]:
    """Return those of `items` of which something may be asked, with what they hang on, as far apart as they are."""
    groups: list[tuple[set[str], set[str]]] = []
    for item in items:
        shared = facts[item] | {same.fact for each in facts[item] for same in book.facts[each].same}
        near = {item, *(hanging[item] & items)}
        apart = [each for each in groups if each[0].isdisjoint(near) and each[1].isdisjoint(shared)]
        joined = [each for each in groups if each not in apart]
        groups = [*apart, (near.union(*(each[0] for each in joined)), shared.union(*(each[1] for each in joined)))]
    return [group for group, shared in groups if shared]


def _is_not_mended(requirement: Requirement, at: Known) -> bool:
    return all(truth(each.when, at) is False for each in requirement.brought)


def _may_come(book: Book, rules: Iterable[Rule], at: Known) -> set[str]:
    """Return the facts that may yet be asked for the sake of `rules`."""
    found, left = set[str](), {fact for rule in rules for fact in missing(rule, at)}
    while left:
        fact = book.facts[left.pop()]
        if fact.id in found or truth(fact.when, at) is False:
            continue
        found.add(fact.id)
        left |= {*missing(fact.when, at)}.union(*(missing(same.when, at) for same in fact.same))
    return found


def _left_of(rule: Rule, at: Known) -> Left:
    """Return what is left of `rule`: its truth, or its parts that are open, in their order."""
    held = truth(rule, at)
    if held is not None:
        return held
    match rule:
        case All(rules):
            return ("all", *(_left_of(each, at) for each in rules if truth(each, at) is None))
        case AnyOf(rules):
            return ("any", *(_left_of(each, at) for each in rules if truth(each, at) is None))
        case Not(inner):
            return ("not", _left_of(inner, at))
        case Situation(name):
            return _left_of(at.situations[name], at)
    return rule
