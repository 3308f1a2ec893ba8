"""Holds every answer of a server against its OpenAPI document: status, code, form, headers, to the last field."""

import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import jsonschema_rs

METHODS = ("get", "post", "put")


class Conformance:
    """What `document` says, asked answer by answer."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._validators: dict[str, Any] = {}

    @cached_property
    def _paths(self) -> list[tuple[re.Pattern[str], str]]:
        return [
            (re.compile(re.sub(r"{\w+}", "[^/]+", path.replace(".", r"\."))), path) for path in self.document["paths"]
        ]

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        """Return what is said of `path` (without its query), None for what is not described."""
        for pattern, name in self._paths:
            if pattern.fullmatch(path):
                found: dict[str, Any] = self.document["paths"][name].get(method.lower().replace("head", "get"))
                return found
        return None

    def wrong(self, method: str, path: str, status: int, headers: Mapping[str, str], data: bytes) -> list[str]:
        """Return what the document does not say of this answer; `headers` have names in lower case."""
        operation = self.operation(method, path.partition("?")[0])
        if status == 405:
            return [] if headers.get("allow") else ["405 without Allow"]
        if operation is None:
            return []
        response = operation["responses"].get(str(status))
        if response is None:
            return [f"{operation['operationId']}: {status} is not declared: {data[:120]!r}"]
        if "$ref" in response:
            response = self.document["components"]["responses"][response["$ref"].rpartition("/")[2]]
        wrong = [
            f"{operation['operationId']}: {status} without {name}"
            for name, header in response.get("headers", {}).items()
            if header.get("required") and name.lower() not in headers
        ]
        if not response.get("content") or method == "HEAD":
            return wrong
        kind = headers.get("content-type", "")
        if kind not in response["content"]:
            return [*wrong, f"{operation['operationId']}: {status} is of {kind!r}"]
        if "json" not in kind:
            return wrong
        schema = response["content"][kind]["schema"]
        errors = self._validator(schema).iter_errors(json.loads(data))
        return [*wrong, *(f"{operation['operationId']}: {status} {each.message[:200]}" for each in errors)]

    def _validator(self, schema: dict[str, Any]) -> Any:
        name = json.dumps(schema)
        if name not in self._validators:
            whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
            self._validators[name] = jsonschema_rs.validator_for(
                {**whole, "components": self.document["components"]}, validate_formats=True
            )
        return self._validators[name]
