"""Letting a page in by a one-time code: once, in time, for this page, and a clear sentence otherwise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.demo.browser import Chromium, Page
from tests.hall_pages import COUNTER_PC, DESK, Hall, accessible, hall_for, keep_picture

pytestmark = pytest.mark.browser

SPENT = {
    "zh-CN": "这个进入码已用过或已过期，请向管理员要新的。",
    "en-GB": "This code was used already or is too old. Ask the administrator for a new one.",
}
ELSEWHERE = {
    "zh-CN": "这个进入码不是本页面的，请向管理员要本页面的进入码。",
    "en-GB": "This code is for another page. Ask the administrator for one for this page.",
}
INSIDE = "(document.querySelector('#place b')?.textContent ?? '') !== '' && document.querySelector('#sign-in') === null"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data") as made:
        yield made


def console(chromium: Chromium, hall: Hall, code: str = "", language: str = "zh-CN") -> Page:
    return chromium.open(f"{hall.url}/caller/{f'#{code}' if code else ''}", *COUNTER_PC, language)


def enter(page: Page, code: str) -> None:
    page.page.fill("#code", code)
    page.key("Enter")


def refused(page: Page) -> str:
    page.wait("document.querySelector('.trouble')?.textContent !== ''")
    return page.text(".trouble")


def test_a_code_in_the_address_opens_once_and_leaves_the_address(hall: Hall, chromium: Chromium) -> None:
    code = hall.code("counter", DESK)
    page = console(chromium, hall, code)
    page.wait(INSIDE)
    assert code not in page.page.url
    page.page.reload()
    page.wait(INSIDE)
    again = console(chromium, hall, code)
    assert refused(again) == SPENT["zh-CN"]


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_what_is_wrong_with_a_code_is_said(hall: Hall, chromium: Chromium, language: str) -> None:
    old = hall.code("counter", DESK)
    hall.offset = 61 * 60 * 1000
    page = console(chromium, hall, old, language)
    assert refused(page) == SPENT[language]
    keep_picture(page, f"sign-in-{language}")
    assert accessible(page) == []
    enter(page, "nothing-like-a-code")
    assert refused(page) == SPENT[language]
    enter(page, hall.code("display"))
    page.wait(f"document.querySelector('.trouble').textContent === '{ELSEWHERE[language]}'")
    hall.stop()
    enter(page, hall.url)
    page.wait(f"document.querySelector('.trouble').textContent !== '{ELSEWHERE[language]}'")
    assert page.text(".trouble") == {"zh-CN": "连不上服务器。", "en-GB": "The server cannot be reached."}[language]
    hall.start()
    # People paste the whole address as often as the code.
    enter(page, f"  {hall.url}/caller/#{hall.code('counter', DESK)} ")
    page.wait(INSIDE)
    assert page.errors == []


def test_a_stale_token_leads_back_to_the_form(hall: Hall, chromium: Chromium) -> None:
    page = console(chromium, hall, hall.code("counter", DESK))
    page.wait(INSIDE)
    page.value("sessionStorage['banshi-access'] = sessionStorage['banshi-access'].replace('\"token\":\"', '$&x')")
    page.page.reload()
    page.wait("document.querySelector('#sign-in') !== null")
    assert page.value("document.activeElement.id") == "code"


def test_the_language_is_chosen_before_anybody_is_let_in(hall: Hall, chromium: Chromium) -> None:
    page = console(chromium, hall)
    page.page.fill("#code", "half a co")
    page.press("#entrance .other")
    assert page.text("#entrance h1") == "Counter console"
    assert page.value("document.documentElement.lang") == "en"
    assert page.page.input_value("#code") == "half a co"
    assert accessible(page) == []
    enter(page, hall.code("counter", DESK))
    page.wait(INSIDE)
    assert page.text("#call-next").startswith("Call next"), "the language chosen outside is kept inside"


def test_everything_at_the_entrance_stands_below_each_other(hall: Hall, chromium: Chromium) -> None:
    page = console(chromium, hall)
    enter(page, "nonsense")
    refused(page)
    wide = page.value(
        "[...document.querySelectorAll('#sign-in > *')].map((each) => Math.round(each.getBoundingClientRect().width))"
    )
    assert len(set(wide)) == 1, "nothing is squeezed beside another"
    keep_picture(page, "console-entrance-refused")
