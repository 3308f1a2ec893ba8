"""What is asked whatever is answered to other questions, in every combination of some of them. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import chain, product
from math import prod
from typing import Final, NamedTuple

from config.rule import Any as AnyOf
from config.rule import Rule, Value
from server.rules.guidance.judge.asking import counted, weighed
from server.rules.guidance.judge.book import OPENED_MOST, Book
from server.rules.guidance.judge.condition import Known, known, truth
from server.rules.guidance.judge.hanging import facts_behind, hangs_on, rules_behind
from server.rules.guidance.judge.judging import judge

JUDGED_AT_MOST: Final = 600
"""Items judged for one page of questions until nothing more is promised."""

Said = tuple[tuple[str, Value], ...]


class _Behind(NamedTuple):
    """What may change the verdict on an item: whom it concerns and by which facts, all facts, other items."""

    when: Rule
    concerns: frozenset[str]
    facts: frozenset[str]
    others: frozenset[str]


class _Asking(NamedTuple):
    """Items whose verdicts hang on no others, and the facts that these look at."""

    items: frozenset[str]
    facts: frozenset[str]


class Whatever:
    """One person's questions under every combination of `values`, which some of them may be answered with.

    An item is judged with those that it hangs on alone, and so only for combinations of answers that these look at.
    """

    def __init__(
        self,
        book: Book,
        checklists: Sequence[str],
        answers: Mapping[str, Value],
        today: date,
        leave_out: Collection[str],
        values: Mapping[str, Collection[Value]],
    ) -> None:
        self._book, self._checklists, self._answers = book, checklists, answers
        self._today, self._leave_out, self._values = today, leave_out, values
        self._at: dict[Said, Known] = {}
        self._asked: dict[tuple[frozenset[str], Said], frozenset[str]] = {}
        self._left = JUDGED_AT_MOST
        now, behind = self._known(()), _behind(book, tuple(checklists))
        # Whom it does not concern, whatever is said here, has nothing to do with it.
        self._among = {
            item: each
            for item, each in behind.items()
            if not each.concerns.isdisjoint(values) or truth(each.when, now) is not False
        }
        self._every = self.together(self._among)
        judged, _ = judge(book, checklists, now, leave_out, explained=False, only=self._every.items)
        self._now = {each.item.id: frozenset(weighed(book, (each,), now)) for each in judged}

    def still_asked(self, question: str, others: Set[str]) -> bool:
        """Return whether `question` is asked whichever of `others` are answered, and how; no where it takes too long.

        Mostly there is one item that asks it all the while; else some do by turns.
        """
        having = [self.together((item,)) for item, asked in self._now.items() if question in asked]
        having.sort(key=lambda each: self._price(each, others))
        return any(self._always(question, each, others) for each in (*having, self._every))

    def together(self, items: Iterable[str]) -> _Asking:
        """Return `items` and all that their verdicts hang on."""
        found, left = set[str](), {*items}
        while left:
            item = left.pop()
            found.add(item)
            left |= (self._among[item].others & self._among.keys()) - found
        return _Asking(frozenset(found), frozenset().union(*(self._among[each].facts for each in found)))

    def _price(self, asking: _Asking, others: Set[str]) -> int:
        """Return how many items are judged to try every combination of answers to `others`."""
        return len(asking.items) * prod(len(self._values[each]) + 1 for each in others & asking.facts)

    def _always(self, question: str, asking: _Asking, others: Set[str]) -> bool:
        """Return whether `question` is asked for the sake of `asking`, whatever is said to `others`."""
        return self._price(asking, others) <= self._left and all(
            question in self._asked_for(asking, said) for said in self._ways(asking, others)
        )

    def _ways(self, asking: _Asking, others: Set[str]) -> Iterator[Said]:
        """Yield what may be said to those of `others` that `asking` looks at."""
        mine = sorted(others & asking.facts)
        for said in product(*(((), *(((name, value),) for value in self._values[name])) for name in mine)):
            yield tuple(chain.from_iterable(said))

    def _asked_for(self, asking: _Asking, said: Said) -> frozenset[str]:
        key = asking.items, said
        if key not in self._asked:
            self._left -= len(asking.items)
            at = self._known(said)
            judged, _ = judge(self._book, self._checklists, at, self._leave_out, explained=False, only=asking.items)
            self._asked[key] = frozenset(weighed(self._book, judged, at))
        return self._asked[key]

    def _known(self, said: Said) -> Known:
        if said not in self._at:
            book, answers = self._book, {**self._answers, **dict(said)}
            self._at[said] = known(book, counted(book, answers, known(book, {}, self._today)), self._today)
        return self._at[said]


def _behind(book: Book, checklists: tuple[str, ...]) -> Mapping[str, _Behind]:
    """Return what the verdict on each item of `checklists` may hang on, worked out once."""
    if (kept := book.behind.get(checklists)) is None:
        whens: dict[str, list[Rule]] = {}
        for entry in (each for name in checklists for each in book.checklists[name].entries):
            whens.setdefault(entry.item, []).append(entry.when)
        kept = {
            item: _Behind(
                AnyOf(tuple(rules)),
                facts_behind(book, rules),
                facts_behind(book, (*rules, *rules_behind(book, book.items[item]))),
                frozenset(hangs_on(book, item)),
            )
            for item, rules in whens.items()
        }
        while len(book.behind) >= OPENED_MOST:
            book.behind.pop(next(iter(book.behind)), None)
        book.behind[checklists] = kept
    return kept
