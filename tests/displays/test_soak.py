"""A hall screen that is on for months: after 10,000 events its page holds no more than after the first thousands.

`BANSHI_SOAK_EVENTS` says how many (10,000 without it).
"""

import itertools
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from commands.demo.browser import Page, browser
from tests.growing import grown
from tests.hall_pages import DESK, HALL, hall_for

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.xdist_group("soak")]
EVENTS = int(os.environ.get("BANSHI_SOAK_EVENTS", "10000"))
LOOKS = 20
VERBS = ("call-next", "recall", "start", "finish")
"""With the ticket that is taken before, five events."""
MEASURES = {"JSHeapUsedSize": 1 << 20, "Nodes": 1, "JSEventListeners": 1, "Documents": 1}
SPARE = {"JSHeapUsedSize": 0.1, "Nodes": 200, "JSEventListeners": 20, "Documents": 0}
"""What may come and go: MiB, and what a call that is still shown is made of."""
LISTS = ("banshiPainted", "banshiSpoken")


def test_ten_thousand_events_leave_nothing_in_the_page(tmp_path: Path) -> None:
    with hall_for(tmp_path / "data") as hall, browser() as chromium:
        page = chromium.open(f"{hall.url}/display/#{hall.code('display')}", *HALL)
        page.wait("window.banshiPainted !== undefined")
        devtools = page.page.context.new_cdp_session(page.page)
        devtools.send("Performance.enable")
        services = itertools.cycle(("social", "medical", "employment"))
        hall.at(DESK, "open")
        seen: dict[str, list[float]] = {name: [] for name in (*MEASURES, *LISTS)}
        for _ in range(LOOKS):
            for _ in range(EVENTS // LOOKS // (1 + len(VERBS))):
                number = hall.take(next(services)).number
                hall.at(DESK, *VERBS)
            page.wait(f"window.banshiPainted.some((call) => call.number === '{number}')")
            # Whoever was called in the last seconds is shown beside the usual six; now the page is as it always is.
            page.wait("document.querySelectorAll('#calls li').length <= 6")
            # Playwright's own notes are no part of the page.
            page.asked.clear()
            for name, value in _held(page, devtools).items():
                seen[name].append(value)
        assert page.errors == []
    sys.stdout.write(f"{EVENTS} events: {seen}\n")
    assert {name for name in MEASURES if grown(seen[name], SPARE[name])} == set(), seen
    assert max(max(seen[name]) for name in LISTS) <= 200


def _held(page: Page, devtools: Any) -> dict[str, float]:
    """Return what the page holds once its garbage is gone."""
    for _ in range(2):
        devtools.send("HeapProfiler.collectGarbage")
    told = {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
    lists = {name: float(page.value(f"window.{name}?.length ?? 0")) for name in LISTS}
    return {name: told[name] / unit for name, unit in MEASURES.items()} | lists
