"""The OpenAPI 3.1 document, made from the route table and the message types."""

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from config.edition import Guidance
from server.rules.bounds import ID_LONGEST, ID_SIGNS
from server.rules.errors import CODES, Code
from server.web.address import Permission
from server.web.carrying_out import KEY, LONGEST, SHORTEST
from server.web.gate import SECRET
from server.web.refusals import refusals
from server.web.route import Route
from server.web.schemas import schemas_of, tell_all
from server.wire.frames import Event, Hello, Pulse, Snapshot
from server.wire.problem import Problem
from server.wire.written_once import GuidanceWritten

FRAMES: Final = (Hello, Event, Snapshot, Pulse)
"""What crosses the live socket: no address answers with it, and the pages need its types all the same."""
SPARING: Final = (Hello, Event, Guidance, GuidanceWritten)
"""What leaves out what has its default, or was written down by another release, beside the bodies of requests."""
SHARED_MOST: Final = 5
"""A refusal with at most so many codes is described once, under their names."""
ABOUT: Final = """Self-service kiosk and queue calling.

A refusal is `application/problem+json` (RFC 9457); its `code` is stable, its `type` a page that says what to do, its
`detail` a sentence in the language of `Accept-Language`. An address that does not take a method answers 405 and names
in `Allow` those it takes; HEAD is answered wherever GET is. What is not described answers 404. The live socket is
described at `/api/asyncapi.json`."""
_PLACE: Final = re.compile(r"{(\w+)}")
_PREFIX: Final = re.compile(r"^/api/v\d+")
_PLACES: Final[dict[str, dict[str, Any]]] = {
    "code": {"type": "string", "minLength": 1, "maxLength": 80, "examples": ["K7M-3XQ-9TRA"]},
    "item": {"type": "string", "minLength": 1, "maxLength": 128},
}
_ID: Final = {"type": "string", "minLength": 1, "maxLength": ID_LONGEST, "pattern": f"^{ID_SIGNS}+$"}
_SECURITY: Final[dict[Permission, list[dict[str, list[str]]]]] = {
    "token": [{"token": []}],
    "ticket": [{"ticket": []}, {"token": []}],
    "code": [{}, {"token": []}],
    "public": [],
    "metrics": [],
}
_SECONDS: Final = {"type": "integer", "minimum": 1}
_ALWAYS_SAID: Final[dict[int, tuple[str, str, dict[str, Any]]]] = {
    401: ("WWW-Authenticate", "How to show who one is", {"type": "string"}),
    429: ("Retry-After", "Seconds after which it may go well", _SECONDS),
    503: ("Retry-After", "Seconds after which it may go well", _SECONDS),
}
_ETAG: Final = {"type": "string", "minLength": 2}


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """Return the document that describes `routes`."""
    described = [route for route in routes if route.described]
    bodies = [route.told_body for route in described if route.told_body is not None]
    answers = [route.answer for route in described if route.answer not in (None, bytes)]
    found, components = schemas_of(
        [*answers, *bodies, Problem, *FRAMES, Guidance, GuidanceWritten], "#/components/schemas/"
    )
    components["Problem"]["properties"]["code"]["enum"] = sorted(CODES)
    tell_all(components, [found[repr(kind)] for kind in (*bodies, *SPARING)])
    paths: dict[str, dict[str, Any]] = {}
    shared: dict[str, dict[str, Any]] = {}
    for route in described:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, found, shared)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Banshi",
            "version": version,
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {name: shared[name] for name in sorted(shared)},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of a kiosk, counter, display, channel or administrator.",
                },
                "ticket": {
                    "type": "apiKey",
                    "in": "header",
                    "name": SECRET,
                    "description": "The secret that came with a ticket or a booking; it opens that one alone.",
                },
            },
        },
    }


def _operation(route: Route, schemas: dict[str, Any], shared: dict[str, dict[str, Any]]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": _name(route),
        "tags": [_PREFIX.sub("", route.path).strip("/").partition("/")[0]],
        "parameters": _parameters(route),
        "security": _SECURITY[route.permission],
        "responses": {str(route.status): _answer(route, schemas)},
    }
    if route.tagged:
        operation["responses"]["304"] = {"description": "Nothing new", "headers": {"ETag": _header("", _ETAG)}}
    for status, codes in refusals(route).items():
        refused, name = _refused(status, codes, schemas[repr(Problem)]), f"{status}-{'-'.join(codes)}"
        if len(codes) <= SHARED_MOST:
            shared[name] = refused
            refused = {"$ref": f"#/components/responses/{name}"}
        operation["responses"][str(status)] = refused
    if route.scopes:
        operation["description"] = f"Token of scope {', '.join(route.scopes)}."
    if route.told_body is not None:
        operation["requestBody"] = {
            "description": f"At most {route.body_bytes} bytes.",
            # What needs no words may be left out: it is an empty object.
            "required": _needed(route.told_body),
            "content": {"application/json": {"schema": schemas[repr(route.told_body)]}},
        }
    return operation


def _answer(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    if route.answer is bytes:
        schema = {"type": "string"} if route.media.startswith("text/") else {"type": "string", "format": "binary"}
    else:
        schema = schemas[repr(route.answer)]
    answer: dict[str, Any] = {"description": route.summary, "content": {route.media: {"schema": schema}}}
    if route.tagged:
        answer["headers"] = {"ETag": _header("Names what was answered", _ETAG)}
    return answer


def _refused(status: int, codes: tuple[Code, ...], problem: dict[str, Any]) -> dict[str, Any]:
    """Return a refusal of one status: problem details, with the codes that it may have here."""
    told = {"code": {"enum": list(codes)}, "status": {"const": status}}
    said = "; ".join(f"`{code}`: {CODES[code].text}" for code in codes)
    refused: dict[str, Any] = {
        "description": said,
        "content": {"application/problem+json": {"schema": {**problem, "properties": told}}},
    }
    if status in _ALWAYS_SAID:
        name, meaning, schema = _ALWAYS_SAID[status]
        refused["headers"] = {name: _header(meaning, schema, required=True)}
    return refused


def _header(meaning: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"description": meaning, "required": required, "schema": schema}


def _parameters(route: Route) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _PLACES.get(name, _ID)}
        for name in _PLACE.findall(route.path)
    ]
    parameters += [
        {"name": each.name, "in": "query", "required": each.required, "schema": each.schema} for each in route.query
    ]
    if route.keyed:
        length = {"type": "string", "minLength": SHORTEST, "maxLength": LONGEST, "pattern": "^[!-~]*$"}
        parameters.append({"name": KEY, "in": "header", "required": True, "schema": length})
    if route.tagged:
        parameters.append({"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"}})
    return parameters


def _needed(body: Any) -> bool:
    try:
        msgspec.convert({}, body)
    except msgspec.ValidationError:
        return True
    return False


def _name(route: Route) -> str:
    return "_".join([route.method.lower(), *re.findall(r"\w+", _PREFIX.sub("", route.path).replace("-", "_"))])
