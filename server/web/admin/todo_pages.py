"""The to-do box of those who keep the lists: what runs out, what nobody confirmed, what halls and citizens noticed."""

from datetime import timedelta
from typing import Final

import msgspec
from flask import request

from config.centers import Text
from config.pack import PARTS as PACK_PARTS
from config.pack import Pack
from server.office.guidance.consultations import KEPT_DAYS, city_day
from server.office.guidance.editing import editing_of
from server.office.guidance.unfound import KEPT_DAYS as LOOKED_BACK_DAYS
from server.office.releases.record import in_force
from server.rules.errors import Refusal
from server.rules.guidance.release.difference_words import FIELDS, PARTS, names_of, written
from server.rules.guidance.release.sources import running_out
from server.rules.guidance.release.todo import Kind, Todo, todo_of
from server.rules.people.roles import reach
from server.web.admin.names import center_names
from server.web.admin.page import Page, Section, Shown, Visit
from server.web.admin.release_words import Waits

TODO: Final = "/admin/todo"
SECTION: Final = Section(TODO, "To do", ("write_guidance", "review_guidance"))
SOON_DAYS: Final = (30, 60, 90, 180)
SHOWN_MOST: Final = 100
"""Rows of one kind that the page shows; how many there are is always said."""
TITLES: Final[dict[Kind, str]] = {
    "holidays": "Table of holidays",
    "source": "Sources that changed",
    "point": "Reviews that run out",
    "conflict": "Sources that disagree",
    "parameter": "Figures that nobody has confirmed",
    "unreviewed": "Knowledge that nobody has reviewed",
}
PRESSING: Final[frozenset[Kind]] = frozenset({"holidays", "source", "point", "conflict"})
PLACES: Final[dict[Kind, str]] = {
    "holidays": "",
    "source": "sources",
    "point": "knowledge",
    "conflict": "conflicts",
    "parameter": "parameters",
    "unreviewed": "knowledge",
}
"""Kind -> the part of the pack in which its record stands, "" for none."""
WHY: Final[dict[str, str]] = {
    "not_needed": "nobody asks for it",
    "missing": "something is missing",
    "wrong": "it is wrong",
    "outdated": "it is out of date",
}


def _show(visit: Visit) -> Shown:
    soon = _chosen(request.args.get("soon", ""), SOON_DAYS, SOON_DAYS[0])
    days = _chosen(request.args.get("days", ""), (7, KEPT_DAYS, LOOKED_BACK_DAYS), KEPT_DAYS)
    current = visit.store.read(lambda reading: in_force(reading, visit.now))
    centers = visit.store.read(center_names)
    mine = [each for each in centers if each in _reached(visit)]
    center = request.args.get("center", "")
    if center and center not in mine:
        raise Refusal("center_unknown", center=center[:64])
    if current is None:
        return visit.show("todo", found={}, seen=None)
    book = visit.house.consultations.book_of(current.release, None)
    seen = visit.store.read(lambda reading: editing_of(reading, book, visit.now, days, center or None))
    return visit.show(
        "todo",
        found=_by_kind(todo(visit, visit.house.consultations.guidance(current.release).pack, soon)),
        titles=TITLES,
        places=PLACES,
        seen=seen,
        why=WHY,
        soon=soon,
        soons=SOON_DAYS,
        days=days,
        lookbacks=(7, KEPT_DAYS, LOOKED_BACK_DAYS),
        centers={each: centers[each] for each in mine},
        center=center,
        most=SHOWN_MOST,
    )


def todo(visit: Visit, pack: Pack, soon: int) -> tuple[Todo, ...]:
    """Return what waits in `pack` today, and what runs out within `soon` days."""
    today = visit.store.read(lambda reading: city_day(reading, visit.now))
    return todo_of(pack, running_out(pack, today, timedelta(days=soon)), today)


def waiting(visit: Visit) -> tuple[Waits, ...]:
    """Return how much of the box is pressing."""
    current = visit.store.read(lambda reading: in_force(reading, visit.now))
    if current is None:
        return ()
    found = todo(visit, visit.house.consultations.guidance(current.release).pack, SOON_DAYS[0])
    pressing = sum(each.kind in PRESSING for each in found)
    return (Waits(pressing, "things run out or disagree", TODO), Waits(len(found) - pressing, "things to settle", TODO))


def _record(visit: Visit) -> Shown:
    """Show one record of the release in force, as it stands there."""
    part, id_ = visit.places["kind"], visit.places["record"]
    current = visit.store.read(lambda reading: in_force(reading, visit.now))
    if current is None:
        raise Refusal("release_missing")
    guidance = visit.house.consultations.guidance(current.release)
    if part not in PACK_PARTS:
        raise Refusal("not_found")
    record = next((each for each in getattr(guidance.pack, part) if getattr(each, "id", None) == id_), None)
    if record is None:
        raise Refusal("not_found")
    told = msgspec.to_builtins(record)
    return visit.show(
        "todo_record",
        part=PARTS[part],
        id=id_,
        name=names_of(guidance).get((part, id_), Text(id_, id_)),
        release=current.release[:12],
        lines=[
            (FIELDS.get(field, Text(field, field)), written(value))
            for field, value in told.items()
            if field != "id" and value not in (None, "", [], (), {}, False)
        ],
    )


def _by_kind(found: tuple[Todo, ...]) -> dict[Kind, list[Todo]]:
    return {kind: rows for kind in TITLES if (rows := [each for each in found if each.kind == kind])}


def _reached(visit: Visit) -> set[str]:
    return {center for duty in SECTION.duties for center in reach(visit.who.grants, duty, visit.tree)}


def _chosen(text: str, known: tuple[int, ...], otherwise: int) -> int:
    return next((each for each in known if str(each) == text), otherwise)


PAGES: Final = (
    Page(method="GET", path=TODO, duties=SECTION.duties, target="whole_city", rate="effort", act=_show),
    Page(
        method="GET",
        path=f"{TODO}/{{kind}}/{{record}}",
        duties=SECTION.duties,
        target="whole_city",
        rate="effort",
        act=_record,
    ),
)
