"""What a release leaves out: fields that are what they would be anyway. Whoever reads it puts them back. Pure.

Nothing is lost, and a release that was written in full before is read all the same. The price is that the default of a
field is part of every release: it can never change, see `tests/server/wire/left_out.json`.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec


class _Field(NamedTuple):
    name: str
    written: str
    has_default: bool
    default: Any


def without_defaults(value: Any) -> Any:
    """Return `value` as JSON values, in which each struct has only the fields that differ from their defaults."""
    if isinstance(value, msgspec.Struct):
        tag, fields = _fields(type(value))
        found: dict[str, Any] = dict(tag)
        for field in fields:
            here = getattr(value, field.name)
            if not (field.has_default and type(here) is type(field.default) and here == field.default):
                found[field.written] = without_defaults(here)
        return found
    if isinstance(value, tuple | list):
        return [without_defaults(each) for each in value]
    if isinstance(value, Mapping):
        return {key: without_defaults(each) for key, each in value.items()}
    return value


@lru_cache(None)
def _fields(kind: type[msgspec.Struct]) -> tuple[Mapping[str, Any], tuple[_Field, ...]]:
    """Return what tells `kind` from others where it is written, and its fields with their defaults."""
    config = kind.__struct_config__
    tag = {} if config.tag is None else {config.tag_field or "type": config.tag}
    fields = []
    for each in msgspec.structs.fields(kind):
        made = each.default_factory is not msgspec.NODEFAULT
        default = each.default_factory() if callable(each.default_factory) else each.default
        fields.append(_Field(each.name, each.encode_name, made or default is not msgspec.NODEFAULT, default))
    return tag, tuple(fields)
