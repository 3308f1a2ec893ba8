"""Change YAML where it is written: only the lines of what changes, so that comments, order and quotes stay. Pure.

What comes out is read again before it is given back: it says exactly what was wanted, or the whole record is written
anew in its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import yaml

from config.yaml_file import YamlError, parse_yaml, scalar
from config.yaml_flow import SHORT, as_block, as_flow

Steps = Sequence[str | int]
_NEWLINE: Final = "\n"


@dataclass
class _Spot:
    """A value as it is written: from `start` to `end` of the text, its first sign at `column` (from 0)."""

    start: int
    end: int
    column: int
    flow: bool = False
    value: Any = None
    keys: dict[str, tuple[int, "_Spot"]] = field(default_factory=dict)
    items: list["_Spot"] = field(default_factory=list)


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    written: str


def with_value(text: str, path: Steps, value: Any) -> str:
    """Return `text` with `value` at `path` (number of the record, then its fields), and all else letter for letter.

    Raises `YamlError` where `text` is no YAML of ours, `KeyError` or `IndexError` where nothing is at `path`.
    """
    whole = parse_yaml(text)
    wanted = _put(whole, path, value)
    root = _spots(text)
    for edits in (_changes(text, _at(root, path), value), _anew(text, _at(root, path[:1]), _get(wanted, path[:1]))):
        changed = _edited(text, edits)
        if _reads_as(changed, wanted):
            return changed
    # Most often it is what was typed: letters that nobody can see, or that are in pieces.
    parse_yaml(changed)
    raise YamlError(1, "bad_yaml", "this cannot be changed where it stands", "change it as YAML")


def with_record(text: str, record: Any) -> str:
    """Return the list `text` with one `record` more at its end; raises `YamlError`."""
    before = parse_yaml(text)
    lead = text if not text or text.endswith(_NEWLINE) else text + _NEWLINE
    # An empty list may be written as `[]`.
    lead = lead if before else "".join(line for line in lead.splitlines(True) if line.lstrip().startswith("#"))
    changed = f"{lead}- {_element(record, 2)}{_NEWLINE}"
    if not _reads_as(changed, [*(before or ()), record]):
        parse_yaml(changed)
        raise YamlError(1, "bad_yaml", "nothing can be added to this", "change it as YAML")
    return changed


def without_record(text: str, number: int) -> str:
    """Return the list `text` without record `number`; raises `YamlError`, `IndexError`."""
    first, end = lines_of(text, number)
    lines = text.splitlines(True)
    changed = "".join([*lines[:first], *lines[end:]])
    if not _reads_as(changed, [each for place, each in enumerate(parse_yaml(text)) if place != number] or None):
        raise YamlError(first + 1, "bad_yaml", "this cannot be taken out where it stands", "change it as YAML")
    return changed


def lines_of(text: str, number: int) -> tuple[int, int]:
    """Return the first line of record `number` of the list `text` and the one after its last, from 0."""
    spot = _spots(text).items[number]
    return text.count(_NEWLINE, 0, spot.start), text.count(_NEWLINE, 0, max(spot.start, spot.end - 1)) + 1


def _edited(text: str, edits: Iterator[_Edit]) -> str:
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: edit.start] + edit.written + text[edit.end :]
    return text


def _reads_as(text: str, wanted: Any) -> bool:
    try:
        return same(parse_yaml(text), wanted)
    except YamlError:
        return False


def same(one: Any, other: Any) -> bool:
    """Return whether two values as read from YAML say the same: 1 is not true, and the order of keys is nothing."""
    return msgspec.json.encode(one, order="deterministic") == msgspec.json.encode(other, order="deterministic")


def _changes(text: str, spot: _Spot, new: Any) -> Iterator[_Edit]:
    if same(spot.value, new):
        return
    if isinstance(new, dict) and spot.keys:
        yield from _in_mapping(text, spot, new)
    elif isinstance(new, list | tuple) and spot.items and new:
        yield from _in_list(text, spot, list(new))
    else:
        yield from _anew(text, spot, new)


def _anew(text: str, spot: _Spot, new: Any) -> Iterator[_Edit]:
    """Write a value anew in its place."""
    before = text[: spot.start].rstrip(" \n")
    if spot.flow or before.endswith(("{", "[", ",")):
        yield _Edit(spot.start, max(spot.end, spot.start), as_flow(new, ""))
    elif before.endswith(":") and spot.start:
        line = text[text.rfind(_NEWLINE, 0, len(before)) + 1 : len(before)]
        indent = len(line) - len(line.lstrip(" -"))
        key = line.strip(" -").partition(":")[0]
        yield _Edit(len(before), max(spot.end, len(before)), _value(key, new, indent))
    else:
        yield _Edit(spot.start, max(spot.end, spot.start), _element(new, spot.column))


def _in_mapping(text: str, spot: _Spot, new: dict[str, Any]) -> Iterator[_Edit]:
    names = list(spot.keys)
    gone = [name for name in names if name not in new]
    more = {name: value for name, value in new.items() if name not in spot.keys}
    if len(gone) == len(names) or (gone and not spot.flow and gone[0] == names[0]):
        yield from _anew(text, spot, new)
        return
    for name in names:
        at, child = spot.keys[name]
        if name in new:
            yield from _within(text, name, spot, child, new[name])
        else:
            yield _out(text, at, child.end, flow=spot.flow)
    if spot.flow and more:
        yield _Edit(
            spot.end - 1, spot.end - 1, "".join(f", {name}: {as_flow(each, name)}" for name, each in more.items())
        )
    elif more:
        indent = " " * spot.column
        lines = "".join(f"{_NEWLINE}{indent}{name}:{_value(name, each, spot.column)}" for name, each in more.items())
        yield _after(text, spot.end, lines)


def _within(text: str, name: str, spot: _Spot, child: _Spot, new: Any) -> Iterator[_Edit]:
    """Change the value of key `name`; one that is written flat keeps to its line."""
    if spot.flow and not same(child.value, new) and not (child.keys or child.items):
        yield _Edit(child.start, child.end, ("" if child.end > child.start else " ") + as_flow(new, name))
    else:
        yield from _changes(text, child, new)


def _in_list(text: str, spot: _Spot, new: list[Any]) -> Iterator[_Edit]:
    old = spot.items
    ahead = 0
    while ahead < min(len(old), len(new)) and same(old[ahead].value, new[ahead]):
        ahead += 1
    behind = 0
    while behind < min(len(old), len(new)) - ahead and same(old[-1 - behind].value, new[-1 - behind]):
        behind += 1
    was, becomes = old[ahead : len(old) - behind], new[ahead : len(new) - behind]
    for child, value in zip(was, becomes, strict=False):
        yield from _changes(text, child, value)
    for child in was[len(becomes) :]:
        at = child.start if spot.flow else text.rfind("-", 0, child.start)
        yield _out(text, at, child.end, flow=spot.flow)
    more = becomes[len(was) :]
    if not more:
        return
    place = ahead + len(was)
    if spot.flow:
        written = [as_flow(each, "") for each in more]
        if place:
            yield _Edit(old[place - 1].end, old[place - 1].end, "".join(f", {each}" for each in written))
        else:
            yield _Edit(old[0].start, old[0].start, "".join(f"{each}, " for each in written))
        return
    dash = " " * spot.column
    if place:
        yield _after(
            text, old[place - 1].end, "".join(f"{_NEWLINE}{dash}- {_element(each, spot.column + 2)}" for each in more)
        )
    else:
        at = text.rfind("-", 0, old[0].start)
        yield _Edit(at, at, "".join(f"- {_element(each, spot.column + 2)}{_NEWLINE}{dash}" for each in more))


def _out(text: str, at: int, end: int, *, flow: bool) -> _Edit:
    """Take something out, with the comma or the line that was its own."""
    if not flow:
        begins = text.rfind(_NEWLINE, 0, at) + 1
        ends = end if text[end - 1] == _NEWLINE else text.find(_NEWLINE, end) + 1 or len(text)
        return _Edit(begins, ends, "")
    rest = text[end:]
    if rest.lstrip().startswith(","):
        after = end + rest.index(",") + 1
        return _Edit(at, after + len(text[after:]) - len(text[after:].lstrip(" ")), "")
    return _Edit(len(text[:at].rstrip(" \n,")), end, "")


def _after(text: str, end: int, lines: str) -> _Edit:
    """Write `lines`, which begin with a new line, below the line that ends something."""
    if end and text[end - 1] == _NEWLINE:
        return _Edit(end, end, lines.removeprefix(_NEWLINE) + _NEWLINE)
    line = text.find(_NEWLINE, end)
    place = len(text) if line < 0 else line
    return _Edit(place, place, lines)


def _value(name: str, value: Any, indent: int) -> str:
    """Return what follows `name:` in a block whose keys stand at `indent`."""
    flat = as_flow(value, name)
    if len(flat) > SHORT and isinstance(value, list | tuple) and any(isinstance(each, dict) for each in value):
        return "".join(f"{_NEWLINE}{' ' * (indent + 2)}- {_element(each, indent + 4)}" for each in value)
    if len(flat) > SHORT and isinstance(value, dict) and len(value) > 1:
        return _NEWLINE + " " * (indent + 2) + as_block(value, indent + 2)
    return f" {flat}"


def _element(value: Any, indent: int) -> str:
    """Return what follows the dash of a list, whose own keys stand at `indent`."""
    flat = as_flow(value, "")
    if isinstance(value, dict) and value and len(flat) > SHORT:
        return as_block(value, indent)
    return flat


def _spots(text: str) -> _Spot:
    """Return where each value of `text` (which `parse_yaml` has read) is written."""
    root, open_, names = _Spot(0, 0, 0), list[_Spot](), list[tuple[str, int] | None]()
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed = open_.pop()
            names.pop()
            if closed.flow:
                closed.end = _mark(event.end_mark)[0]
            if open_:
                open_[-1].end = max(open_[-1].end, closed.end)
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        start, column = _mark(event.start_mark)
        spot = _Spot(start, _mark(event.end_mark)[0], column)
        if isinstance(event, yaml.ScalarEvent):
            spot.value = scalar(event)
        else:
            spot.flow = bool(getattr(event, "flow_style", False))
            spot.end = spot.start
            spot.value = {} if isinstance(event, yaml.MappingStartEvent) else []
        if not open_:
            root = spot
        else:
            _hang(open_[-1], names, spot)
        if not isinstance(event, yaml.ScalarEvent):
            open_.append(spot)
            names.append(None)
    return root


def _mark(mark: Any) -> tuple[int, int]:
    return int(mark.index), int(mark.column)


def _hang(above: _Spot, names: list[tuple[str, int] | None], spot: _Spot) -> None:
    above.end = max(above.end, spot.end)
    if isinstance(above.value, list):
        above.items.append(spot)
        above.value.append(spot.value)
    elif names[-1] is None:
        names[-1] = (str(spot.value), spot.start)
    else:
        name, at = names[-1]
        above.keys[name] = (at, spot)
        above.value[name] = spot.value
        names[-1] = None


def _at(spot: _Spot, path: Steps) -> _Spot:
    for step in path:
        spot = spot.items[step] if isinstance(step, int) else spot.keys[step][1]
    return spot


def _get(value: Any, path: Steps) -> Any:
    for step in path:
        value = value[step]
    return value


def _put(value: Any, path: Steps, new: Any) -> Any:
    if not path:
        return new
    step, *rest = path
    if isinstance(value, list) and isinstance(step, int):
        return [_put(each, rest, new) if place == step else each for place, each in enumerate(value)]
    return {name: _put(each, rest, new) if name == step else each for name, each in value.items()}
