"""The JSON Schema of a pack's YAML, for editors that check while one types: made from the structs, never by hand.

Each file of a part is an array; `$defs/PART` describes one record of it.
"""

from typing import Any

import msgspec

from config.pack_file import ID, KINDS, PAIRS, RULE_PLACES, Head

DIALECT = "https://json-schema.org/draft/2020-12/schema"
RULE = {"$ref": "#/$defs/Rule"}
RULE_STRUCTS = ("Is", "In", "AtLeast", "AtMost", "AgeAtLeast", "MonthsSince", "Situation", "All", "Any", "Not")


def pack_schema() -> dict[str, Any]:
    """Return the schema of `pack.yaml`, with one definition for a record of each part and one for its files."""
    kinds = [Head, *KINDS.values()]
    _, components = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    defs: dict[str, Any] = {name: _strict(each) for name, each in components.items() if name not in RULE_STRUCTS}
    defs["Rule"] = _rule()
    defs["Parameter"]["properties"]["value"] = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    head = defs.pop(Head.__name__)
    for part, kind in KINDS.items():
        defs[part] = {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{kind.__name__}"}}
    return {"$schema": DIALECT, "title": "Banshi guidance pack", **head, "$defs": dict(sorted(defs.items()))}


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    properties = {}
    for name, each in schema.get("properties", {}).items():
        if name in RULE_PLACES:
            properties[name] = RULE
        elif name == "id":
            properties[name] = {"type": "string", "pattern": f"^{ID.pattern}$"}
        else:
            properties[name] = {key: value for key, value in each.items() if key != "default"}
    described = {**schema, "properties": properties}
    if schema.get("type") == "object" and "properties" in schema:
        described["additionalProperties"] = False
    return described


def _rule() -> dict[str, Any]:
    """Return the schema of a rule as written: `true`, or a mapping with exactly one key."""
    value = {"type": ["string", "integer", "boolean"]}
    second: dict[str, Any] = {
        "is": value,
        "in": {"type": "array", "items": value},
    }
    bound = {"type": ["integer", "string"]}
    forms: dict[str, Any] = {
        kind: {
            "type": "array",
            "prefixItems": [{"type": "string"}, second.get(kind, bound), {"type": "integer"}][: len(places)],
            "minItems": 2,
            "maxItems": len(places),
        }
        for kind, places in PAIRS.items()
    }
    forms |= {kind: {"type": "array", "items": RULE} for kind in ("all", "any")}
    forms |= {"not": RULE, "situation": {"type": "string"}}
    one = {"type": "object", "properties": forms, "additionalProperties": False, "minProperties": 1, "maxProperties": 1}
    return {"anyOf": [{"const": True}, one]}
