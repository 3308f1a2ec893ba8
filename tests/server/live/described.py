"""Holds what crosses a live socket against the AsyncAPI document."""

import json
from functools import cache
from typing import Any

import jsonschema_rs
import msgspec

from server.web.asyncapi import document

DOCUMENT: dict[str, Any] = json.loads(msgspec.json.encode(document("test")))


@cache
def _validator(name: str) -> Any:
    payload = DOCUMENT["components"]["messages"][name]["payload"]
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": DOCUMENT["components"], **payload}
    return jsonschema_rs.validator_for(whole, validate_formats=True)


def wrong(frame: dict[str, Any], operation: str) -> list[str]:
    """Return what the document does not say of `frame`, which is to be a message of `operation`."""
    told = [each["$ref"].rpartition("/")[2] for each in DOCUMENT["operations"][operation]["messages"]]
    if frame["type"] not in told:
        return [f"{frame['type']} is no message of {operation}"]
    return [f"{frame['type']}: {error.message[:200]}" for error in _validator(frame["type"]).iter_errors(frame)]
