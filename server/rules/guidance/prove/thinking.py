"""Questions that make people think: at most one in three on the ways through a checklist. Pure.

Whoever wishes something or is asked about themselves answers at once (`known`), and what is printed on a paper that the
question names is read off it. All else has to be remembered, counted, asked or judged.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from config.fact import Fact
from server.rules.guidance.judge.asking import asked, counted, looked_at
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import known
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


def _ways(book: Book) -> dict[str, list[tuple[str, ...]]]:
    """Return what is asked of each checklist in each of its cases."""
    looked = {name: looked_at(book, (name,)) for name in book.checklists}
    found: dict[str, list[tuple[str, ...]]] = {}
    for case in book.pack.cases:
        today = date.fromisoformat(case.on)
        at = known(book, counted(book, case.answers, known(book, {}, today)), today)
        for name in case.checklists:
            found.setdefault(name, []).append(asked(book, looked[name], at))
    return found
