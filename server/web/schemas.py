"""JSON schemas of message types, as the documents of the API and of the live socket name them. Pure."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

KEPT: Final = ("All", "Any", "In", "Is", "Not")
"""Names of rules that mean something else already in the languages of clients."""


def schemas_of(kinds: Sequence[Any], place: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of each of `kinds` by its `repr`, and the named ones that they refer to below `place`.

    Two types of one name are told apart by their module: `config.pack.Knowledge` is `PackKnowledge`.
    """
    schemas, components = msgspec.json.schema_components(kinds, ref_template=place + "{name}")
    plain = {name: _plain(name) for name in components}
    if len(set(plain.values())) != len(plain):
        raise ValueError(f"two types have one name: {sorted(plain.values())}")
    found = dict(zip([repr(kind) for kind in kinds], schemas, strict=True))
    renamed = {place + name: place + new for name, new in plain.items()}
    return _refer(found, renamed), {
        plain[name]: {**_refer(schema, renamed), "title": plain[name]} for name, schema in components.items()
    }


def tell_all(components: dict[str, dict[str, Any]], sparing: Sequence[Any]) -> None:
    """Say of the answers' types that every property is there, also one that has a default; not of `sparing`."""
    spared = _referred(sparing)
    found = spared
    while found:
        found = set().union(*(_referred(components[name]) for name in found)) - spared
        spared |= found
    for name, schema in components.items():
        if name not in spared and "properties" in schema:
            schema["required"] = list(schema["properties"])


def _plain(name: str) -> str:
    *module, own = name.split(".")
    if own in KEPT:
        return f"{own}Rule"
    return module[-1].title().replace("_", "") + own if module else own


def _refer(schema: Any, renamed: dict[str, str]) -> Any:
    if isinstance(schema, dict):
        if isinstance(schema.get("default"), dict) and not isinstance(schema.get("properties"), dict):
            # Nor do they know defaults that are objects.
            schema = {key: value for key, value in schema.items() if key != "default"}
        if schema.get("type") == "array" and "items" not in schema:
            # Nor an array that does not say that anything may stand in it.
            schema = {**schema, "items": {}}
        if schema.get("items") is False:
            # Many programs that make clients know no places of an array; ours are all of one kind.
            (kind,) = {repr(each): each for each in schema["prefixItems"]}.values()
            schema = {**schema, "items": kind}
            del schema["prefixItems"]
        return {
            key: renamed[value]
            if key == "$ref"
            else _mapped(value, renamed)
            if key == "mapping"
            else _refer(value, renamed)
            for key, value in schema.items()
        }
    return [_refer(each, renamed) for each in schema] if isinstance(schema, list) else schema


def _mapped(mapping: dict[str, str], renamed: dict[str, str]) -> dict[str, str]:
    return {tag: renamed[place] for tag, place in mapping.items()}


def _referred(schema: Any) -> set[str]:
    """Return the names that `schema` refers to itself."""
    if isinstance(schema, dict):
        own = {schema["$ref"].rpartition("/")[2]} if isinstance(schema.get("$ref"), str) else set()
        return own.union(*(_referred(each) for each in schema.values()))
    return set().union(*(_referred(each) for each in schema)) if isinstance(schema, list | tuple) else set()
