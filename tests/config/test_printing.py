"""A printer described in the file of settings, or in the environment."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.printing import Printing
from config.settings import Settings


def test_the_table_and_the_environment_describe_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings().printing == Printing()
    (tmp_path / "banshi.toml").write_text('[printing]\npaper = 58\nanswers = "status"\n', encoding="utf-8")
    assert Settings().printing == Printing(paper=58, answers="status")
    monkeypatch.setenv("BANSHI_PRINTING__ANSWERS", "none")
    assert Settings().printing == Printing(paper=58, answers="none")


@pytest.mark.parametrize(
    "said", ["paper = 76", 'charset = "utf-8"', 'answers = "yes"', "speed = 0", "idle = -1", "papers = 80"]
)
def test_what_no_printer_has_is_refused(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "banshi.toml").write_text(f"[printing]\n{said}\n", encoding="utf-8")
    with pytest.raises(ValidationError, match=r"printing\." + said.split(" ", maxsplit=1)[0]):
        Settings()
