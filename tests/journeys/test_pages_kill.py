"""The server is killed while both pages are open: neither needs a reload, no call is lost, none is shown twice."""

import json
import signal
from pathlib import Path

import pytest

from commands.demo.browser import Chromium, Page
from commands.demo.processes import Processes
from server.client.commands import Commands
from tests.journeys.hall_server import ServerProcess, seeded

CENTER = "dj-city"
DESK = "dj-city-03"
PAINTED = "(window.banshiPainted ?? []).map((call) => call.number)"


def opened(chromium: Chromium, server: ServerProcess, path: str, token: str, counter: str | None) -> Page:
    """Open a page that remembers its token, as one does that was let in before."""
    live = f"ws://127.0.0.1:{server.live}/live"
    scope = "counter" if counter else "display"
    access = json.dumps({"token": token, "scope": scope, "center": CENTER, "counter": counter, "live": live})
    page = chromium.new_page(1366, 768)
    page.page.add_init_script(f"sessionStorage['banshi-access'] = localStorage['banshi-access'] = {json.dumps(access)}")
    page.page.clock.install()
    page.page.goto(server.url + path)
    return page


@pytest.mark.browser
def test_a_killed_server_costs_the_pages_nothing(tmp_path: Path, chromium: Chromium) -> None:
    report = seeded(tmp_path / "data", None)
    tokens = {each["id"]: each["token"] for center in report["centers"] for each in center["counters"]}
    with Processes(tmp_path / "logs") as parts:
        server = ServerProcess(parts, "server", tmp_path / "data")
        server.start()
        kiosk = Commands(server.url, report["tokens"]["kiosk"][CENTER])
        display = opened(chromium, server, "/display/?voice=off", report["tokens"]["display"][CENTER], None)
        caller = opened(chromium, server, "/caller/", tokens[DESK], DESK)
        display.wait("window.banshiPainted !== undefined")
        caller.wait("document.querySelector('#open')?.disabled === false")
        caller.press("#open")
        called = kiosk.take_ticket(CENTER, ["social"]).number
        caller.wait("!document.querySelector('#call-next').disabled")
        caller.key("Enter")
        display.wait(f"{PAINTED}.includes('{called}')")
        server.stop(signal.SIGKILL)
        for page in (display, caller):
            page.page.clock.run_for(6000)
        display.wait("document.querySelector('#notice').className === 'late'")
        assert display.value("document.querySelector('#newest').dataset.number") == called
        server.start()
        for page in (display, caller):
            page.page.clock.run_for(16_000)
        for key, verb, state in (("s", "start", "serving"), ("f", "finish", "finished")):
            caller.wait(f"!document.querySelector('#{verb}').disabled")
            caller.key(key)
            caller.wait(f"document.querySelector('#ticket .number').dataset.state === '{state}'")
        display.wait("document.querySelector('#notice').className === ''")
        later = kiosk.take_ticket(CENTER, ["social"]).number
        caller.wait("!document.querySelector('#call-next').disabled")
        caller.key("Enter")
        display.wait(f"{PAINTED}.includes('{later}')")
        assert display.value(PAINTED) == [called, later]
        assert caller.errors == display.errors == []
        kiosk.close()
