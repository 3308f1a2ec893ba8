"""Numbers of people are cut short wherever they stand in a text, however they are written; other numbers are left."""

import pytest

from server.rules.privacy.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13800008000。", "电话138****8000。"),
        ("138 0000 8000", "138****8000"),
        ("138-0000-8000", "138****8000"),
        ("+86 13800008000", "+86 138****8000"),
        ("１３８００００８０００", "138****8000"),
        ("0571-87654321", "0571-****4321"),
        ("330101195703121234", "330101********1234"),
        ("33010119570312123X 到了", "330101********123X 到了"),
        ("330101 1957 0312 1234", "330101********1234"),
        ("330101570312123", "330101*****2123"),
        ("姓名：王小明", "姓名：王*"),
        ("联系人 欧阳小明", "联系人 欧*"),
        ("两个号 13800008000、13900009000", "两个号 138****8000、139****9000"),
    ],
)
def test_it_is_cut_short(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert masked(masked(text)) == shown


@pytest.mark.parametrize(
    "text", ["", "D012 等了 45 分钟", "2025-11-25 10:30", "费用 1380 元", "20251125", "编号 12345678901234567890"]
)
def test_what_names_nobody_is_left(text: str) -> None:
    assert masked(text) == text
