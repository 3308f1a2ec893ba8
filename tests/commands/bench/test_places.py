"""The bench of places runs, and its figures have goals."""

import pytest

from commands.bench import places
from commands.bench.report import Noise


@pytest.mark.slow
def test_both_cities_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "CENTERS", 20)
    monkeypatch.setattr(places, "FEW", 10)
    monkeypatch.setattr(places, "ANSWERS", 2)
    figures = places.figures_of(Noise())
    assert [each.unit for each in figures] == ["ms CPU", "ratio"]
    assert all(each.goal is not None and each.value > 0 for each in figures)
