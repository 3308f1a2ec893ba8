"""What all pages of the guidance desk need: the draft that a visit is about, its records by name, findings by field."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from config.centers import Language
from config.findings import said
from config.yaml_file import Mapping as Node
from config.yaml_file import Sequence
from server.office.drafts.bench import Found, Open, Place
from server.office.guidance.consultations import city_day
from server.rules.errors import Refusal
from server.rules.people.roles import Duty
from server.web.admin.guidance.labels import PARTS
from server.web.admin.page import Shown, Visit

ROOT: Final = "/admin/guidance"
DUTIES: Final[tuple[Duty, ...]] = ("write_guidance",)
HERE: Final = f"{ROOT}/{{draft}}"
NAMING: Final = ("name", "topic", "ask", "title", "text", "about", "question", "term")
BETWEEN: Final = " · "
"""Stands between what something is called and its id, where both are typed."""


def opened(visit: Visit) -> Open:
    """Return the draft that a visit is about; raises `Refusal` draft_unknown."""
    today = visit.store.read(lambda reading: city_day(reading, visit.now))
    return visit.house.bench.open(visit.store, visit.places["draft"], today)


def here(open_: Open) -> str:
    """Return the address of a draft."""
    return f"{ROOT}/{open_.draft.id}"


def place_of(open_: Open, part: str, id_: str) -> Place:
    """Return a record of a draft; raises `Refusal` draft_record_unknown."""
    found = open_.records.get((part, id_))
    if found is None:
        raise Refusal("draft_record_unknown")
    return found


def called(node: Mapping[str, Any], language: Language) -> str:
    """Return what people call a record, as it is written."""
    for field in NAMING:
        value = node.get(field)
        if isinstance(value, Mapping):
            value = value.get(language) or value.get("zh")
        if isinstance(value, str) and value:
            return value
    return str(node.get("id", ""))


def link(open_: Open, place: Place) -> str:
    """Return where a record is edited: in its form, or in its file where it has none."""
    if place.part in PARTS:
        return f"{here(open_)}/{place.part}/{place.id}"
    return f"{here(open_)}/file?{urlencode({'name': place.file})}"


def findings_of(open_: Open, more: tuple[Found, ...] = ()) -> dict[tuple[str, str], list[tuple[str, Found]]]:
    """Return what speaks against each record, with the field that it is about ("" where it is the whole).

    What is about no record is under ("", "").
    """
    lines: dict[str, list[Place]] = {}
    for place in open_.records.values():
        lines.setdefault(place.file, []).append(place)
    told: dict[tuple[str, str], list[tuple[str, Found]]] = {}
    seen = set()
    for each in (*open_.found, *more):
        key = (each.file, each.line, each.code, each.what)
        if key in seen:
            continue
        seen.add(key)
        before = [place for place in lines.get(each.file, ()) if place.node.line <= each.line]
        if before:
            place = max(before, key=lambda one: one.node.line)
            told.setdefault((place.part, place.id), []).append((field_at(place.node, each.line, each.column), each))
        else:
            told.setdefault(("", ""), []).append(("", each))
    return told


def field_at(node: Any, line: int, column: int) -> str:
    """Return the innermost field of a record that stands at or before a place, "" for the record itself."""
    best, where = "", (0, 0)
    for name, spot in _fields(node, ""):
        if where <= spot <= (line, column):
            best, where = name, spot
    return best if where[0] == line else ""


def _fields(node: Any, before: str) -> Iterator[tuple[str, tuple[int, int]]]:
    if isinstance(node, Node):
        for key, value in node.items():
            name = f"{before}.{key}" if before else key
            yield name, (node.lines[key], node.columns[key])
            yield from _fields(value, name)
    elif isinstance(node, Sequence):
        for number, value in enumerate(node):
            yield f"{before}[{number}]", (node.lines[number], node.columns[number])
            yield from _fields(value, f"{before}[{number}]")


def sentence(found: Found, language: Language) -> str:
    """Return a finding in the reader's language."""
    return f"{said(language, found.what)}: {said(language, found.remedy)}"


def onward(visit: Visit, path: str, done: str, query: Mapping[str, str] | None = None) -> Shown:
    """Go on to another page of the desk, with what was done and what more its address says."""
    return visit.go(f"{path}?{urlencode({'done': done, **(query or {})})}")
