"""`banshi city check|import|export`: a whole city between its file and a store, also one that a server runs on."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import select

from commands.at_console import at_console
from commands.city.difference import Difference, differences
from commands.city.reading import CityFile, Outside, problems_in
from commands.pack.release import opened
from commands.seeding import now
from commands.terminal import language
from config.city_file import city_form
from config.documents import Document, Scope, WrittenCity
from config.settings import Settings
from config.text_file import file_error
from config.words import say
from config.yaml_file import write_yaml
from server.office.settings.due import take_due
from server.office.settings.findings import obstacles
from server.office.settings.recorded import record_written
from server.office.settings.whole import still_due, whole_city, write_due
from server.rules.errors import Refusal
from server.store import tables
from server.store.projection import tree_of
from server.store.settings import newest_revision, revision_of
from server.store.sqlite_beside import SqliteBeside
from server.store.store import Store
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.store.unit_of_work import Reading, UnitOfWork

BY: Final = "command-line"
PATIENCE: Final = 20.0
"""Seconds in which a running server has to put into force what was written beside it; it looks every second."""
_COUNTERS = select(tables.counters.c.id, tables.counters.c.center)
_STAFF = select(tables.staff.c.id, tables.staff.c.center)
_OFFERED = select(tables.center_services.c.service, tables.center_services.c.center)
_SIGNS: Final = {"new": "+", "changed": "~", "gone": "-"}


class ImportReport(msgspec.Struct, frozen=True):
    """What `banshi city import --json` prints; `waits` are scopes that people in line still hold up, and why."""

    changes: tuple[Difference, ...]
    in_force: tuple[str, ...] = ()
    waits: dict[str, str] = {}
    kept: tuple[str, ...] = ()


def check_city_file(file: Path, *, as_json: bool) -> bool:
    """Print everything that is wrong with a city's file; return whether nothing is."""
    found = list(problems_in(file, language()))
    if as_json:
        sys.stdout.write(msgspec.json.encode({"problems": found}).decode() + "\n")
    else:
        for each in found:
            sys.stdout.write(f"{each}\n")
        if not found:
            sys.stdout.write(say(language(), "{file}: nothing is wrong with this city.", file=file) + "\n")
    return not found


def export_city(settings: Settings, file: Path | None) -> None:
    """Write the city that is in force to `file`, or print it; `import` takes it back as it is."""
    with opened(settings) as store:
        text = write_yaml(city_form(store.read(whole_city)))
    if file is None:
        sys.stdout.write(text)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise file_error(file, error) from error
    sys.stdout.write(say(language(), "The city is written to {file}.", file=file) + "\n")


def import_city(settings: Settings, file: Path, *, dry_run: bool, as_json: bool) -> bool:
    """Bring a city's file in; return whether all of it is in force (or, on a dry run, could be).

    Nothing is changed while anything is wrong with it. What would leave people in line standing waits for them.
    """
    with opened(settings) as store:
        outside, before = store.read(lambda reading: (_outside(reading, file), whole_city(reading)))
        city = CityFile(file, language(), outside).city
        documents = _documents(city)
        known = _documents(before)
        changes = [each for scope in documents for each in differences(scope, known.get(scope), documents[scope])]
        kept = tuple(sorted(id_ for id_, _ in before.centers if Scope("center", id_) not in documents))
        if dry_run:
            waits = store.read(lambda reading: _held_up(reading, documents))
            report = ImportReport(tuple(changes), waits=waits, kept=kept)
        else:
            written = store.write(WHOLE_CITY, lambda uow: _written(uow, city.id, documents))
            waits = _take_force(store, written)
            done = tuple(str(scope) for scope in written if str(scope) not in waits)
            report = ImportReport(tuple(changes), done, waits, kept)
    sys.stdout.write((msgspec.json.encode(report).decode() if as_json else _text(report, dry_run=dry_run)) + "\n")
    return not report.waits


def _written(uow: UnitOfWork, id_: str, documents: Mapping[Scope, Document]) -> list[Scope]:
    at = now()
    written = write_due(uow, id_, documents, BY, at)
    for scope in written:
        record_written(uow, scope, newest_revision(uow, scope) - 1, at_console(), at)
    return written


def _outside(reading: Reading, file: Path) -> Outside:
    """Return what the running city has beside the file, whose own centers the file itself speaks for."""
    own = {scope.id for scope in CityFile(file, language()).documents if scope.kind == "center"}
    tree = tree_of(reading)
    return Outside(
        {each: of for each, of in tree.parents.items() if each not in own},
        {each: of for each, of in tree.levels.items() if each not in own},
        reading.pairs(_COUNTERS),
        {each: of for each, of in reading.pairs(_STAFF).items() if of not in own},
        {each: of for each, of in reading.pairs(_OFFERED).items() if of not in own},
    )


def _documents(city: WrittenCity) -> dict[Scope, Document]:
    found: dict[Scope, Document] = {Scope("city"): city.city}
    found |= {Scope("center", id_): document for id_, document in city.centers}
    return found | {Scope("town", id_): document for id_, document in city.towns}


def _held_up(reading: Reading, documents: dict[Scope, Document]) -> dict[str, str]:
    found = {}
    for scope, document in documents.items():
        held = obstacles(reading, scope, document)
        if held:
            found[str(scope)] = _said(held[0])
    return found


def _take_force(store: Store, written: list[Scope]) -> dict[str, str]:
    """Let what was written take force, here or in the server that holds the store; return what waits, and why."""
    if not isinstance(store, SqliteBeside):
        waits, before = take_due(store, now()), -1
        while waits and len(waits) != before:
            before = len(waits)
            waits = take_due(store, now())
        return {str(scope): _said(why) for scope, why in waits.items() if scope in written}
    end = time.monotonic() + PATIENCE
    while (left := store.read(lambda reading: still_due(reading, written))) and time.monotonic() < end:
        held = store.read(lambda reading: _held_up(reading, {each: _newest(reading, each) for each in left}))
        if set(map(str, left)) == set(held):
            return held
        time.sleep(0.2)
    sentence = say(language(), "The server has not put it into force yet.")
    return {str(scope): sentence for scope in left}


def _newest(reading: Reading, scope: Scope) -> Document:
    found = revision_of(reading, scope, newest_revision(reading, scope))
    if found is None:
        raise LookupError(str(scope))
    return found.document


def _said(refusal: Refusal) -> str:
    return say(language(), refusal.message, **refusal.values)


def _text(report: ImportReport, *, dry_run: bool) -> str:
    words = language()
    lines = []
    for each in report.changes:
        line = f"{_SIGNS[each.kind]} {each.scope} {each.field}".rstrip()
        if each.kind == "changed":
            line += f": {_json(each.before)} -> {_json(each.after)}"
        lines.append(line)
    lines += [say(words, "{center} is not in the file and stays as it is.", center=center) for center in report.kept]
    lines += [say(words, "{scope} waits: {why}", scope=scope, why=why) for scope, why in report.waits.items()]
    if not report.changes:
        lines.append(say(words, "The city is as the file says. Nothing was changed."))
    elif dry_run:
        lines.append(say(words, "Nothing speaks against this city. Nothing was changed."))
    else:
        lines.append(say(words, "{count} documents are in force.", count=len(report.in_force)))
    return "\n".join(lines)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
