"""What people have already, what the plan itself brings, and what becomes of items that wait for it. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from config.centers import Text
from config.item import Document, Item, Need, Requirement
from config.rule import Any as AnyOf
from config.words import both
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import Known, missing, truth
from server.rules.guidance.judge.judged import Asks, Judged, Outcome
from server.rules.guidance.judge.reasons import because, open_reasons, reason_of
from server.rules.guidance.judge.verdict import Reason


def needs_of(item: Item, at: Known) -> tuple[Need, ...]:
    """Return what `item` asks of this person; what may be asked of them counts."""
    return tuple(need for need in item.needs if truth(need.when, at) is not False)


def has(document: Document, at: Known) -> bool:
    """Return whether the person is known to have `document` already."""
    return document.held is None or truth(document.held, at) is True


def prerequisites(book: Book, item: Item, among: Mapping[str, Item], at: Known) -> frozenset[str]:
    """Return the items of `among` that come before `item`: whose output it needs and nobody has yet, or by law."""
    found = {each for each in item.after if each in among}
    for need in needs_of(item, at):
        if any(has(book.documents[document], at) for document in need.documents):
            continue
        makers = [maker for document in need.documents for maker in book.makers.get(document, ()) if maker in among]
        found |= set([each for each in makers if each != item.id][:1])
    return frozenset(found) | frozenset(maker for _, maker in mended(book, item, among, at))


def mended(book: Book, item: Item, among: Collection[str], at: Known) -> Iterator[tuple[str, str]]:
    """Yield for each requirement of `item` that fails the paper that mends it and the item of `among` giving that.

    One about which no answer decides counts as one that fails: nobody has confirmed its number.
    """
    for requirement in item.requirements:
        holds = truth(requirement.rule, at)
        if requirement.brought and (holds is False or (holds is None and not missing(requirement.rule, at))):
            given = (
                (each.document, maker)
                for each in requirement.brought
                if truth(each.when, at) is True
                for maker in book.makers.get(each.document, ())
                if maker in among and maker != item.id
            )
            yield from islice(given, 1)


def wait_for_outputs(book: Book, judged: Sequence[Judged], at: Known) -> None:
    """Turn `can` into `not_yet` or `unknown` where a paper is lacking that no item of the plan brings."""
    changed = True
    while changed:
        changed = False
        doable = frozenset(each.item.id for each in judged if each.wanted)
        unsure = {each.item.id: each for each in judged if each.state == "unknown" and not each.left_out}
        for each in judged:
            for requirement in each.failing if each.state != "cannot" else ():
                if (outcome := _not_brought(book, requirement, each.item, doable, unsure, at)) is not None:
                    changed = _fail(each, requirement, outcome) or changed
            if each.state != "can":
                continue
            lacking = _lacking(book, each.item, doable, unsure, at)
            if lacking is not None:
                each.state, each.reasons, each.asks = lacking
                changed = True


def say_what_else_is_lacking(book: Book, judged: Sequence[Judged], at: Known) -> None:
    """Add the paper that is lacking too where all else comes by itself: the day alone would be a promise not kept."""
    now = {each.item.id for each in judged if each.wanted}
    unsure = {each.item.id: each for each in judged if each.state == "unknown" and not each.left_out}
    promised = {each.item.id: day for each in judged if (day := _promised(each)) is not None}
    for each in judged:
        if (day := promised.get(each.item.id)) is not None:
            then = frozenset(now | {name for name, other in promised.items() if other <= day})
            lacking = _lacking(book, each.item, then, unsure, at)
            if lacking is not None and lacking[0] == "not_yet":
                each.reasons = (*each.reasons, *lacking[1])


def _promised(each: Judged) -> str | None:
    """Return the day on which all that is in the way of an item is over; None where not all of it ends by itself."""
    days = [reason.enough_on for reason in each.reasons if reason.enough_on is not None]
    return max(days) if each.state == "not_yet" and 0 < len(days) == len(each.reasons) else None


def _not_brought(
    book: Book, requirement: Requirement, item: Item, doable: frozenset[str], unsure: Mapping[str, Judged], at: Known
) -> Outcome | None:
    """Return what becomes of `item`, whose `requirement` fails; None where an item of the plan mends that for sure.

    Where nobody can say whether it fails, it stays unknown unless that is so.
    """
    asks: Asks = {}
    perhaps: list[Judged] = []
    for brought in requirement.brought:
        theirs, makers = truth(brought.when, at), {*book.makers.get(brought.document, ())} - {item.id}
        if theirs and makers & doable:
            return None
        perhaps += [unsure[each] for each in sorted(makers & unsure.keys()) if theirs is not False]
        if theirs is None and makers & (doable | unsure.keys()):
            asks |= missing(brought.when, at)
    for maker in perhaps:
        asks |= maker.asks
    if truth(requirement.rule, at) is None:
        return "unknown", () if asks else open_reasons(requirement.rule, at, book), asks
    if asks or perhaps:
        return "unknown", () if asks else tuple(reason for each in perhaps for reason in each.reasons), asks
    return requirement.otherwise, (reason_of(requirement, at, book),), {}


def _fail(each: Judged, requirement: Requirement, outcome: Outcome) -> bool:
    """Let `outcome` of `requirement` count beside what else fails; return whether that changed anything."""
    state, reasons, asks = outcome
    before = each.state, each.reasons, each.asks, each.failing
    if state == "cannot":
        each.state, each.reasons, each.asks, each.rests_on = state, reasons, asks, requirement.rule
        each.failing = ()
    elif state == "not_yet":
        # Nobody brings it any more: it fails like any other.
        each.failing = tuple(other for other in each.failing if other != requirement)
        if each.state == "can":
            each.state, each.asks, each.rests_on = state, {}, requirement.rule
        each.reasons = (*reasons, *each.reasons)
    elif each.state == "can":
        each.state, each.reasons, each.asks = outcome
    elif each.state == "unknown":
        each.asks = {**asks, **each.asks}
    return before != (each.state, each.reasons, each.asks, each.failing)


def _lacking(book: Book, item: Item, doable: frozenset[str], unsure: Mapping[str, Judged], at: Known) -> Outcome | None:
    for need in needs_of(item, at):
        wanted = [book.documents[document] for document in need.documents]
        if any(has(document, at) for document in wanted) or need.declaration or need.deferred_days is not None:
            continue
        makers = {maker for document in need.documents for maker in book.makers.get(document, ())}
        if makers & doable - {item.id}:
            continue
        asks: Asks = {}
        for document in wanted:
            asks |= missing(document.held, at) if document.held is not None else {}
        perhaps = sorted(makers & unsure.keys() - {item.id})
        for maker in perhaps:
            asks |= unsure[maker].asks
        if asks or perhaps:
            # Where no answer can decide, whoever must confirm something first is named here too.
            return "unknown", () if asks else tuple(r for each in perhaps for r in unsure[each].reasons), asks
        first = wanted[0]
        held = AnyOf(tuple(each.held for each in wanted if each.held is not None))
        text = both("You do not have this yet: {paper}", paper=first.name)
        return "not_yet", (Reason(text, None, _how_to_get(book, first, doable), because(held, at, book)),), {}
    return None


def _how_to_get(book: Book, document: Document, doable: frozenset[str]) -> Text | None:
    """Return where `document` comes from: its own word for it, else the item that gives it."""
    if document.where is not None:
        return document.where
    for maker in book.makers.get(document.id, ()):
        if maker not in doable:
            return both("First: {item}", item=book.items[maker].name)
    return None
