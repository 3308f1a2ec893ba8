"""Fonts that hold the hall's own characters, and those of this machine for rare ones."""

from pathlib import Path

import pytest

from config import font
from config.font import FOLDERS, RARE, font_file, rare_fonts


def test_both_weights_are_there() -> None:
    assert all(font_file(weight).is_file() for weight in ("Regular", "Bold"))


def test_rare_fonts_are_those_that_lie_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(file.is_file() for file, _ in rare_fonts())
    assert all(folder.is_absolute() for folder in FOLDERS)
    monkeypatch.setattr(font, "FOLDERS", (tmp_path / "none", tmp_path))
    monkeypatch.setattr(font, "font_file", lambda: tmp_path / "own" / "x.ttf")
    assert list(rare_fonts()) == []
    for name, _ in RARE[:2]:
        (tmp_path / "deep").mkdir(exist_ok=True)
        (tmp_path / "deep" / name).write_bytes(b"")
    assert [(file.name, face) for file, face in rare_fonts()] == list(RARE[:2])
