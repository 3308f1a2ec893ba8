"""How large a plan may become at most and must be at least, where there are too many ways to try them all. Pure.

Whoever has more to do, fewer ways to do it and more to wait for makes no fewer visits: so the least is a plan of what
is sure by any way that may be open, and the most is one of all that may be possible by the ways that surely are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from config.item import Item, Need
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.brought import has, needs_of
from server.rules.guidance.judge.condition import Known, missing, truth
from server.rules.guidance.judge.still_open import Span
from server.rules.guidance.judge.whose import paper_names
from server.rules.guidance.outlook.completing import Matter, Weighed
from server.rules.guidance.plan.plan import around
from server.rules.guidance.plan.walked import with_minutes
from server.rules.guidance.route.best import fewest_visits, plan_route
from server.rules.guidance.route.errands import NEVER, Errand, problem_of


@dataclass(frozen=True)
class MayNeed:
    """A paper that may be needed, and the facts that this hangs on."""

    document: str
    facts: tuple[str, ...]


def visits_between(matter: Matter, now: Weighed) -> Span:
    """Return the fewest and the most visits that any answers to what is left can come to."""
    book, at = matter.book, now.at
    # What nobody has asked for may be offered only, as soon as more is known.
    sure = {
        each.item.id: each.item
        for each in now.judged
        if each.wanted and (each.asked_for or each.item.id in matter.wish.take_in)
    }
    possible = {each.item.id: each.item for each in now.judged if _may_be_wanted(each.state, each.left_out)}
    covered = {each for item in possible.values() for each in item.bundles}
    places, town, _ = around(book, at, matter.wish, matter.minute)
    known = [each for each in places if town.open_from(each.id, 0) < NEVER]
    least = [
        Errand(name, tuple(each for each in book.options[name] if truth(each.when, at) is not False))
        for name in sure
        if name not in covered and any(truth(each.when, at) for each in book.options[name])
    ]
    most = [
        Errand(
            name,
            tuple(
                replace(each, minutes=with_minutes(each, item))
                for each in book.options[name]
                if truth(each.when, at) is True
            ),
            _may_wait_for(book, item, possible, at),
        )
        for name, item in possible.items()
    ]
    fewest = fewest_visits(least, known)
    # Another goal may well take more visits, and a way that may be closed is no way to count on.
    if matter.wish.goal != "fewest" or problem_of(most, known).undone:
        return Span(fewest, None)
    # What a day has no room for takes another visit: only days that can be walked say how many there may be.
    route = plan_route(most, places, town=town)
    return Span(fewest, route.visits if route.proved else None)


def papers_between(matter: Matter, now: Weighed) -> tuple[frozenset[str], tuple[MayNeed, ...]]:
    """Return the documents that every completion needs, and those to see to that some may need."""
    book, at = matter.book, now.at
    possible = {each.item.id: each for each in now.judged if _may_be_wanted(each.state, each.left_out)}
    covered = {each for judged in possible.values() for each in judged.item.bundles}

    def _seen(name: str) -> bool:
        return book.documents[name].electronic or book.documents[name].retrievable

    sure: set[str] = set()
    hangs: dict[str, dict[str, int]] = {}
    for judged in possible.values():
        for need in needs_of(judged.item, at):
            names = frozenset().union(*(paper_names(book, each, at) for each in need.documents))
            if judged.wanted and judged.item.id not in covered and _surely_brought(book, need, names, possible, at):
                sure.update(names)
            facts = {**judged.asks, **missing(need.when, at)} if not judged.wanted else dict(missing(need.when, at))
            for each in need.documents:
                held = book.documents[each].held
                facts |= missing(held, at) if held is not None else {}
            for name in (*need.documents, *sorted(names & book.documents.keys())):
                hangs[name] = {**hangs.get(name, {}), **facts}
    return frozenset(sure), tuple(
        MayNeed(name, tuple(hangs[name])) for name in hangs if name not in sure and not _seen(name)
    )


def _may_be_wanted(state: str, left_out: bool) -> bool:
    return state in ("can", "unknown") and not left_out


def _may_wait_for(book: Book, item: Item, among: Mapping[str, Item], at: Known) -> frozenset[str]:
    """Return every item of `among` that may come before `item`, and the bundles that may stand for those."""
    found = {each for each in item.after if each in among}
    for need in needs_of(item, at):
        if not any(has(book.documents[each], at) for each in need.documents):
            found |= {maker for each in need.documents for maker in book.makers.get(each, ()) if maker in among}
    for requirement in item.requirements:
        if truth(requirement.rule, at) is not True:
            found |= {
                maker
                for each in requirement.brought
                if truth(each.when, at) is not False
                for maker in book.makers.get(each.document, ())
                if maker in among
            }
    found |= {each.id for each in among.values() if found & set(each.bundles)}
    return frozenset(found - {item.id})


def _surely_brought(book: Book, need: Need, names: frozenset[str], possible: Mapping[str, object], at: Known) -> bool:
    """Return whether `need` is met by one paper only, under one name, that no item of a plan can give."""
    if len(need.documents) != 1 or names != {*need.documents} or truth(need.when, at) is not True:
        return False
    (document,) = need.documents
    makers: Sequence[str] = book.makers.get(document, ())
    return has(book.documents[document], at) or not any(each in possible for each in makers)
