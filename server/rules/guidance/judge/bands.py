"""How exactly a number has to be known: the bands between the thresholds of the checklists that were chosen. Pure.

Inside a band nothing that these checklists say differs, so one touch says enough. Where a requirement fails there, and
time or a sentence says how much is lacking, the number itself is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from config.fact import Fact
from config.item import Item, Requirement
from config.rule import All, Any, AtLeast, AtMost, Not, Rule, Situation, Value
from config.words import both
from server.rules.guidance.judge.amounts import between
from server.rules.guidance.judge.book import OPENED_MOST, Book
from server.rules.guidance.judge.by_date import next_day, reach
from server.rules.guidance.judge.condition import Known, bound_of
from server.rules.guidance.judge.months import months_earlier
from server.rules.guidance.judge.span import written
from server.rules.guidance.judge.verdict import Choice
from server.rules.guidance.judge.whose import names_of

SOON = 5
"""Years ahead of which a day is worth promising; for what comes later nobody has to say a number exactly."""
BANDS_AT_MOST = 4
"""More are not read: then the number is asked."""


class Band(msgspec.Struct, frozen=True):
    """Numbers from `low` to `high` that nothing tells apart, unless they have to be known `exact`."""

    low: int
    high: int
    exact: bool

    @property
    def value(self) -> Value:
        """Return an answer that lies in it: all of it, or its least number."""
        return self.low if self.exact or self.low == self.high else written(self.low, self.high)


class _Compared(msgspec.Struct, frozen=True):
    """A comparison of a requirement or of another rule.

    `fails` says on which side a requirement does: from its bound on, or below it. There the number itself has to be
    known where a sentence is `told` that says how much is lacking, or time brings it soon.
    """

    rule: AtLeast | AtMost
    fails: bool | None = None
    told: bool = False


def bands(book: Book, checklists: Sequence[str], fact: Fact, at: Known) -> tuple[Band, ...]:
    """Return the bands of the number `fact`, from its least to its most; one alone where nothing compares it."""
    found = [
        (each, bound)
        for each in _by_fact(book, tuple(checklists)).get(fact.id, ())
        if (bound := _bound(each, at)) is not None
    ]
    exactly = [span for each, bound in found if (span := _exactly(fact, each, bound)) is not None]
    cuts = {bound for _, bound in found} | {end for low, high in exactly for end in (low, high + 1)}
    starts = sorted({fact.low, *(cut for cut in cuts if fact.low < cut <= fact.high)})
    ends = [*(start - 1 for start in starts[1:]), fact.high]

    def exact(start: int) -> bool:
        return any(low <= start <= high for low, high in exactly)

    return tuple(Band(low, high, exact(low)) for low, high in zip(starts, ends, strict=True))


def choices(book: Book, checklists: Sequence[str], fact: Fact, at: Known) -> tuple[Choice, ...]:
    """Return what one touch can say of a number: its bands, and that it has not begun; nothing where that is little."""
    every = bands(book, checklists, fact, at)
    rough = [each for each in every if not each.exact]
    if fact.kind != "number" or fact.by_date or len(every) < 2 or not 0 < len(rough) <= BANDS_AT_MOST:
        return ()
    begun = every[0].exact and fact.low == 0 and fact.grows == "month"
    none = (Choice(0, both("None yet")),) if begun else ()
    return (*none, *(Choice(each.value, between(fact, each.low, each.high)) for each in rough))


def days(book: Book, checklists: Sequence[str], fact: Fact, at: Known) -> tuple[tuple[date, date], ...]:
    """Return from which day to which it makes no difference what is answered to `fact`, which is asked as a date."""
    if fact.by_date is None or fact.falls is not None:
        return ()
    first, last = reach(fact, at.today)
    if fact.kind == "yes_no":
        turned = months_earlier(next_day(fact.by_date.by, at.today), 12 * fact.by_date.turns)
        found = [(first, turned), (turned + timedelta(days=1), last)]
    else:
        months = 12 if fact.grows == "year" else 1
        found = []
        for each in bands(book, checklists, fact, at):
            since = (
                first
                if each.high == fact.high
                else months_earlier(at.today, months * (each.high + 1)) + timedelta(days=1)
            )
            if not each.exact:
                found.append((since, months_earlier(at.today, months * each.low)))
    return tuple((max(begins, first), min(ends, last)) for begins, ends in found if begins <= ends)


def _exactly(fact: Fact, each: _Compared, bound: int) -> tuple[int, int] | None:
    """Return from which number to which it has to be known itself for the sake of a comparison."""
    if each.fails is None:
        return None
    if each.fails:
        soon = None if fact.falls is None else bound + _soon(fact.falls) - 1
        return (bound, fact.high) if each.told else None if soon is None else (bound, min(soon, fact.high))
    first = None if fact.grows is None else bound - _soon(fact.grows)
    return (fact.low, bound - 1) if each.told else None if first is None else (max(first, fact.low), bound - 1)


def _soon(unit: str) -> int:
    """Return how many of `unit` people can wait for."""
    return {"year": SOON, "month": 12 * SOON}.get(unit, 366 * SOON)


def _bound(each: _Compared, at: Known) -> int | None:
    """Return the least number of the upper side of a comparison."""
    bound = bound_of(each.rule, at)
    return None if bound is None else bound + 1 if isinstance(each.rule, AtMost) else bound


def _by_fact(book: Book, checklists: tuple[str, ...]) -> Mapping[str, tuple[_Compared, ...]]:
    """Return what `checklists` compare each fact with, worked out once."""
    if (kept := book.compared.get(checklists)) is None:
        found: dict[str, dict[_Compared, None]] = {}
        for each in _compared(book, checklists):
            found.setdefault(each.rule.fact, {})[each] = None
        kept = {fact: tuple(each) for fact, each in found.items()}
        while len(book.compared) >= OPENED_MOST:
            book.compared.pop(next(iter(book.compared)), None)
        book.compared[checklists] = kept
    return kept


def _compared(book: Book, checklists: Sequence[str]) -> Iterator[_Compared]:
    """Yield every comparison that these checklists look at."""
    items: dict[str, Item] = {}
    for name in checklists:
        for entry in book.checklists[name].entries:
            items[entry.item] = book.items[entry.item]
            yield from _in(entry.when, book)
    papers = {document for item in items.values() for need in item.needs for document in need.documents}
    for item in items.values():
        for requirement in item.requirements:
            yield from _of(requirement, book)
            for brought in requirement.brought:
                yield from _in(brought.when, book)
        for rule in (*item.choices, *(need.when for need in item.needs)):
            yield from _in(rule, book)
    for document in (book.documents[each] for each in sorted(papers)):
        for rule in (*((document.held,) if document.held is not None else ()), *names_of(book, document)):
            yield from _in(rule, book)
    everywhere = [
        *(rule for fact in book.pack.facts for rule in (fact.when, *(same.when for same in fact.same))),
        *(point.when for point in book.pack.knowledge),
        *(each.when for each in book.pack.contradictions),
    ]
    for rule in everywhere:
        yield from _in(rule, book)


def _of(requirement: Requirement, book: Book) -> Iterator[_Compared]:
    """Yield the comparisons of a requirement; where it fails it may be promised for a day, or said what is lacking."""
    words = [requirement.reason, *((requirement.action,) if requirement.action else ())]
    told = any("{" in each.zh + each.en for each in words)
    for each, wanted in _leaves(requirement.rule, book, wanted=True):
        # At least so much fails below its bound, at most so much from it on.
        yield _Compared(each, isinstance(each, AtMost) is wanted, told)


def _in(rule: Rule, book: Book) -> Iterator[_Compared]:
    return (_Compared(each) for each, _ in _leaves(rule, book, wanted=True))


def _leaves(rule: Rule, book: Book, *, wanted: bool) -> Iterator[tuple[AtLeast | AtMost, bool]]:
    """Yield each comparison of numbers, with whether `rule` wants it to hold."""
    match rule:
        case All(rules) | Any(rules):
            for each in rules:
                yield from _leaves(each, book, wanted=wanted)
        case Not(inner):
            yield from _leaves(inner, book, wanted=not wanted)
        case Situation(name):
            yield from _leaves(book.situations[name], book, wanted=wanted)
        case AtLeast() | AtMost():
            yield rule, wanted
