"""The screen shows a sign of its own for what its font lacks."""

import pytest

from kiosk.window.signs import shown


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Hall 1", "Hall 1"),
        ("东江市政务服务中心\n䶮㛃鿍", "东江市政务服务中心\n䶮㛃鿍"),
        ("前面还有\u00a06\u00a0人，约 10-20 分钟", "前面还有\u00a06\u00a0人，约 10-20 分钟"),
        ("𠮷野窗口", "〓野窗口"),
        ("好😀", "好〓"),
    ],
)
def test_what_the_font_lacks_is_a_sign(text: str, seen: str) -> None:
    assert shown(text) == seen
    assert shown(seen) == seen
