"""Read the editions of a pack from its folder `editions/`, one YAML file each, or say with file and line what is wrong.

An edition names what it changes by id and writes only the fields that differ, see `config.edition`. Whatever would
change a rule, a paper, a fee or a way of doing things is refused.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import msgspec

from config.decoders import record_problem
from config.edition import FIELDS, Edition, Guidance, ItemChange, PointChange
from config.edition_law import broken
from config.pack import Pack, Point
from config.pack_file import PackError, Problem, line_of, load_pack, one_of, shipped_pack
from config.yaml_file import Mapping, Sequence, YamlError, read_yaml

FOLDER = "editions"
CHANGED: dict[str, type[msgspec.Struct]] = {"points": PointChange, "items": ItemChange, "new_points": Point}


def load_guidance(path: Path) -> Guidance:
    """Return the pack in the folder `path` with its editions; raises `PackError` with every problem found."""
    pack = load_pack(path)
    return Guidance(pack, load_editions(path, pack))


@cache
def shipped_guidance(name: str) -> Guidance:
    """Return a pack that comes with Banshi and its editions, by its folder's name, read once; raises `PackError`."""
    pack = shipped_pack(name)
    with as_file(files("config") / "packs" / name) as folder:
        return Guidance(pack, load_editions(folder, pack))


def load_editions(path: Path, pack: Pack) -> tuple[Edition, ...]:
    """Return the editions in `path`/editions over `pack`, towns first; raises `PackError` with every problem found."""
    return editions_in(sorted((path / FOLDER).glob("*.yaml")), pack)


def editions_in(listed: Iterable[Path], pack: Pack, node_of: Callable[[Path], Any] = read_yaml) -> tuple[Edition, ...]:
    """Return the editions in the files `listed`, each as `node_of` reads it; raises `PackError` as above."""
    problems: list[Problem] = []
    read: list[tuple[Edition, Path, Mapping]] = []
    for file in listed:
        try:
            node = node_of(file)
            if not isinstance(node, Mapping):
                raise YamlError(1, "bad_value", f"{file.name} is no edition", "write id, level, name and centers")
            found = list(_locked(node))
            problems += [Problem(str(file), each.line, each.code, each.what, each.remedy) for each in found]
            if not found:
                read.append((msgspec.convert(node, Edition), file, node))
        except YamlError as error:
            problems.append(Problem(str(file), error.line, error.code, error.what, error.remedy))
        except msgspec.ValidationError as error:
            what, where = record_problem(str(error))
            remedy = f"correct {where}" if where else "write id, level, name and centers"
            problems.append(Problem(str(file), line_of(node, where), "bad_value", what, remedy))
    if not problems:
        editions = [edition for edition, _, _ in read]
        for edition, file, node in read:
            for fault in broken(pack, editions, edition):
                line = line_of(node, fault.place)
                problems.append(Problem(str(file), line, fault.code, fault.what, fault.remedy))
    if problems:
        raise PackError(problems)
    return tuple(sorted((edition for edition, _, _ in read), key=lambda each: each.level))


def _locked(node: Mapping) -> Iterator[YamlError]:
    """Find every field that no edition may have."""
    for key in node:
        if key not in Edition.__struct_fields__:
            yield YamlError(node.lines[key], "key_unknown", f"{key} is not known here", _fields(key, Edition))
    for part, kind in CHANGED.items():
        listed = node.get(part, Sequence(1))
        for record in listed if isinstance(listed, Sequence) else ():
            for key in record if isinstance(record, Mapping) else ():
                if key not in kind.__struct_fields__:
                    named = record.get("id", "this")
                    what = f"an edition may not change {key} of {named}"
                    yield YamlError(record.lines[key], "edition_locked", what, _fields("", kind))
            season = record.get("season") if isinstance(record, Mapping) and part == "items" else None
            if isinstance(season, Mapping):
                for key in season.keys() - {"opens", "closes"}:
                    what = f"an edition may not change {key} of a season"
                    yield YamlError(season.lines[key], "edition_locked", what, "write opens and closes")
    opens = node.get("opens")
    if isinstance(opens, Sequence):
        for number, field in enumerate(opens):
            if field not in FIELDS:
                what = f"{field} is nothing that could be opened to villages"
                yield YamlError(opens.lines[number], "field_unknown", what, one_of(str(field), FIELDS))


def _fields(wrong: str, kind: type[msgspec.Struct]) -> str:
    if wrong:
        return one_of(wrong, kind.__struct_fields__)
    fields = ", ".join(name for name in kind.__struct_fields__ if name != "id")
    return f"take it out; an edition may write {fields}, the rest is the city's pack"
