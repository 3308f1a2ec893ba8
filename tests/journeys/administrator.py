"""Somebody who keeps a hall from a browser, and what they press and see on the way.

`BANSHI_PICTURES=FOLDER` keeps a picture of every step.
"""

import json
import re
import threading
import time
from pathlib import Path

from commands.demo.browser import Page
from commands.demo.processes import Processes
from tests.hall_pages import PICTURES

PC = (1366, 900)


class Administrator:
    """Somebody with a browser who counts what they press; `walk` names the pictures of what they see."""

    def __init__(self, page: Page, url: str, walk: str) -> None:
        self.page, self.url, self.walk = page, url, walk
        self.clicks, self.steps = 0, 0

    def press(self, selector: str) -> None:
        self.clicks += 1
        self.page.press(selector)

    def type(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.page.fill(f'[name="{name}"]', text)

    def sees(self, text: str) -> None:
        self.page.wait(f"document.body.innerText.includes({json.dumps(text, ensure_ascii=False)})")
        self.steps += 1
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.picture(Path(PICTURES) / f"{self.walk}-{self.steps:02}.png")


def the_code_of_the_console(parts: Processes) -> str:
    """Return what the server has printed for the first administrator, as soon as it stands there."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        told = re.search(r'"code": "([A-Z-]{14})"', parts.log("server"))
        if told is not None:
            return told.group(1)
        threading.Event().wait(0.03)
    raise AssertionError(parts.log("server"))
