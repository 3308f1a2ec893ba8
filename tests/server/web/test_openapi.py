"""The document says all that clients need: who may ask, what is refused and how, and the bounds of every field."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from server.rules.hall.board import Board
from server.web.openapi import document
from server.web.table import ROUTES
from server.wire import access, consultation, messages, settings
from tests.openapi_law import prove_openapi

DOCUMENT = json.loads(msgspec.json.encode(document(ROUTES, "test")))
OPERATIONS = {operation["operationId"]: operation for path in DOCUMENT["paths"].values() for operation in path.values()}
IDS = [
    "get_centers",
    "get_centers_center",
    "get_centers_center_board",
    "get_centers_center_journal",
    "get_centers_center_services_service_wait",
    "get_tickets_ticket_wait",
    "post_centers_center_tickets",
    "get_tickets_ticket",
    "post_tickets_ticket_cancel",
    "get_counters_counter",
    "post_counters_counter_open",
    "post_counters_counter_pause",
    "post_counters_counter_close",
    "post_counters_counter_call_next",
    "post_counters_counter_recall",
    "post_counters_counter_start",
    "post_counters_counter_finish",
    "post_counters_counter_miss",
    "get_checklists",
    "post_consultations",
    "put_consultations_code_answers",
    "put_consultations_code_wish",
    "put_consultations_code_household",
    "get_consultations_code",
    "get_consultations_code_items_item",
    "get_consultations_code_plan_pdf",
    "get_search",
    "get_access",
    "post_access",
    "get_release",
    "get_settings",
    "get_settings_city",
    "put_settings_city",
    "get_settings_towns_center",
    "put_settings_towns_center",
    "get_settings_centers_center",
    "put_settings_centers_center",
    "get_healthz",
    "get_readyz",
]
"""Clients are named by these: none is ever renamed."""
PROSE = {"title", "detail", "field", "by", "zh", "en", "name", "edition", "release", "text", "note"}
"""Fields that hold words for people, or names that others give."""


def response(operation: dict[str, Any], status: int) -> dict[str, Any]:
    found: dict[str, Any] = operation["responses"][str(status)]
    if "$ref" in found:
        found = DOCUMENT["components"]["responses"][found["$ref"].rpartition("/")[2]]
    return found


def test_it_is_openapi_and_no_operation_is_renamed() -> None:
    prove_openapi(DOCUMENT)
    assert set(IDS) <= set(OPERATIONS)


def test_tokens_and_secrets_are_described() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert schemes["token"]["scheme"] == "bearer"
    assert (schemes["ticket"]["in"], schemes["ticket"]["name"]) == ("header", "X-Ticket-Secret")
    assert OPERATIONS["get_tickets_ticket"]["security"] == [{"ticket": []}, {"token": []}]
    for operation in OPERATIONS.values():
        assert all(set(each) <= set(schemes) for each in operation["security"])


@pytest.mark.parametrize("name", IDS)
def test_refusals_say_their_codes_and_headers(name: str) -> None:
    operation = OPERATIONS[name]
    shown = {"token" in each or "ticket" in each for each in operation["security"]}
    # A code that opens nothing is told like a token that does not.
    assert ("401" in operation["responses"]) is (True in shown or name == "post_access")
    for status in (int(each) for each in operation["responses"] if each[0] in "45"):
        refused = response(operation, status)
        schema = refused["content"]["application/problem+json"]["schema"]
        assert schema["properties"]["status"] == {"const": status}
        assert schema["properties"]["code"]["enum"]
        assert ("WWW-Authenticate" in refused.get("headers", {})) is (status == 401)
        assert ("Retry-After" in refused.get("headers", {})) is (status in (429, 503))


def test_the_release_is_told_by_its_tag() -> None:
    operation = OPERATIONS["get_release"]
    assert {"200", "304"} <= set(operation["responses"])
    assert "If-None-Match" in [each["name"] for each in operation["parameters"]]


def scalars(schema: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every text and number that `schema` itself describes."""
    if not isinstance(schema, dict):
        return
    if schema.get("type") in ("string", "integer", "number"):
        yield where, schema
    for name, each in schema.get("properties", {}).items():
        yield from scalars(each, f"{where}.{name}")
    for key in ("items", "additionalProperties", "propertyNames"):
        yield from scalars(schema.get(key), f"{where}.{key}")
    for each in schema.get("anyOf", ()):
        yield from scalars(each, where)


def test_every_field_of_a_message_says_its_bounds() -> None:
    named = [
        kind.__name__
        for module in (messages, access, consultation, settings)
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    ]
    unbounded = []
    for name in [*named, Board.__name__, "Call", "TicketRef", "NameRef", "Place", "Wish"]:
        for where, schema in scalars(DOCUMENT["components"]["schemas"].get(name, {}), name):
            bounded = {"maxLength", "pattern", "enum", "format", "const"} if schema["type"] == "string" else {"maximum"}
            if not bounded & set(schema) and where.rpartition(".")[2] not in PROSE:
                unbounded.append(where)
    assert unbounded == []


def test_what_a_request_gives_is_bounded() -> None:
    for operation in OPERATIONS.values():
        for each in operation["parameters"]:
            kinds = {"maxLength", "pattern", "enum", "format", "maximum"}
            assert kinds & set(each["schema"]) or each["name"] == "If-None-Match", (operation["operationId"], each)
    needed = {name for name, each in OPERATIONS.items() if each.get("requestBody", {}).get("required")}
    assert "post_centers_center_tickets" in needed
    assert "post_counters_counter_open" not in needed
