"""Forms of a draft: one for each record, with findings beside its fields, its lines as YAML, and a person beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import make_response, request

from config.findings import told
from config.pack_file import ID, PackError
from config.pack_texts import parsed, read_texts
from config.yaml_edit import lines_of, same, with_record, with_value, without_record
from config.yaml_file import YamlError
from server.office.drafts.bench import Found, Open, Place
from server.office.drafts.record import body_of
from server.office.drafts.write import write_files
from server.office.guidance.consultations import city_day
from server.rules.errors import Refusal
from server.store.unit_of_work import CITY
from server.web.address import KIB
from server.web.admin.guidance.choosing import known_in, options_of, several, with_ids, with_names
from server.web.admin.guidance.desk import (
    DUTIES,
    HERE,
    called,
    findings_of,
    here,
    link,
    onward,
    opened,
    place_of,
    sentence,
)
from server.web.admin.guidance.fields import kind_of, labelled, shapes_of
from server.web.admin.guidance.files import as_typed, refuse_unreadable, version_typed
from server.web.admin.guidance.filling import typed_of, written_of
from server.web.admin.guidance.labels import PARTS
from server.web.admin.guidance.preview import NOBODY, Person, person_in, preview
from server.web.admin.guidance.tree import consists_of, used_by
from server.web.admin.page import Page, Shown, Visit
from server.web.admin.shapes import Shape, Table, Typed, choices, typed_in, with_row
from server.wire.problem import said

FORM_BYTES: Final = 480 * KIB
MORE: Final = "more "
SAYING: Final = ("say ", "unsay ", "unsure ", "anew", "look")
"""What buttons are worth that ask or answer the person beside the form."""
NEW: Final = "new"
STATES: Final = {"can": "can be done", "not_yet": "not yet", "cannot": "cannot be done", "unknown": "still open"}
"""Verdict -> what it is called (gettext key)."""


@dataclass(frozen=True)
class Filled:
    """A form as it is shown: of which record (None: a new one), what was typed, and what speaks against it."""

    part: str
    place: Place | None
    typed: Typed
    seen: int
    file: str
    person: Person = NOBODY
    found: Sequence[Refusal] = ()
    other: str | None = None
    yaml: str | None = None
    wanted: Mapping[str, Any] | None = None
    id: str = ""

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Return what the form asks for, the id of a record that is there excepted."""
        return tuple(each for each in shapes_of(kind_of(self.part)) if each.name != "id" or self.place is None)


def _form(visit: Visit) -> Shown:
    open_ = opened(visit)
    place = _place(visit, open_)
    typed = typed_of(kind_of(place.part), place.node)
    person = person_in(request.args)
    return _show(visit, open_, Filled(place.part, place, typed, open_.versions[place.file], place.file, person))


def _place(visit: Visit, open_: Open) -> Place:
    part = visit.places["part"]
    if part not in PARTS:
        raise Refusal("draft_record_unknown")
    return place_of(open_, part, visit.places["record"])


def _new(visit: Visit) -> Shown:
    open_, part = opened(visit), visit.places["part"]
    if part not in PARTS:
        raise Refusal("draft_record_unknown")
    file = _file_for(open_, part, request.args.get("file", ""))
    typed = typed_of(kind_of(part), {})
    return _show(visit, open_, Filled(part, None, typed, open_.versions.get(file, 0), file))


def _file_for(open_: Open, part: str, wanted: str) -> str:
    """Return the file that a new record goes to: the one wanted, else the last of its part."""
    files = _files_of(open_, part)
    return wanted if wanted in files else files[-1] if files else f"{part}.yaml"


def _files_of(open_: Open, part: str) -> list[str]:
    return [each for each in open_.texts if each == f"{part}.yaml" or each.startswith(f"{part}/")]


def _add(visit: Visit) -> Shown:
    open_, part = opened(visit), visit.places["part"]
    if part not in PARTS:
        raise Refusal("draft_record_unknown")
    file = visit.field("file")[:200]
    if file not in _files_of(open_, part):
        file = (
            f"{part}/{visit.field('new_file').strip()[:64]}.yaml" if visit.field("new_file").strip() else f"{part}.yaml"
        )
    filled = _typed(visit, open_, Filled(part, None, {}, open_.versions.get(file, 0), file))
    if filled.found or _is_no_save(visit):
        return _show(visit, open_, filled)
    id_ = str((filled.wanted or {}).get("id", ""))
    if ID.fullmatch(id_) is None:
        refusal = Refusal("draft_id", field="id")
    elif (part, id_) in open_.records:
        refusal = Refusal("draft_record_known", field="id", id=id_)
    else:
        return _write(visit, open_, filled, id_, lambda text: with_record(text, filled.wanted), "draft_added")
    return _show(visit, open_, replace(filled, found=(refusal,)))


def _send(visit: Visit) -> Shown:
    open_ = opened(visit)
    place = _place(visit, open_)
    filled = Filled(place.part, place, {}, version_typed(visit), place.file)
    act = visit.field("act")
    if act == "yaml":
        return _write_lines(visit, open_, replace(filled, person=person_in(visit.form)))
    filled = _typed(visit, open_, filled)
    if act == "remove":
        return _write(visit, open_, filled, place.id, lambda text: without_record(text, place.number), "draft_removed")
    if filled.found or _is_no_save(visit):
        return _show(visit, open_, filled)
    if same(filled.wanted, place.node):
        return onward(visit, link(open_, place), "draft_same", filled.person.fields)
    return _write(
        visit, open_, filled, place.id, lambda text: with_value(text, [place.number], filled.wanted), "draft_written"
    )


def _is_no_save(visit: Visit) -> bool:
    return visit.field("act").startswith((MORE, *SAYING))


def _typed(visit: Visit, open_: Open, filled: Filled) -> Filled:
    """Return a form with what was typed, what it says as a record, and what cannot be read of it."""
    act = visit.field("act")
    typed = typed_in(filled.shapes, visit.form)
    found: list[Refusal] = []
    before = filled.place.node if filled.place is not None else {}
    if filled.place is not None:
        typed["id"] = filled.place.id
    wanted = written_of(kind_of(filled.part), with_ids(open_, filled.shapes, typed), before, found)
    if filled.place is None:
        # What names a record stands first, whatever the struct's order is.
        wanted = {"id": str(wanted.get("id") or ""), **{name: each for name, each in wanted.items() if name != "id"}}
    elif "id" not in before:
        wanted.pop("id", None)
    if act.startswith(MORE):
        with_row(filled.shapes, typed, act.removeprefix(MORE))
        found = []
    return replace(filled, typed=typed, found=tuple(found), wanted=wanted, person=person_in(visit.form, act))


def _write(visit: Visit, open_: Open, filled: Filled, id_: str, change: Any, done: str) -> Shown:
    """Change a record's lines of its file; whoever changed the same lines meanwhile is told apart."""
    file, place = filled.file, filled.place
    if place is not None and filled.seen != open_.versions[file]:
        before = visit.store.read(lambda reading: body_of(reading, open_.draft.id, file, filled.seen))
        if before is None or _lines_by_id(before, place.id) != _lines(open_.texts[file], place.number):
            refusal = Refusal("draft_changed_meanwhile", file=file)
            lines = _lines(open_.texts[file], place.number)
            newer = replace(filled, seen=open_.versions[file], found=(refusal,), other=lines)
            return _show(visit, open_, newer)
    try:
        text = change(open_.texts.get(file, ""))
    except YamlError as error:
        refusal = yaml_refusal(error)
        return _show(visit, open_, replace(filled, found=(refusal,)))
    by, seen, draft = visit.by, open_.versions.get(file, 0), open_.draft.id
    try:
        visit.store.write(CITY, lambda uow: write_files(uow, draft, {file: text}, {file: seen}, by, visit.now))
    except Refusal as refusal:
        return _show(visit, open_, replace(filled, found=(refusal,)))
    if done == "draft_removed":
        return onward(visit, f"{here(open_)}/all/{filled.part}", done)
    return onward(visit, f"{here(open_)}/{filled.part}/{id_}", done, filled.person.fields)


def yaml_refusal(error: YamlError) -> Refusal:
    """Return why a text cannot be changed so."""
    return Refusal("draft_yaml", line=error.line, column=error.column, what=told(error.what), remedy=told(error.remedy))


def _lines(text: str, number: int) -> str:
    first, end = lines_of(text, number)
    return "".join(text.splitlines(True)[first:end])


def _lines_by_id(text: str, id_: str) -> str | None:
    """Return the lines of the record `id_` in another state of its file."""
    listed = parsed(text)
    number = next((place for place, each in enumerate(listed or ()) if each.get("id", each.get("name")) == id_), None)
    return None if number is None else _lines(text, number)


def _write_lines(visit: Visit, open_: Open, filled: Filled) -> Shown:
    """Take a record as its lines were typed."""
    place = filled.place
    if place is None:
        raise TypeError(filled)
    file, typed = place.file, visit.field("yaml")
    before = open_.texts[file]
    first, end = lines_of(before, place.number)
    lines = before.splitlines(True)
    text = "".join([*lines[:first], as_typed(typed, before), *lines[end:]])
    shown = replace(filled, typed=typed_of(kind_of(place.part), place.node), yaml=typed)
    try:
        refuse_unreadable(file, text, first)
    except Refusal as refusal:
        return _show(visit, open_, replace(shown, found=(refusal,)))
    return _write(visit, open_, shown, place.id, lambda _: text, "draft_written")


def _show(visit: Visit, open_: Open, filled: Filled) -> Shown:
    language, kind, place = visit.language, kind_of(filled.part), filled.place
    by_record = findings_of(open_, _proved(visit, open_))
    of_record = by_record.get((filled.part, place.id), []) if place is not None and filled.wanted is None else []
    refused = [(str(each.values.get("field", "")), each) for each in filled.found]

    def troubles(name: str, exact: bool = False) -> list[str]:
        """Return what speaks against the field `name`, or against something inside of it."""
        said_here = [(field_, _told(refusal, language)) for field_, refusal in refused]
        said_here += [(field_, sentence(found, language)) for field_, found in of_record]
        return [words for field_, words in said_here if _is_about(field_, name, exact) and field_]

    top = [_told(refusal, language) for _, refusal in refused]
    page = visit.show(
        "guidance_record",
        open=open_,
        here=here(open_),
        filled=filled,
        part=PARTS[filled.part],
        title=called(place.node, language) if place is not None else "",
        shapes=filled.shapes,
        typed=with_names(open_, filled.shapes, filled.typed, language),
        options=options_of(open_, filled.shapes, language),
        known=known_in(open_, filled.shapes, language),
        choices=choices,
        several=several,
        troubles=troubles,
        is_table=lambda shape: isinstance(shape, Table),
        refused=top,
        found=[(each, _field_words(kind, field_), sentence(each, language)) for field_, each in of_record],
        yaml=filled.yaml
        if filled.yaml is not None
        else _lines(open_.texts[place.file], place.number)
        if place
        else None,
        files=_files_of(open_, filled.part),
        inside=[
            (each, link(open_, each), called(each.node, language))
            for each in (consists_of(open_, place) if place else ())
        ],
        around=[
            (each, link(open_, each), called(each.node, language)) for each in (used_by(open_, place) if place else ())
        ],
        parts=PARTS,
        states=STATES,
        beside=_beside(visit, open_, filled),
    )
    return make_response(page, filled.found[0].status) if filled.found else page


def _is_about(field_: str, name: str, exact: bool) -> bool:
    return field_ == name or (not exact and field_.startswith((f"{name}[", f"{name}:", f"{name}.")))


def _field_words(kind: Any, field_: str) -> str:
    """Return what a field is called (gettext key), by its first step."""
    first = field_.partition(".")[0].partition("[")[0]
    return labelled(kind, first)[0] if first else ""


def _told(refusal: Refusal, language: Any) -> str:
    return said(refusal, language)


def _proved(visit: Visit, open_: Open) -> tuple[Found, ...]:
    proof = visit.house.proofs.of(open_.draft.id)
    return proof.found if proof is not None and proof.state == open_.state else ()


def _beside(visit: Visit, open_: Open, filled: Filled) -> dict[str, Any] | None:
    """Return what the person sees: of the draft, with what was typed where it was not kept yet; None: of no pack."""
    pack = open_.file.pack if open_.file is not None else None
    if filled.wanted is not None and filled.place is not None and not filled.found:
        try:
            text = with_value(open_.texts[filled.file], [filled.place.number], filled.wanted)
            pack = read_texts({**open_.texts, filled.file: text}).pack
        except (PackError, YamlError):
            pack = None
    if pack is None:
        return None
    person, place = filled.person, filled.place
    if not person.checklist and place is not None:
        # Whoever writes about one topic looks at that one.
        ids = (
            [place.id]
            if place.part == "checklists"
            else [each.id for each in used_by(open_, place) if each.part == "checklists"]
        )
        person = replace(person, checklist=ids[0] if ids else "")
    today = visit.store.read(lambda reading: city_day(reading, visit.now))
    try:
        return preview(pack, person, today, visit.language)
    except (KeyError, IndexError, ValueError, TypeError):
        # What refers to nothing yet cannot be walked through; the findings say so.
        return None


PAGES: Final = (
    Page(method="GET", path=f"{HERE}/{NEW}/{{part}}", duties=DUTIES, act=_new),
    Page(method="POST", path=f"{HERE}/{NEW}/{{part}}", duties=DUTIES, act=_add, body_bytes=FORM_BYTES),
    Page(method="GET", path=f"{HERE}/{{part}}/{{record}}", duties=DUTIES, act=_form),
    Page(method="POST", path=f"{HERE}/{{part}}/{{record}}", duties=DUTIES, act=_send, body_bytes=FORM_BYTES),
)
