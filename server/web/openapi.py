"""The OpenAPI 3.1 document, made from the route table and the message types."""

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from config.edition import Guidance
from server.web.api.centers import ANYBODY
from server.web.carrying_out import KEY
from server.web.route import Route, Write
from server.wire.access import AccessAnswer, RedeemCode
from server.wire.messages import Problem

PREFIX: Final = "/api/v1"
_PLACE = re.compile(r"{(\w+)}")
_NUMBER: Final = {"type": "integer", "minimum": 0}
_DAY: Final = {"type": "string", "format": "date"}
_QUERY: Final[dict[str, dict[str, Any]]] = {
    "/centers/{center}/journal": {"after": _NUMBER, "limit": _NUMBER},
    "/consultations/{code}": {"on": _DAY},
    "/consultations/{code}/items/{item}": {"on": _DAY},
    "/consultations/{code}/plan.pdf": {
        "language": {"type": "string", "enum": ["zh", "en"]},
        "large": {"type": "string", "enum": ["0", "1"]},
        "on": _DAY,
    },
    "/search": {"q": {"type": "string"}, "limit": _NUMBER},
}


class ReleaseAnswer(msgspec.Struct, frozen=True):
    """The release in force: Ed25519 `signature` of the text `statement`; its `release` is the SHA-256 of `guidance`.

    What is signed is `banshi release statement`, a line feed, and the statement; `signature` and `key` are base64.
    """

    id: str
    statement: str
    signature: str
    key: str
    guidance: Guidance


_APART: Final = (
    Route(
        "POST",
        "/access",
        "Exchange a one-time code for a token",
        AccessAnswer,
        None,
        Write(lambda asked, uow, body: None, lambda asked: "", RedeemCode, keyed=False),
    ),
    Route("GET", "/release", "The published guidance, signed, with ETag", ReleaseAnswer, ANYBODY, lambda asked: None),
)
"""Described here, answered by views of their own: the code needs no token, the release answers with an ETag."""


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """Return the document that describes `routes`."""
    described = (*routes, *_APART)
    kinds = [kind for route in described for kind in (route.answer, route.body) if kind not in (None, bytes)]
    schemas, components = msgspec.json.schema_components([*kinds, Problem], ref_template="#/components/schemas/{name}")
    found = dict(zip([repr(kind) for kind in [*kinds, Problem]], schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in described:
        paths.setdefault(PREFIX + route.path, {})[route.method.lower()] = _operation(route, found)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Banshi", "version": version, "description": "Self-service kiosk and queue calling."},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PLACE.findall(route.path)
    ]
    parameters += [
        {"name": name, "in": "query", "schema": schema} for name, schema in _QUERY.get(route.path, {}).items()
    ]
    if route.keyed:
        parameters.append(
            {
                "name": KEY,
                "in": "header",
                "required": True,
                "schema": {"type": "string", "minLength": 8, "maxLength": 255},
            }
        )
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": _name(route),
        "parameters": parameters,
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
    if route.scopes is not None:
        operation["security"] = [{"token": []}]
        operation["description"] = f"Token of scope {', '.join(route.scopes)}."
    if route.body is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": schemas[repr(route.body)]}}}
    return operation


def _name(route: Route) -> str:
    parts = [part for part in re.split(r"[/{}-]+", route.path) if part]
    return "_".join([route.method.lower(), *parts])
