"""Programmers' words never reach whoever writes a pack: every decoder's complaint is said in our own."""

from typing import Literal

import msgspec
import pytest

from config.decoders import record_words, yaml_words
from config.findings import said
from config.yaml_file import YamlError, parse_yaml


class Thing(msgspec.Struct, forbid_unknown_fields=True):
    count: int
    kind: Literal["a", "b"] = "a"
    names: tuple[str, ...] = ()
    maybe: bool | str | None = None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"count": "x"}, "a whole number is wanted here, not a text"),
        ({"count": 1.5}, "a whole number is wanted here, not a number with a point"),
        ({"count": None}, "a whole number is wanted here, not nothing"),
        ({}, "count is missing"),
        ({"count": 1, "kind": "c"}, "there is no 'c' here"),
        ({"count": 1, "names": "x"}, "a list is wanted here, not a text"),
        ({"count": 1, "maybe": []}, "true or false or a text or nothing is wanted here, not a list"),
        ([], "a mapping is wanted here, not a list"),
        ({"count": 1, "odd": 1}, "this value does not fit"),
    ],
)
def test_a_records_decoder_is_heard_in_our_words(value: object, words: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(value, Thing)
    assert record_words(str(caught.value).partition(" - at ")[0]) == words
    assert said("zh", words) != words


@pytest.mark.parametrize(
    "text",
    [
        "a:\n\tb: 1\n",
        "a: b: c\n",
        'a: "b\n',
        "a: [1, 2\n",
        "a: {b: 1\n",
        "- a\nb: 1\n",
        "a: 1\n b: 2\n",
        "a: @b\n",
        '"\\q"\n',
    ],
)
def test_a_yaml_parser_is_heard_in_our_words(text: str) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    chinese = said("zh", caught.value.what)
    assert not any("a" <= letter <= "z" for letter in chinese), chinese
    assert caught.value.line >= 1


def test_a_complaint_of_another_version_is_still_a_sentence() -> None:
    assert yaml_words("something new") == "this is no YAML"
    assert record_words("Something new") == "this value does not fit"
