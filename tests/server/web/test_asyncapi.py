"""The document of the live socket is AsyncAPI 3, names every kind of fact, and is served beside the API's."""

import json
from pathlib import Path
from typing import get_args

import jsonschema_rs
import msgspec

from server.rules.hall.fact import Kind
from server.web.asyncapi import document
from tests.server.web.conftest import Web

SPECIFICATION = Path(__file__).parents[3] / "node_modules/@asyncapi/specs/schemas/3.0.0.json"
DOCUMENT = json.loads(msgspec.json.encode(document("test")))


def test_it_is_asyncapi() -> None:
    specification = json.loads(SPECIFICATION.read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema_rs.validator_for(specification).iter_errors(DOCUMENT)] == []


def test_every_reference_leads_somewhere() -> None:
    def look(part: object) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str):
                found = DOCUMENT
                for name in part["$ref"].removeprefix("#/").split("/"):
                    found = found[name]
            for each in part.values():
                look(each)
        elif isinstance(part, list):
            for each in part:
                look(each)

    look(DOCUMENT)


def test_every_kind_of_fact_is_a_message() -> None:
    assert set(DOCUMENT["channels"]["live"]["messages"]) == {"hello", "snapshot", "pulse", *get_args(Kind)}
    told = [each["$ref"].rpartition("/")[2] for each in DOCUMENT["operations"]["tell"]["messages"]]
    assert sorted(told) == sorted({"snapshot", "pulse", *get_args(Kind)})
    assert DOCUMENT["components"]["schemas"]["Hello"]["required"] == ["type", "protocol", "token", "follow"]


def test_it_is_served(web: Web) -> None:
    served = web.ask("GET", "/api/asyncapi.json")
    assert served.headers["content-type"] == "application/json"
    assert served.json["channels"] == DOCUMENT["channels"]
    assert "/api/asyncapi.json" in web.ask("GET", "/api/openapi.json").json["info"]["description"]
