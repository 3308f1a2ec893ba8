"""The published schema is the current one, accepts the shipped pack, and refuses records with a mistake."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from config.pack import PARTS
from config.pack_schema import pack_schema
from config.yaml_file import parse_yaml, read_yaml

PUBLISHED = Path("config/schema/pack.schema.json")
SHIPPED = Path("config/packs/dongjiang")


def errors(part: str, content: Any) -> list[str]:
    schema = pack_schema()
    if part != "pack":
        schema = {"$schema": schema["$schema"], "$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    return [
        error.message
        for error in jsonschema_rs.validator_for(schema).iter_errors(json.loads(json.dumps(content, default=str)))
    ]


def test_the_published_schema_is_the_current_one() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == pack_schema(), "run: banshi check --schema"


def test_it_is_a_schema() -> None:
    assert jsonschema_rs.meta.is_valid(pack_schema())


@pytest.mark.city
def test_the_shipped_pack_fits() -> None:
    assert errors("pack", read_yaml(SHIPPED / "pack.yaml")) == []
    seen = 0
    for part in PARTS:
        for file in [SHIPPED / f"{part}.yaml", *sorted((SHIPPED / part).glob("*.yaml"))]:
            if file.exists():
                assert errors(part, read_yaml(file)) == [], file
                seen += 1
    assert seen > 15


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("themes", "- {id: x}"),
        ("themes", "- {id: x, name: {zh: a, en: b}, colour: red}"),
        ("themes", "- {id: х, name: {zh: a, en: b}}"),
        ("situations", "- {id: x, name: {zh: a, en: b}, when: {is: [a]}}"),
        ("situations", "- {id: x, name: {zh: a, en: b}, when: {is: [a, b], in: [a, [b]]}}"),
        ("situations", "- {id: x, name: {zh: a, en: b}, when: {rule: all, rules: []}}"),
        ("items", "- {id: x, name: {zh: a, en: b}, options: {point: a}}"),
        ("pack", "{id: x, name: {zh: a, en: b}, revision: one}"),
    ],
)
def test_a_mistake_is_found(part: str, text: str) -> None:
    assert errors(part, parse_yaml(text))
