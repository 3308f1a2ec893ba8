"""Settings change while a whole hall runs: its halves in processes of their own, a follower, and open screens."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import msgspec
import pytest

from commands.demo.browser import Chromium
from commands.demo.processes import Processes
from server.client.commands import Commands
from server.client.live import Frame, follow
from server.store.opening import open_store
from server.store.seeding import SeedReport, seed
from tests.hall_pages import COUNTER_PC, HALL, Hall, hall_for
from tests.journeys.hall_server import ServerProcess
from tests.server.conftest import CITY, MORNING
from tests.server.settings_of import pier, rename

PATIENCE = 30


class Following:
    """Hears everything of some centers over the live socket, across every cut."""

    def __init__(self, url: str, token: str, *centers: str) -> None:
        self._heard: SimpleQueue[Frame] = SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=follow, args=(url, token, centers, self._heard.put, self._stop))
        self._thread.start()

    def until(self, kind: str) -> Frame:
        """Return the next frame of `kind`."""
        while (frame := self._heard.get(timeout=PATIENCE))["type"] != kind:
            pass
        return frame

    def close(self) -> None:
        self._stop.set()
        self._thread.join()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path | None, str | None]:
    """Return where the hall's truth is: a folder, or a database."""
    return (tmp_path / "data", None) if request.param == "sqlite" else (None, request.getfixturevalue("postgres_url"))


def seeded(place: tuple[Path | None, str | None]) -> SeedReport:
    store = open_store(place[0], place[1], create=True)
    try:
        # Open at any hour, on every day.
        hours = CITY.centers[1].hours
        first = msgspec.structs.replace(CITY.centers[0], hours=hours)
        return seed(store, msgspec.structs.replace(CITY, centers=(first, *CITY.centers[1:])), MORNING)
    finally:
        store.close()


def test_halves_that_run_apart_hear_of_every_change(tmp_path: Path, place: tuple[Path | None, str | None]) -> None:
    report = seeded(place)
    assert report.tokens is not None
    with Processes(tmp_path / "logs") as parts:
        web = ServerProcess(parts, "web", *place, "web")
        web.start()
        live = ServerProcess(parts, "live", *place, "live")
        parts.start("live", live._command)
        # On PostgreSQL several processes answer; each of them must know at once.
        other = web if place[1] is None else ServerProcess(parts, "other", *place, "web")
        if other is not web:
            other.start()
        url = f"ws://127.0.0.1:{live.live}/live"
        boss, channel = Commands(web.url, report.tokens.admin), Commands(other.url, report.tokens.channel)
        hall = Following(url, report.tokens.channel, "hall")
        try:
            hall.until("snapshot")
            assert channel.take_ticket("hall", ["social"]).number == "D001"
            document = boss.settings("centers/hall")["document"]
            rename(document)
            document["services"][0]["prefix"] = "XS"
            assert boss.put_settings("centers/hall", document, 1).in_force
            assert hall.until("settings.changed")["seq"] == 2
            assert channel.center("hall").counters[0].name.en == "Counter 8"
            assert channel.take_ticket("hall", ["social"]).number == "XS001"
            soon = (datetime.now(UTC) + timedelta(seconds=1.5)).isoformat()
            document["rules"]["credit_priority"] = 3
            assert not boss.put_settings("centers/hall", document, 2, effective_at=soon).in_force
            hall.until("settings.changed")
            assert boss.settings("centers/hall")["in_force"] == 3
            boss.put_settings("centers/pier", pier(boss.settings("centers/village")["document"]), 0)
            there = Following(url, report.tokens.channel, "pier")
            assert there.until("snapshot")["seq"] == 1
            assert channel.take_ticket("pier", ["social"]).number == "D001"
            assert there.until("ticket.issued")["seq"] == 2
            there.close()
        finally:
            hall.close()
            boss.close()
            channel.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data") as made:
        yield made


@pytest.mark.browser
def test_open_screens_show_new_names_counters_and_services(hall: Hall, chromium: Chromium) -> None:
    screen = chromium.open(f"{hall.url}/display/?voice=off#{hall.code('display')}", *HALL)
    console = chromium.open(f"{hall.url}/caller/#{hall.code('counter', 'dj-city-03')}", *COUNTER_PC)
    hall.call("dj-city-03", "social")
    screen.wait("document.querySelector('#newest .digits')?.textContent === '3'")
    console.wait("document.querySelector('#place b').textContent === '3 号窗口'")
    for page in (screen, console):
        page.value("window.sameAsBefore = true")

    def edit(scope: str, change: Callable[[dict[str, Any]], None]) -> None:
        found = hall.admin.settings(scope)
        change(found["document"])
        hall.admin.put_settings(scope, found["document"], found["newest"])

    def city(document: dict[str, Any]) -> None:
        pets = {"id": "pets", "name": {"zh": "宠物登记", "en": "Pets"}, "note": {"zh": "", "en": ""}}
        document["services"].insert(0, pets)

    def center(document: dict[str, Any]) -> None:
        document["name"] = {"zh": "东江便民大厅", "en": "Dongjiang Hall"}
        document["services"].insert(0, {"id": "pets", "prefix": "PE"})
        document["counters"][2]["name"] = {"zh": "33 号窗口", "en": "Counter 33"}
        document["counters"].append(
            {"id": "dj-city-77", "name": {"zh": "77 号窗口", "en": "Counter 77"}, "services": ["pets"]}
        )

    edit("city", city)
    edit("centers/dj-city", center)
    screen.wait("document.querySelector('#center .zh').textContent === '东江便民大厅'")
    screen.wait("document.querySelector('#newest .digits').textContent === '33'")
    screen.wait("document.querySelector('#waiting li[data-service=pets]') !== null")
    console.wait("document.querySelector('#place b').textContent === '33 号窗口'")
    console.wait("document.querySelector('#place span').textContent === '东江便民大厅'")
    token = hall.new_counter_token("dj-city-77")
    desk = Commands(hall.url, token)
    hall.take("pets")
    for verb in ("open", "call-next"):
        desk.at_counter("dj-city-77", verb)
    desk.close()
    screen.wait("document.querySelector('#newest').dataset.number === 'PE001'")
    assert screen.text("#newest .digits") == "77"
    for page in (screen, console):
        assert page.value("window.sameAsBefore")
        assert page.errors == []
        page.close()
