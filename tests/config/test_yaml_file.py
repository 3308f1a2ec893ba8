"""YAML from strangers: plain values with their lines; whatever is not plain is refused with its line."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.yaml_file import BYTES_AT_MOST, DEPTH_AT_MOST, YamlError, parse_yaml, read_yaml
from tests.tries import tries

BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"


def refused(text: str) -> YamlError:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    return caught.value


def test_only_the_core_words_are_special() -> None:
    read = parse_yaml('{on: 2026-11-24, no: yes, t: true, n: null, i: -12, f: 1.5, q: "true", e: }')
    assert read == {"on": "2026-11-24", "no": "yes", "t": True, "n": None, "i": -12, "f": 1.5, "q": "true", "e": None}


def test_lines_are_kept() -> None:
    read = parse_yaml("- id: a\n  needs:\n    - x\n    - y\n- id: b\n")
    assert (read.lines, read[0].lines, read[0]["needs"].lines) == ([1, 5], {"id": 1, "needs": 2}, [3, 4])


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (BOMB, "alias_refused", 1),
        ("a: 1\nb: *x\n", "alias_refused", 2),
        ("a: 1\nb: !!python/object:os.system x\n", "tag_refused", 2),
        ("a: 1\n\na: 2\n", "key_doubled", 3),
        ("? [a]\n: 1\n", "bad_key", 1),
        ("true: 1\n", "bad_key", 1),
        ("a: 1\n---\nb: 2\n", "documents_many", 2),
        ("a: [1, 2\n", "bad_yaml", 2),
        ("a:\n\t- 1\n", "bad_yaml", 2),
        ("[" * (DEPTH_AT_MOST + 1) + "]" * (DEPTH_AT_MOST + 1), "too_deep", 1),
        ("a: \x07\n", "bad_character", 1),
        ("a: b\nc: d\u202ee\n", "bad_character", 2),
        ("a: b\nc: |\n  d\n  e\u200bf\n", "bad_character", 4),
        ("a: b\u2028c\n", "bad_character", 1),
        ("a: b\x85c\n", "bad_character", 1),
        ('a: b\nc: "d\\x1b@"\n', "bad_character", 2),
        ('a: "b\\Lc"\n', "bad_character", 1),
        ('a: "b\\Nc"\n', "bad_character", 1),
        ('"a\\u0007": b\n', "bad_character", 1),
        ("a: b\nc: cafe\u0301\n", "text_in_pieces", 2),
        ("a: b\n# cafe\u0301\nc: \uf9d1月\n", "text_in_pieces", 3),
        ('a: "e\\u0301"\n', "text_in_pieces", 1),
        ("e\u0301: b\n", "text_in_pieces", 1),
        ("a: |\n  b\n  \u1112\u1161\u11ab\n", "text_in_pieces", 2),
    ],
)
def test_what_is_refused(text: str, code: str, line: int) -> None:
    error = refused(text)
    assert (error.code, error.line) == (code, line)
    assert error.remedy


def test_ten_thousand_levels_are_refused_and_overflow_nothing() -> None:
    assert refused("[" * 10_000).code == "too_deep"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def code(name: str, content: bytes | None) -> tuple[str, int]:
        file = tmp_path / name
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(YamlError) as caught:
            read_yaml(file)
        return caught.value.code, caught.value.line

    assert code("none.yaml", None) == ("file_unreadable", 1)
    assert code("gbk.yaml", "a: 1\nb: 社保\n".encode("gb18030")) == ("not_utf8", 2)
    assert code("huge.yaml", b"x" * (BYTES_AT_MOST + 1)) == ("file_too_large", 1)
    assert code("wide.yaml", "a: 1\n".encode("utf-16")) == ("not_utf8", 1)
    marked = tmp_path / "marked.yaml"
    marked.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(marked) == {"a": 1}


WORDS = st.sampled_from(["a", "社保", "on", "1", "- x", "#", ""])
PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "社"]), inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN)
def test_what_a_writer_writes_is_read_back(value: Any) -> None:
    import yaml

    class Writer(yaml.SafeDumper):
        """Writes without anchors."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    assert parse_yaml(yaml.dump(value, Dumper=Writer, allow_unicode=True)) == value


@settings(max_examples=tries(300))
@given(st.text(alphabet="ab:-?[]{}&*!|>'\"#%@,\n \t\x00社", max_size=60))
def test_no_text_does_worse_than_being_refused(text: str) -> None:
    try:
        parse_yaml(text)
    except YamlError as error:
        refused_at = error.line
    else:
        refused_at = 1
    assert refused_at >= 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 户口\x1b簿\n", "U+001B ESCAPE stands after 'a: 户口'"),
        ('a: "户口\\u2029簿"\n', "U+2029 PARAGRAPH SEPARATOR stands after '户口'"),
    ],
)
def test_what_nobody_can_see_is_named_with_its_place(text: str, told: str) -> None:
    assert told in str(refused(text))


def test_a_text_of_several_lines_is_none_of_them() -> None:
    assert parse_yaml("a: |\r\n  b\r\n  c\r\n")["a"] == "b\nc\n"
