"""The screen shows each sign that some font of the machine has, and a sign of its own for what none has."""

from collections.abc import Iterator

import pytest

from config.font import font_file
from config.letters import Letters
from kiosk.window import signs
from kiosk.window.signs import of_one_font, shown
from tests.latin_font import with_latin


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(signs, "_rare", set())
    signs._drawn.cache_clear()
    yield
    signs._drawn.cache_clear()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Hall 1", "Hall 1"),
        ("东江市政务服务中心\n䶮㛃鿍·é", "东江市政务服务中心\n䶮㛃鿍·é"),
        ("前面还有\u00a06\u00a0人，约 10-20 分钟", "前面还有\u00a06\u00a0人，约 10-20 分钟"),
        ("Łódź 𠮷野窗口", "〓ód〓 〓野窗口"),
        ("好😀", "好〓"),
        ("Jose\u0301 辻\U000e0100", "José 辻"),
    ],
)
def test_what_no_font_has_is_a_sign(monkeypatch: pytest.MonkeyPatch, text: str, seen: str) -> None:
    own = Letters(font_file("Bold"))
    monkeypatch.setattr(signs, "letters", lambda: own)
    assert shown(text) == seen
    assert shown(seen) == seen
    assert of_one_font(seen)


def test_what_another_font_has_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    both = with_latin(font_file("Bold"))
    monkeypatch.setattr(signs, "letters", lambda: both)
    assert shown("Łódź 𠮷野窗口") == "Łódź 〓野窗口"
    assert not of_one_font("Łódź")
    assert of_one_font("野窗口")
