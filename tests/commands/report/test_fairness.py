"""`banshi report fairness` prints a day as a table, as JSON, and as a page in both languages."""

import json
from datetime import date
from pathlib import Path

import pytest

from commands.failing import CannotRun
from commands.report.fairness import report_fairness
from config.settings import Settings
from server.rules.hall.line import MINUTE
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import CITY, MORNING, Office

DAY = date(2025, 11, 25)


def test_a_day_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(data=tmp_path / "data")
    store = open_store(tmp_path / "data", create=True)
    seed(store, CITY, MORNING)
    office = Office(store)
    office.at("hall-2", "open")
    office.take()
    office.now += 20 * MINUTE
    office.take(priority="priority")
    office.serve("hall-2")
    store.close()
    page = tmp_path / "day.html"
    assert report_fairness(settings, "hall", DAY, page=page, as_json=False)
    assert "D002" in capsys.readouterr().out
    written = page.read_text(encoding="utf-8")
    assert "依法优先" in written
    assert "priority by law" in written
    assert report_fairness(settings, "hall", DAY, page=None, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["calls"], told["worst"]["number"], told["worst"]["overtaken"]) == (1, "D002", "D001")
    with pytest.raises(CannotRun):
        report_fairness(settings, "hall", date(2025, 11, 24), page=None, as_json=False)
