"""What a kiosk keeps on its disk is for its own user only."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app import keep_private


@pytest.fixture(autouse=True)
def mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_the_folder_and_all_in_it_is_for_nobody_else(tmp_path: Path) -> None:
    home = tmp_path / "kiosk"
    (home / "kivy").mkdir(parents=True)
    (home / "outbox.json").write_text("[]", encoding="utf-8")
    (home / "kivy" / "config.ini").write_text("", encoding="utf-8")
    keep_private(home)
    assert {mode(each) for each in (home, home / "kivy")} == {"0o700"}
    assert {mode(each) for each in (home / "outbox.json", home / "kivy" / "config.ini")} == {"0o600"}
    (home / "release.json").write_text("", encoding="utf-8")
    assert mode(home / "release.json") == "0o600"


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    keep_private(tmp_path / "a" / "b")
    assert mode(tmp_path / "a" / "b") == "0o700"
