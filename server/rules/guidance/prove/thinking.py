"""Questions that make people think: at most one in three of those asked on the ways through a checklist. Pure.

Whoever wishes something or is asked about themselves answers at once (`known`), and what is printed on a paper that the
question names is read off it. All else has to be remembered, counted, asked or judged.

A way is what somebody who comes for this checklist alone is asked, in the order in which questions come, and answers as
their case does: what the case leaves open is asked as well, and what it answers without being asked counts for nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from config.case import Case
from config.fact import Fact
from config.household import NOBODY
from config.rule import Value
from server.rules.guidance.judge.asking import counted, in_order
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import known
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.prove.finding import Finding

ONE_IN: Final = 3
"""Of so many questions one may need thinking."""


def check_thinking(book: Book) -> Iterator[Finding]:
    """Find checklists whose ways, as its cases go them, need more thinking than that."""
    ways = _ways(book)
    for name in book.checklists:
        every = Counter(fact for way in ways.get(name, ()) for fact in way)
        hard = Counter({fact: times for fact, times in every.items() if needs_thinking(book.facts[fact])})
        if hard.total() * ONE_IN > every.total():
            share, (most, _) = round(100 * hard.total() / every.total()), *hard.most_common(1)
            what = f"{share}% of its questions need thinking, {most} most often"
            remedy = "say `known`, name the paper that says it (`find_out.document`), or ask more roughly"
            yield Finding("checklists", name, "thinking_share", what, remedy, "warning")


def needs_thinking(fact: Fact) -> bool:
    """Return whether the answer to `fact` is neither known at once nor printed on a paper that one is told of."""
    return fact.known is None and (fact.find_out is None or fact.find_out.document is None)


Begun = tuple[str, str, tuple[tuple[str, Value], ...]]
"""A checklist, a day and what was said so far: who began alike is asked the same next."""


def _ways(book: Book) -> dict[str, list[tuple[str, ...]]]:
    """Return what is asked on each checklist of whoever comes for it in a case; of a household nobody comes alone."""
    nexts: dict[Begun, tuple[str, ...]] = {}
    found: dict[str, list[tuple[str, ...]]] = {}
    for case in book.pack.cases:
        if case.household == NOBODY:
            for name in case.checklists:
                found.setdefault(name, []).append(_way(book, name, case, nexts))
    return found


def _way(book: Book, checklist: str, case: Case, nexts: dict[Begun, tuple[str, ...]]) -> tuple[str, ...]:
    said: dict[str, Value] = {}
    asked: list[str] = []
    while True:
        begun = (checklist, case.on, tuple(sorted(said.items())))
        if begun not in nexts:
            nexts[begun] = _still_asked(book, checklist, said, date.fromisoformat(case.on))
        question = next((each for each in nexts[begun] if each not in asked), None)
        if question is None:
            return tuple(asked)
        asked.append(question)
        if question in case.answers:
            said[question] = case.answers[question]


def _still_asked(book: Book, checklist: str, said: Mapping[str, Value], today: date) -> tuple[str, ...]:
    at = known(book, counted(book, said, known(book, {}, today)), today)
    judged, _ = judge(book, (checklist,), at, explained=False)
    return tuple(in_order(book, (checklist,), judged, at))
