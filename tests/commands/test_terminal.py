"""A command speaks the language of its terminal; what is read elsewhere is said in the reader's."""

import pytest

from commands.terminal import language, speaking


def test_the_locale_says_which_language_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    for said, expected in (("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C", "en")):
        monkeypatch.setenv("LANG", said)
        assert language() == expected


def test_whoever_reads_it_elsewhere_is_spoken_to_in_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    with speaking("zh"):
        assert language() == "zh"
        with speaking("en"):
            assert language() == "en"
        assert language() == "zh"
    assert language() == "en"
