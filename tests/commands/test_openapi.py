"""The document that clients are made from: whole, valid, and the same as the one that is served."""

import json
from collections.abc import Iterator
from typing import Any

from commands.openapi import openapi
from tests.openapi_law import prove_openapi

WRITTEN_ONCE = "/ReleaseAnswer.guidance/GuidanceWritten."
"""Anything in it may be a number of what is shared."""


def test_the_document_is_valid_and_the_same_every_time() -> None:
    prove_openapi(json.loads(openapi()))
    assert openapi() == openapi()


def test_every_answer_is_described_to_its_last_field() -> None:
    document = json.loads(openapi())
    answers = [
        content["schema"]
        for path in document["paths"].values()
        for operation in path.values()
        for response in operation["responses"].values()
        for media, content in response.get("content", {}).items()
        if "json" in media
    ]
    untyped = [where for schema in answers for where in _untyped(document, schema, "", set())]
    assert [where for where in untyped if not where.startswith(WRITTEN_ONCE)] == []
    assert document["components"]["schemas"]["Guidance"], "what is written once is described as it is put back"


def _untyped(document: Any, schema: Any, where: str, seen: set[str]) -> Iterator[str]:
    """Give the places under `schema` that say nothing of what stands there."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from _untyped(document, document["components"]["schemas"][name], f"{where}/{name}", seen | {name})
        return
    inner = {f".{name}": each for name, each in schema.get("properties", {}).items()}
    inner |= {"[]": schema["items"]} if isinstance(schema.get("items"), dict) else {}
    inner |= {"{}": schema["additionalProperties"]} if isinstance(schema.get("additionalProperties"), dict) else {}
    inner |= {f"|{place}": each for place, each in enumerate(schema.get("anyOf", ()))}
    if not inner and not set(schema) & {"type", "enum", "const"}:
        yield where
    if schema.get("type") == "object" and not inner and schema.get("additionalProperties") is not False:
        yield where
    for name, each in inner.items():
        yield from _untyped(document, each, where + name, seen)
