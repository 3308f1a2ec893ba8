"""Changes to a pack that nobody's answers can ever show, proved by giving them all, item by item. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from msgspec.structs import replace

from config.item import Brought
from config.rule import ALWAYS, In, Is, Rule, Situation, Value
from server.rules.guidance.judge.asking import counted, questions
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.brought import needs_of
from server.rules.guidance.judge.condition import Known, bound_of, known, truth
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.judge.rules import leaves, rules_of
from server.rules.guidance.judge.whose import names_of, tells_who
from server.rules.guidance.prove.cases import assuming
from server.rules.guidance.prove.space import Space, TooWide, next_fact, space_of, walk
from server.rules.guidance.prove.watch import Place, behind, looked_at

Answers = dict[str, Value]
ASSUMPTIONS_AT_MOST = 200
"""Values of open parameters tried together before a change counts as one that could be noticed."""


@dataclass
class _Side:
    """A pack with nothing but one item of one checklist: what it gives anybody rests on nothing else that changed."""

    book: Book
    checklist: str
    item: str
    today: date
    next: dict[frozenset[tuple[str, Value]], str | None] = field(default_factory=dict)
    known: dict[frozenset[tuple[str, Value]], Known] = field(default_factory=dict)

    def at(self, said: Answers) -> Known:
        """Return what counts of `said` here."""
        key = frozenset(said.items())
        if key not in self.known:
            self.known[key] = _at(self.book, said, self.today)
        return self.known[key]

    def asks(self, said: Answers) -> str | None:
        """Return the question that comes next, if any."""
        key = frozenset(said.items())
        if key not in self.next:
            at = self.at(said)
            judged, _ = judge(self.book, [self.checklist], at)
            left = questions(self.book, [self.checklist], judged, at)
            self.next[key] = left[0].id if left else None
        return self.next[key]

    def path(self, said: Answers) -> tuple[tuple[str, ...], str | None]:
        """Return the questions asked of whoever answers `said`, and the first one of them that is not answered."""
        given: Answers = {}
        while (fact := self.asks(given)) is not None:
            if fact not in said:
                return tuple(given), fact
            given[fact] = said[fact]
        return tuple(given), None

    def papers_ask(self, said: Answers) -> str | None:
        """Return a question that no verdict waits for and that still decides about papers, or what the plan brings."""
        at = self.at(said)
        facts = self.book.facts
        for rule in (each.when for each in self._mending(at)):
            if (fact := next_fact(rule, at, facts)) is not None:
                return fact
        for need in self.book.items[self.item].needs:
            if (fact := next_fact(need.when, at, facts)) is not None:
                return fact
        for need in needs_of(self.book.items[self.item], at):
            for document in (self.book.documents[each] for each in need.documents):
                rules = [] if document.held is None else [document.held]
                for rule in (*rules, *names_of(self.book, document)):
                    if (fact := next_fact(rule, at, facts)) is not None:
                        return fact
        for rule in (each for person in self.book.items[self.item].everybody for each in tells_who(self.book, person)):
            if (fact := next_fact(rule, at, facts)) is not None:
                return fact
        return None

    def gives(self, said: Answers) -> object:
        """Return everything that whoever answers `said` gets to see of the item."""
        at = self.at(said)
        judged, _ = judge(self.book, [self.checklist], at)
        asked, _ = self.path(said)
        if not judged:
            return frozenset(asked)
        (own,) = judged
        mended = frozenset(each.document for each in self._mending(at) if truth(each.when, at) is True)
        if own.state != "can":
            return frozenset(asked), own.optional, own.state, tuple(each.text for each in own.reasons), mended
        needs = needs_of(self.book.items[self.item], at)
        held = [
            (document, rule is None or truth(rule, at) is True)
            for need in needs
            for document in need.documents
            for rule in (self.book.documents[document].held,)
        ]
        wanted = tuple(replace(need, when=ALWAYS) for need in needs)
        ways = [truth(rule, at) is True for rule in own.item.choices]
        names = [rule for document, _ in held for rule in names_of(self.book, self.book.documents[document])]
        names += [rule for person in own.item.everybody for rule in tells_who(self.book, person)]
        merged = [truth(each, at) is True for each in names]
        return frozenset(asked), own.optional, own.state, wanted, tuple(held), ways, merged

    def _mending(self, at: Known) -> Iterator[Brought]:
        """Yield what would mend the requirements that fail, if another item gave it."""
        for requirement in self.book.items[self.item].requirements:
            if truth(requirement.rule, at) is False:
                yield from requirement.brought


def same(book: Book, changed: Book, place: Place, today: date) -> bool:
    """Return whether nobody can tell `changed` from `book`, which differ in the record at `place` only.

    What nobody has confirmed may yet become anything. False, too, where there is too much to be tried.
    """
    spaces: dict[tuple[tuple[str, int], ...], tuple[Book, Book, Space]] = {}
    for checklist in book.pack.checklists:
        for item in dict.fromkeys(entry.item for entry in checklist.entries):
            seen = looked_at(book, checklist.id, item) | looked_at(changed, checklist.id, item)
            if place not in seen:
                continue
            tried = _assumptions(book, changed, {name for part, name in seen if part == "parameters"}, today)
            if len(tried) > ASSUMPTIONS_AT_MOST:
                return False
            for parameters in tried:
                key = tuple(parameters.items())
                if key not in spaces:
                    one, other = assuming(book, parameters), assuming(changed, parameters)
                    spaces[key] = one, other, space_of(one, today, other)
                one, other, space = spaces[key]
                if not _alike(space, *(_side(each, checklist.id, item, today) for each in (one, other))):
                    return False
    return _same_knowledge(book, changed, place, today)


def _assumptions(book: Book, changed: Book, names: set[str], today: date) -> list[dict[str, int]]:
    """Return what those of the parameters `names` that nobody has confirmed might be, in every order with all else."""
    nobody = known(book, {}, today)
    compared: dict[str, set[int]] = {}
    leaving = {name: set[str]() for name in sorted(names) if nobody.parameters.get(name, 0) is None}
    for each in (book, changed):
        for _, _, rule in rules_of(each.pack):
            for leaf in leaves(rule):
                if isinstance(leaf, Situation | Is | In):
                    continue
                bound = bound_of(leaf, nobody)
                if bound is None and leaf.bound in leaving:
                    leaving[str(leaf.bound)].add(leaf.fact)
                elif bound is not None:
                    compared.setdefault(leaf.fact, set()).update((bound - 1, bound, bound + 1))
    values = []
    for facts in leaving.values():
        near = {book.facts[fact].low for fact in facts} | {book.facts[fact].high for fact in facts}
        near = {each + by for each in near for by in (-1, 0, 1)}
        values.append(sorted(near.union(*(compared.get(fact, set()) for fact in facts))))
    return [dict(zip(leaving, each, strict=True)) for each in product(*values)]


def _same_knowledge(book: Book, changed: Book, place: Place, today: date) -> bool:
    """Return whether everybody is shown the same knowledge points."""
    space = space_of(book, today, changed)
    for point in book.pack.knowledge:
        if place not in behind(book, [point.when]) | behind(changed, [point.when]):
            continue

        def shown(at: Known, when: Rule = point.when) -> list[bool]:
            said = dict(at.values)
            return [truth(when, _at(each, said, today)) is not False for each in (book, changed)]

        def ask(at: Known, when: Rule = point.when) -> str | None:
            said = dict(at.values)
            nexts = (next_fact(when, _at(each, said, today), each.facts) for each in (book, changed))
            return next((fact for fact in nexts if fact is not None), None)

        try:
            if not all(len(set(shown(space.at(said)))) == 1 for said in walk(space, ask)):
                return False
        except TooWide:
            return False
    return True


def _at(book: Book, said: Answers, today: date) -> Known:
    """Return what counts of `said` in the pack `book`."""
    return known(book, counted(book, said, known(book, {}, today)), today)


def _side(book: Book, checklist: str, item: str, today: date) -> _Side:
    pack = book.pack
    entries = tuple(each for each in book.checklists[checklist].entries if each.item == item)
    items = (replace(book.items[item], season=None, seasons=()),)
    lists = (replace(book.checklists[checklist], entries=entries),)
    alone = replace(pack, items=items, checklists=lists, exclusions=())
    return _Side(open_book(alone), checklist, item, today)


def _alike(space: Space, one: _Side, other: _Side) -> bool:
    def ask(at: Known) -> str | None:
        said = dict(at.values)
        for side in (one, other):
            _, fact = side.path(said)
            if fact is not None:
                return fact
        return one.papers_ask(said) or other.papers_ask(said)

    try:
        return all(one.gives(said) == other.gives(said) for said in walk(space, ask))
    except TooWide:
        return False
