"""Verdicts: what of the chosen checklists can be done, what not yet, what not, and what is not known. Pure."""

from collections.abc import Collection, Sequence
from datetime import date

from msgspec.structs import replace

from config.centers import Text
from config.item import Item, Requirement, Season
from config.knowledge import Knowledge
from config.pack import Entry
from config.rule import All, Not, Rule
from config.rule import Any as AnyOf
from config.words import both, series
from server.rules.dates import day_of_year, full_date
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.brought import has, needs_of, say_what_else_is_lacking, wait_for_outputs
from server.rules.guidance.judge.condition import Known, missing, truth
from server.rules.guidance.judge.judged import Asks, Judged
from server.rules.guidance.judge.reasons import because, open_reasons, reason_of
from server.rules.guidance.judge.verdict import Because, Inapplicable, Reason, Verdict
from server.rules.guidance.judge.whose import whose
from server.rules.guidance.judge.working_days import closing, in_season, opening


def judge(
    book: Book,
    checklists: Sequence[str],
    at: Known,
    leave_out: Collection[str] = (),
    *,
    explained: bool = True,
    only: Collection[str] | None = None,
) -> tuple[list[Judged], list[Inapplicable]]:
    """Return every item that concerns the person, and those that do not, once each, in the order of the checklists.

    `leave_out` are items that the citizen does not want: they keep their verdict, and others do without their results.
    Unless `explained`, nothing is said of why others do not concern them. `Only` some items are judged as all are,
    where they hang on none of the others (`server.rules.guidance.judge.hanging`).
    """
    judged: list[Judged] = []
    others: list[Inapplicable] = []
    for item, listed in _entries(book, checklists, only).items():
        checklist, entries = listed[0][0], [entry for _, entry in listed]
        concerned_by = {name: entry for name, entry in listed if truth(entry.when, at) is True}
        optional = all(entry.optional for entry in concerned_by.values() or entries)
        when = AnyOf(tuple(entry.when for entry in entries))
        concerns = truth(when, at)
        if concerns is False:
            why = because(when, at, book) if explained else ()
            others.append(Inapplicable(item, book.items[item].name, checklist, why))
        elif concerns is None:
            judged.append(Judged(book.items[item], checklist, optional, "unknown", (), missing(when, at)))
        else:
            own = _asked_by(book.items[item], concerned_by)
            judged.append(_judged(book, own, checklist, when, at, optional=optional))
            judged[-1].asked_for = not optional or any(each.asked_for for each in concerned_by.values())
            if item in leave_out:
                judged[-1].left_out = True
                judged[-1].asks = {} if judged[-1].state == "can" else judged[-1].asks
    wait_for_outputs(book, judged, at)
    _exclude(book, judged)
    wait_for_outputs(book, judged, at)
    say_what_else_is_lacking(book, judged, at)
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
        _with_next_step(each, book),
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
        code=each.item.code,
    )


def _with_next_step(each: Judged, book: Book) -> tuple[Reason, ...]:
    """Return the reasons, the last one with whom to ask where none of them says what to do: no way ends in nothing."""
    if not each.reasons or each.asks or any(reason.action is not None for reason in each.reasons):
        return each.reasons
    *others, last = each.reasons
    authority = book.authorities.get(each.item.authority or "")
    if authority is None:
        action = both("Ask at the guide desk what would have to change")
    else:
        pattern = "To hear what would have to change, call {phone}: {authority}"
        action = both(pattern, phone=authority.phone, authority=authority.name)
    return (*others, replace(last, action=action))


def reviewed(point: Knowledge, today: date) -> bool:
    """Return whether a knowledge point may be relied on today; what rests on another is for reference only."""
    return point.reviewed_by is not None and (point.expires is None or today <= date.fromisoformat(point.expires))


def _entries(book: Book, checklists: Sequence[str], only: Collection[str] | None) -> dict[str, list[tuple[str, Entry]]]:
    """Return item id -> its entries in the chosen checklists, each with the checklist."""
    found: dict[str, list[tuple[str, Entry]]] = {}
    for checklist in book.pack.checklists:
        if checklist.id in checklists:
            for entry in checklist.entries:
                if only is None or entry.item in only:
                    found.setdefault(entry.item, []).append((checklist.id, entry))
    return found


def _asked_by(item: Item, checklists: Collection[str]) -> Item:
    """Return `item` with what it asks of somebody whom it concerns by `checklists`, and with who must come then."""
    needs, present = item.needs, item.present
    if any(need.checklists for need in item.needs):
        needs = tuple(each for each in item.needs if not each.checklists or set(each.checklists) & set(checklists))
    if item.present_by:
        by_list = {each.checklist: each.present for each in item.present_by}
        coming = [by_list.get(each, item.present) for each in sorted(checklists)]
        present = tuple(dict.fromkeys(each for by in coming for each in by))
    return replace(item, needs=needs, present=present) if (needs, present) != (item.needs, item.present) else item


def _judged(book: Book, item: Item, checklist: str, when: Rule, at: Known, *, optional: bool) -> Judged:
    held = [(each, truth(each.rule, at)) for each in item.requirements]
    failing = tuple(each for each, holds in held if holds is False and _may_be_brought(each, at))
    # One thing that makes it impossible is enough: nothing else has to be asked or said.
    for requirement, holds in held:
        if holds is False and requirement.otherwise == "cannot" and requirement not in failing:
            reason = reason_of(requirement, at, book)
            return Judged(item, checklist, optional, "cannot", (reason,), {}, requirement.rule)
    asks: Asks = {}
    for requirement, holds in held:
        if holds is None:
            for fact, weight in missing(requirement.rule, at).items():
                asks[fact] = asks.get(fact, 0) + weight + (2 if requirement.otherwise == "cannot" else 0)
    failed = tuple(each for each, holds in held if holds is False and each not in failing)
    not_yet = tuple(reason_of(each, at, book) for each in failed)
    closed = _out_of_season(item.every_season, at.today)
    # Where nothing else is in the way, what nobody can say counts as what the plan brings, as far as it does.
    hoped = (
        () if failed or closed else tuple(each for each, holds in held if holds is None and _may_be_mended(each, at))
    )
    failing = tuple(each for each, _ in held if each in failing or each in hoped)
    still_open = [each for each, holds in held if holds is None and each not in hoped]
    if still_open:
        unsure = tuple(reason for each, holds in held if holds is None for reason in open_reasons(each.rule, at, book))
        return Judged(item, checklist, optional, "unknown", not_yet + unsure, asks, failing=failing)
    if not_yet:
        rests_on = All(tuple(each.rule for each in failed))
        return Judged(item, checklist, optional, "not_yet", not_yet, {}, rests_on, failing=failing)
    if closed is not None:
        return Judged(item, checklist, optional, "not_yet", (closed,), {}, when, failing=failing)
    decided = (each for each in item.requirements if each not in hoped)
    everything = All((when, *(Not(each.rule) if each in failing else each.rule for each in decided)))
    return Judged(item, checklist, optional, "can", (), _asks_of_doing(book, item, at), everything, failing=failing)


def _may_be_brought(requirement: Requirement, at: Known) -> bool:
    return any(truth(each.when, at) is not False for each in requirement.brought)


def _may_be_mended(requirement: Requirement, at: Known) -> bool:
    """Return whether no answer decides about `requirement`, and a paper of the plan may."""
    return not missing(requirement.rule, at) and _may_be_brought(requirement, at)


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


def _ask_whose(book: Book, judged: Sequence[Judged], at: Known) -> None:
    """Ask whose the papers are where two of them might be the same one."""
    wanted = [each for each in judged if each.wanted]
    needs = {each.item.id: {d for need in needs_of(each.item, at) for d in need.documents} for each in wanted}
    needed = frozenset().union(*needs.values())
    if asks := whose(book, needed, at):
        for each in wanted:
            each.asks = {**asks, **each.asks}


def _merged(first: Sequence[Because], reasons: Sequence[Reason]) -> tuple[Because, ...]:
    """Return every answer once."""
    every = [*first, *(each for reason in reasons for each in reason.because)]
    return tuple({each.fact: each for each in every}.values())
