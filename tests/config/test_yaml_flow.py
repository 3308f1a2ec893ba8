"""What is written by hand is read as it was meant."""

import pytest

from config.yaml_file import parse_yaml
from config.yaml_flow import as_block, as_flow


@pytest.mark.parametrize(
    "text",
    ["no", "12", "1.5", "2026-11-24", "09-01", "true", "~", "", " a", "a: b", "a #b", "- a", "[a]", "{a}", "‘x’", "“a”",
     "a\nb", '"', "'", "a, b", "中文，标点：。", "@a", "%", "&a", "*a", "!a", "|", ">", "`", "1e3", "0x1F"],
)  # fmt: skip
def test_every_text_stays_a_text(text: str) -> None:
    for written in (as_flow({"a": text, "b": [text]}, ""), as_block({"a": text, "b": [text]}, 0)):
        assert parse_yaml(written) == {"a": text, "b": [text]}


def test_a_long_record_has_a_line_for_each_field() -> None:
    record = {
        "id": "one",
        "needs": [{"documents": ["a" * 60]}, {"documents": ["b" * 60]}],
        "name": {"zh": "甲", "en": "A"},
    }
    lines = as_block(record, 2).split("\n")
    assert len(lines) == 5
    assert parse_yaml("\n".join(["- " + lines[0], *lines[1:]])) == [record]
