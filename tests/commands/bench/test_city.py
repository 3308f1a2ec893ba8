"""A small city goes through the same day as the large one: everybody is let in, nothing fails, nothing is missed."""

import json

import pytest

from commands.bench import city
from commands.bench.report import Noise

pytestmark = pytest.mark.slow


def test_a_small_city_lives_and_nobody_misses_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"CENTERS": 3, "KIOSKS": 4, "SOCKETS": 12, "WRITES": 30, "SETTLED": 0.5}.items():
        monkeypatch.setattr(city, name, value)
    figures = {each.name: each for each in city.measure(0.2, Noise())}
    assert figures["sockets open to the end"].value == 12
    assert figures["consoles let in by a code, their counters open"].value == 3
    assert figures["requests that failed"].value == 0
    assert figures["events missed"].value == 0
    assert figures["events at sockets a second"].value > 0
    assert figures["looks of consoles a second"].value > 0
    assert json.dumps([each.value for each in figures.values()])


def test_the_city_is_that_of_the_design() -> None:
    assert (city.CENTERS, city.KIOSKS, city.SOCKETS, city.WRITES) == (600, 730, 5_000, 100)
