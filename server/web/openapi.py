"""The OpenAPI 3.1 document, made from the route table and the message types."""

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from config.edition import Guidance
from server.rules.errors import CODES
from server.web.address import Permission
from server.web.carrying_out import KEY, LONGEST, SHORTEST
from server.web.gate import SECRET
from server.web.route import Route
from server.wire.messages import Event, Hello, Problem, Snapshot

FRAMES: Final = (Hello, Event, Snapshot)
"""What crosses the live socket: no address answers with it, and clients need its types all the same."""
SPARING: Final = (Hello, Event, Guidance)
"""What leaves out what has its default, or was written down by another release, beside the bodies of requests."""
_REFERENCE: Final = re.compile(r"#/components/schemas/([\w.]+)")
_PLACE: Final = re.compile(r"{(\w+)}")
_PREFIX: Final = re.compile(r"^/api/v\d+")
_SECURITY: Final[dict[Permission, list[dict[str, list[str]]]]] = {
    "token": [{"token": []}],
    "ticket": [{"ticket": []}, {"token": []}],
    "code": [{}, {"token": []}],
    "public": [],
    "metrics": [],
}


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """Return the document that describes `routes`."""
    described = [route for route in routes if route.described]
    bodies = [route.body for route in described if route.body is not None]
    answers = [route.answer for route in described if route.answer not in (None, bytes)]
    kinds = [*answers, *bodies, Problem, *FRAMES, Guidance]
    schemas, components = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    found = dict(zip([repr(kind) for kind in kinds], schemas, strict=True))
    components["Problem"]["properties"]["code"]["enum"] = sorted(CODES)
    _tell_all(components, [found[repr(kind)] for kind in (*bodies, *SPARING)])
    paths: dict[str, dict[str, Any]] = {}
    for route in described:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, found)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Banshi", "version": version, "description": "Self-service kiosk and queue calling."},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "ticket": {"type": "apiKey", "in": "header", "name": SECRET},
            },
        },
    }


def _tell_all(components: dict[str, dict[str, Any]], sparing: Sequence[Any]) -> None:
    """Say of the answers' types that every property is there, also one that has a default; not of `sparing`."""
    spared = set(_REFERENCE.findall(repr(sparing)))
    found = spared
    while found:
        found = {name for each in found for name in _REFERENCE.findall(repr(components[each]))} - spared
        spared |= found
    for name, schema in components.items():
        if name not in spared and "properties" in schema:
            schema["required"] = list(schema["properties"])


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": _name(route),
        "parameters": _parameters(route),
        "security": _SECURITY[route.permission],
        "responses": {
            str(route.status): {
                "description": route.summary,
                "content": {route.media: {"schema": {} if route.answer is bytes else schemas[repr(route.answer)]}},
            },
            "default": {
                "description": "Refused: a stable code and a sentence that says what to do",
                "content": {"application/problem+json": {"schema": schemas[repr(Problem)]}},
            },
        },
    }
    if route.scopes:
        operation["description"] = f"Token of scope {', '.join(route.scopes)}."
    if route.body is not None:
        operation["requestBody"] = {
            "description": f"At most {route.body_bytes} bytes.",
            "content": {"application/json": {"schema": schemas[repr(route.body)]}},
        }
    return operation


def _parameters(route: Route) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PLACE.findall(route.path)
    ]
    parameters += [
        {"name": each.name, "in": "query", "required": each.required, "schema": each.schema} for each in route.query
    ]
    if route.keyed:
        length = {"type": "string", "minLength": SHORTEST, "maxLength": LONGEST}
        parameters.append({"name": KEY, "in": "header", "required": True, "schema": length})
    return parameters


def _name(route: Route) -> str:
    parts = [part for part in re.split(r"[/{}-]+", _PREFIX.sub("", route.path)) if part]
    return "_".join([route.method.lower(), *parts])
