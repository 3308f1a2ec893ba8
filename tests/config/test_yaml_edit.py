"""Changes of YAML touch the lines of what changes: over the files of the sample city, and where it is written oddly."""

import difflib
from pathlib import Path
from typing import Any

import pytest

from config.yaml_edit import lines_of, same, with_record, with_value, without_record
from config.yaml_file import YamlError, parse_yaml

PACK = Path(__file__).parents[2] / "config" / "packs" / "dongjiang"
FILES = sorted(each for each in PACK.rglob("*.yaml") if each.parent != PACK and each.parent.name != "editions")
"""Each holds a list of records."""
ODD = """# Begins with a remark.
- id: one  # this one first
  name: {zh: 甲, en: "A"}   # both
  when:
    all:
      - {is: [a, b]}
      # in between
      - is: [c, d]
  words: [x, y,   z]
  text: |
    two
    lines

- {id: two, list: [], name: {zh: 乙, en: 'B'}}
- id: three
  empty:
  list:
  - first
  - second
# Ends with one.
"""


def changed(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [each for each in lines if each[:1] in "+-" and each[:3] not in ("+++", "---")]


def variants(value: Any) -> list[Any]:
    match value:
        case {"zh": _}:
            return [{**value, "zh": "改了，“一”个: #"}]
        case dict():
            return [{"is": ["a", "b"]}]
        case [first, *rest]:
            return [rest, [*value, first]]
        case str():
            return [f"{value}x: y"]
    return [7]


@pytest.mark.parametrize("part", sorted({each.relative_to(PACK).parts[0] for each in FILES}))
def test_each_field_of_a_record_of_each_part_is_changed_taken_out_and_all_else_stays(part: str) -> None:
    file = next(each for each in FILES if each.relative_to(PACK).parts[0] == part)
    text = file.read_text("utf-8")
    listed = parse_yaml(text)
    number = len(listed) // 2
    record = listed[number]
    first, end = lines_of(text, number)
    lines = text.splitlines(True)
    for name, value in record.items():
        for new in variants(value):
            after = with_value(text, [number], {**record, name: new})
            assert same(parse_yaml(after)[number], {**record, name: new})
            assert after.startswith("".join(lines[:first]))
            assert after.endswith("".join(lines[end:]))
        if name not in ("id", "name"):
            after = with_value(text, [number], {key: each for key, each in record.items() if key != name})
            assert name not in parse_yaml(after)[number]
    assert with_value(text, [number], dict(record)) == text
    assert without_record(text, number) == "".join([*lines[:first], *lines[end:]])
    assert with_record(text, record).startswith(text)


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [
        ([0, "name", "zh"], "丙", ['-  name: {zh: 甲, en: "A"}   # both', '+  name: {zh: 丙, en: "A"}   # both']),
        ([0, "when", "all", 1, "is"], ["c", "e"], ["-      - is: [c, d]", "+      - is: [c, e]"]),
        ([0, "words"], ["x", "z"], ["-  words: [x, y,   z]", "+  words: [x, z]"]),
        ([0, "words"], ["x", "y", "z", "12"], ["-  words: [x, y,   z]", '+  words: [x, y,   z, "12"]']),
        ([2, "empty"], True, ["-  empty:", "+  empty: true"]),
        ([2, "list"], ["first", "second", "no"], ['+  - "no"']),
        ([2, "list"], ["second"], ["-  - first"]),
        ([1, "list"], ["a, b"], [
            "-- {id: two, list: [], name: {zh: 乙, en: 'B'}}",
            "+- {id: two, list: [\"a, b\"], name: {zh: 乙, en: 'B'}}",
        ]),
    ],
)  # fmt: skip
def test_only_the_line_of_what_changes_is_written_anew(path: list[Any], value: Any, lines: list[str]) -> None:
    after = with_value(ODD, path, value)
    if path == [2, "list"] and value == ["second"]:
        assert parse_yaml(after)[2]["list"] == ["second"]
    else:
        assert changed(ODD, after) == lines
    assert "# in between" in after
    assert after.endswith("# Ends with one.\n")


def test_what_is_no_yaml_of_ours_or_not_there_is_refused() -> None:
    with pytest.raises(YamlError):
        with_value("- &a {id: one}\n", [0, "id"], "two")
    for odd in ("a\tb", "a\u200eb", "e\u0301"):
        with pytest.raises(YamlError, match="U\\+"):
            with_value(ODD, [0, "name", "zh"], odd)
    with pytest.raises(KeyError):
        with_value(ODD, [0, "none"], 1)
    with pytest.raises(IndexError):
        with_value(ODD, [9], {})
    with pytest.raises(YamlError):
        with_record("a: b\n", {"id": "one"})


def test_a_list_that_is_empty_takes_its_first_record() -> None:
    assert with_record("# Nothing yet.\n", {"id": "one"}) == "# Nothing yet.\n- {id: one}\n"
    assert with_record("[]\n", {"id": "one"}) == "- {id: one}\n"
    assert with_record("", {"id": "one"}) == "- {id: one}\n"
