"""Forms of settings: each asks for one part of a document, tells what speaks against it, and writes it."""

from typing import Any, Final

import msgspec
from flask import make_response

from config.centers import Text
from config.documents import DOCUMENTS, CenterDocument, Document, Scope
from server.office.settings.change import Change, try_settings, what_it_means
from server.office.settings.past import hall_at
from server.office.settings.planned import change_settings, decided
from server.office.settings.taking_away import taken_away
from server.rules.errors import Refusal
from server.rules.hall.policy_words import preview
from server.rules.hall.settings import read_document
from server.rules.hall.settings_difference import as_json, at_path, differences
from server.rules.hall.settings_loosened import loosened
from server.store.settings import newest_revision, revision_of
from server.store.unit_of_work import CITY as WHOLE
from server.store.unit_of_work import Reading
from server.web.address import KIB
from server.web.admin.center_parts import BOOKING, INHERITED, Part, part_of
from server.web.admin.page import Page, Shown, Visit
from server.web.admin.settings_ids import name_new
from server.web.admin.settings_scope import (
    MOMENT,
    ROOMS,
    Desk,
    Room,
    admit,
    catalogue,
    desk_of,
    look_at,
    moment_typed,
    send_to,
)
from server.web.admin.settings_words import field_words, finding_words, options_of, path_words, value_words
from server.web.admin.shapes import Table, Typed, choices, filled, read, typed_in, with_row

FORM_BYTES: Final = 512 * KIB
"""Room for a hall of a hundred counters that each name all of forty services."""
MORE: Final = "more "
"""What a button is worth that adds a row, before the name of its table."""


class Filled(msgspec.Struct):
    """A form as it is shown: what was typed, what speaks against it, and what it would do."""

    part: Part
    typed: Typed
    seen: int
    at: str = ""
    prefix: str = ""
    found: tuple[Refusal, ...] = ()
    means: tuple[Text, ...] = ()
    gone: tuple[Text, ...] = ()
    fine: bool = False
    other: tuple[tuple[str, str, str, str], ...] = ()


def _part(visit: Visit, desk: Desk) -> tuple[Part, str]:
    """Return the form that is asked for, and what the fields of its document begin with."""
    if "service" in visit.places:
        if isinstance(desk.document, CenterDocument):
            for number, service in enumerate(desk.document.services):
                if service.id == visit.places["service"]:
                    return BOOKING, f"services[{number}]."
        raise Refusal("service_unknown", service=visit.places["service"])
    part = part_of(desk.scope.kind, visit.places["part"])
    if part is None:
        raise Refusal("not_found")
    return part, ""


def _part_document(document: Any, prefix: str) -> Any:
    return document["services"][int(prefix[9:-2])] if prefix else document


def _form(visit: Visit, room: Room) -> Shown:
    desk = desk_of(visit, room)
    part, prefix = _part(visit, desk)
    shown = as_json(desk.document)
    if isinstance(desk.document, CenterDocument) or desk.scope.kind == "town":
        _inherit(visit, desk, part, shown)
    return _show(
        visit, desk, Filled(part, filled(part.shapes, _part_document(shown, prefix)), desk.newest, prefix=prefix)
    )


def _inherit(visit: Visit, desk: Desk, part: Part, shown: dict[str, Any]) -> None:
    """Begin with what is decided above, where nothing of one's own is."""
    hall = visit.store.read(lambda reading: hall_at(reading, desk.scope.id, visit.now, visit.now))
    holds = msgspec.json.decode(msgspec.json.encode(hall.holds)) if hall else {}
    for name in INHERITED:
        if shown.get(name) is None and any(shape.name.partition(".")[0] == name for shape in part.shapes):
            shown[name] = holds.get(name)


def _send(visit: Visit, room: Room) -> Shown:
    desk = desk_of(visit, room)
    part, prefix = _part(visit, desk)
    typed = typed_in(part.shapes, visit.form)
    seen = (
        int(visit.field("seen")) if visit.field("seen").isdecimal() and len(visit.field("seen")) < 10 else desk.newest
    )
    form = Filled(part, typed, seen, visit.field("at"), prefix)
    act = visit.field("act")
    if act.startswith(MORE):
        with_row(part.shapes, typed, act.removeprefix(MORE))
        return _show(visit, desk, form)
    if seen != desk.newest:
        return _meanwhile(visit, desk, form)
    try:
        at = moment_typed(visit, form.at)
        document = _wanted(visit, desk.scope, form, at)
        admit(visit, desk.scope, document)
    except _Wrong as wrong:
        form.found = wrong.found
    except Refusal as refusal:
        form.found = (refusal,)
    else:
        return _write(visit, desk, form, document, at, act)
    return _show(visit, desk, form)


class _Wrong(Exception):
    """What was typed is no document at all."""

    def __init__(self, found: list[Refusal]) -> None:
        super().__init__(str(found))
        self.found = tuple(found)


def _wanted(visit: Visit, scope: Scope, form: Filled, at: int | None) -> Document:
    """Return the whole document with what was typed; raises `_Wrong`."""

    def build(reading: Reading) -> Document:
        holds = decided(reading, scope, DOCUMENTS[scope.kind], at)
        before = {} if holds is None else as_json(holds)
        found: list[Refusal] = []
        if not form.prefix:
            given: Any = read(form.part.shapes, form.typed, before, found)
            name_new(reading, scope, given)
            given = loosened(before, given) if form.part.id in ("services", "counters") and not found else given
        else:
            given = before
            place = int(form.prefix[9:-2])
            entry = read(form.part.shapes, form.typed, before["services"][place], found, form.prefix)
            if not entry["bookings"]["week"] and not entry["bookings"]["days"]:
                entry["bookings"] = None
                found = [each for each in found if ".bookings." not in str(each.values.get("field"))]
            given["services"] = [entry if at_ == place else each for at_, each in enumerate(before["services"])]
        if found:
            raise _Wrong(found)
        try:
            return read_document(given, DOCUMENTS[scope.kind])
        except Refusal as refusal:
            raise _Wrong([refusal]) from refusal

    return visit.store.read(build)


def _write(visit: Visit, desk: Desk, form: Filled, document: Document, at: int | None, act: str) -> Shown:
    given = as_json(document)
    change = Change(desk.scope, given, form.seen, visit.who.person, None, at)
    form.found = tuple(visit.store.read(lambda reading: try_settings(reading, change, visit.now)))
    if form.found:
        return _show(visit, desk, form)
    if isinstance(document, CenterDocument) and isinstance(desk.document, CenterDocument):
        form.gone = tuple(_gone(visit, desk, document)) if act == "try" or not visit.field("sure") else ()
    if act != "save" or form.gone:
        form.fine = True
        form.means = tuple(_means(visit, change, document))
        return _show(visit, desk, form)
    by = visit.by
    try:
        visit.store.write(WHOLE, lambda uow: change_settings(uow, desk.scope, document, form.seen, by, visit.now, at))
    except Refusal as refusal:
        if refusal.code == "settings_changed_meanwhile":
            return _meanwhile(visit, desk_of(visit, _room(desk.scope)), form)
        form.found = (refusal,)
        return _show(visit, desk, form)
    return visit.go(desk.here, "settings_written" if at is None else "settings_planned")


def _room(scope: Scope) -> Room:
    return next(room for room in ROOMS if room.kind == scope.kind)


def _gone(visit: Visit, desk: Desk, document: CenterDocument) -> list[Text]:
    before, city = desk.document, catalogue(visit)
    if not isinstance(before, CenterDocument):
        return []
    return visit.store.read(lambda reading: taken_away(reading, desk.scope.id, before, document, city))


def _means(visit: Visit, change: Change, document: Document) -> list[Text]:
    told = visit.store.read(lambda reading: what_it_means(reading, change, visit.now))
    if not isinstance(document, CenterDocument):
        return told
    hall = visit.store.read(lambda reading: hall_at(reading, change.scope.id, visit.now, visit.now))
    if hall is None:
        return told
    given = {name: value for name, value in msgspec.structs.asdict(document.rules).items() if value is not None}
    return [*preview(msgspec.structs.replace(hall.holds.rules, **given)), *told]


def _meanwhile(visit: Visit, desk: Desk, form: Filled) -> Shown:
    """Show what the other changed beside what was typed, which is sent again on top."""
    scope, language = desk.scope, visit.language
    older = visit.store.read(lambda reading: revision_of(reading, scope, form.seen))
    newest = visit.store.read(lambda reading: newest_revision(reading, scope))
    newer = visit.store.read(lambda reading: revision_of(reading, scope, newest))
    if older is not None and newer is not None:
        was, now = as_json(older.document), as_json(newer.document)
        mine = was if form.prefix else read(form.part.shapes, form.typed, was, [])
        options = visit.store.read(lambda reading: options_of(reading, desk.document, language))
        form.other = tuple(
            (
                path_words(scope, each.path, now if each.after is not None else was, options, language),
                value_words(each.before, options, language),
                value_words(each.after, options, language),
                value_words(at_path(mine, each.path), options, language),
            )
            for each in differences(was, now)
        )
    form.seen = newest
    form.found = (Refusal("settings_changed_meanwhile", newest=newest),)
    return _show(visit, desk, form)


def _show(visit: Visit, desk: Desk, form: Filled) -> Shown:
    language, shapes = visit.language, form.part.shapes
    options = visit.store.read(lambda reading: options_of(reading, desk.document, language))
    at_field: dict[str, list[str]] = {}
    for refusal in form.found:
        field = str(refusal.values.get("field", "")).removeprefix(form.prefix)
        at_field.setdefault(field, []).append(finding_words(refusal, shapes, language, form.prefix))

    def troubles(name: str, exact: bool = False) -> list[str]:
        """Return what speaks against the field `name`, or against something inside of it."""
        return [
            words
            for field, said in at_field.items()
            if field == name or (not exact and field.startswith((f"{name}[", f"{name}:", f"{name}.")))
            for words in said
        ]

    page = visit.show(
        "settings_form",
        desk=desk,
        part=form.part,
        filled=form,
        options=options,
        choices=choices,
        troubles=troubles,
        is_table=lambda shape: isinstance(shape, Table),
        found=[words for said in at_field.values() for words in said],
        below=_below(visit, desk, form.part),
        field_words=lambda field: field_words(shapes, field, language),
        room_at=MOMENT,
    )
    if not form.found:
        return page
    return make_response(page, form.found[0].status)


def _below(visit: Visit, desk: Desk, part: Part) -> dict[str, str]:
    """Return what holds of each rule while nothing of one's own is written, as words in an empty input."""
    if part.id != "rules" or desk.scope.kind == "city":
        return {}
    hall = visit.store.read(lambda reading: hall_at(reading, desk.scope.id, visit.now, visit.now))
    if hall is None:
        return {}
    options = visit.store.read(lambda reading: options_of(reading, desk.document, visit.language))
    rules = msgspec.to_builtins(hall.holds.rules)
    return {f"rules.{name}": value_words(value, options, visit.language) for name, value in rules.items()}


def _pages(room: Room, path: str) -> tuple[Page, Page]:
    return look_at(room, path, _form), send_to(room, path, _send, most=FORM_BYTES)


PAGES: Final = (
    *(page for room in ROOMS for page in _pages(room, "/parts/{part}")),
    *_pages(ROOMS[0], "/services/{service}"),
)
