"""`banshi settings`: what is shown can be edited and put back."""

import json
from pathlib import Path

import pytest
import yaml

from commands.failing import CannotRun
from commands.settings import put, show
from config.settings import Settings
from config.text_file import TextFileError
from server.rules.errors import Refusal
from tests.server.settings_of import add_counter, rename
from tests.server.web.conftest import Web, web

__all__ = ["web"]


@pytest.fixture
def server(web: Web) -> Settings:
    assert web.report.tokens is not None
    return Settings(server=f"http://127.0.0.1:{web.port}", token=web.report.tokens.admin)


def test_what_is_shown_can_be_edited_and_put_back(
    server: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show(server, "centers/hall", None, as_json=False)
    kept = yaml.safe_load(capsys.readouterr().out)
    assert (kept["scope"], kept["seen"]) == ("centers/hall", 1)
    rename(kept["document"])
    add_counter(kept["document"])
    file = tmp_path / "hall.yaml"
    file.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    assert put(server, file, None, dry_run=True, as_json=False)
    assert "Nothing was changed" in capsys.readouterr().out
    assert put(server, file, None, dry_run=False, as_json=True)
    assert json.loads(capsys.readouterr().out)["revision"] == 2
    with pytest.raises(Refusal) as caught:
        put(server, file, None, dry_run=False, as_json=False)
    assert caught.value.code == "settings_changed_meanwhile"
    show(server, "centers/hall", 1, as_json=True)
    assert json.loads(capsys.readouterr().out)["document"]["counters"][0]["name"]["en"] == "Counter 1"


def test_a_dry_run_prints_all_that_speaks_against_it(
    server: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "town.yaml"
    file.write_text("{scope: city, seen: 1, document: {name: {zh: 城, en: City}, pack: '', services: []}}", "utf-8")
    assert not put(server, file, None, dry_run=True, as_json=False)
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_a_file_that_cannot_be_used_is_named(server: Settings, tmp_path: Path) -> None:
    file = tmp_path / "hall.yaml"
    for text in (None, "[1]", "scope: city", "{"):
        if text is not None:
            file.write_text(text, encoding="utf-8")
        with pytest.raises((CannotRun, TextFileError), match=r"hall\.yaml"):
            put(server, file, None, dry_run=False, as_json=False)
