"""`banshi report order` says what the order in force does, and what another one would."""

import json
from pathlib import Path

import pytest

from commands.report.order import report_order
from config.settings import Settings
from server.rules.hall.policy_words import preview
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import CITY, MORNING


def test_the_order_of_a_center_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    store = open_store(data, create=True)
    seed(store, CITY, MORNING)
    store.close()
    settings = Settings(data=data)
    report_order(settings, "hall", None, as_json=False)
    rules = CITY.centers[0].rules
    assert capsys.readouterr().out.splitlines() in (
        [each.zh for each in preview(rules)],
        [e.en for e in preview(rules)],
    )
    report_order(settings, "hall", "strict", as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["policy"], told["bound_min"]) == ("strict", None)
