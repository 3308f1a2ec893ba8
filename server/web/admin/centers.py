"""Centers: the tree of those in reach, what each is and who decided it, and a new one."""

from functools import partial
from typing import Any, Final

import msgspec
from flask import make_response

from config.centers import Text
from config.documents import DOCUMENTS, CenterDocument, Document, Scope
from config.words import say
from server.office.hours import hours_now
from server.office.settings.change import Change, try_settings
from server.office.settings.planned import change_settings, planned, withdraw
from server.rules.errors import Refusal
from server.rules.hall.hours_told import hours_told
from server.rules.hall.settings import read_document
from server.rules.hall.settings_difference import as_json, differences
from server.rules.people.roles import may, may_anywhere
from server.store.unit_of_work import CITY as WHOLE
from server.web.admin.center_parts import ABOUT, PARTS
from server.web.admin.page import Page, Section, Shown, Visit
from server.web.admin.set_up import LEVEL_NAMES
from server.web.admin.settings_decided import decided_by, without
from server.web.admin.settings_scope import ROOMS, Desk, Room, admit, catalogue, desk_of, look_at, send_to
from server.web.admin.settings_words import finding_words, options_of, path_words, value_words
from server.web.admin.shapes import Line, Table, choices, filled, read, typed_in
from server.wire.problem import said

CENTERS: Final = "/admin/centers"
NEW: Final = "/admin/new-center"
SECTION: Final = Section(
    CENTERS, "Centers", ("look", "configure"), "Hours, services, counters, staff and the rules of every hall."
)
NEW_CENTER: Final = (
    Line("id", "Short name for programs", help="Letters, digits and - such as shixi-2. It never changes."),
    *ABOUT.shapes,
)


class Row(msgspec.Struct, frozen=True):
    """One center of the tree."""

    id: str
    name: Text
    level: str
    depth: int
    open: bool
    says: Text
    planned: tuple[int, ...]


def _list(visit: Visit) -> Shown:
    tree, grants = visit.tree, visit.who.grants
    rows = []
    for hall, _, _ in visit.store.read(lambda reading: list(reading.halls())):
        if not (may(grants, "look", hall.id, tree) or may(grants, "configure", hall.id, tree)):
            continue
        told, plans = hours_now(hall, visit.now), visit.store.read(partial(planned, scope=Scope("center", hall.id)))
        depth = min(2, sum(1 for _ in tree.above(hall.id)) - 1)
        at = tuple(plan.effective_at for plan in plans)
        rows.append(Row(hall.id, hall.name, hall.level, depth, told.stands in ("open", "closing"), told.says, at))
    return visit.show(
        "centers",
        rows=rows,
        levels=LEVEL_NAMES,
        may_add=may_anywhere(grants, "configure"),
        whole=may(grants, "look", None, tree) or may(grants, "configure", None, tree),
    )


def _show(visit: Visit, refusal: Refusal | None = None, *, room: Room) -> Shown:
    desk, language = desk_of(visit, room), visit.language
    document, scope = desk.document, desk.scope
    options = visit.store.read(lambda reading: options_of(reading, document, language))
    hall = next((hall for hall, _, _ in visit.store.read(lambda r: list(r.halls())) if hall.id == scope.id), None)
    hall = hall if scope.kind == "center" else None
    local = hall.local(visit.now) if hall else None
    return visit.show(
        "settings",
        desk=desk,
        hall=hall,
        told=hours_told(hall.open_days, local.date(), local.hour * 60 + local.minute) if hall and local else None,
        levels=LEVEL_NAMES,
        plans=_plans(visit, desk),
        parts_of=PARTS[scope.kind],
        shorts=_shorts(visit, document),
        services=_services(visit, document),
        decided=visit.store.read(lambda reading: decided_by(reading, scope, document, options, language)),
        is_town=scope.kind == "center" and isinstance(document, CenterDocument) and document.level == "town",
        trouble=said(refusal, language) if refusal else "",
    )


class Told(msgspec.Struct, frozen=True):
    """A difference in words."""

    field: str
    before: str
    after: str


def differing(visit: Visit, scope: Scope, before: Document, after: Document) -> list[Told]:
    """Return in words where `after` differs from `before`."""
    language = visit.language
    options = visit.store.read(lambda reading: options_of(reading, after, language))
    was, now = as_json(before), as_json(after)
    return [
        Told(
            path_words(scope, each.path, now if each.after is not None else was, options, language),
            value_words(each.before, options, language),
            value_words(each.after, options, language),
        )
        for each in differences(was, now)
    ]


def _plans(visit: Visit, desk: Desk) -> list[tuple[Any, list[Told]]]:
    before, told = desk.document, []
    for plan in desk.plans:
        told.append((plan, differing(visit, desk.scope, before, plan.document)))
        before = plan.document
    return told


def _shorts(visit: Visit, document: Document) -> dict[str, str]:
    """Return in a few words what some forms hold; the others are told by their help."""
    if not isinstance(document, CenterDocument):
        return dict.fromkeys((each.id for parts in PARTS.values() for each in parts), "")
    counts = {"services": document.services, "counters": document.counters, "staff": document.staff}
    told = dict.fromkeys((each.id for each in PARTS["center"]), "")
    return told | {name: str(len(each)) for name, each in counts.items()}


def _services(visit: Visit, document: Document) -> list[dict[str, str]]:
    if not isinstance(document, CenterDocument):
        return []
    city, language, told = catalogue(visit), visit.language, []
    names = {each.id: each.name.say(language) for each in city.services} if city else {}
    for each in document.services:
        booked = say(language, "can be booked") if each.bookings else say(language, "not booked")
        counted = say(language, "numbers are counted") if each.quotas else say(language, "numbers without limit")
        told.append(
            {"id": each.id, "name": f"{each.prefix} {names.get(each.id, each.id)}", "told": f"{booked} · {counted}"}
        )
    return told


def _inherit(visit: Visit, room: Room) -> Shown:
    desk, by = desk_of(visit, room), visit.by
    given = as_json(desk.document)
    field, seen = visit.field("field"), visit.field("seen")
    if not without(given, field) or not (seen.isdecimal() and len(seen) < 10):
        raise Refusal("settings_field_unknown", field=field[:40])
    document = read_document(given, DOCUMENTS[desk.scope.kind])
    admit(visit, desk.scope, document)
    visit.store.write(WHOLE, lambda uow: change_settings(uow, desk.scope, document, int(seen), by, visit.now))
    return visit.go(desk.here, "settings_written")


def _withdraw(visit: Visit, room: Room) -> Shown:
    desk, by = desk_of(visit, room), visit.by
    revision = visit.field("revision")
    number = int(revision) if revision.isdecimal() and len(revision) < 10 else 0
    admit(visit, desk.scope, desk.document)
    visit.store.write(WHOLE, lambda uow: withdraw(uow, desk.scope, number, by, visit.now))
    return visit.go(desk.here, "settings_withdrawn")


def _new(visit: Visit, found: tuple[Refusal, ...] = ()) -> Shown:
    empty = CenterDocument(Text("", ""), "village", None, Text("", ""), (), ())
    language, tree = visit.language, visit.tree
    options = dict(visit.store.read(lambda reading: options_of(reading, empty, language)))
    options["parents"] = [
        (id_, name) for id_, name in options["centers"] if may(visit.who.grants, "configure", id_, tree)
    ]
    typed = typed_in(NEW_CENTER, visit.form) if visit.form else filled(NEW_CENTER, {"parent": None})
    told = {str(each.values.get("field", "")): finding_words(each, NEW_CENTER, language) for each in found}
    page = visit.show(
        "new_center",
        shapes=NEW_CENTER,
        typed=typed,
        options=options,
        choices=choices,
        is_table=lambda shape: isinstance(shape, Table),
        troubles=lambda name, exact=False: [words for field, words in told.items() if field == name],
        found=list(told.values()),
    )
    return make_response(page, found[0].status) if found else page


def _found_center(visit: Visit) -> Shown:
    given = read(NEW_CENTER, typed_in(NEW_CENTER, visit.form), {"services": [], "counters": []}, [])
    id_ = str(given.pop("id"))[:80]
    scope = Scope("center", id_)
    if id_ in visit.tree.parents:
        return _new(visit, (Refusal("settings_id_twice", field="id", id=id_),))
    try:
        document = read_document(given, CenterDocument)
        admit(visit, scope, document)
        change = Change(scope, given, 0, visit.who.person)
        found = tuple(visit.store.read(lambda reading: try_settings(reading, change, visit.now)))
        if found:
            return _new(visit, found)
        by = visit.by
        visit.store.write(WHOLE, lambda uow: change_settings(uow, scope, document, 0, by, visit.now))
    except Refusal as refusal:
        if refusal.code == "duty_missing":
            refusal = Refusal("duty_missing", field="parent")
        return _new(visit, (refusal,))
    return visit.go(f"{CENTERS}/{id_}", "center_made")


PAGES: Final = (
    Page(method="GET", path=CENTERS, duties=SECTION.duties, act=_list),
    Page(method="GET", path=NEW, duties=("configure",), act=_new),
    Page(method="POST", path=NEW, duties=("configure",), act=_found_center),
    *(
        page
        for room in ROOMS
        for page in (
            look_at(room, "", _show),
            send_to(room, "/inherit", _inherit, _show),
            send_to(room, "/withdraw", _withdraw, _show),
        )
    ),
)
