"""Verdicts: what of the chosen checklists can be done, what not yet, what not, and what is not known. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from config.centers import Text
from config.item import Document, Item, Need, Season
from config.knowledge import Knowledge
from config.pack import Entry
from config.rule import ALWAYS, All, Rule
from config.rule import Any as AnyOf
from config.words import both, series
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.condition import Known, missing, truth
from server.rules.guidance.judge.dates import day_of_year, full_date
from server.rules.guidance.judge.reasons import because, open_reasons, reason_of
from server.rules.guidance.judge.verdict import Because, Inapplicable, Reason, State, Verdict
from server.rules.guidance.judge.working_days import closing, in_season, opening

Asks = dict[str, int]
Outcome = tuple[State, tuple[Reason, ...], Asks]


@dataclass
class Judged:
    """One item of the chosen checklists with its verdict; `asks` are facts that can still change it, weighed.

    `rests_on` is the rule whose truth made it what it is.
    """

    item: Item
    checklist: str
    optional: bool
    state: State
    reasons: tuple[Reason, ...]
    asks: Asks = field(default_factory=dict)
    rests_on: Rule = ALWAYS
    left_out: bool = False

    @property
    def wanted(self) -> bool:
        """Return whether it belongs into the plan."""
        return self.state == "can" and not self.left_out


def judge(
    book: Book, checklists: Sequence[str], at: Known, leave_out: Collection[str] = ()
) -> tuple[list[Judged], list[Inapplicable]]:
    """Return every item that concerns the person, and those that do not, once each, in the order of the checklists.

    `leave_out` are items that the citizen does not want: they keep their verdict, and others do without their results.
    """
    judged: list[Judged] = []
    others: list[Inapplicable] = []
    for item, listed in _entries(book, checklists).items():
        checklist, entries = listed[0][0], [entry for _, entry in listed]
        concerned_by = {name: entry for name, entry in listed if truth(entry.when, at) is True}
        optional = all(entry.optional for entry in concerned_by.values() or entries)
        when = AnyOf(tuple(entry.when for entry in entries))
        concerns = truth(when, at)
        if concerns is False:
            others.append(Inapplicable(item, book.items[item].name, checklist, because(when, at, book)))
        elif concerns is None:
            judged.append(Judged(book.items[item], checklist, optional, "unknown", (), missing(when, at)))
        else:
            own = _asked_by(book.items[item], concerned_by)
            judged.append(_judged(book, own, checklist, when, at, optional=optional))
            if item in leave_out:
                judged[-1].left_out = True
                judged[-1].asks = {} if judged[-1].state == "can" else judged[-1].asks
    _wait_for_outputs(book, judged, at)
    _exclude(book, judged)
    _wait_for_outputs(book, judged, at)
    _ask_whose(book, judged, at)
    return judged, others


def verdict_of(each: Judged, at: Known, book: Book) -> Verdict:
    """Return the verdict as it is shown."""
    rests_on = because(each.rests_on, at, book) if each.state != "unknown" else ()
    return Verdict(
        each.item.id,
        each.item.name,
        each.checklist,
        each.state,
        each.reasons,
        each.optional,
        _merged(rests_on, each.reasons),
        tuple(each.asks),
        each.left_out,
        any(
            not reviewed(book.knowledge[name], at.today)
            for requirement in each.item.requirements
            for name in requirement.knowledge
        ),
        hint=each.item.hint,
        help=each.item.help,
        supply=each.item.supply,
    )


def reviewed(point: Knowledge, today: date) -> bool:
    """Return whether a knowledge point may be relied on today; what rests on another is for reference only."""
    return point.reviewed_by is not None and (point.expires is None or today <= date.fromisoformat(point.expires))


def needs_of(item: Item, at: Known) -> tuple[Need, ...]:
    """Return what `item` asks of this person; what may be asked of them counts."""
    return tuple(need for need in item.needs if truth(need.when, at) is not False)


def prerequisites(book: Book, item: Item, among: Mapping[str, Item], at: Known) -> frozenset[str]:
    """Return the items of `among` that come before `item`: whose output it needs and nobody has yet, or by law."""
    found = {each for each in item.after if each in among}
    for need in needs_of(item, at):
        if any(has(book.documents[document], at) for document in need.documents):
            continue
        makers = [maker for document in need.documents for maker in book.makers.get(document, ()) if maker in among]
        found |= set([each for each in makers if each != item.id][:1])
    return frozenset(found)


def same_papers(book: Book, items: Iterable[Item], at: Known) -> dict[str, str]:
    """Return documents of `items` that are the very same paper as another one of them: its other name -> its name."""
    needed = {each for item in items for need in needs_of(item, at) for each in need.documents}
    found: dict[str, str] = {}
    for document in book.pack.documents:
        for same in document.same if document.id in needed else ():
            if same.document in needed and truth(same.when, at) is True:
                found[document.id] = found.get(same.document, same.document)
                break
    return found


def has(document: Document, at: Known) -> bool:
    """Return whether the person is known to have `document` already."""
    return document.held is None or truth(document.held, at) is True


def _entries(book: Book, checklists: Sequence[str]) -> dict[str, list[tuple[str, Entry]]]:
    """Return item id -> its entries in the chosen checklists, each with the checklist."""
    found: dict[str, list[tuple[str, Entry]]] = {}
    for checklist in book.pack.checklists:
        if checklist.id in checklists:
            for entry in checklist.entries:
                found.setdefault(entry.item, []).append((checklist.id, entry))
    return found


def _asked_by(item: Item, checklists: Collection[str]) -> Item:
    """Return `item` with what it asks of somebody whom it concerns by `checklists`."""
    if not any(need.checklists for need in item.needs):
        return item
    needs = tuple(each for each in item.needs if not each.checklists or set(each.checklists) & set(checklists))
    return replace(item, needs=needs)


def _judged(book: Book, item: Item, checklist: str, when: Rule, at: Known, *, optional: bool) -> Judged:
    held = [(each, truth(each.rule, at)) for each in item.requirements]
    # One thing that makes it impossible is enough: nothing else has to be asked or said.
    for requirement, holds in held:
        if holds is False and requirement.otherwise == "cannot":
            reason = reason_of(requirement, at, book)
            return Judged(item, checklist, optional, "cannot", (reason,), {}, requirement.rule)
    asks: Asks = {}
    for requirement, holds in held:
        if holds is None:
            for fact, weight in missing(requirement.rule, at).items():
                asks[fact] = asks.get(fact, 0) + weight + (2 if requirement.otherwise == "cannot" else 0)
    not_yet = tuple(reason_of(each, at, book) for each, holds in held if holds is False)
    if any(holds is None for _, holds in held):
        unsure = tuple(reason for each, holds in held if holds is None for reason in open_reasons(each.rule, at, book))
        return Judged(item, checklist, optional, "unknown", not_yet + unsure, asks)
    if not_yet:
        failed = All(tuple(each.rule for each, holds in held if holds is False))
        return Judged(item, checklist, optional, "not_yet", not_yet, {}, failed)
    if (waits := _out_of_season(item.every_season, at.today)) is not None:
        return Judged(item, checklist, optional, "not_yet", (waits,), {}, when)
    everything = All((when, *(each.rule for each in item.requirements)))
    return Judged(item, checklist, optional, "can", (), _asks_of_doing(book, item, at), everything)


def _asks_of_doing(book: Book, item: Item, at: Known) -> Asks:
    """Return the facts that still decide how `item` can be done, what it costs and which papers it takes."""
    asks: Asks = {}
    for rule in open_papers(book, item, at, *item.choices):
        for fact, weight in missing(rule, at).items():
            asks[fact] = asks.get(fact, 0) + weight
    return asks


def open_papers(book: Book, item: Item, at: Known, *others: Rule) -> tuple[Rule, ...]:
    """Return of `others`, and of the rules that decide which papers `item` takes, those that are not decided yet.

    Whether somebody has a paper already counts where it may follow later or be promised; else a verdict hangs on it.
    """
    needs = needs_of(item, at)
    held = [
        document.held
        for need in needs
        if need.declaration or need.deferred_days is not None
        for document in (book.documents[each] for each in need.documents)
        if document.held is not None and not any(has(book.documents[each], at) for each in need.documents)
    ]
    return tuple(each for each in (*others, *(need.when for need in needs), *held) if truth(each, at) is None)


def _out_of_season(seasons: Sequence[Season], today: date) -> Reason | None:
    """Return what to say of seasons none of which is now."""
    if not seasons or any(in_season(each, today) for each in seasons):
        return None
    day, coming = min(((opening(each, today), each) for each in seasons), key=lambda each: each[0])
    spans = [_span(each, day) for each in seasons]
    text = both("{season}: {spans} every year", season=coming.name, spans=series(spans))
    action = both("Possible from {day}; get the papers ready meanwhile", day=full_date(day))
    return Reason(text, None, action, (), day.isoformat())


def _span(season: Season, today: date) -> Text:
    first = opening(season, today)
    last = closing(season, first)
    return both("{first} to {last}", first=day_of_year(first), last=day_of_year(last))


def _exclude(book: Book, judged: Sequence[Judged]) -> None:
    """Of items that nobody can have together leave the first that is wanted, and let the others wait."""
    named = {each.item.id: each for each in judged}
    for exclusion in book.pack.exclusions:
        rivals = [named[item] for item in exclusion.items if item in named and not named[item].left_out]
        rivals = [each for each in rivals if each.state in ("can", "unknown")]
        for each in rivals[1:]:
            if each.state == "unknown":
                continue
            if rivals[0].state == "unknown":
                waits_for = rivals[0]
                each.state, each.asks = "unknown", dict(waits_for.asks)
                each.reasons = () if waits_for.asks else waits_for.reasons
                continue
            pattern = "“{item}” is planned; to do this one instead, leave that out"
            action = both(pattern, item=rivals[0].item.name)
            each.state, each.reasons, each.asks = "not_yet", (Reason(exclusion.reason, exclusion.clause, action),), {}


def _wait_for_outputs(book: Book, judged: Sequence[Judged], at: Known) -> None:
    """Turn `can` into `not_yet` or `unknown` where a paper is lacking that no item of the plan brings."""
    changed = True
    while changed:
        changed = False
        doable = frozenset(each.item.id for each in judged if each.wanted)
        unsure = {each.item.id: each for each in judged if each.state == "unknown" and not each.left_out}
        for each in judged:
            if each.state != "can":
                continue
            lacking = _lacking(book, each.item, doable, unsure, at)
            if lacking is not None:
                each.state, each.reasons, each.asks = lacking
                changed = True


def _ask_whose(book: Book, judged: Sequence[Judged], at: Known) -> None:
    """Ask whose the papers are where two of them might be the same one."""
    wanted = [each for each in judged if each.wanted]
    needs = {each.item.id: {d for need in needs_of(each.item, at) for d in need.documents} for each in wanted}
    needed = frozenset().union(*needs.values())
    for each in wanted:
        for same in (same for name in sorted(needs[each.item.id]) for same in book.documents[name].same):
            if same.document in needed:
                each.asks = {**missing(same.when, at), **each.asks}


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


def _merged(first: Sequence[Because], reasons: Sequence[Reason]) -> tuple[Because, ...]:
    """Return every answer once."""
    every = [*first, *(each for reason in reasons for each in reason.because)]
    return tuple({each.fact: each for each in every}.values())
