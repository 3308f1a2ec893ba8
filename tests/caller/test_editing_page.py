"""The editors' page in a real browser: let in by a one-time code, tables of counts, empty ones in words, no names."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from commands.demo.browser import Chromium, Page
from commands.seeding import now
from server.office.guidance.line_marks import mark_line
from server.office.guidance.unfound import note_unfound
from server.rules.guidance.judge.verdict import Wish
from server.store.unit_of_work import CITY
from server.wire.editing import MarkLine
from tests.caller.test_console import WORDS
from tests.hall_pages import COUNTER_PC, Hall, accessible, hall_for, keep_picture

pytestmark = pytest.mark.browser
PHONE = (390, 844)
TOO_WIDE = """[...document.querySelectorAll('main *')].filter((each) => each.getClientRects().length > 0)
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.textContent)"""
CENTERS = "[...document.querySelectorAll('#center option')].map((each) => each.value)"
SHOWN = "document.querySelectorAll('#tables section').length === 4"
Opening = Callable[..., Page]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_for(tmp_path_factory.mktemp("editing") / "data") as made:
        yield made


@pytest.fixture
def editing(hall: Hall, chromium: Chromium) -> Iterator[Opening]:
    opened: list[Page] = []

    def opening(size: tuple[int, int] = COUNTER_PC, language: str = "zh-CN", **looks: Any) -> Page:
        opened.append(chromium.open(f"{hall.url}/caller/editing#{hall.code('admin')}", *size, language, **looks))
        opened[-1].wait("document.querySelector('#counted').textContent !== ''")
        return opened[-1]

    yield opening
    for page in opened:
        assert page.errors == []
        page.close()


def busy(hall: Hall) -> None:
    """Let people be unsure, stop, look in vain, and counters mark lines."""
    made = hall.kiosk.start_consultation(("school",), {"grade": "primary"})
    hall.kiosk.start_consultation(("school",), {"grade": "middle"})
    hall.kiosk.wish(made.code, Wish(unsure=(made.questions[0].id,)))
    at = now()
    for line in ("id-card", "id-card", "deed"):
        hall.store.write(CITY, partial(mark_line, mark=MarkLine("paper", line, "not_needed"), now=at))
    for sentence in ("宇宙飞船", "宇宙飞船", "一次"):
        hall.store.write(CITY, partial(note_unfound, sentence=sentence, now=at))


def test_counts_stand_in_tables_and_an_empty_one_says_what_it_means(hall: Hall, editing: Opening) -> None:
    page = editing()
    page.wait("document.querySelector('#trouble').textContent !== ''")
    hall.plan()
    page.press("#again")
    page.wait(SHOWN)
    assert page.text("#trouble") == ""
    assert page.page.locator("#tables .empty").count() == 3, (
        "the consultation that came with the guidance took no number"
    )
    keep_picture(page, "editing-empty")
    busy(hall)
    page.press("#again")
    page.wait("document.querySelectorAll('#tables table').length === 4")
    assert page.page.locator("#marks td.number").all_inner_texts() == ["2", "1"]
    assert page.page.locator("#unfound tbody th").all_inner_texts() == ["宇宙飞船"]
    assert page.page.locator("#unsure tbody tr").count() == 1
    for language, foreign in (("zh", r"[a-z]{3,}"), ("en", r"[\u3400-\u9fff]")):
        page.wait(f"document.documentElement.lang.startsWith({language!r})")
        assert accessible(page) == []
        assert [words for words in page.value(WORDS) if re.search(foreign, words)] in ([], ["宇宙飞船"])
        keep_picture(page, f"editing-{language}")
        page.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        assert page.value(TOO_WIDE) == []
        keep_picture(page, f"editing-phone-{language}")
        page.page.set_viewport_size({"width": COUNTER_PC[0], "height": COUNTER_PC[1]})
        page.press("#language")
    page.press("#period button >> nth=0")
    page.wait("document.querySelector('#counted').textContent.includes(' 7 ')")
    other = next(each for each in page.value(CENTERS) if each not in ("", hall.center))
    hall.store.write(CITY, partial(mark_line, mark=MarkLine("item", "F01", "wrong"), now=now(), center=other))
    page.page.select_option("#center", other)
    page.wait("document.querySelectorAll('#tables .empty').length === 3")
    assert page.page.locator("#marks td.number").all_inner_texts() == ["1"]
    assert accessible(page) == []
    keep_picture(page, "editing-one-center")
    page.page.select_option("#center", "")
    page.wait("document.querySelectorAll('#marks tbody tr').length === 3")


def test_only_an_administrator_is_let_in_and_leaves_nothing_behind(hall: Hall, chromium: Chromium) -> None:
    page = chromium.open(f"{hall.url}/caller/editing#{hall.code('display')}", *COUNTER_PC)
    page.wait("document.querySelector('.sign-in .trouble')?.textContent !== ''")
    page.page.fill("#code", hall.code("admin"))
    page.press(".sign-in .main")
    page.wait("document.querySelector('#counted').textContent !== ''")
    page.press("#leave")
    page.wait("document.querySelector('#sign-in') !== null")
    assert page.value("sessionStorage.length + localStorage.length") == 0
    assert page.errors == []
    page.close()
