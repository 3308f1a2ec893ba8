"""Every page of the house in a real browser: accessible, nothing wider than its window, nothing asked elsewhere.

A room is tried as soon as its pages stand in the table. `BANSHI_PICTURES=FOLDER` keeps a picture of each.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from commands.demo.browser import Chromium, Page
from commands.seeding import now
from server.rules.people.roles import Grant
from server.web.admin.pages import PAGES
from tests.hall_pages import CENTER, Hall, accessible, hall_for, keep_picture
from tests.server.office.people.conftest import PASSWORD, House
from tests.tries import one_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("admin-looks")]

TOO_WIDE = """[...document.querySelectorAll('body *')].filter((each) => each.getClientRects().length > 0)
    .filter((each) => !each.closest('svg, .scroll, nav, .skip') && each.getBoundingClientRect().right > innerWidth + 1)
    .map((each) => `${each.className || each.tagName}: ${each.textContent.slice(0, 80)}`)"""
TIGHT = """[...document.querySelectorAll('main a.button, button, summary, select, nav a, label.check')]
    .filter((each) => each.getClientRects().length > 0)
    .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
    .filter(([_, box]) => box.height < 44).map(([words]) => words)"""
LOOKS: dict[str, tuple[dict[str, Any], str, tuple[int, int]]] = {
    "light-zh": ({"color_scheme": "light"}, "zh-CN", (1366, 900)),
    "dark-en": ({"color_scheme": "dark"}, "en-GB", (390, 844)),
    "contrast-zh": ({"contrast": "more"}, "zh-CN", (390, 844)),
}
READ = [
    page
    for page in PAGES
    # What is taken along as a file is no page.
    if page.method == "GET" and not re.search(r"[{.]", re.sub(r"\{(center|person)\}", "", page.path))
]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_for(tmp_path_factory.mktemp("looks") / "data") as made:
        yield made


@pytest.fixture(scope="module")
def people(hall: Hall) -> dict[str, str]:
    """Return two who see every page between them, and somebody to be looked at."""
    house = House(hall.store, now=now())
    given = {
        "root": (Grant("system"), Grant("city"), Grant("security"), Grant("editor"), Grant("reviewer")),
        "aud": (Grant("auditor"),),
        "li": (Grant("clerk", CENTER),),
    }
    return {login: house.add(login, *grants) for login, grants in given.items()}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_read_and_touched_with_ease(
    hall: Hall, people: dict[str, str], chromium: Chromium, look: str
) -> None:
    looks, language, size = LOOKS[look]
    wrong: list[object] = []
    for login in ("", "root", "aud"):
        page = chromium.open(f"{hall.url}/admin/sign-in", *size, language, **looks)
        if login:
            page.page.fill("#login", login)
            page.page.fill("#password", PASSWORD)
            page.press("button.main")
            page.wait("document.querySelector('nav') !== null")
        # Of the narrow windows, each page is seen in one of the two: what differs is tone, not place.
        for each in READ if look == "light-zh" else one_in(2, READ, look == "dark-en"):
            if (each.permission == "public") == bool(login):
                continue
            page.page.goto(hall.url + each.path.format(center=CENTER, person=people["li"]))
            if login and page.page.locator(".narrow .stop").count():
                continue
            keep_picture(page, f"admin-{look}{each.path.replace('/', '-')}")
            wrong += [
                (each.path, found)
                for found in (
                    *(accessible(page) if look != "contrast-zh" else ()),
                    *page.value(TOO_WIDE),
                    *page.value(TIGHT),
                )
            ]
        _close(page)
    assert wrong == []


def _close(page: Page) -> None:
    assert page.errors == []
    assert {address.split("/")[2].split(":")[0] for address in page.asked} == {"127.0.0.1"}
    page.close()
