"""Which language is read, by what a browser says."""

import pytest

from server.wire.language import preferred


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh"),
        ("zh-TW", "zh"),
        ("zh-Hant-HK,en;q=0.9", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh;q=0.5,en;q=0.9", "en"),
        ("en;q=0.5,zh-TW;q=0.9", "zh"),
        ("en,zh", "en"),
        ("zh,en", "zh"),
        ("fr,en;q=0.3", "en"),
        ("fr,de", "zh"),
        ("en;q=0", "zh"),
        ("zh;q=0,en;q=0.1", "en"),
        ("*", "zh"),
        ("*;q=0.1,en;q=0.5", "en"),
        ("EN_us", "en"),
        ("english", "zh"),
        (";;q=,=q", "zh"),
        ("en;q=0.2, zh", "zh"),
        ("en;q=0.2,zh;q=0.1", "en"),
        ("zh-Hant", "zh"),
        ("zh-Hant;q=0.9, en;q=0.8", "zh"),
        ("zh-Hans-CN, zh;q=0.9, en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh;q=0", "en"),
        ("zh_TW", "zh"),
        ("zh_TW.UTF-8", "zh"),
        ("yue, en;q=0.5", "zh"),
        ("cmn-Hans, en;q=0.5", "zh"),
        ("zh;q=0, *", "en"),
        ("en;q=0, *", "zh"),
        ("*, en;q=0.1", "zh"),
        ("*;q=0", "zh"),
        (" en ; q = 0.9 , zh ; q = 0.1", "en"),
        ("EN;Q=0.9,ZH;Q=0.1", "en"),
        ("en;level=1;q=0.4, zh;q=0.5", "zh"),
        ("x-klingon, en;q=.5", "en"),
        ("en;q=abc, zh;q=0.1", "zh"),
        ("en;q=nan, zh;q=0.1", "zh"),
        ("en;q=-1, zh;q=0.1", "zh"),
        ("en;q=1.5, zh;q=0.1", "zh"),
        ("en;q=1e0, zh;q=0.1", "zh"),
        ("en;q=١, zh;q=0.1", "zh"),
        ("en;q=, zh;q=0.1", "zh"),
        (",,, ,en", "en"),
        ("\x00en", "zh"),
        ("en" * 9, "zh"),
        ("en," * 5000, "en"),
        ("fr;q=0.1," * 200 + "en", "zh"),
    ],
)
def test_the_language_wanted_most_is_spoken(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
