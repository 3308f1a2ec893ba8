"""A draft as a tree: stages of life, their topics and items, with what speaks against each; and a search in it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import request

from config.centers import Language
from server.office.drafts.bench import Found, Open, Place
from server.office.drafts.record import history_of
from server.web.admin.guidance.desk import DUTIES, HERE, called, findings_of, here, link, opened, place_of
from server.web.admin.guidance.labels import PARTS
from server.web.admin.page import Page, Shown, Visit

FOUND_SHOWN: Final = 100
CHANGES_SHOWN: Final = 10
LONGEST_WORDS: Final = 80
Told = dict[tuple[str, str], list[tuple[str, Found]]]


def _tree(visit: Visit) -> Shown:
    open_ = opened(visit)
    words = request.args.get("q", "").strip()[:LONGEST_WORDS]
    told = findings_of(open_)
    language = visit.language
    return visit.show(
        "guidance_tree",
        open=open_,
        here=here(open_),
        q=words,
        hits=[_row(open_, each, told, language) for each in _search(open_, words)] if words else None,
        most=FOUND_SHOWN,
        stages=_stages(open_, told, language),
        parts={part: (*PARTS[part], len(open_.of(part)), _count(open_, part, told)) for part in PARTS},
        parts_said=PARTS,
        errors=sum(each.level == "error" for each in open_.found),
        warnings=sum(each.level != "error" for each in open_.found),
        changes=visit.store.read(lambda reading: history_of(reading, open_.draft.id, CHANGES_SHOWN)),
    )


def _part(visit: Visit) -> Shown:
    open_ = opened(visit)
    part = visit.places["part"]
    if part not in PARTS:
        place_of(open_, part, "")
    told = findings_of(open_)
    return visit.show(
        "guidance_part",
        open=open_,
        here=here(open_),
        part=part,
        title=PARTS[part],
        rows=[_row(open_, each, told, visit.language) for each in open_.of(part)],
    )


def _row(open_: Open, place: Place, told: Told, language: Language) -> dict[str, Any]:
    found = told.get((place.part, place.id), [])
    return {
        "href": link(open_, place),
        "name": called(place.node, language),
        "id": place.id,
        "part": place.part,
        "errors": sum(each.level == "error" for _, each in found),
        "warnings": sum(each.level != "error" for _, each in found),
    }


def _count(open_: Open, part: str, told: Told) -> int:
    return sum(len(told.get((each.part, each.id), ())) for each in open_.of(part))


def _stages(open_: Open, told: Told, language: Language) -> list[tuple[str, list[tuple[dict[str, Any], list[Any]]]]]:
    """Return each stage with its topics, and of each topic what it consists of."""
    stages: dict[str, list[tuple[dict[str, Any], list[Any]]]] = {}
    for place in open_.of("checklists"):
        theme = place.node.get("theme")
        stage = str(theme.get(language) or theme.get("zh")) if isinstance(theme, Mapping) else ""
        inside = [_row(open_, each, told, language) for each in consists_of(open_, place)]
        stages.setdefault(stage, []).append((_row(open_, place, told, language), inside))
    return list(stages.items())


def consists_of(open_: Open, place: Place) -> list[Place]:
    """Return the records that a record names, in the order of their parts."""
    named = {each for each in strings_in(place.node) if each != place.id}
    return [
        each
        for part in PARTS
        if part not in ("themes", "authorities", "sources")
        for id_ in sorted(named)
        if (each := open_.records.get((part, id_))) is not None and (part, id_) != (place.part, place.id)
    ]


def used_by(open_: Open, place: Place) -> list[Place]:
    """Return the records with a form that name a record."""
    return [
        each
        for each in open_.records.values()
        if each.part in PARTS and each.id != place.id and place.id in set(strings_in(each.node))
    ]


def strings_in(node: Any) -> Iterator[str]:
    """Give every text inside a record as it is written."""
    if isinstance(node, Mapping):
        for each in node.values():
            yield from strings_in(each)
    elif isinstance(node, list):
        for each in node:
            yield from strings_in(each)
    elif isinstance(node, str):
        yield node


def _search(open_: Open, words: str) -> list[Place]:
    """Return the records that say all of `words`, those first whose name does."""
    wanted = words.casefold().split()
    hits = []
    for place in open_.records.values():
        if place.part not in PARTS:
            continue
        told = " ".join((place.id, *strings_in(place.node))).casefold()
        if all(each in told for each in wanted):
            name = f"{place.id} {called(place.node, 'zh')} {called(place.node, 'en')}".casefold()
            hits.append((not all(each in name for each in wanted), place))
    return [place for _, place in sorted(hits, key=lambda each: each[0])][:FOUND_SHOWN]


PAGES: Final = (
    Page(method="GET", path=HERE, duties=DUTIES, act=_tree),
    Page(method="GET", path=f"{HERE}/all/{{part}}", duties=DUTIES, act=_part),
)
