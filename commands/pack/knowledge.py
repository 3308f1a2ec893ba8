"""`banshi pack sources|todo|export|import`: the knowledge of a pack, kept in the open."""

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import yaml
from xlsxwriter.exceptions import FileCreateError

from commands.failing import CannotRun, language
from config.centers import Text
from config.findings import said
from config.knowledge import Knowledge
from config.knowledge_table import TableError, read_table, write_table
from config.pack import Pack
from config.pack_file import PackError, PackFile, read_pack
from config.text_file import file_error, read_text
from server.rules.guidance.release.sources import Shaken, downgraded, read_again
from server.rules.guidance.release.sources import look_at_sources as shaken_in
from server.rules.guidance.release.todo import todo_of

IMPORTED = "90-imported.yaml"
TEXT_BYTES = 20_000_000


def source_texts(folder: Path) -> dict[str, str]:
    """Return the texts of the sources beside a pack: file name -> content."""
    return {file.name: read_text(file, TEXT_BYTES, follow=False) for file in sorted((folder / "sources").glob("*.txt"))}


def look_at_sources(folder: Path, *, update: bool, as_json: bool) -> bool:
    """Print what is shaken and what stands on it; return whether nothing is.

    With `update` every source is noted as read today first.
    """
    file = _opened(folder)
    today = date.today()  # noqa: DTZ011 - the day on the wall of whoever keeps the pack
    if update:
        _note_read(file, read_again(file.pack, source_texts(folder), today))
        file = _opened(folder)
    shaken = shaken_in(file.pack, source_texts(folder), today)
    for_reference = _newly_for_reference(file.pack, shaken)
    if as_json:
        told = {"shaken": shaken, "for_reference": for_reference}
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
    else:
        for each in shaken:
            sys.stdout.write(f"{each.trouble} {each.id}: {each.what}\n")
        sys.stdout.write(f"{len(for_reference)} points for reference only now: {', '.join(for_reference) or '-'}\n")
    return not any(each.downgrades for each in shaken)


def tell_todo(folder: Path, *, as_json: bool) -> None:
    """Print the to-do box of a pack."""
    pack = _opened(folder).pack
    today = date.today()  # noqa: DTZ011 - the day on the wall of whoever keeps the pack
    todo = todo_of(pack, shaken_in(pack, source_texts(folder), today), today)
    if as_json:
        sys.stdout.write(msgspec.json.encode(todo).decode() + "\n")
        return
    for each in todo:
        owner = f" [{each.owner}]" if each.owner else ""
        sys.stdout.write(f"{each.kind} {each.id}{owner}: {each.what.say(language())}\n")


def export_knowledge(folder: Path, file: Path) -> None:
    """Write the knowledge points of a pack to `file`."""
    try:
        count = write_table(_opened(folder).pack, file)
    except TableError as error:
        raise CannotRun("table", "{why}", why=error) from error
    except FileCreateError as error:
        raise file_error(
            file, error.__context__ if isinstance(error.__context__, OSError) else OSError(str(error))
        ) from error
    sys.stdout.write(f"{file.name}: {count}\n")


def import_knowledge(folder: Path, file: Path, *, dry_run: bool) -> bool:
    """Take knowledge points from `file`: known ids are changed where they stand, new ones go into a file of their own.

    Returns False, having printed every wrong cell and changed nothing, when the table cannot be taken in.
    """
    opened = _opened(folder)
    try:
        points = read_table(file, opened.pack)
    except TableError as error:
        for each in error.errors:
            what, remedy = said(language(), each.what), said(language(), each.remedy)
            sys.stdout.write(f"{file.name} {each.cell}: {what}: {remedy}\n")
        return False
    known = {point.id: point for point in opened.pack.knowledge}
    fresh = [point for point in points if point.id not in known]
    changed = [point for point in points if point.id in known and known[point.id] != point]
    for point in [*fresh, *changed]:
        sys.stdout.write(f"{'new' if point.id not in known else 'changed'} {point.id}: {point.title}\n")
    sys.stdout.write(f"{len(fresh)} new, {len(changed)} changed, {len(points) - len(fresh) - len(changed)} as before\n")
    if not dry_run:
        _write(opened, folder, fresh, changed)
    return True


def _opened(folder: Path) -> PackFile:
    try:
        return read_pack(folder)
    except PackError as error:
        raise CannotRun("pack_unreadable", "{why}", why=error) from error


def _newly_for_reference(pack: Pack, shaken: Sequence[Shaken]) -> list[str]:
    after = {point.id: point for point in downgraded(pack, shaken).knowledge}
    return [point.id for point in pack.knowledge if point.reviewed_by and not after[point.id].reviewed_by]


def _note_read(file: PackFile, read: dict[str, tuple[str, str]]) -> None:
    """Write hash and day of reading into each source's own record, and leave the rest of its file as it is."""
    by_file: dict[str, list[str]] = {}
    for name in read:
        by_file.setdefault(file.places["sources", name][0], []).append(name)
    for path, names in by_file.items():
        place = Path(path)
        records = re.split(r"(?m)^(?=- )", place.read_text(encoding="utf-8"))
        for number, record in enumerate(records):
            for name in names:
                if re.search(rf"\bid: {re.escape(name)}(?=[,}}\s])", record):
                    records[number] = _noted(record, *read[name])
        place.write_text("".join(records), encoding="utf-8")


def _noted(record: str, digest: str, day: str) -> str:
    bare = re.sub(r',? ?\b(?:sha256|read_on): (?:"[^"]*"|[\w-]+)', "", record)
    noted = f'read_on: "{day}", sha256: {digest}'
    if bare.startswith("- {"):
        return re.sub(r"\}\s*$", f", {noted}}}\n", bare)
    lines = [line for line in bare.rstrip("\n").split("\n") if line.strip()]
    return "\n".join([*lines, f'  read_on: "{day}"', f"  sha256: {digest}"]) + "\n"


def _write(file: PackFile, folder: Path, fresh: Sequence[Knowledge], changed: Sequence[Knowledge]) -> None:
    """Change records where they stand; the others in their files stay as they are, letter for letter."""
    by_file: dict[Path, list[Knowledge]] = {}
    for point in changed:
        by_file.setdefault(Path(file.places["knowledge", point.id][0]), []).append(point)
    for place, points in by_file.items():
        records = re.split(r"(?m)^(?=- )", place.read_text(encoding="utf-8"))
        for number, record in enumerate(records):
            for point in points:
                if re.search(rf"\bid: {re.escape(point.id)}(?=[,}}\s])", record):
                    records[number] = _yaml([point], file.pack)
        place.write_text("".join(records), encoding="utf-8")
    if fresh:
        place = folder / "knowledge" / IMPORTED
        place.parent.mkdir(exist_ok=True)
        before = place.read_text(encoding="utf-8") if place.exists() else ""
        place.write_text(before + _yaml(fresh, file.pack), encoding="utf-8")


def _yaml(points: Sequence[Knowledge], pack: Pack) -> str:
    """Return records as YAML; a rule that a record has already stays as it was."""
    rules = {point.id: point.when for point in pack.knowledge}
    records = []
    for point in points:
        record = {
            name: value
            for name, value in msgspec.to_builtins(point).items()
            if name != "when" and value not in (None, "", [], ())
        }
        if rules.get(point.id, point.when) != Knowledge("", Text("", ""), ()).when:
            record["when"] = _short(msgspec.to_builtins(rules[point.id]))
        records.append(record)
    return yaml.safe_dump(records, allow_unicode=True, sort_keys=False, width=10_000)


def _short(rule: dict[str, Any]) -> dict[str, Any]:
    """Return a rule in the form of the files: one key."""
    kind = str(rule["rule"])
    if kind in ("all", "any"):
        return {kind: [_short(each) for each in rule["rules"]]}
    if kind == "not":
        return {kind: _short(rule["inner"])}
    if kind == "situation":
        return {kind: rule["id"]}
    return {kind: [value for name, value in rule.items() if name != "rule"]}
