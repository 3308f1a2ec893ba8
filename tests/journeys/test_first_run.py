"""From an empty folder to the first printed ticket and its call, in the browser, by who has the code of the console.

`BANSHI_PICTURES=FOLDER` keeps a picture of every step; clicks and touches are counted.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from commands.demo.browser import Chromium, Page
from commands.demo.processes import Processes, Xvfb, banshi_command
from commands.demo.touching import Finger
from config.look import KIOSK_CANVAS
from hardware.printer.emulator import EmulatedPrinter
from hardware.printer.slip_reader import read_slip
from tests.journeys.administrator import PC, Administrator, the_code_of_the_console
from tests.journeys.hall_server import ServerProcess

pytestmark = [pytest.mark.screen, pytest.mark.browser, pytest.mark.xdist_group("first-run")]

CLICKS_AT_MOST = 15
"""Buttons pressed and boxes ticked from the address of the log to the first call; typing is not counted."""


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_from_an_empty_folder_to_the_first_printed_ticket(stack: ExitStack, tmp_path: Path, chromium: Chromium) -> None:
    parts = stack.enter_context(Processes(tmp_path / "logs"))
    data = tmp_path / "hall"
    subprocess.run(banshi_command("seed", "--data", str(data)), check=True, capture_output=True)
    server = ServerProcess(parts, "server", data)
    server.start()
    code = the_code_of_the_console(parts)
    own = Administrator(chromium.open(f"{server.url}/admin/first-run", *PC), server.url, "first-run")
    own.sees("设置这个大厅")
    own.type(code=code, name="王建国", login="wang", password="Tea7-by-the-river", again="Tea7-by-the-river")
    own.press("button.main")
    own.sees("还没有服务中心")
    own.press("a.button.main")
    own.sees("城市叫什么？")
    own.type(name_zh="南江市")
    own.press("button.main")
    own.sees("群众到哪里办事？")
    own.type(name_zh="石溪镇综合服务中心", address_zh="石溪镇兴业路 8 号", opens="00:00", pauses="12:00")
    own.type(resumes="12:00", closes="23:59")
    own.page.page.select_option("#level", "town")
    for day in (6, 7):
        own.press(f"[name=day{day}]")
    own.press("button.main")
    own.sees("那里能办什么？")
    own.press("button.main")
    own.sees("有几个窗口？")
    own.type(many="2")
    own.press("button.main")
    own.sees("接入设备")

    display = the_page_that_is_let_in(own, chromium, "display")
    counter = the_page_that_is_let_in(own, chromium, "counter")
    printer = stack.enter_context(EmulatedPrinter())
    finger = the_kiosk_that_is_paired(own, stack, tmp_path, parts, server, printer)
    finger.wait_until("the new center", lambda shown: "石溪镇综合服务中心" in shown["words"])
    finger.touch("direct")
    finger.wait_for("service")
    finger.touch("service:social")
    finger.wait_for("confirm")
    finger.touch("take")
    shown = finger.wait_for("ticket", seconds=30)
    number = shown["ticket"]["number"]
    assert number == "D001"
    assert number in read_slip(printer.wait_for_slip(1)).text

    for verb in ("open", "call-next"):
        counter.wait(f"!document.querySelector('#{verb}').disabled")
        counter.press(f"#{verb}")
    display.wait(f"document.body.innerText.includes({json.dumps(number)})")
    own.page.page.goto(f"{server.url}/admin/set-up/town?step=test")
    own.sees("大厅可以用了")
    assert own.clicks <= CLICKS_AT_MOST
    assert own.page.errors == []


def the_page_that_is_let_in(own: Administrator, chromium: Chromium, what: str) -> Page:
    """Let a screen, or the first counter, in by the address that the page shows; return it as it stands then."""
    own.press(".rows li:nth-child(2) button" if what == "display" else ".rows li:nth-child(3) button")
    own.sees("在设备上打开这个网址")
    page = chromium.open(own.page.text("code"), 1920, 1080)
    page.wait("localStorage.length + sessionStorage.length > 0")
    own.press("a.button.main")
    own.sees("接入设备")
    return page


def the_kiosk_that_is_paired(
    own: Administrator, stack: ExitStack, home: Path, parts: Processes, server: ServerProcess, printer: EmulatedPrinter
) -> Finger:
    """Start a kiosk that knows nothing but its server, and let it in by the code that it shows."""
    display = stack.enter_context(Xvfb(*KIOSK_CANVAS)).display
    trace = home / "trace.jsonl"
    words = ["kiosk", "--server", server.url, "--printer", printer.url, "--home", str(home / "kiosk")]
    words += ["--width", str(KIOSK_CANVAS[0]), "--height", str(KIOSK_CANVAS[1]), "--trace", str(trace)]
    parts.start("kiosk", banshi_command(*words), {"DISPLAY": display, "SDL_AUDIODRIVER": "dummy"})
    finger = Finger(display, trace)
    code = finger.wait_until("a code", lambda shown: bool(shown.get("code")), 60)["code"]
    own.press(".rows li:first-child a.button")
    own.sees("设备上的配对码")
    own.type(code=str(code))
    own.press("button.main")
    own.sees(str(code))
    own.type(name="大门口的自助机")
    own.press("button.main")
    finger.wait_for("attract", seconds=60)
    return finger
