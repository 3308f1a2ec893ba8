"""`banshi simulate elastic`: a real journal, lived through without the rules of help and with them."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from commands.failing import CannotRun
from commands.simulate.elastic import preview_rules
from config.documents import CenterDocument, Scope
from config.settings import Settings
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.settings import document_in_force
from tests.server.conftest import CITY, MORNING, Office

MINUTE = 60_000
RULE = {"id": "busy", "service": "social", "counters": ["hall-3"], "waiting": 3, "until": 2}


def a_day(office: Office) -> None:
    """Let eight people come at once to one counter that takes five minutes for each; another one is idle."""
    began = office.now
    for counter in ("hall-2", "hall-3"):
        office.at(counter, "open")
    for _ in range(8):
        office.take()
    for number in range(8):
        office.now = began + (1 + 5 * number) * MINUTE
        office.serve("hall-2")
        office.now = began + (5 + 5 * number) * MINUTE
        office.at("hall-2", "finish")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store = open_store(tmp_path / "data", create=True)
    seed(store, CITY, MORNING)
    office = Office(store)
    a_day(office)
    office.now = MORNING + 24 * 60 * MINUTE
    a_day(office)
    document = store.read(lambda reading: document_in_force(reading, Scope("center", "hall"), CenterDocument))
    store.close()
    kept = {"scope": "centers/hall", "seen": 1, "document": {**msgspec.to_builtins(document), "elastic": [RULE]}}
    (tmp_path / "hall.yaml").write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    return tmp_path


def preview(data: Path, days: int = 5, file: str | None = "hall.yaml", *, as_json: bool = True) -> None:
    preview_rules(Settings(data=data / "data"), "hall", days, None if file is None else data / file, as_json=as_json)


def test_the_days_go_by_without_the_rules_and_with_them(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preview(data)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["days"] == ["2025-11-26", "2025-11-25"]
    assert found["rules"]["busy"]["began"] == 2
    assert 5 <= found["rules"]["busy"]["minutes"] / 2 <= 25
    social = found["waits"]["social"]
    assert social["people"] == 16
    assert social["with_rules"]["longest"] < social["without"]["longest"] * 0.7
    assert found["waits"]["*"] == social, "nobody else came"


@pytest.mark.parametrize(
    ("language", "words"), [("en_US.UTF-8", "Counter 3 call them too"), ("zh_CN.UTF-8", "也来叫号")]
)
def test_it_is_said_in_the_terminals_language(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    preview(data, days=1, as_json=False)
    out = capsys.readouterr().out
    assert words in out
    assert len(out.splitlines()) == 11


def test_no_rules_and_wrong_ones_are_said(data: Path) -> None:
    with pytest.raises(CannotRun, match="no rules"):
        preview(data, file=None)
    wrong = (data / "hall.yaml").read_text(encoding="utf-8").replace("until: 2", "until: 3")
    (data / "wrong.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        preview(data, file="wrong.yaml")
    assert caught.value.code == "settings_elastic_until"
