"""`banshi report figures` says as JSON what the page says, and folds what is missing."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commands.report.figures import report_figures
from config.settings import Settings
from server.office.day import begin_day
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import CITY, MORNING, Office

DAY_MS = 24 * 3_600_000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store = open_store(tmp_path / "data", create=True)
    try:
        seed(store, CITY, MORNING)
        for center, counter in (("hall", "hall-2"), ("village", "village-1")):
            office = Office(store, center)
            office.at(counter, "open")
            office.take("social")
            office.now += 4 * 60_000
            office.serve(counter, until="finish")
            office.now = MORNING + DAY_MS
            office.write(lambda uow, now=office.now: begin_day(uow, now))  # type: ignore[misc]
    finally:
        store.close()
    return tmp_path / "data"


DAY = date(2025, 11, 25)


def said(capsys: pytest.CaptureFixture[str], data: Path, *, below: bool = False) -> dict[str, Any]:
    report_figures(Settings(data=data), "hall", "between", DAY, DAY, below=below)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_figures_of_a_day(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    alone = said(capsys, data)
    assert (alone["centers"], alone["uncounted"], alone["first"]) == (["hall"], 0, "2025-11-25")
    assert (alone["whole"]["issued"], alone["whole"]["served"], alone["whole"]["wait_p50"]) == (1, 1, 4.25)
    assert (alone["standards"]["completion"], alone["services"]["social"]["served"]) == (1, 1)
    both = said(capsys, data, below=True)
    assert (both["centers"], both["counts"]["issued"]) == (["hall", "village"], 2)


def test_days_and_centers_that_make_no_sense_are_refused(data: Path) -> None:
    settings = Settings(data=data)
    for center, last, code in (("hall", None, "report_days"), ("nowhere", DAY, "center_unknown")):
        with pytest.raises(Refusal) as refused:
            report_figures(settings, center, "between", DAY, last, below=False)
        assert refused.value.code == code
