"""Checklists chosen together: what one does to the items of the other, proved for every two that touch. Pure."""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

import msgspec

from config.pack import Checklist
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.hanging import hang_on, waits_for
from server.rules.guidance.prove.diagram import Walker
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.prove.graph import TRUE
from server.rules.guidance.prove.space import Space, TooWide
from server.rules.guidance.prove.verdicts import Judging


class PairProof(msgspec.Struct, frozen=True):
    """What was proved of two checklists chosen together: the items that touch, those of them that somebody can do.

    Of the others each verdict is that of its own checklist. `unproved` hang on too many answers at once.
    """

    checklists: tuple[str, str]
    items: tuple[str, ...]
    possible: tuple[str, ...]
    unproved: tuple[str, ...] = ()


Touching = tuple[tuple[str, str], tuple[str, ...]]
"""Two checklists, and the items of them that touch."""


def prove_together(space: Space) -> tuple[PairProof, ...]:
    """Prove every two checklists of which an item of one does something to one of the other."""
    return tuple(prove_pair(space, each) for each in touching(space.book))


def touching(book: Book) -> list[Touching]:
    """Return every two checklists that are to be proved together, in the order of the pack."""
    return [(pair, items) for pair in _pairs(book) if (items := touched(book, *pair))]


def together_findings(pairs: tuple[PairProof, ...], possible: Mapping[str, set[str]]) -> Iterator[Finding]:
    """Find items that nobody can do who chose two lists, though who chose one can: `possible` of each checklist."""
    for pair in pairs:
        one, other = pair.checklists
        for item in pair.items:
            if item in pair.unproved:
                what = f"the verdict is not proved on {one} with {other}: it hangs on too many answers at once"
                yield Finding("items", item, "not_proved", what, "split it, or ask fewer questions", "warning")
            elif item not in pair.possible and any(item in possible[each] for each in pair.checklists):
                what = f"nobody can do it who chose {one} and {other} together, though who chose one of them can"
                yield Finding("items", item, "never_together", what, "correct what excludes it, or what it waits for")


def touched(book: Book, one: str, other: str) -> tuple[str, ...]:
    """Return the items of two checklists that one list does something to on the other, and those that wait for them."""
    lists = {each: _items(book.checklists[each]) for each in (one, other)}
    shared = [each for each in lists[one] if each in lists[other] and _differs(book, one, other, each)]
    found = dict.fromkeys(shared)
    for exclusion in book.pack.exclusions:
        here = [{each for each in exclusion.items if each in lists[name]} for name in (one, other)]
        if here[0] - here[1] and here[1] - here[0]:
            found |= dict.fromkeys(each for each in exclusion.items if each in here[0] | here[1])
    for name, elsewhere in ((one, other), (other, one)):
        others = set(lists[elsewhere]) - set(lists[name])
        for item in lists[name]:
            if waits_for(book, book.items[item]) & others - {item}:
                found[item] = None
    if not found:
        return ()
    every = set(lists[one]) | set(lists[other])
    while more := [each for each in sorted(every - found.keys()) if _follows(book, each, found.keys())]:
        found |= dict.fromkeys(more)
    return tuple(found)


def _follows(book: Book, item: str, found: Collection[str]) -> bool:
    """Return whether `item` waits for one of `found`, or nobody can have both."""
    rivals = (each.items for each in book.pack.exclusions if item in each.items)
    return bool(waits_for(book, book.items[item]) & set(found)) or any(set(each) & set(found) for each in rivals)


def _pairs(book: Book) -> Iterator[tuple[str, str]]:
    """Yield every two checklists that have an item in common, or one that waits for or excludes one of the other's."""
    on = dict[str, set[str]]()
    for checklist in book.pack.checklists:
        for item in _items(checklist):
            on.setdefault(item, set()).add(checklist.id)
    near = {item: {item} | waits_for(book, book.items[item]) for item in on}
    for exclusion in book.pack.exclusions:
        for item in exclusion.items:
            near.setdefault(item, {item}).update(exclusion.items)
    found = {
        (one, other) for item in near for there in near[item] for one in on.get(item, ()) for other in on.get(there, ())
    }
    listed = [each.id for each in book.pack.checklists]
    yield from (pair for pair in combinations(listed, 2) if pair in found or pair[::-1] in found)


def _items(checklist: Checklist) -> list[str]:
    return list(dict.fromkeys(each.item for each in checklist.entries))


def _differs(book: Book, one: str, other: str, item: str) -> bool:
    """Return whether `item` concerns others by one list than by the other, or is asked for other papers."""
    rules = [{each.when for each in book.checklists[name].entries if each.item == item} for name in (one, other)]
    return rules[0] != rules[1] or any(need.checklists for need in book.items[item].needs)


def prove_pair(space: Space, pair_touching: Touching) -> PairProof:
    """Prove two checklists that are chosen together."""
    pair, items = pair_touching
    walker = Walker(space)
    among = {each for name in pair for each in _items(space.book.checklists[name])}
    only = hang_on(space.book, items, among)
    judging = Judging(space.book, walker.graph, *pair, decide=walker.decided, only=only)
    possible, unproved = [], []
    for item in items:
        verdicts = judging.of(item)
        try:
            ends = walker.diagram(verdicts.can, verdicts.unknown).ends
        except TooWide:
            unproved.append(item)
            continue
        if any(TRUE in end for end in ends):
            possible.append(item)
    return PairProof(pair, items, tuple(possible), tuple(unproved))
