"""A city's file read and weighed: everything that is wrong with it, each with its line, its column and a remedy."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from config.centers import ID
from config.city_file import HEAD_FIELDS, Part, parts_of
from config.documents import (
    CITY,
    DOCUMENTS,
    CenterDocument,
    CityDocument,
    Document,
    Scope,
    TownDocument,
    WrittenCity,
)
from config.findings import said
from config.pack_file import one_of
from config.text_file import read_text
from config.words import say
from config.yaml_file import BYTES_AT_MOST, Mapping, YamlError, parse_yaml, place_in
from server.rules.errors import Refusal
from server.rules.hall.city_tree import CityTree
from server.rules.hall.settings import Around, check_center, check_city, check_town, read_document

REMEDIES: Final[dict[str, str]] = {
    "settings_field_missing": "Write it here.",
    "settings_field_unknown": "Take it out, or correct its name.",
    "settings_field_wrong": "Write it as in the guide to opening a hall.",
    "settings_text": "Write a name in both languages, in plain characters.",
    "settings_number": "Write a number between these.",
    "settings_id": "Correct it.",
    "settings_id_twice": "Give one of the two another id.",
    "settings_id_elsewhere": "Give it an id of its own.",
    "settings_prefix": "Write for example A or AB.",
    "settings_prefix_taken": "Give it another one here: {id: ..., prefix: ...}.",
    "settings_service_unknown": "Add it to the services of the city, or correct its name.",
    "settings_service_unoffered": "Add it to the services of this center, or take it out here.",
    "settings_staff_number": "Give everybody their own number of 1 to 8 digits, or leave it out.",
    "settings_staff_number_taken": "Give everybody their own number of 1 to 8 digits, or leave it out.",
    "settings_language": "Write the code of a language: zh, yue, en.",
    "settings_service_offered": "Change that center too, or keep the service.",
    "settings_counter_unknown": "Name one of this center's counters, or none.",
    "settings_clock": 'Write for example "09:00" in quotes; "24:00" closes at midnight.',
    "settings_days": "Write for example [1, 2, 3, 4, 5].",
    "settings_hours_backwards": "Write two lines for hours that go past midnight.",
    "settings_hours_overlap": "Let one line begin when the other ends, or take a day out.",
    "settings_weekday_twice": "Write each weekday once, with all its times.",
    "settings_date": 'Write for example "2026-11-24" in quotes.',
    "settings_slots_overlap": "Let one line begin when the other ends.",
    "settings_dates_backwards": "Let it end on the day on which it begins, or later.",
    "settings_dates_overlap": "Write each day once.",
    "settings_date_both": "Let the holiday end before it or begin after it, or take the workday out.",
    "settings_policy_unsteady": "Choose virtual_time, strict or fifo.",
    "settings_elastic_when": "Write waiting, minutes or both.",
    "settings_elastic_until": "Let it end at fewer people than it begins at.",
    "settings_elastic_nobody": "Name the counters that help, or take the rule out.",
    "settings_elastic_own": "Name counters that do not serve this line by themselves.",
    "settings_elastic_circle": "Take one of the rules out.",
    "settings_timezone": "Correct its name.",
    "settings_parent_unknown": "Write the id of another center, or null.",
    "settings_parent_below": "Choose a center above this one.",
    "settings_parent_level": "Towns lie below a city, villages below a town or a city.",
    "settings_not_a_town": "Take `town` out, or write level: town.",
}
"""What to do about each code, as said after its sentence."""
_ENTRY: Final = re.compile(r"^([^\[]+)\[(\d+)\]")
ERRORS_AT_MOST: Final = 200


class CityProblem(msgspec.Struct, frozen=True):
    """What is wrong at one place of a city's file."""

    file: str
    line: int
    column: int
    code: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """Return it as compilers do, so that editors find the place."""
        return f"{self.file}:{self.line}:{self.column}: {self.what} {self.remedy}".rstrip()


class CityProblems(Exception):
    """A city that cannot be used, with every problem in the order of their places."""

    def __init__(self, problems: Sequence[CityProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (each.line, each.column)))
        super().__init__("\n".join(map(str, self.problems)))


class Outside(msgspec.Struct, frozen=True):
    """What a running city has beside the file: of its other centers, and all counters and staff by their center."""

    parents: dict[str, str | None] = {}
    levels: dict[str, Any] = {}
    counters: dict[str, str] = {}
    staff: dict[str, str] = {}
    offered: dict[str, str] = {}


class CityFile:
    """One reading of a file; `city` is what it says when nothing was wrong."""

    def __init__(self, file: Path, language: Any, outside: Outside | None = None) -> None:
        self._file, self._language = str(file), language
        self._outside = outside or Outside()
        self.problems: list[CityProblem] = []
        self.places: dict[Scope, Any] = {}
        self.documents: dict[Scope, Document] = {}
        self.id = ""
        node = self._parsed(file)
        if node is not None:
            self._read(node)

    @property
    def city(self) -> WrittenCity:
        """Return the city; raises `CityProblems`."""
        if self.problems:
            raise CityProblems(self.problems)
        centers = {scope.id: each for scope, each in self.documents.items() if isinstance(each, CenterDocument)}
        towns = tuple((scope.id, each) for scope, each in self.documents.items() if isinstance(each, TownDocument))
        whole = self.documents[CITY]
        assert isinstance(whole, CityDocument)  # noqa: S101 - the part of this scope is read as no other
        tree = CityTree({id_: each.parent for id_, each in centers.items()}, {})
        order = tree.order({id_: number for number, id_ in enumerate(centers)})
        return WrittenCity(self.id, whole, towns, tuple((id_, centers[id_]) for id_ in order if id_ in centers))

    def _parsed(self, file: Path) -> Mapping | None:
        try:
            node = parse_yaml(read_text(file, BYTES_AT_MOST))
            if isinstance(node, Mapping):
                return node
            raise YamlError(1, "bad_value", "this is no city", f"write {', '.join(HEAD_FIELDS)}")
        except YamlError as error:
            self.problems.append(
                CityProblem(
                    self._file,
                    error.line,
                    error.column,
                    error.code,
                    f"{said(self._language, error.what)}:",
                    said(self._language, error.remedy),
                )
            )
        return None

    def _read(self, node: Mapping) -> None:
        for field in ("id", "centers"):
            if field not in node:
                self._wrong(node, Refusal("settings_field_missing", field=field))
        self.id = str(node.get("id", ""))
        if not re.fullmatch(ID, self.id) and "id" in node:
            self._wrong(node, Refusal("settings_id", field="id", id=self.id))
        if "centers" in node and not isinstance(node["centers"], list):
            self._wrong(node, Refusal("settings_field_wrong", field="centers"))
        for part in parts_of(node):
            self._part(part)
        if not self.problems:
            self._weigh()

    def _part(self, part: Part) -> None:
        if part.scope.kind == "center" and not part.scope.id:
            self._wrong(part.node, Refusal("settings_field_missing", field="id"))
        if part.scope in self.documents:
            self._wrong(part.node, Refusal("settings_id_twice", field="id", id=part.scope.id))
            return
        document = self._document(part)
        if document is not None:
            self.places[part.scope] = part.node
            self.documents[part.scope] = document

    def _document(self, part: Part) -> Document | None:
        """Read a document; a list's entry that cannot be read is told and left out, to find what else is wrong."""
        given, found, gone = dict(part.given), False, dict[str, list[int]]()
        for _ in range(ERRORS_AT_MOST):
            try:
                document = read_document(given, DOCUMENTS[part.scope.kind])
            except Refusal as refusal:
                field = str(refusal.values["field"])
                entry = _ENTRY.match(field)
                name, number = (entry[1], int(entry[2])) if entry else (field, -1)
                written = _as_written(field, gone)
                self._wrong(part.node, Refusal(refusal.code, **{**refusal.values, "field": written}), field)
                found = True
                if entry and isinstance(given.get(name), list):
                    given[name] = [each for place, each in enumerate(given[name]) if place != number]
                    gone.setdefault(name, []).append(number)
                elif refusal.code == "settings_field_unknown" and field in given:
                    del given[field]
                else:
                    return None
            else:
                return None if found else document
        return None

    def _weigh(self) -> None:
        """Weigh every document against all others."""
        whole = self.documents[CITY]
        centers = {scope.id: each for scope, each in self.documents.items() if isinstance(each, CenterDocument)}
        tree = self._tree(centers)
        services: frozenset[str] = frozenset()
        if isinstance(whole, CityDocument):
            services = frozenset(service.id for service in whole.services)
            for refusal in check_city(whole, self._outside.offered):
                self._wrong(self.places[CITY], refusal)
        counters = self._owners("counters", centers, self._outside.counters)
        staff = self._owners("staff", centers, self._outside.staff)
        for id_, center in centers.items():
            others = [each for each in tree.parents if each != id_]
            around = Around(
                services,
                {each: tree.parents[each] for each in others},
                {each: tree.levels[each] for each in others},
                {each: of for each, of in counters.items() if of != id_},
                {each: of for each, of in staff.items() if of != id_},
            )
            for refusal in check_center(id_, center, around):
                self._wrong(self.places[Scope("center", id_)], refusal)
        for scope, document in self.documents.items():
            if isinstance(document, TownDocument):
                if tree.levels.get(scope.id) != "town":
                    self._wrong(self.places[scope], Refusal("settings_not_a_town", center=scope.id))
                for refusal in check_town(document):
                    self._wrong(self.places[scope], refusal)

    def _owners(self, kind: str, centers: dict[str, CenterDocument], outside: dict[str, str]) -> dict[str, str]:
        owners = dict(outside)
        for id_, center in centers.items():
            for each in getattr(center, kind):
                # One that two centers of the file name belongs to the first, and is told at the second.
                owners.setdefault(each.id, id_)
        return owners

    def _tree(self, centers: dict[str, CenterDocument]) -> CityTree:
        parents = {**self._outside.parents, **{id_: center.parent for id_, center in centers.items()}}
        levels = {**self._outside.levels, **{id_: center.level for id_, center in centers.items()}}
        return CityTree(parents, levels)

    def _wrong(self, node: Any, refusal: Refusal, field: str | None = None) -> None:
        line, column = place_in(node, str(refusal.values.get("field", field or "")))
        remedy = say(self._language, REMEDIES[refusal.code]) if refusal.code in REMEDIES else ""
        if refusal.code == "settings_field_unknown":
            remedy += _near(refusal)
        what = say(self._language, refusal.message, **refusal.values)
        problem = CityProblem(self._file, line, column, refusal.code, what, remedy)
        if problem not in self.problems:
            self.problems.append(problem)


def _as_written(field: str, gone: dict[str, list[int]]) -> str:
    """Return `field` with the number that its entry has in the file, where entries before it were left out."""
    entry = _ENTRY.match(field)
    if entry is None:
        return field
    name, number = entry[1], int(entry[2])
    out = _original(gone.get(name, []))
    left = [place for place in range(number + len(out) + 1) if place not in out]
    return f"{name}[{left[number]}]{field[entry.end() :]}"


def _original(removed: list[int]) -> set[int]:
    """Return the places in the whole list of entries that were taken out one after the other."""
    places: list[int] = []
    for number in removed:
        at = number
        for each in sorted(places):
            if each <= at:
                at += 1
        places.append(at)
    return set(places)


def _near(refusal: Refusal) -> str:
    name = str(refusal.values["field"]).rpartition(".")[2]
    fields = {field for kind in DOCUMENTS.values() for field in kind.__struct_fields__} | {"id", "centers", "town"}
    near = one_of(name, sorted(fields))
    return f" ({near.removeprefix('write ')}?)" if near.startswith("write ") and "one of" not in near else ""


def problems_in(file: Path, language: Any) -> Iterator[CityProblem]:
    """Give every problem of a city's file, in the order of their places."""
    yield from sorted(CityFile(file, language).problems, key=lambda each: (each.line, each.column))
