"""Read a guidance pack from its folder of YAML files, or say with file and line what to write instead.

`pack.yaml` has id, name, revision, holidays and synonyms; every other part of `config.pack.Pack` is a list, in a file
of its own name or in several in a folder of that name, read in the order of their names. A rule is a mapping with one
key: `{is: [fact, value]}`, `{in: [fact, [values]]}`, `{at_least: [fact, number or parameter]}`, `at_most`,
`age_at_least`, `months_since` likewise, `{situation: id}`, `{all: [rules]}`, `{any: [rules]}`, `{not: rule}`; `true`
always holds. A parameter with one value for all time may write `value: 12` instead of `values: [{value: 12}]`.
"""

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import msgspec
import yaml

from config import pack as packs
from config.centers import Text
from config.pack import Pack

HEAD = ("id", "name", "revision", "holidays", "synonyms")
HEAD_REMEDY = "write id, name, revision; holidays and synonyms may follow"
PARTS = tuple(name for name in Pack.__struct_fields__ if name not in HEAD)
RULE_PLACES = ("when", "held", "holds")
LINE = "__line__"
PAIRS = {
    "is": ("fact", "value"),
    "in": ("fact", "values"),
    "at_least": ("fact", "bound"),
    "at_most": ("fact", "bound"),
    "age_at_least": ("fact", "bound"),
    "months_since": ("fact", "bound"),
}
EXAMPLE = "write one rule, for example {is: [permit, true]} or {all: [{is: [a, b]}, {at_least: [months, 6]}]}"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong in a pack, where, and what to write instead."""

    file: str
    line: int
    code: str
    what: str
    remedy: str


class PackError(Exception):
    """A pack that cannot be read."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.file}:{each.line}: {each.what}: {each.remedy}" for each in problems))


class _Trouble(Exception):
    def __init__(self, line: int, code: str, what: str, remedy: str) -> None:
        self.line, self.code, self.what, self.remedy = line, code, what, remedy


def load_pack(path: Path) -> Pack:
    """Return the pack in the folder `path`; raises `PackError` with every problem found."""
    problems: list[Problem] = []
    head = _read(path / "pack.yaml", problems, dict)
    parts: dict[str, Any] = {}
    for part in PARTS:
        alone = path / f"{part}.yaml"
        files_of_part = [*([alone] if alone.exists() else []), *sorted((path / part).glob("*.yaml"))]
        records: list[Any] = []
        for file in files_of_part:
            records += _records(part, _read(file, problems, list), file, problems)
        parts[part] = tuple(records)
    for file in sorted(path.glob("*.yaml")):
        if file.stem not in (*PARTS, "pack"):
            problems.append(Problem(str(file), 1, "file_unknown", f"{file.name} is no part of a pack", _one_of(PARTS)))
    if not problems:
        try:
            return Pack(**{**msgspec.structs.asdict(msgspec.convert(_plain(head), _Head)), **parts})
        except msgspec.ValidationError as error:
            problems.append(
                Problem(
                    str(path / "pack.yaml"),
                    1,
                    "bad_value",
                    str(error),
                    HEAD_REMEDY,
                )
            )
    raise PackError(problems)


def shipped_pack(name: str) -> Pack:
    """Return a pack that comes with Banshi, by the name of its folder; raises `PackError`."""
    with as_file(files("config") / "packs" / name) as folder:
        return load_pack(folder)


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: Text
    revision: int
    holidays: tuple[str, ...] = ()
    synonyms: dict[str, tuple[str, ...]] = {}


KINDS: dict[str, type[msgspec.Struct]] = {
    "themes": packs.Theme,
    "entities": packs.Entity,
    "facts": packs.Fact,
    "parameters": packs.Parameter,
    "situations": packs.NamedSituation,
    "authorities": packs.Authority,
    "documents": packs.Document,
    "points": packs.Point,
    "items": packs.Item,
    "exclusions": packs.Exclusion,
    "checklists": packs.Checklist,
    "sources": packs.Source,
    "knowledge": packs.Knowledge,
    "conflicts": packs.Conflict,
    "cases": packs.Case,
    "hotline": packs.HotlineQuestion,
}


def _records(part: str, listed: Sequence[Any], file: Path, problems: list[Problem]) -> tuple[Any, ...]:
    kind = KINDS[part]
    records = []
    for record in listed:
        line = record.get(LINE, 1) if isinstance(record, dict) else 1
        try:
            plain = _plain(_long(part, record), kind.__struct_fields__)
            records.append(msgspec.convert(plain, kind))
        except _Trouble as trouble:
            problems.append(Problem(str(file), trouble.line, trouble.code, trouble.what, trouble.remedy))
        except msgspec.ValidationError as error:
            what, _, place = str(error).partition(" - at `$")
            named = record.get("id", "this") if isinstance(record, dict) else "this"
            remedy = f"correct {place.rstrip('`').lstrip('.') or 'it'} of {named}" if place else f"correct {named}"
            problems.append(Problem(str(file), line, "bad_value", what, remedy))
    return tuple(records)


def _long(part: str, record: Any) -> Any:
    """Write out what may be written short."""
    if part == "parameters" and isinstance(record, dict) and "value" in record:
        return {**{key: each for key, each in record.items() if key != "value"}, "values": [{"value": record["value"]}]}
    return record


def _plain(node: Any, known: tuple[str, ...] = ()) -> Any:
    """Return `node` without line numbers, its rules in long form; raises `_Trouble`."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    line = node.get(LINE, 1)
    for key in node:
        if known and key != LINE and key not in known:
            raise _Trouble(line, "key_unknown", f"{key} is not known here", _one_of(known))
    return {
        key: _rule(value, line) if key in RULE_PLACES else _plain(value) for key, value in node.items() if key != LINE
    }


def _rule(node: Any, line: int) -> Any:
    if node is True:
        return {"rule": "all", "rules": []}
    if not isinstance(node, dict):
        raise _Trouble(line, "bad_rule", f"{node!r} is no rule", EXAMPLE)
    line = node.get(LINE, line)
    keys = [key for key in node if key != LINE]
    if len(keys) != 1:
        raise _Trouble(line, "bad_rule", "a rule has exactly one key", EXAMPLE)
    (kind,) = keys
    body = node[kind]
    if kind in PAIRS:
        if not isinstance(body, list) or len(body) != 2:
            raise _Trouble(line, "bad_rule", f"{kind} takes two things", f"write {{{kind}: [fact, ...]}}")
        return {"rule": kind, **dict(zip(PAIRS[kind], body, strict=True))}
    if kind in ("all", "any"):
        if not isinstance(body, list):
            raise _Trouble(line, "bad_rule", f"{kind} takes a list of rules", EXAMPLE)
        return {"rule": kind, "rules": [_rule(each, line) for each in body]}
    if kind == "not":
        return {"rule": "not", "inner": _rule(body, line)}
    if kind == "situation":
        return {"rule": "situation", "id": body}
    raise _Trouble(
        line, "rule_unknown", f"there is no rule {kind}", _one_of((*PAIRS, "all", "any", "not", "situation"))
    )


class _Loader(yaml.SafeLoader):
    """Keeps the line of every mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


def _read(file: Path, problems: list[Problem], kind: type[Any]) -> Any:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader that keeps lines
    except OSError as error:
        problems.append(Problem(str(file), 1, "file_unreadable", error.strerror or str(error), f"write {file.name}"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(Problem(str(file), line, "bad_yaml", error.problem or "not YAML", "correct the indentation"))
    else:
        if isinstance(content, kind):
            return content
        problems.append(Problem(str(file), 1, "bad_yaml", f"this is no {kind.__name__}", "begin with a list or keys"))
    return kind()


def _one_of(names: Sequence[str]) -> str:
    return "write one of: " + ", ".join(names)
