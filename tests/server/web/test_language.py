"""Which language is read, by what a browser says."""

import pytest

from server.web.language import preferred


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
    ],
)
def test_the_language_wanted_most_is_spoken(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
