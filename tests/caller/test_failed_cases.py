"""What could not be done, in a real browser: told at the console and on the phone, answered, read by the holder."""

from collections.abc import Iterator

import pytest

from commands.demo.browser import Chromium
from tests.caller.test_console import READY, STATE, TOO_WIDE, WORDS
from tests.caller.test_console import state as stands
from tests.hall_pages import COUNTER_PC, DESK, Hall, accessible, hall_for, keep_picture

pytestmark = pytest.mark.browser
PHONE = (390, 844)
PHONE_TOO_WIDE = """[...document.querySelectorAll('body *')].filter((each) => each.getClientRects().length > 0)
    .filter((each) => !each.closest('svg') && each.getBoundingClientRect().right > innerWidth + 1)
    .map((each) => `${each.className || each.tagName}: ${each.textContent}`)"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_for(tmp_path_factory.mktemp("failed") / "data") as made:
        yield made


def test_what_failed_is_told_at_the_counter_and_on_the_phone_and_answered(hall: Hall, chromium: Chromium) -> None:
    ticket = hall.take("social")
    page = chromium.open(f"{hall.url}/caller/#{hall.code('counter', DESK)}", *COUNTER_PC, "zh-CN")
    page.wait(READY)
    page.key("o")
    page.wait("document.querySelector('#state').textContent === '已开窗'")
    page.wait(f"{STATE} === 'waiting'")
    page.key("Enter")
    stands(page, "called")
    page.key("s")
    stands(page, "serving")
    page.key("d")
    page.wait("document.activeElement.id === 'note'")
    keep_picture(page, "failed-asked")
    page.press("[data-failed=system_down]")
    assert page.value("document.querySelector('#chooser h2') !== null"), "without words nothing is opened"
    page.page.fill("#note", "换社保卡，办不了")
    page.press("[data-failed=system_down]")
    page.wait("!document.querySelector('#cases').hidden")
    page.key("f")
    stands(page, "finished")

    phone = chromium.open(f"{hall.url}/t/{ticket.id}#{ticket.secret}", *PHONE, "zh-CN")
    phone.wait("document.querySelector('#failed summary') !== null")
    assert "换社保卡" in phone.text("#failed")
    phone.press("#failed summary")
    phone.page.fill("#failed-asked", "还要补交两年的费")
    phone.page.select_option("#failed-why", "law_unclear")
    phone.press("#failed-send")
    phone.wait("document.querySelectorAll('#failed .card').length === 2")
    keep_picture(phone, "failed-phone")
    assert accessible(phone) == []
    assert phone.value(PHONE_TOO_WIDE) == []

    page.wait("document.querySelector('#cases').textContent.includes('2')")
    page.key("j")
    page.wait("document.querySelectorAll('#cases-list li').length === 2")
    keep_picture(page, "failed-listed")
    assert accessible(page) == []
    assert page.value(TOO_WIDE) == []
    case = "#cases-list li:has([data-act=take-case]):last-child"
    page.press(f"{case} [data-act=take-case]")
    page.wait("[...document.querySelectorAll('#cases-list .step')].some((each) => each.textContent.includes('接手'))")
    page.press(f"{case} [data-act=solved]")
    assert page.value("document.activeElement.matches('#cases-list input')"), "an answer needs words"
    page.page.keyboard.type("请带户口本来 3 号窗口")
    page.press(f"{case} [data-act=solved]")
    page.wait("document.querySelector('#cases-list .closed') !== null")
    page.press("#language")
    page.wait("document.querySelector('#cases').textContent.includes('Not done')")
    keep_picture(page, "failed-en")
    words = [each for each in page.value(WORDS) if any("\u4e00" <= sign <= "\u9fff" for sign in each)]
    assert all(any(said in each for said in ("换社保卡", "还要补交", "请带户口本")) for each in words), words

    phone.page.reload()
    phone.wait("document.querySelector('#failed [data-case=solved]') !== null")
    assert "请带户口本来 3 号窗口" in phone.text("#failed")
    for each in (page, phone):
        assert each.errors == []
        each.close()
