"""What cannot be done is one sentence on stderr and exit code 2; a mistake of ours names its trace."""

import json
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from commands.city.reading import CityProblem, CityProblems
from commands.failing import CannotRun, explained, language
from commands.terminal import VARIABLES
from config.centers import Text
from config.pack_file import PackError, Problem
from server.rules.errors import Refusal
from server.store.errors import StoreError


class Port(BaseModel):
    port: int


def said(error: Exception, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended, explained():
        raise error
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_each_kind_of_trouble_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(CannotRun("no_hall", "There is no {hall}.", hall="east"), capsys) == "There is no east.\n"
    assert said(Refusal("counter_unknown", counter="7"), capsys) == "There is no counter 7.\n"
    assert "banshi seed --data /x" in said(StoreError("data_missing", place="/x"), capsys)
    problem = CityProblem("a.yaml", 3, 5, "x", "This is wrong.", "Mend it.")
    assert said(CityProblems([problem]), capsys) == "a.yaml:3:5: This is wrong. Mend it.\n"
    assert said(PackError([Problem("a.yaml", 3, "x", "no such item", "write y")]), capsys) == (
        "a.yaml:3: no such item: write y\n"
    )


def test_a_wrong_setting_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit), explained():
        Port(port="x")  # type: ignore[arg-type]
    assert capsys.readouterr().err == "banshi.toml: port: It must be a whole number.\n"
    monkeypatch.setenv("BANSHI_PORT", "x")
    with pytest.raises(SystemExit), explained():
        Port(port="x")  # type: ignore[arg-type]
    assert capsys.readouterr().err.startswith("BANSHI_PORT: ")
    monkeypatch.setattr(sys, "argv", ["banshi", "--port=x"])
    with pytest.raises(SystemExit), explained():
        Port(port="x")  # type: ignore[arg-type]
    assert capsys.readouterr().err.startswith("--port: ")


def test_programs_read_a_code(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["banshi", "pack", "--json"])
    told = json.loads(said(Refusal("counter_unknown", counter="7"), capsys))
    assert told == {"code": "counter_unknown", "detail": "There is no counter 7."}


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "Chinese (Simplified)_China"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_HK"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_terminals_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variables: dict[str, str], expected: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == expected
    word = Text("七", "seven")
    assert word.say(language()) in said(Refusal("counter_unknown", counter=word), capsys)


def test_a_mistake_of_ours_is_one_sentence_and_its_trace_is_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(SystemExit) as ended, explained():
        raise ZeroDivisionError
    assert ended.value.code == 1
    (trace,) = tmp_path.iterdir()
    assert capsys.readouterr().err.endswith(f"{trace}.\n")
    assert "ZeroDivisionError" in trace.read_text()


def test_what_the_system_refuses_names_the_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for make, wanted in (
        (lambda: (tmp_path / "none").read_bytes(), "is not there"),
        (tmp_path.read_bytes, "is a folder"),
    ):
        with pytest.raises(SystemExit) as ended, explained():
            make()
        assert ended.value.code == 2
        assert wanted in capsys.readouterr().err


def test_the_user_may_stop_it() -> None:
    with pytest.raises(SystemExit) as ended, explained():
        raise KeyboardInterrupt
    assert ended.value.code == 130


def test_a_password_is_never_said(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(CannotRun("x", "{place} is away", place="postgresql://me:geheim@h/d"), capsys)
    assert told == "postgresql://me:***@h/d is away\n"
