"""A hall in its second week: other hours, one more counter, another kiosk, a stolen token, and yesterday restored.

All of it by one administrator in the browser, while a hall screen looks on; only the restore is a command, as the
server must not run meanwhile. `BANSHI_PICTURES=FOLDER` keeps a picture of every step.
"""

import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from commands.demo.browser import Chromium, Page
from commands.demo.processes import Processes, banshi_command
from commands.seeding import write_demo
from server.client.commands import Commands
from server.rules.errors import Refusal
from server.store.opening import open_store
from tests.journeys.administrator import PC, Administrator, the_code_of_the_console
from tests.journeys.hall_server import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("a-week-later")]

CENTER = "dj-hetang"
NAME = "荷塘"
CLICKS_AT_MOST = 14
"""For all five of them together; typing is not counted."""


class Hall:
    """A server process over `data`, and the tokens that its devices have."""

    def __init__(self, data: Path, parts: Processes) -> None:
        store = open_store(data, create=True)
        report = write_demo(store, data)
        store.close()
        assert report.tokens is not None
        self.data, self.parts, self.tokens = data, parts, report.tokens
        self.server = ServerProcess(parts, "server", data)
        self.server.start()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with ExitStack() as stack:
        yield Hall(tmp_path / "hall", stack.enter_context(Processes(tmp_path / "logs")))


@pytest.fixture
def own(hall: Hall, chromium: Chromium) -> Administrator:
    """Return the first administrator, signed in."""
    address = f"{hall.server.url}/admin/first-run"
    own = Administrator(chromium.open(address, *PC), hall.server.url, "a-week-later")
    words = "Tea7-by-the-river"
    own.type(code=the_code_of_the_console(hall.parts), name="王建国", login="wang", password=words, again=words)
    own.press("button.main")
    own.page.wait("document.querySelector('nav') !== null")
    own.clicks = 0
    return own


def taken(hall: Hall, token: str) -> str:
    """Return the number that a kiosk with `token` gives out, or the code that it is refused with."""
    with_it = Commands(hall.server.url, token, timeout=60)
    try:
        return with_it.take_ticket(CENTER, ["social"]).number
    except Refusal as refusal:
        return str(refusal.code)
    finally:
        with_it.close()


def wait_until_unknown(hall: Hall, token: str) -> None:
    """Return when the server knows `token` no more, which takes it a second at most; a test's patience is longer."""
    with closing(Commands(hall.server.url, token, timeout=60)) as with_it:
        for _ in range(200):
            try:
                with_it.access()
            except Refusal as refusal:
                told = str(refusal.code)
                break
            threading.Event().wait(0.05)
    assert told == "token_unknown"


def test_a_week_later(hall: Hall, own: Administrator, chromium: Chromium, tmp_path: Path) -> None:
    screen = chromium.open(f"{hall.server.url}/display/", 1920, 1080)
    pair(own, screen, "大厅左边的屏幕")
    screen.wait("document.querySelector('#center .zh') !== null")
    yesterday = backup(hall, tmp_path / "backups")

    # Other hours: the hall closes for today at once, and the screen says so by itself.
    change_hours(own, "00:00", "00:01")
    screen.wait("document.body.innerText.includes('今天已下班')")
    assert taken(hall, hall.tokens.kiosk[CENTER]) == "center_closed"
    change_hours(own, "00:00", "24:00")
    assert taken(hall, hall.tokens.kiosk[CENTER]) == "D001"

    # One more counter, and the PC that stands at it.
    own.page.page.goto(f"{own.url}/admin/centers/{CENTER}/parts/counters")
    own.press('button[value="more counters"]')
    rows = own.page.page.locator("input[name$='.name.zh']").count()
    own.type(**{f"counters[{rows - 1}].name.zh": "加开窗口", f"counters[{rows - 1}].name.en": "Extra counter"})
    own.press(f'[name="counters[{rows - 1}].services:social"]')
    own.press('button.main[value="save"]')
    own.sees("已保存并生效")
    desk = chromium.open(f"{hall.server.url}/caller/", 1366, 768)
    pair(own, desk, "加开窗口的电脑", "加开窗口")
    desk.wait("document.querySelector('#place')?.innerText.includes('加开窗口')")
    desk.press("#open")
    desk.wait("!document.querySelector('#call-next').disabled")
    desk.press("#call-next")
    screen.wait("document.body.innerText.includes('加开窗口')")

    # A stolen token is of no use a second after somebody sends its device away; the new kiosk is paired.
    old = hall.tokens.kiosk[CENTER]
    send_away(own, "自助机")
    wait_until_unknown(hall, old)
    new = begin_kiosk(hall, own)
    assert taken(hall, new) == "D002"
    assert own.clicks <= CLICKS_AT_MOST

    # Yesterday: what was done since then is gone, what stood before is there, and screens ask anew.
    hall.server.stop(signal.SIGTERM)
    done = subprocess.run(
        banshi_command("restore", str(yesterday), "--data", str(hall.data)), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    hall.server.start()
    assert taken(hall, old) == "D001"
    assert taken(hall, new) == "token_unknown"
    screen.wait("!document.body.innerText.includes('加开窗口')")
    # What was let in since then shows its code again.
    desk.wait("document.querySelector('.pairing-code')?.textContent")
    assert (own.page.errors, screen.errors, desk.errors) == ([], [], [])


def backup(hall: Hall, folder: Path) -> Path:
    words = banshi_command("backup", "--data", str(hall.data), "--to", str(folder))
    subprocess.run(words, check=True, capture_output=True)
    (made,) = folder.glob("banshi-*.tar*")
    return made


def change_hours(own: Administrator, opens: str, closes: str) -> None:
    own.page.page.goto(f"{own.url}/admin/centers/{CENTER}/parts/hours")
    own.type(**{"hours[0].opens": opens, "hours[0].closes": closes})
    own.press('button.main[value="save"]')
    own.sees("已保存并生效")


def pair(own: Administrator, page: Page, name: str, where: str = "") -> None:
    """Let `page` in by the code that it shows."""
    page.wait("document.querySelector('.pairing-code')?.textContent")
    let_in(own, page.text(".pairing-code"), name, where)


def let_in(own: Administrator, code: str, name: str, where: str = "") -> None:
    own.page.page.goto(f"{own.url}/admin/devices/pair")
    own.type(code=code)
    own.press("button.main")
    own.page.wait("document.querySelector('#where') !== null")
    own.page.page.select_option("#where", label=where) if where else own.page.page.select_option("#where", CENTER)
    own.type(name=name)
    own.press("button.main")
    own.sees("设备已配对")


def send_away(own: Administrator, kind: str) -> None:
    """Send the device of that kind at the center away, as if it had been stolen."""
    own.page.page.goto(f"{own.url}/admin/devices")
    row = own.page.page.locator("tr", has_text=kind).filter(has_text=NAME)
    own.clicks += 1
    row.locator("a").click()
    own.sees("一秒内失效")
    own.press("button.danger")
    own.sees("设备已停用")


def begin_kiosk(hall: Hall, own: Administrator) -> str:
    """Let a kiosk in by its code; return its token."""
    kiosk = Commands(hall.server.url, "")
    try:
        begun = kiosk.begin_pairing("kiosk", "kiosk-2")
        let_in(own, begun.code, "新自助机")
        access = kiosk.fetch_pairing(begun.device_code)
    finally:
        kiosk.close()
    assert access is not None
    return access.token
