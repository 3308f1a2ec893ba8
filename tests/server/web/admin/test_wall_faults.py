"""The wall during six faults: each turns it to its colour, with cause and remedy in plain words, and back to green."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from commands.demo.browser import Chromium
from commands.seeding import now
from server.office.access.devices import devices_in
from server.office.access.health import note_health
from server.rules.people.roles import Grant
from server.store.tokens import new_token
from server.store.unit_of_work import CITY
from server.wire.health import HealthReport
from tests.hall_pages import CENTER, accessible, hall_for, keep_picture
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.conftest import Enter
from tests.server.web.admin.test_looks import TOO_WIDE
from tests.server.web.conftest import Web

WALL = "/admin/devices/wall"
MINUTE = 60_000
SILENT: dict[str, Any] = {}
FAULTS: dict[str, tuple[dict[str, Any], str, str, tuple[str, str]]] = {
    "paper low": (
        {"printer": "paper_low"},
        "wait",
        "Its paper is nearly used up. Keep a new roll ready, and change it soon.",
        ("纸快用完了", "更换"),
    ),
    "paper out": ({"printer": "paper_out"}, "stop", "It has no paper. Put a new roll in.", ("缺纸", "纸卷")),
    "cover open": (
        {"printer": "cover_open"},
        "stop",
        "The cover of its printer is open. Close the cover until it clicks.",
        ("打印机盖没有关好", "咔"),
    ),
    "printer off line": (
        {"printer": "offline"},
        "stop",
        "Its printer is off line. Press the feed key of the printer, or switch it off and on.",
        ("离线", "关机再开"),
    ),
    "silent": (
        SILENT,
        "stop",
        "Nothing is heard of it. See whether it is switched on and its network cable is in.",
        ("联系不上", "网线"),
    ),
    "clock": (
        {"clock_off": 7 * MINUTE},
        "wait",
        "Its clock is wrong. Let it set its clock by the network.",
        ("时钟", "网络"),
    ),
}
"""Fault -> what is told of it, the look of its colour, what the wall says, and words that the Chinese has, too."""


def told(web: Web, printer: str = "ready", clock_off: int = 0, **more: Any) -> None:
    body = {"clock": web.moment[0] + clock_off, "version": version("banshi"), "printer": printer, **more}
    assert web.ask("POST", "/api/v1/health", web.kiosk, body).status == 200


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_turns_the_wall_to_its_colour_and_back(web: Web, enter: Enter, fault: str) -> None:
    english, chinese = enter("ann", Grant("center", "hall")), enter("li", Grant("center", "hall"), language="zh")
    wrong, look, says, words = FAULTS[fault]

    def row() -> str:
        english.open(WALL)
        return next(each for each in english.page.split("<li><div>") if f'{WALL[:-5]}/{kiosk}"' in each)

    kiosks = web.store.read(lambda reading: devices_in(reading, {"hall"}, web.moment[0]))
    kiosk = next(each.id for each in kiosks if each.scope == "kiosk")
    told(web)
    web.store.write(CITY, lambda uow: None)
    assert 'class="tag good">in order' in row()
    if wrong is SILENT:
        web.moment[0] += 4 * MINUTE
    else:
        told(web, **wrong)
    assert f'class="tag {look}"' in row()
    assert says in " ".join(english.text().split())
    chinese.open(WALL)
    assert all(each in chinese.text() for each in words), chinese.text()
    assert says not in chinese.text()
    told(web)
    assert 'class="tag good">in order' in row()
    assert says.partition(".")[0] not in english.text()


def test_what_a_device_says_of_its_machine_is_told(web: Web, enter: Enter) -> None:
    browser = enter("ann", Grant("city"))
    told(web, box=["disk wear", "heat", "disk wear"], disk_free=7, printed_ago=120)
    browser.open(WALL)
    for said in ("Its disk wears out.", "It is too hot.", "disk 7 % free", "clock +0 s off", "paper in order"):
        assert said in browser.text()
    assert '<li class="wait">disk 7 %' in browser.page
    assert "last ticket 2025-11-25 09:58" in browser.text()
    # Begun anew it does not know when it printed; the server still does.
    told(web, box=["disk read only"])
    browser.open(WALL)
    assert "Change the disk: it may fail at any moment." in browser.text()
    assert "last ticket 2025-11-25 09:58" in browser.text()
    for wrong in ({"box": ["fire"]}, {"box": ["heat"] * 11}, {"disk_free": 101}, {"printed_ago": -1}):
        assert web.ask("POST", "/api/v1/health", web.kiosk, {"clock": 1, **wrong}).code == "bad_request"


@pytest.mark.browser
@pytest.mark.xdist_group("admin-looks")
def test_the_wall_of_a_hall_in_trouble_is_read_with_ease(tmp_path: Path, chromium: Chromium) -> None:
    """One kiosk in each fault and one that is well; `BANSHI_PICTURES` keeps the picture that docs/pictures has."""
    with hall_for(tmp_path / "data") as hall:
        House(hall.store, now=now()).add("root", Grant("center", CENTER))
        for number, (fault, (wrong, *_)) in enumerate([*FAULTS.items(), ("well", ({}, "", "", ("", "")))], 1):
            moment = now() - 4 * MINUTE if wrong is SILENT and fault != "well" else now()
            told_off = HealthReport(
                moment + wrong.get("clock_off", 0), version("banshi"), wrong.get("printer", "ready"), (), 62, 95
            )
            id_ = f"{number:016x}"
            name = f"自助机 {number}"

            def work(uow: Any, id_: str = id_, name: str = name, at: int = moment, told: Any = told_off) -> None:
                new_token(uow, "kiosk", at, center=CENTER, name=name, id_=id_)
                note_health(uow, id_, told, at)

            hall.store.write(CITY, work)
        for language, size in (("zh-CN", (1366, 1560)), ("en-GB", (390, 844))):
            page = chromium.open(f"{hall.url}/admin/sign-in", *size, language)
            page.page.fill("#login", "root")
            page.page.fill("#password", PASSWORD)
            page.press("button.main")
            page.wait("document.querySelector('nav') !== null")
            page.page.goto(hall.url + WALL)
            assert [*accessible(page), *page.value(TOO_WIDE)] == []
            keep_picture(page, f"wall-{language}")
            page.close()
