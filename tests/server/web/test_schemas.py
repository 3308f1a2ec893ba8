"""Schemas as makers of clients take them: plain names, no places in arrays, no defaults that are objects."""

from typing import Any

import msgspec
import pytest

from server.web.schemas import schemas_of, tell_all


class Any_(msgspec.Struct, frozen=True, tag_field="rule", tag="any"):  # noqa: N801
    rules: "tuple[Any_ | Leaf, ...]" = ()


class Leaf(msgspec.Struct, frozen=True, tag_field="rule", tag="leaf"):
    marks: tuple[tuple[int, int], ...] = ()


class Holder(msgspec.Struct):
    rule: Any_ | Leaf = Leaf()
    times: dict[str, int] = {}


def named(name: str, module: str) -> Any:
    return msgspec.defstruct(name, [("x", int)], module=module)


def test_pairs_are_arrays_of_two_and_defaults_are_plain() -> None:
    found, components = schemas_of([Holder], "#/x/")
    assert found[repr(Holder)] == {"$ref": "#/x/Holder"}
    marks = components["Leaf"]["properties"]["marks"]["items"]
    assert marks == {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer"}}
    assert "default" not in components["Holder"]["properties"]["rule"]
    assert components["Holder"]["properties"]["rule"]["discriminator"]["mapping"]["leaf"] == "#/x/Leaf"


def test_types_of_one_name_are_told_apart_and_others_keep_theirs() -> None:
    _, components = schemas_of([named("Thing", "a.pack"), named("Thing", "b.verdict"), named("Any", "c")], "#/")
    assert sorted(components) == ["AnyRule", "PackThing", "VerdictThing"]
    assert [components[name]["title"] for name in sorted(components)] == sorted(components)


def test_two_types_that_cannot_be_told_apart_are_an_error() -> None:
    with pytest.raises(ValueError, match="two types have one name"):
        schemas_of([named("Thing", "a.pack"), named("Thing", "b.pack")], "#/")


def test_answers_tell_everything_and_what_is_sparing_does_not() -> None:
    _, components = schemas_of([Holder], "#/x/")
    tell_all(components, [{"$ref": "#/x/Leaf"}])
    assert components["Holder"]["required"] == ["rule", "times"]
    assert "required" not in components["Leaf"] or components["Leaf"]["required"] == ["rule"]
