"""`banshi simulate replay`: a real journal, read back as the day it was, and lived through otherwise."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commands.failing import CannotRun
from commands.simulate.replaying import read_day, replay_day
from config.settings import Settings
from server.rules.errors import Refusal
from server.rules.hall.line import MINUTE
from server.rules.hall.simulate.running import Called
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store
from tests.server.conftest import CITY, MORNING, Office

DAY = date(2025, 11, 25)
DAY_MS = 24 * 60 * MINUTE


def a_day(office: Office) -> None:
    """Let six people come within two minutes to one counter, the last with priority; each takes ten minutes."""
    began = office.now
    office.at("hall-2", "open")
    for number in range(6):
        office.take("social", priority="priority" if number == 5 else "normal")
    gone = office.take("idcard")
    office.cancel(gone.id)
    for number in range(6):
        office.now = began + (2 + 10 * number) * MINUTE
        office.at("hall-2", "call_next")
        office.at("hall-2", "start")
        office.now = began + (11 + 10 * number) * MINUTE
        office.at("hall-2", "finish")
    office.at("hall-2", "close")


@pytest.fixture
def city(store: Store) -> Office:
    seed(store, CITY, MORNING)
    office = Office(store)
    a_day(office)
    return office


def test_a_day_is_read_as_it_was(city: Office) -> None:
    day, rules, read = city.store.read(lambda reading: read_day(reading, "hall", None))
    assert day == DAY
    assert rules == CITY.centers[0].rules
    assert read.left == 1
    assert [call.person.service for call in read.calls] == ["social"] * 6
    assert [call.person.priority for call in read.calls] == ["priority"] + ["normal"] * 5
    assert [(call.at - MORNING) // MINUTE for call in read.calls] == [2, 12, 22, 32, 42, 52]


def test_other_days_are_left_alone(city: Office) -> None:
    city.now = MORNING + DAY_MS
    city.at("hall-2", "open")
    a_day(city)
    first, second = calls_on(city, DAY), calls_on(city, date(2025, 11, 26))
    assert len(first) == len(second) == 6
    assert all(later.at - earlier.at >= DAY_MS - MINUTE for earlier, later in zip(first, second, strict=True))
    assert calls_on(city, date(2025, 11, 24)) == ()


def calls_on(city: Office, day: date) -> tuple[Called, ...]:
    return city.store.read(lambda reading: read_day(reading, "hall", day))[2].calls


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    store = open_store(tmp_path / "data", create=True)
    seed(store, CITY, MORNING)
    a_day(Office(store))
    store.close()
    return Settings(data=tmp_path / "data")


def replay(here: Settings, **more: Any) -> None:
    given: dict[str, Any] = {"kinds": ["virtual_time", "fifo"], "more": 1, "like": None, "page": None, "as_json": False}
    given |= more
    center, day = given.pop("center", "hall"), given.pop("day", None)
    replay_day(here, center, day, given.pop("kinds"), given.pop("more"), given.pop("like"), **given)


def test_the_ways_of_a_day_stand_side_by_side(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    replay(here, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["center"], told["day"], told["left"]) == ("hall", "2025-11-25", 1)
    assert list(told["runs"]) == ["as_it_was", "virtual_time", "fifo", "more_counters"]
    waits = {name: run["everybody"]["mean"] for name, run in told["runs"].items()}
    assert waits["virtual_time"] <= waits["as_it_was"]
    # The counter that worked is the one that another is needed beside, not the closed one of the same lines.
    assert waits["more_counters"] < 0.7 * waits["as_it_was"]
    assert told["runs"]["fifo"]["priority"]["mean"] > told["runs"]["as_it_was"]["priority"]["mean"]


def test_a_table_and_a_page(here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replay(here, more=2, like="hall-2", page=tmp_path / "day.html")
    said = capsys.readouterr().out
    assert "hall-2" in said
    assert len(said.splitlines()) == 7
    assert (tmp_path / "day.html").read_text(encoding="utf-8").count("<svg") == 1


def test_what_cannot_be_replayed_is_refused(here: Settings) -> None:
    with pytest.raises(CannotRun) as nobody:
        replay(here, day=date(2025, 11, 20))
    assert nobody.value.code == "day_empty"
    for code, more in (("center_unknown", {"center": "moon"}), ("counter_unknown", {"like": "moon-1"})):
        with pytest.raises(Refusal) as caught:
            replay(here, **more)
        assert caught.value.code == code
