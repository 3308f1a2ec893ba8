"""One person weighed, and every way in which the questions left may be answered. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import prod

from msgspec.structs import replace as struct_replace

from config.rule import Leaf, Situation, Value
from server.rules.guidance.judge.asking import counted, questions
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.classes import classes_of
from server.rules.guidance.judge.condition import Known, known
from server.rules.guidance.judge.judged import Judged
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.judge.rules import leaves, rules_of_item
from server.rules.guidance.judge.verdict import Inapplicable, Offer, Plan, Question, Wish
from server.rules.guidance.plan.offering import offered
from server.rules.guidance.plan.plan import plan_for

ITEMS_AT_MOST, FEWEST, OFTEN = 700, 8, 32
"""Items weighed until trying every way of answering is given up; how often a person is weighed at least and at most.

What it takes grows with the items: so the time stays about the same for a large and a small household.
"""


@dataclass(frozen=True)
class Matter:
    """What is weighed for whom: `checklists` of `book` at `minute` of the day `today`, by `wish`."""

    book: Book
    checklists: tuple[str, ...]
    today: date
    wish: Wish
    minute: int = 0
    kept: dict[str, list[tuple[Value, Value]]] = field(default_factory=dict, compare=False)

    @cached_property
    def compared(self) -> Mapping[str, Sequence[Leaf]]:
        """Return for each fact everything that it is compared with in these matters."""
        pack, entries = (
            self.book.pack,
            [each for name in self.checklists for each in self.book.checklists[name].entries],
        )
        rules = [each.when for each in entries]
        rules += [rule for each in entries for rule in rules_of_item(self.book.items[each.item])]
        rules += [each.when for each in pack.situations]
        rules += [rule for fact in pack.facts for rule in (fact.when, *(same.when for same in fact.same))]
        rules += [each.held for each in pack.documents if each.held is not None]
        rules += [same.when for document in pack.documents for same in document.same]
        rules += [same.when for entity in pack.entities for same in entity.same]
        found: dict[str, list[Leaf]] = {}
        for rule in rules:
            for leaf in leaves(rule):
                if not isinstance(leaf, Situation):
                    found.setdefault(leaf.fact, []).append(leaf)
        return found

    def classes(self, fact: str) -> list[tuple[Value, Value]]:
        """Return the answers to `fact` on both sides of all that tells them apart, each with the first of its class."""
        if fact not in self.kept:
            compared = self.compared.get(fact, ())
            self.kept[fact] = classes_of(self.book.facts[fact], compared, (self.book,), self.today)
        return self.kept[fact]

    def values(self, fact: str) -> list[Value]:
        """Return one answer to `fact` of each class."""
        return list(dict.fromkeys(first for first, _ in self.classes(fact)))


@dataclass(frozen=True)
class Weighed:
    """Somebody weighed with `answers`: verdicts, what does not concern them, the questions `left`."""

    answers: Mapping[str, Value]
    at: Known
    judged: list[Judged]
    others: list[Inapplicable]
    left: tuple[Question, ...]

    @property
    def asks(self) -> bool:
        """Return whether an answer can still change something."""
        return any(each.asks for each in self.judged)


@dataclass(frozen=True)
class Completed:
    """How it ends where the open questions are answered as in `said`, with the plan then."""

    said: Mapping[str, Value]
    states: Mapping[str, str]
    plan: Plan | None

    @cached_property
    def papers(self) -> frozenset[str]:
        """Return the documents of the plan."""
        return frozenset(each.document for each in self.plan.papers) if self.plan else frozenset()

    @property
    def visits(self) -> int:
        """Return how many times one has to go somewhere."""
        return self.plan.visits if self.plan else 0


def weigh(matter: Matter, answers: Mapping[str, Value], *, explained: bool = True) -> Weighed:
    """Return what `answers` come to; unless `explained`, not why something does not concern this person."""
    book, today = matter.book, matter.today
    at = known(book, counted(book, answers, known(book, {}, today)), today)
    judged, others = judge(book, matter.checklists, at, matter.wish.leave_out, explained=explained)
    return Weighed(answers, at, judged, others, questions(book, matter.checklists, judged, at))


def planned(matter: Matter, now: Weighed, *, advised: bool = True) -> Plan | None:
    """Return the plan for what can be done by now; unless `advised`, without what would save a trip."""
    return plan_for(matter.book, now.judged, now.at, matter.wish, minute=matter.minute, advised=advised)


def offers_of(matter: Matter, now: Weighed) -> tuple[Offer, ...]:
    """Return what is offered only, as somebody weighed so would be told."""

    def without(out: Collection[str]) -> Sequence[Judged]:
        left_out = {*matter.wish.leave_out, *out}
        return judge(matter.book, matter.checklists, now.at, left_out, explained=False)[0]

    def as_planned(judged: Sequence[Judged]) -> Plan | None:
        return planned(matter, replace(now, judged=list(judged)), advised=False)

    return offered(now.judged, matter.wish, without, as_planned)


def without_offers(matter: Matter, offers: Sequence[Offer]) -> Matter:
    """Return `matter` without what is offered only: that is no part of the plan, nor of what may still change it."""
    out = (*matter.wish.leave_out, *(each.item for each in offers))
    return replace(matter, wish=struct_replace(matter.wish, leave_out=out))


def completions(matter: Matter, now: Weighed) -> list[Completed] | None:
    """Return how it may end, for every way to answer that rules tell apart; None where there are too many."""
    most = min(OFTEN, max(FEWEST, ITEMS_AT_MOST // max(1, len(now.judged))))
    # As many as the answers open now make together, and what follows from them comes on top.
    if prod(len(matter.values(each.id)) for each in now.left) > most:
        return None
    found: list[Completed] = []
    open_ways: list[tuple[Weighed, dict[str, Value]]] = [(now, {})]
    count = 0
    while open_ways:
        here, said = open_ways.pop()
        if not here.left:
            found.append(completed(matter, here, said))
            continue
        fact = here.left[0].id
        values = matter.values(fact)
        count += len(values)
        if count > most or not values:
            return None
        for value in values:
            open_ways.append((weigh(matter, {**here.answers, fact: value}, explained=False), {**said, fact: value}))
    return found


def completed(matter: Matter, here: Weighed, said: Mapping[str, Value]) -> Completed:
    """Return how it ends for somebody weighed so: what they would only be offered then is not in their plan."""
    states = {each.item.id: "left_out" if each.left_out else each.state for each in here.judged}
    offers = offers_of(matter, here)
    if offers:
        matter = without_offers(matter, offers)
        here = weigh(matter, here.answers, explained=False)
    return Completed(said, states, planned(matter, here, advised=False))
