"""Read a guidance pack from its folder of YAML files, or say with file and line what to write instead.

`pack.yaml` has id, name, revision, calendar and ways; every other part of `config.pack.Pack` is a list, in a file
of its own name or in several in a folder of that name, read in the order of their names. A rule is a mapping with one
key: `{is: [fact, value]}`, `{in: [fact, [values]]}`, `{at_least: [fact, number or parameter]}`, `at_most`,
`age_at_least`, `months_since` likewise (that one may have a third thing: so many months early), `{situation: id}`,
`{all: [rules]}`, `{any: [rules]}`, `{not: rule}`; `true` always holds. A parameter with one value for all time may
write `value: 12` instead of `values: [{value: 12}]`.
"""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from config import yaml_file
from config.centers import Calendar, Text, Way
from config.characters import shortened, visible
from config.decoders import record_problem
from config.pack import PARTS, Pack
from config.yaml_file import YamlError, read_yaml

OTHER_FOLDERS = ("editions",)
YAML_ENDINGS = (".yaml", ".yml")
RULE_PLACES = ("when", "held", "holds")
PAIRS = {
    "is": ("fact", "value"),
    "in": ("fact", "values"),
    "at_least": ("fact", "bound"),
    "at_most": ("fact", "bound"),
    "age_at_least": ("fact", "bound"),
    "months_since": ("fact", "bound", "early"),
}
EXAMPLE = "write one rule, for example {is: [permit, true]} or {all: [{is: [a, b]}, {at_least: [months, 6]}]}"
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
KINDS: dict[str, type[msgspec.Struct]] = {
    part: get_args(kind)[0] for part, kind in get_type_hints(Pack).items() if part in PARTS
}
"""What the records of each part are."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong in a pack, where, and what to write instead."""

    file: str
    line: int
    code: str
    what: str
    remedy: str
    column: int = 1


class PackError(Exception):
    """A pack that cannot be read."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.file}:{each.line}: {each.what}: {each.remedy}" for each in problems))


@dataclass(frozen=True)
class PackFile:
    """A pack as read, and where each of its records stands: (part, id) -> (file, line), and as it is written."""

    pack: Pack
    places: dict[tuple[str, str], tuple[str, int]]
    nodes: dict[tuple[str, str], yaml_file.Mapping]


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `pack.yaml` holds."""

    id: str
    name: Text
    revision: int
    calendar: Calendar = Calendar()
    ways: tuple[Way, ...] = ()


def load_pack(path: Path) -> Pack:
    """Return the pack in the folder `path`; raises `PackError` with every problem found."""
    return read_pack(path).pack


@cache
def shipped_pack(name: str) -> Pack:
    """Return a pack that comes with Banshi, by the name of its folder, read once; raises `PackError`."""
    with as_file(files("config") / "packs" / name) as folder:
        return load_pack(folder)


def read_pack(path: Path) -> PackFile:
    """Return the pack in the folder `path` with the places of its records; raises `PackError`."""
    odd = list(_odd_files(path))
    if odd:
        raise PackError(odd)
    return Reading(path).whole()


def _odd_files(path: Path) -> Iterator[Problem]:
    """Find what is neither a plain file nor a folder: it might lead out of the pack, or never end."""
    for folder, folders, names in os.walk(path):
        for name in sorted((*folders, *names)):
            place = Path(folder, name)
            mode = place.lstat().st_mode
            shown = visible(name)
            if stat.S_ISLNK(mode):
                what = f"{shown} is a symbolic link"
                yield Problem(visible(str(place)), 1, "file_odd", what, "put the file itself there")
            elif not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                what = f"{shown} is a pipe, socket or device"
                yield Problem(visible(str(place)), 1, "file_odd", what, "take it out")


class Reading:
    """One reading of a folder: collects every problem instead of ending at the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.places: dict[tuple[str, str], tuple[str, int]] = {}
        self.nodes: dict[tuple[str, str], yaml_file.Mapping] = {}

    def whole(self) -> PackFile:
        """Return the pack; raises `PackError` with every problem found."""
        head = self.head()
        parts = {part: self.part(part) for part in PARTS}
        self.look_for_strangers()
        if self.problems or head is None:
            raise PackError(self.problems)
        return PackFile(Pack(**{**msgspec.structs.asdict(head), **parts}), self.places, self.nodes)

    def files(self) -> list[Path]:
        """Return everything that stands in the folder."""
        return sorted(self.path.rglob("*"))

    def files_of(self, part: str) -> list[Path]:
        """Return the files of a part, in the order in which they are read."""
        alone = self.path / f"{part}.yaml"
        return [*([alone] if alone.exists() else []), *sorted((self.path / part).glob("*.yaml"))]

    def node(self, file: Path) -> Any:
        """Return what `file` holds; raises `YamlError`."""
        return read_yaml(file)

    def head(self) -> Head | None:
        """Return what `pack.yaml` says, None where it cannot be read."""
        file = self.path / "pack.yaml"
        node = self._yaml(file, yaml_file.Mapping, "write id, name, revision; calendar and ways may follow")
        if node is None or ("id" in node and not self._is_id(node["id"], file, node.lines["id"])):
            return None
        head: Head | None = self._record(Head, node, file, "pack")
        self.places["pack", str(node.get("id"))] = (str(file), node.line)
        self.nodes["pack", str(node.get("id"))] = node
        return head

    def part(self, part: str) -> tuple[Any, ...]:
        """Return the records of a part that can be read."""
        records: list[Any] = []
        for file in self.files_of(part):
            listed = self._yaml(file, yaml_file.Sequence, f"write a list of {part}, each beginning with `- `")
            for number, node in enumerate(listed or ()):
                record = self._listed(part, node, file, listed.lines[number])
                if record is not None:
                    records.append(record)
        return tuple(records)

    def look_for_strangers(self) -> None:
        """Refuse files that nobody would read: a misspelt name must not silently leave a part out."""
        for file in self.files():
            place = file.relative_to(self.path)
            if place.suffix.casefold() not in YAML_ENDINGS or any(each.startswith(".") for each in place.parts):
                continue
            folder = place.parts[0] if len(place.parts) > 1 else place.stem
            read = (*PARTS, "pack") if len(place.parts) == 1 else (*PARTS, *OTHER_FOLDERS)
            if folder not in read:
                self._problem(file, 1, "file_unknown", f"{visible(folder)} is no part of a pack", one_of(folder, read))
            elif place.suffix != ".yaml":
                what = f"files that end in {place.suffix} are not read"
                self._problem(file, 1, "file_unknown", what, f"name it {visible(place.stem)}.yaml")
            elif len(place.parts) > 2:
                what = f"folders inside {folder} are not read"
                self._problem(file, 1, "file_unknown", what, f"move the file to {folder}/{visible(place.name)}")

    def _listed(self, part: str, node: Any, file: Path, line: int) -> Any:
        kind = KINDS[part]
        if not isinstance(node, yaml_file.Mapping):
            self._problem(
                file, line, "bad_value", f"{shortened(repr(node))} is no record", f"write its fields: {_some(kind)}"
            )
            return None
        name = node.get("id", node.get("name"))
        if "id" in node and not self._is_id(node["id"], file, node.lines["id"]):
            return None
        self.places.setdefault((part, str(name)), (str(file), node.line))
        self.nodes.setdefault((part, str(name)), node)
        return self._record(kind, node, file, part)

    def _record(self, kind: type[Any], node: yaml_file.Mapping, file: Path, part: str) -> Any:
        try:
            written = _long(part, node)
            _no_strangers(written, kind)
            return msgspec.convert(_plain(written), kind)
        except YamlError as error:
            self._problem(file, error.line, error.code, error.what, error.remedy, error.column)
        except msgspec.ValidationError as error:
            what, where = record_problem(str(error))
            named = node.get("id", part)
            remedy = f"correct {where} of {named}" if where else f"correct {named}"
            self._problem(file, line_of(node, where), "bad_value", what, remedy)
        return None

    def _is_id(self, name: Any, file: Path, line: int) -> bool:
        if isinstance(name, str) and ID.fullmatch(name):
            return True
        odd = next((each for each in str(name) if not ID.fullmatch(f"a{each}")), "")
        what = f"{shortened(repr(name))} is no id"
        if odd:
            what += f": it has {unicodedata.name(odd, f'U+{ord(odd):04X}')}"
        self._problem(file, line, "id_odd", what, "write Latin letters, digits, - _ and . only, 64 at most")
        return False

    def _yaml(self, file: Path, kind: type[Any], remedy: str) -> Any:
        try:
            node = self.node(file)
        except YamlError as error:
            self._problem(file, error.line, error.code, error.what, error.remedy, error.column)
            return None
        if node is None and kind is yaml_file.Sequence:
            return kind(1)
        if isinstance(node, kind):
            return node
        self._problem(file, 1, "bad_value", f"{file.name} holds something else", remedy)
        return None

    def _problem(self, file: Path, line: int, code: str, what: str, remedy: str, column: int = 1) -> None:
        self.problems.append(Problem(visible(str(file)), line, code, what, remedy, column))


def _long(part: str, node: yaml_file.Mapping) -> yaml_file.Mapping:
    """Write out what may be written short."""
    if part != "parameters" or "value" not in node:
        return node
    written = yaml_file.Mapping(node.line)
    written.lines = {**node.lines, "values": node.lines["value"]}
    written.update({key: value for key, value in node.items() if key != "value"})
    written["values"] = [{"value": node["value"]}]
    return written


def _no_strangers(node: Any, kind: Any) -> None:
    """Refuse keys that `kind` does not have, at any depth: a misspelt `when` must not make a thing everybody's."""
    if isinstance(node, list):
        for each in node:
            _no_strangers(each, kind)
        return
    record = next((each for each in (kind, *get_args(kind)) if hasattr(each, "__struct_fields__")), None)
    if record is None or not isinstance(node, yaml_file.Mapping):
        return
    hints = _hints(record)
    for key, value in node.items():
        if key not in hints:
            what = f"{key} is not known here"
            remedy = one_of(key, record.__struct_fields__)
            raise YamlError(node.lines[key], "key_unknown", what, remedy, node.columns[key])
        if key not in RULE_PLACES:
            _no_strangers(value, hints[key])


@cache
def _hints(record: type[Any]) -> dict[str, Any]:
    return get_type_hints(record)


def _plain(node: Any) -> Any:
    """Return `node` with its rules in long form; raises `YamlError`."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, yaml_file.Mapping):
        return node
    return {
        key: rule_of(value, node.lines[key]) if key in RULE_PLACES else _plain(value) for key, value in node.items()
    }


def rule_of(node: Any, line: int) -> Any:
    """Return the long form of a rule as written in YAML; raises `YamlError`."""
    if node is True:
        return {"rule": "all", "rules": []}
    if not isinstance(node, yaml_file.Mapping) or len(node) != 1:
        what = "a rule has exactly one key" if isinstance(node, dict) else f"{shortened(repr(node))} is no rule"
        raise YamlError(getattr(node, "line", line), "bad_rule", what, EXAMPLE)
    ((kind, body),) = node.items()
    line = node.line
    if kind in PAIRS:
        most = len(PAIRS[kind])
        if not isinstance(body, list) or not 2 <= len(body) <= most:
            count = "two things" if most == 2 else "two things, or three"
            raise YamlError(line, "bad_rule", f"{kind} takes {count}", f"write {{{kind}: [fact, ...]}}")
        return {"rule": kind, **dict(zip(PAIRS[kind], _plain(body), strict=False))}
    if kind in ("all", "any"):
        if not isinstance(body, yaml_file.Sequence):
            raise YamlError(line, "bad_rule", f"{kind} takes a list of rules", EXAMPLE)
        return {
            "rule": kind,
            "rules": [rule_of(each, at) for each, at in zip(body, body.lines, strict=True)],
        }
    if kind == "not":
        return {"rule": "not", "inner": rule_of(body, line)}
    if kind == "situation":
        return {"rule": "situation", "id": body}
    rules = (*PAIRS, "all", "any", "not", "situation")
    raise YamlError(line, "rule_unknown", f"there is no rule {kind}", one_of(kind, rules))


def line_of(node: Any, place: str) -> int:
    """Return the line of `place` ("requirements[0].holds") in `node`, as near as can be found."""
    line = int(node.line)
    for key, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", place):
        if key and isinstance(node, yaml_file.Mapping) and key in node:
            line, node = node.lines[key], node[key]
        elif number and isinstance(node, yaml_file.Sequence) and int(number) < len(node):
            line, node = node.lines[int(number)], node[int(number)]
        else:
            break
    return line


def _some(kind: type[msgspec.Struct]) -> str:
    return ", ".join(kind.__struct_fields__[:4])


def one_of(wrong: str, names: Sequence[str]) -> str:
    """Return what to write instead of `wrong`: the name that looks most like it, else all of them."""
    near = get_close_matches(wrong, names, 1)
    return f"write {near[0]}" if near else "write one of: " + ", ".join(names)
