"""What this machine lacks is said, one line each, with the remedy; good things need none."""

import json
import shutil
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from commands import doctor
from commands.finding import Finding
from config.font import font_file
from config.settings import Settings
from tests.latin_font import with_latin


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "chromium" else f"/usr/bin/{name}")


def found(data: Path | None = None) -> dict[str, Finding]:
    return {finding.name: finding for finding in doctor.look(data)}


def test_a_program_that_is_missing_has_a_remedy(lacking: None) -> None:
    looked = found()
    assert (looked["chromium"].good, looked["chromium"].remedy) == (
        False,
        "apt-get install chromium (only needed for set-up, demo and tests)",
    )
    assert looked["Xvfb"] == Finding("Xvfb", True, "found")
    assert all(finding.good is not bool(finding.remedy) for finding in looked.values())


def test_one_line_each_and_the_whole_is_no_better_than_its_parts(
    lacking: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor.tell(None, as_json=False) is False
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(doctor.look(None))
    assert [line.split()[1] for line in lines if line.startswith("LACKS")] == ["chromium"]
    assert doctor.tell(None, as_json=True) is False
    told = json.loads(capsys.readouterr().out)["findings"]
    assert {each["name"]: each["good"] for each in told}["chromium"] is False


def test_an_old_python_or_sqlite_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Version(NamedTuple):
        major: int
        minor: int

    monkeypatch.setattr(sys, "version_info", Version(3, 10))
    monkeypatch.setattr(doctor, "SQLITE_SAFE", (99, 0, 0))
    looked = found()
    assert (looked["Python"].good, looked["SQLite"].good) == (False, False)
    assert "3.11" in looked["Python"].remedy


def test_signs_that_no_font_has_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    latin = with_latin(font_file())
    monkeypatch.setattr(doctor, "machine_letters", lambda: latin)
    looked = found()["rare signs"]
    assert (looked.good, looked.found) == (False, "no font has 𠮷: 〓 stands for it")
    assert "fonts-noto-cjk" in looked.remedy
    monkeypatch.setattr(doctor, "RARE_SIGNS", "Ł")
    assert found()["rare signs"] == Finding("rare signs", True, "found")


def test_what_helps_goes_into_a_file_without_secrets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = Settings(data=tmp_path, token="geheim-geheim-geheim")
    doctor.tell(tmp_path, settings=here, as_json=True, zipped=tmp_path / "help.zip")
    told = json.loads(capsys.readouterr().out)["findings"]
    with zipfile.ZipFile(tmp_path / "help.zip") as file:
        assert [each["name"] for each in json.loads(file.read("findings.json"))] == [each["name"] for each in told]
        assert not any(b"geheim" in file.read(name) for name in file.namelist())
