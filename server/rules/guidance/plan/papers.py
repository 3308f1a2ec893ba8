"""The papers of a plan: originals once, copies summed, one of each "any of" group, nothing that is electronic. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from msgspec.structs import replace as replaced

from config.centers import Calendar
from config.item import Document, Need, Option
from server.rules.guidance.judge.verdict import Bundle, HandedOver, Paper
from server.rules.guidance.judge.working_days import WorkingDays
from server.rules.guidance.plan.any_of import cheapest
from server.rules.guidance.plan.windows import good_from
from server.rules.guidance.route.errands import HOME

WAYS: Final[tuple[HandedOver, ...]] = ("bring", "mail", "ready", "upload")
"""How papers are handed over; one that is needed in several ways goes the first of them."""
ON_SPOT, BROUGHT, LACKING = 1, 10, 1_000
"""What a paper weighs when one of several is chosen."""


@dataclass(frozen=True)
class Use:
    """What `item` asks for when it is handed in on `day`, at stop `stop` (from 1) of the plan; `how` it gets there."""

    item: str
    need: Need
    stop: int
    day: date
    how: HandedOver = "bring"


def handed_over(option: Option) -> HandedOver:
    """Return how papers reach whoever does it this way."""
    if option.point is not HOME:
        return "bring"
    if option.channel == "mail":
        return "mail"
    return "upload" if option.channel == "online" else "ready"


def merged(uses: Sequence[Use], same: Mapping[str, str]) -> list[Use]:
    """Return `uses` that name each paper by one name: `same` has the other names that a paper goes by."""
    return [replace(use, need=_renamed(use.need, same)) for use in uses]


def _renamed(need: Need, same: Mapping[str, str]) -> Need:
    names = tuple(dict.fromkeys(same.get(each, each) for each in need.documents))
    return need if names == need.documents else replaced(need, documents=names)


ANY_WEEK: Final = WorkingDays(Calendar())


def papers(
    uses: Sequence[Use],
    documents: Mapping[str, Document],
    lacking: Collection[str] = (),
    made: Collection[str] = (),
    days: WorkingDays = ANY_WEEK,
) -> tuple[Paper, ...]:
    """Return the papers for `uses`, which stand in the order of the stops, key papers first.

    `made` are lacking documents that items of the plan give: nobody has to bring those. Where one of several documents
    is enough, the choice that needs the fewest papers is made, the earlier one among equals.
    """
    bring = [use for use in uses if not comes_of_itself(use.need, lacking, made)]
    weight = {each: _weight(documents[each], lacking) for use in bring for each in use.need.documents}
    chosen = cheapest([use.need.documents for use in bring], weight)
    lines: dict[str, list[Use]] = {}
    for use in bring:
        document = min((each for each in use.need.documents if each in chosen), key=lambda each: weight[each])
        lines.setdefault(document, []).append(use)
    listed = [_paper(documents[each], for_it, each in lacking, days) for each, for_it in lines.items()]
    return tuple(sorted(listed, key=lambda paper: (paper.waived, paper.on_spot, not paper.key)))


def comes_of_itself(need: Need, lacking: Collection[str], made: Collection[str]) -> bool:
    """Return whether the plan itself brings what is needed, because nobody has it yet."""
    return any(each in made for each in need.documents) and all(each in lacking for each in need.documents)


def bundle(listed: Sequence[Paper]) -> Bundle:
    """Return `listed` counted."""
    bring = [each for each in listed if not (each.waived or each.on_spot or each.lacking)]
    return Bundle(
        sum(each.originals for each in bring),
        sum(each.copies for each in bring),
        sum(1 for each in listed if each.on_spot),
        sum(1 for each in listed if each.waived),
        sum(1 for each in listed if each.lacking),
    )


def _weight(document: Document, lacking: Collection[str]) -> int:
    if document.electronic:
        return 0
    if document.retrievable:
        return ON_SPOT
    return LACKING if document.id in lacking else BROUGHT


def _paper(document: Document, uses: Sequence[Use], lacks: bool, days: WorkingDays) -> Paper:
    needs = [use.need for use in uses]
    how = min((use.how for use in uses), key=WAYS.index)
    # What is uploaded stays at home: it takes no copy and no counter keeps it.
    on_paper = [_mailed(use.need) if use.how == "mail" else use.need for use in uses if use.how != "upload"]
    waived, on_spot = document.electronic, document.retrievable and not document.electronic
    lacks = lacks and not waived and not on_spot
    later = [days.after(use.day, use.need.deferred_days) for use in uses if use.need.deferred_days is not None]
    waits = all(need.deferred_days is not None or need.declaration for need in needs)
    last = max(use.day for use in uses)
    fresh = good_from(document, last, days).isoformat() if document.valid_days is not None else None
    others = [each for need in needs for each in need.documents if each != document.id]
    return Paper(
        document.id,
        document.name,
        0 if waived else _originals(on_paper),
        0 if waived else sum(need.copies for need in on_paper),
        waived=waived,
        # What may follow later or be promised is no reason to be sent away.
        key=any(each.key and each.deferred_days is None and not each.declaration for each in needs)
        and not waived
        and not on_spot,
        items=tuple(dict.fromkeys(use.item for use in uses)),
        note=next((need.note for need in needs if need.note), document.note),
        collected=0 if waived else sum(need.originals for need in on_paper if need.collected),
        on_spot=on_spot,
        lacking=lacks,
        due=min(later).isoformat() if later and waits and not (waived or on_spot) else None,
        declaration=all(need.declaration for need in needs),
        fresh_from=fresh,
        alternatives=tuple(dict.fromkeys(others)),
        stops=tuple(sorted({use.stop for use in uses})),
        how=how,
    )


def _mailed(need: Need) -> Need:
    """Return what of `need` goes by post: originals only where they stay there, else a copy."""
    return need if need.collected else replaced(need, originals=0, copies=max(need.copies, need.originals))


def _originals(needs: Sequence[Need]) -> int:
    """Return how many originals to have: one that is given back serves again, one that is collected is gone."""
    most = gone = 0
    for need in needs:
        most = max(most, gone + need.originals)
        gone += need.originals if need.collected else 0
    return most
