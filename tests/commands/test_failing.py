"""What cannot be done is one sentence on stderr and exit code 2; a mistake of ours stays a trace."""

import json
import locale
import sys

import pytest
from pydantic import BaseModel

from commands.failing import CannotRun, explained, language
from config.centers import Text
from config.city_file import CityFileError
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
    monkeypatch.setattr(locale, "getlocale", lambda: ("en_GB", "UTF-8"))


def test_each_kind_of_trouble_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(CannotRun("no_hall", "There is no {hall}.", hall="east"), capsys) == "There is no east.\n"
    assert said(Refusal("counter_unknown", counter="7"), capsys) == "There is no counter 7.\n"
    assert "banshi seed --data /x" in said(StoreError("data_missing", place="/x"), capsys)
    assert said(CityFileError("a line is wrong"), capsys) == "a line is wrong\n"
    assert said(PackError([Problem("a.yaml", 3, "x", "no such item", "write y")]), capsys) == (
        "a.yaml:3: no such item: write y\n"
    )


def test_a_wrong_setting_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), explained():
        Port(port="x")  # type: ignore[arg-type]
    assert capsys.readouterr().err.startswith("port: ")


def test_programs_read_a_code(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["banshi", "pack", "--json"])
    told = json.loads(said(Refusal("counter_unknown", counter="7"), capsys))
    assert told == {"code": "counter_unknown", "detail": "There is no counter 7."}


@pytest.mark.parametrize(
    ("here", "expected"), [(("zh_CN", "UTF-8"), "zh"), (("Chinese (Simplified)_China", ""), "zh"), ((None, None), "en")]
)
def test_the_terminals_language(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    here: tuple[str | None, str | None],
    expected: str,
) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: here)
    assert language() == expected
    word = Text("七", "seven")
    assert (word.say(language()) in said(Refusal("counter_unknown", counter=word), capsys)) is True


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), explained():
        raise ZeroDivisionError
