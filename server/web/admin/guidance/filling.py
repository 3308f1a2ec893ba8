"""A record of a pack in a form and back: what is as usual is not written, rules stand as they are written. Pure."""

from collections.abc import Mapping
from typing import Any, Final, get_args, get_origin

import msgspec

from config.centers import Text
from config.findings import told
from config.pack_file import RULE_PLACES, rule_of
from config.rule import ALWAYS
from config.yaml_edit import same
from config.yaml_file import YamlError, parse_yaml
from config.yaml_flow import as_flow
from server.rules.errors import Refusal
from server.web.admin.guidance.fields import (
    SAY_NOTHING,
    THERE,
    hints_of,
    is_pairs,
    may_be_none,
    shapes_of,
    struct_in,
)
from server.web.admin.shapes import Typed, filled, read

VALUE: Final = str | int | bool


def typed_of(kind: type[msgspec.Struct], node: Mapping[str, Any]) -> Typed:
    """Return what a form shows of a record as it is written."""
    return filled(shapes_of(kind), _shown(kind, node))


def written_of(
    kind: type[msgspec.Struct], typed: Typed, before: Mapping[str, Any], found: list[Refusal]
) -> dict[str, Any]:
    """Return a record as it is to be written, with what a form says in place of what it said `before`.

    What cannot be read at all is added to `found` under its field.
    """
    numbers: list[Refusal] = []
    given = read(shapes_of(kind), typed, {}, numbers)
    found += numbers
    return _written(kind, given, before, found, "") or {}


def _shown(kind: type[msgspec.Struct], node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record for the form: rules and values as text, pairs and codes as rows."""
    shown: dict[str, Any] = {}
    hints = hints_of(kind)
    for name, value in _long(kind, node).items():
        type_ = hints.get(name)
        inner = None if type_ is None else struct_in(type_)
        if type_ is None or value is None:
            continue
        if name in RULE_PLACES:
            shown[name] = as_flow(value, "")
        elif inner is not None and inner is not Text:
            rows = isinstance(value, list)
            shown[name] = [_shown(inner, each) for each in value] if rows else _shown(inner, value)
            if name in SAY_NOTHING:
                shown[name][THERE] = True
        elif is_pairs(type_):
            shown[name] = [{"from": _plain(one), "to": _plain(other)} for one, other in value]
        elif get_origin(type_) is dict:
            shown[name] = [{"name": key, "code": code} for key, code in value.items()]
        else:
            shown[name] = _plain(value) if type_ == VALUE else value
    fields = {each.name: each for each in msgspec.structs.fields(kind)}
    for name, each in fields.items():
        inner = None if name in RULE_PLACES else struct_in(hints[name])
        if name not in node and inner is not None and inner is not Text and get_origin(hints[name]) is not tuple:
            shown[name] = _shown(inner, {})
        # What is as usual stands in the form as well: an empty field would say that it is not so.
        if name not in node and name not in RULE_PLACES and isinstance(each.default, str | int | tuple):
            shown.setdefault(name, list(each.default) if isinstance(each.default, tuple) else each.default)
    return shown


def _long(kind: type[msgspec.Struct], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a number with one value for all time as one of many."""
    if "values" in hints_of(kind) and "value" in node and "value" not in hints_of(kind):
        return {**{key: each for key, each in node.items() if key != "value"}, "values": [{"value": node["value"]}]}
    return node


def _plain(value: Any) -> str:
    return as_flow(value, "")


def _written(
    kind: type[msgspec.Struct], given: Mapping[str, Any], before: Mapping[str, Any], found: list[Refusal], at: str
) -> dict[str, Any] | None:
    """Return a record with its fields in the order in which they stood, new ones behind; None where it says nothing."""
    hints, fields = hints_of(kind), {each.name: each for each in msgspec.structs.fields(kind)}
    old = _long(kind, before)
    result: dict[str, Any] = {}
    for name in dict.fromkeys((*(each for each in old if each in hints), *hints)):
        value = _value(hints[name], name, given.get(name), old.get(name), found, f"{at}{name}")
        field = fields[name]
        usual = _usual(name, field)
        if value is None and not may_be_none(hints[name]):
            # Nothing was typed where something has to stand: it is as usual, or missing.
            value = usual
        if field.required:
            if value is not None or may_be_none(hints[name]):
                result[name] = value
        elif not _is_same(value, usual) or (name in old and _is_same(old[name], usual)):
            result[name] = old[name] if name in old and _is_same(value, old[name]) else value
    if "value" in before and "value" not in hints and [*result.get("values", ())] and len(result["values"]) == 1:
        (only,) = result["values"]
        if set(only) == {"value"}:
            result = {("value" if key == "values" else key): each for key, each in result.items()}
            result["value"] = only["value"]
    return result


def _usual(name: str, field: msgspec.structs.FieldInfo) -> Any:
    if field.required:
        return None
    default = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
    if name in RULE_PLACES:
        return True if default == ALWAYS else None
    return list(default) if isinstance(default, tuple) else default


def _is_same(value: Any, usual: Any) -> bool:
    return same(value, msgspec.to_builtins(usual))


def _value(type_: Any, name: str, given: Any, before: Any, found: list[Refusal], at: str) -> Any:
    inner = struct_in(type_)
    if name in RULE_PLACES:
        return _rule(given, before, found, at)
    if inner is Text:
        return _text(given, before, optional=may_be_none(type_))
    if inner is not None and get_origin(type_) is tuple:
        return _rows(inner, given or (), before, found, at)
    if inner is not None:
        return _part(inner, name, given, before, found, at)
    if is_pairs(type_):
        return [[_scalar(each.get("from")), _scalar(each.get("to"))] for each in given or ()]
    if get_origin(type_) is dict:
        return {str(each.get("name") or ""): str(each.get("code") or "") for each in given or ()}
    if type_ == VALUE:
        return _scalar(given)
    if get_origin(type_) is tuple:
        return list(given or ())
    if given is None and before == "" and str in (type_, *get_args(type_)):
        return ""
    return given


def _text(given: Any, before: Any, *, optional: bool) -> Any:
    typed = given or {}
    if optional and not any(typed.get(each) for each in ("zh", "en")):
        return None
    pair = {"zh": typed.get("zh") or "", "en": typed.get("en") or ""}
    return {name: pair[name] for name in before if name in pair} if _pairs(before, pair) else pair


def _pairs(before: Any, pair: Mapping[str, str]) -> bool:
    return isinstance(before, dict) and set(before) == set(pair)


def _rows(inner: type[msgspec.Struct], given: Any, before: Any, found: list[Refusal], at: str) -> list[Any]:
    old = [each for each in before if isinstance(each, dict)] if isinstance(before, list) else []
    if not given and old and not any(value not in (None, "") for row in old for value in row.values()):
        # A form leaves out rows in which nothing stands, as `value: null` of a number that nobody has confirmed.
        return old
    return [
        _written(inner, row, old[number] if number < len(old) else {}, found, f"{at}[{number}].") or {}
        for number, row in enumerate(given)
    ]


def _part(inner: type[msgspec.Struct], name: str, given: Any, before: Any, found: list[Refusal], at: str) -> Any:
    old = before if isinstance(before, dict) else {}
    typed = {key: each for key, each in (given or {}).items() if key != THERE}
    if name in SAY_NOTHING and not (given or {}).get(THERE):
        return None
    part = _written(inner, typed, old, found, f"{at}.") or {}
    if name in SAY_NOTHING:
        return part
    # A part in which nothing was typed is not there: what it would be as usual was typed by nobody.
    blank = _written(inner, _shown(inner, {}), {}, [], "")
    return part if not same(part, blank) or (isinstance(before, dict) and same(part, before)) else None


def _rule(given: Any, before: Any, found: list[Refusal], at: str) -> Any:
    text = str(given or "").strip()
    if not text:
        return None if before is None else True if before is True else None
    try:
        node = parse_yaml(text)
        rule_of(node, 1)
    except YamlError as error:
        found.append(
            Refusal(
                "draft_yaml",
                field=at,
                line=error.line,
                column=error.column,
                what=told(error.what),
                remedy=told(error.remedy),
            )
        )
        return before
    return node


def _scalar(text: Any) -> Any:
    """Return what a value says: a text, a number, true or false."""
    try:
        value = parse_yaml(str(text or ""))
    except YamlError:
        return str(text)
    return value if isinstance(value, str | int | bool) else str(text or "")
