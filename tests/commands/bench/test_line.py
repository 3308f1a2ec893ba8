"""A short run of the bench of lines: halls with all on serve people, within the credits, and are compared."""

from pathlib import Path

import pytest

from commands.bench import line
from commands.bench.report import Noise
from commands.bench.verb_alone import seeded

pytestmark = pytest.mark.slow


def test_on_a_busy_morning_classes_overtake_within_their_credits(tmp_path: Path) -> None:
    data = seeded(tmp_path / "data")
    line.all_on(data)
    found = line.busy_morning(data)
    assert sum(each.overtaken for each in found.rules) > 0
    assert found.worst is not None
    assert sum(each.beyond for each in found.rules) == 0


@pytest.mark.long
def test_a_short_run_compares_all_three(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "ROWS": 2000,
        "WAITING": 600,
        "FEW": 20,
        "TURNS": 1,
        "TIMES": 2,
        "ESTIMATED": 50,
        "PEOPLE": 60,
    }.items():
        monkeypatch.setattr(line, name, value)
    figures = {each.name: each for each in line.measure(0.1, Noise())}
    assert figures["facts of the past"].value >= 2000
    assert figures["next: line"].value > 0
    assert figures["a visit: years"].value > 0
    assert figures["beyond the credit of whoever went first"].met
