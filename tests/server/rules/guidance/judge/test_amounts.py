"""Answers as people read them."""

import pytest
from msgspec.structs import replace

from config.centers import Text
from config.fact import Fact
from config.rule import Value
from server.rules.guidance.judge.amounts import answer_text
from tests.server.rules.guidance.small_pack import text

MONTHS = Fact("stay", "one", "number", text("stay?"), high=600, unit=Text("个月", "months"))


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (1, "1 个月", "1 month"),
        ("12..600", "12 个月以上", "12 months or more"),
        ("0..11", "11 个月以内", "Up to 11 months"),
        ("6..11", "6 至 11 个月", "6 to 11 months"),
        ("7..7", "7 个月", "7 months"),
        ("2026-01-01..2026-01-31", "2026 年 1 月 1 日至 2026 年 1 月 31 日", "1 January 2026 to 31 January 2026"),
    ],
)
def test_an_answer_says_as_much_as_is_known(value: Value, zh: str, en: str) -> None:
    assert answer_text(replace(MONTHS), value) == Text(zh, en)
