"""Two hundred texts that would run as script, in every field that somebody fills in, on every page: none runs.

A page shows them as text: nothing of them becomes a mark, so that no security policy has to stop anything.
The long run goes on until every field has held every text.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest

from commands.demo.browser import Chromium, Page
from server.web.admin.pages import PAGES
from tests.hall_pages import COUNTER_PC, DESK, HALL, Hall
from tests.hostile_hall import ROUNDS, hostile_hall
from tests.hostile_strings import HOSTILE
from tests.server.office.people.conftest import PASSWORD
from tests.server.web.admin.test_pages import filled

pytestmark = pytest.mark.browser

WATCH: Final = """Object.defineProperty(window, 'hurt', {set() { console.error('hurt'); }, get() { return 0; }});
    addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective, event.blockedURI));"""
MARKS: Final = """[...document.querySelectorAll('*')].filter((each) =>
    [...each.attributes].some(
        ({name, value}) => name.startsWith('on') || /^[\\s\\x01]*(java|vb)\\s*script:/i.test(value)
    )
    || ['IFRAME', 'OBJECT', 'EMBED', 'MARQUEE', 'XSS', 'BASE', 'MATH', 'AUDIO', 'VIDEO'].includes(each.tagName)
    || (each.tagName === 'IMG' && each.getAttribute('src') === 'x')
    || (each.tagName === 'SCRIPT' && !each.src && each.type !== 'application/json' && /hurt/.test(each.textContent))
).map((each) => each.outerHTML.slice(0, 200))"""
"""What no page of ours has, and every one of the texts would bring."""
KEYS: Final = ("k", "b", "u")
"""Boxes of the console that open with one key."""


class Watched:
    """A window that remembers everything that ran or that a policy stopped."""

    def __init__(self, chromium: Chromium, size: tuple[int, int], language: str) -> None:
        self.page: Page = chromium.new_page(*size, language)
        self.found: list[str] = []
        self.page.page.add_init_script(WATCH)
        self.page.page.on("console", lambda said: self._say(said.text) if said.type == "error" else None)
        self.page.page.on("dialog", self._dialog)

    def _say(self, words: str) -> None:
        # An address that is not there or not ours is refused with a status, which the browser tells as an error too.
        if "status of" not in words:
            self.found.append(f"{self.page.page.url}: {words}")

    def _dialog(self, opened: Any) -> None:
        self.found.append(f"{self.page.page.url}: dialog {opened.message}")
        opened.dismiss()

    def look(self, path: str = "") -> None:
        """Go to `path` and note what of a text became a mark there."""
        if path:
            self.page.page.goto(path)
        self.found += [f"{self.page.page.url}: {each}" for each in self.page.value(MARKS)]

    def close(self) -> list[str]:
        """Return what was found."""
        self.found += self.page.errors
        self.page.close()
        return self.found


def addresses(hall: Hall, ids: dict[str, str]) -> Iterator[str]:
    for page in PAGES:
        # What is taken along as a file is no page.
        if page.method == "GET" and page.permission == "person" and "." not in page.path:
            path = page.path.replace("{center}", hall.center).replace("{person}", ids["li"])
            yield hall.url + filled(path, ids["li"])


def admin(hall: Hall, ids: dict[str, str], chromium: Chromium) -> list[str]:
    found = []
    for login in ("root", "aud"):
        window = Watched(chromium, COUNTER_PC, "zh-CN")
        window.page.page.goto(f"{hall.url}/admin/sign-in")
        window.page.page.fill("#login", login)
        window.page.page.fill("#password", PASSWORD)
        window.page.press("button.main")
        window.page.wait("document.querySelector('nav') !== null")
        for path in addresses(hall, ids):
            window.look(path)
        found += window.close()
    return found


def screen(hall: Hall, chromium: Chromium) -> list[str]:
    window = Watched(chromium, HALL, "zh-CN")
    window.page.page.goto(f"{hall.url}/display/#{hall.code('display')}")
    window.page.wait("document.querySelector('#center .zh') !== null")
    hall.call(DESK, "social")
    window.page.wait("document.querySelector('#waiting li, #calls *') !== null")
    window.look()
    return window.close()


def console(hall: Hall, chromium: Chromium) -> list[str]:
    window = Watched(chromium, COUNTER_PC, "en-GB")
    hall.take()
    window.page.page.goto(f"{hall.url}/caller/#{hall.code('counter', DESK)}")
    window.page.wait("document.querySelector('#state')?.textContent !== ''")
    for key in KEYS:
        window.page.key(key)
        window.look()
        window.page.key("Escape")
    return window.close()


def phone(hall: Hall, turn: int, chromium: Chromium) -> list[str]:
    window = Watched(chromium, (390, 844), "en-GB")
    ticket = hall.take()
    asked = {"find": "q", "where": "services", "problems/nothing": "x", "b/dj-city/social": "day"}
    for at, (path, name) in enumerate(asked.items()):
        window.look(f"{hall.url}/{path}?{urlencode({name: HOSTILE[(turn + at) % ROUNDS]})}")
    for path in ("/", f"/w/{hall.center}", f"/b/{hall.center}", f"/t/{ticket.id}#{ticket.secret}", "/c"):
        window.look(hall.url + path)
    return window.close()


def walk(turn: int, data: Path, chromium: Chromium) -> list[str]:
    """Return what of the texts ran, or became a mark, on any page of a hall that begins with text `turn`."""
    with hostile_hall(turn, data) as (hall, ids):
        return [
            *admin(hall, ids, chromium),
            *screen(hall, chromium),
            *console(hall, chromium),
            *phone(hall, turn, chromium),
        ]


def test_no_text_runs(tmp_path: Path, chromium: Chromium) -> None:
    assert walk(0, tmp_path / "data", chromium) == []


@pytest.mark.long
@pytest.mark.parametrize("turn", range(1, ROUNDS))
def test_no_text_runs_in_any_field(tmp_path: Path, chromium: Chromium, turn: int) -> None:
    assert walk(turn, tmp_path / "data", chromium) == []


@pytest.mark.parametrize("text", [HOSTILE[0], HOSTILE[10], HOSTILE[24], HOSTILE[50 + 20]])
def test_one_that_runs_is_seen(chromium: Chromium, text: str) -> None:
    window = Watched(chromium, COUNTER_PC, "en-GB")
    window.page.page.set_content(f"<title>x</title><p>{text}</p>")
    window.look()
    assert window.close() != []
