"""The clerk's console in a real browser: every verb by mouse and by key, every refusal in words, across every cut."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Route

from commands.demo.browser import Chromium, Page
from commands.seeding import now
from config.centers import Counter, Text
from config.city_file import shipped_city
from server.office.alarm_keeper import AlarmKeeper
from server.office.bookings.looking import bookings_of
from server.office.elastic_keeper import ElasticKeeper
from server.office.guidance.consultations import consultation_of
from server.office.guidance.line_marks import marked_lines
from server.office.guidance.unfound import unfound_since
from server.rules.guidance.judge.verdict import Wish
from tests.booked_hall import booked, settle, take_bookings, today
from tests.dongjiang import city
from tests.hall_pages import (
    COUNTER_PC,
    DESK,
    Hall,
    accessible,
    hall_clock,
    hall_for,
    keep_hours,
    keep_picture,
    noon_zone,
    running,
)

pytestmark = pytest.mark.browser

Console = Callable[..., Page]
READY = "document.querySelector('#line li') !== null && document.querySelector('#state').textContent !== ''"
STATE = "document.querySelector('#ticket .number')?.dataset.state"
KEYS = {
    "call-next": "Enter",
    "start": "s",
    "recall": "r",
    "miss": "M",
    "finish": "f",
    "hold": "h",
    "finish-and-call": "n",
    "open": "o",
    "pause": "P",
    "close": "c",
    "undo": "u",
}
DAY = "document.querySelector('#question [name=year]')"
NUMBER = "#question [name=value]"
TOO_WIDE = """[...document.querySelectorAll('body *')]
    .filter((each) => each.getClientRects().length > 0 && !each.closest('svg'))
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 || each.scrollWidth > each.clientWidth + 1
        && each.clientWidth > 0 && getComputedStyle(each).display !== 'inline')
    .map((each) => `${each.id || each.className || each.tagName}: ${each.textContent}`)"""
TOO_HIGH = """[...document.querySelectorAll('#ticket, #ticket > *')]
    .map((each) => [each, each.getBoundingClientRect().bottom])
    .filter(([_, bottom]) => bottom > document.querySelector('#verbs').getBoundingClientRect().top)
    .map(([each]) => each.textContent)"""
WORDS = """[...document.body.querySelectorAll('*')].filter((each) => each.getClientRects().length > 0)
    .filter((each) => !each.matches('script, kbd, cite, #language, .of'))
    .flatMap((each) => [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.data))"""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data", miss_after_calls=2, miss_after_seconds=0) as made:
        yield made


@pytest.fixture
def console(hall: Hall, chromium: Chromium) -> Iterator[Console]:
    """Return how to open the console of a counter; scripts of none may fail."""
    opened: list[Page] = []

    def opening(desk: str = DESK, size: tuple[int, int] = COUNTER_PC, language: str = "zh-CN", **looks: Any) -> Page:
        page = chromium.open(f"{hall.url}/caller/#{hall.code('counter', desk)}", *size, language, **looks)
        opened.append(page)
        page.wait(READY)
        return page

    yield opening
    for page in opened:
        assert page.errors == []
        page.close()


def state(page: Page, expected: str) -> None:
    page.wait(f"{STATE} === '{expected}'")


def trouble(page: Page) -> str:
    page.wait("document.querySelector('#trouble').textContent !== ''")
    return page.text("#trouble")


@pytest.mark.parametrize("by", ["mouse", "key"])
def test_every_verb(hall: Hall, console: Console, by: str) -> None:
    page = console()

    def do(verb: str) -> None:
        page.wait(f"!document.querySelector('#{verb}').disabled")
        if by == "mouse":
            page.press(f"#{verb}")
        else:
            page.key(KEYS[verb])

    keep_picture(page, "console-closed")
    do("open")
    page.wait("document.querySelector('#state').textContent === '已开窗'")
    keep_picture(page, "console-nobody")
    for _ in range(3):
        hall.take("social")
    state(page, "waiting")
    keep_picture(page, "console-next")
    do("call-next")
    state(page, "called")
    keep_picture(page, "console-called")
    do("recall")
    page.wait("document.querySelector('#ticket .chip').textContent.includes('已叫 2 遍')")
    do("start")
    state(page, "serving")
    keep_picture(page, "console-serving")
    do("finish")
    state(page, "finished")
    keep_picture(page, "console-finished")
    do("call-next")
    state(page, "called")
    assert page.text("#ticket .number") == "D002"
    do("recall")
    page.wait("document.querySelector('#ticket .chip').textContent.includes('已叫 2 遍')")
    do("miss")
    state(page, "missed")
    keep_picture(page, "console-missed")
    do("call-next")
    do("start")
    state(page, "serving")
    do("hold")
    state(page, "held")
    keep_picture(page, "console-held")
    hall.take("social")
    hall.take("social")
    do("call-next")
    do("start")
    state(page, "serving")
    keep_picture(page, "console-serving-others-wait")
    do("finish-and-call")
    page.wait("document.querySelector('#ticket .number').textContent === 'D005'")
    state(page, "called")
    do("start")
    do("finish")
    state(page, "finished")
    do("pause")
    page.wait("document.querySelector('[data-break=lunch]') !== null")
    keep_picture(page, "console-why-pause")
    page.key("1")
    page.wait("document.querySelector('#state').textContent === '已暂停'")
    assert "午餐" in page.text("#ticket")
    keep_picture(page, "console-paused")
    do("open")
    page.wait("document.querySelector('#state').textContent === '已开窗'")
    do("close")
    page.wait("document.querySelector('#state').textContent === '已关窗'")
    verbs = [event.type for event in hall.kiosk.journal(hall.center, 0) if event.counter and event.counter.id == DESK]
    assert verbs == [
        "counter.opened",
        *("ticket.called", "ticket.recalled", "ticket.started", "ticket.finished"),
        *("ticket.called", "ticket.recalled", "ticket.missed"),
        *("ticket.called", "ticket.started", "ticket.held"),
        *("ticket.called", "ticket.started", "ticket.finished", "ticket.called", "ticket.started", "ticket.finished"),
        *("counter.paused", "counter.opened", "counter.closed"),
    ], "each press did one thing once"


UNDO = "document.querySelector('#undo').textContent"


def test_who_speaks_another_language_is_said_before_and_after_the_call(hall: Hall, console: Console) -> None:
    hall.kiosk.take_ticket(hall.center, ["social"], language="en")
    hall.at(DESK, "open")
    page = console()
    state(page, "waiting")
    assert page.text("#ticket .class") == "讲英语"
    page.key("Enter")
    state(page, "called")
    assert page.text("#ticket .class") == "讲英语"
    keep_picture(page, "console-speaks")
    assert page.value(TOO_WIDE) == page.value(TOO_HIGH) == []


@pytest.mark.parametrize(("language", "by"), [("zh-CN", "mouse"), ("en-GB", "key")])
def test_the_last_press_is_taken_back(hall: Hall, console: Console, language: str, by: str) -> None:
    page = console(language=language)
    said = {
        "zh-CN": (r"撤销呼叫 D001（\\d+ 秒）U", r"撤销办结 D001、呼叫 D002（\\d+ 秒）U", "撤销上一步U"),
        "en-GB": (
            r"Undo calling D001 \\(\\d+ s\\)U",
            r"Undo finishing D001, calling D002 \\(\\d+ s\\)U",
            "Undo the last stepU",
        ),
    }[language]

    def undo() -> None:
        page.wait("!document.querySelector('#undo').disabled")
        if by == "mouse":
            page.press("#undo")
        else:
            page.key(KEYS["undo"])

    page.press("#open")
    hall.take("social")
    hall.take("social")
    page.wait("document.querySelector('#line h2 .count').textContent === '2'")
    assert page.page.is_disabled("#undo")
    page.press("#call-next")
    state(page, "called")
    page.wait(f"new RegExp('^{said[0]}$').test({UNDO})")
    keep_picture(page, f"console-undo-{language}")
    assert accessible(page) == []
    undo()
    state(page, "waiting")
    page.wait("document.querySelector('#line h2 .count').textContent === '2'")
    assert (page.text("#ticket .number"), page.page.is_disabled("#undo")) == ("D001", True)
    page.wait(f"{UNDO} === '{said[2]}'")
    page.press("#call-next")
    page.press("#start")
    page.press("#finish-and-call")
    page.wait("document.querySelector('#ticket .number').textContent === 'D002'")
    page.wait(f"new RegExp('^{said[1]}$').test({UNDO})")
    keep_picture(page, f"console-undo-two-{language}")
    undo()
    page.wait("document.querySelector('#ticket .number').textContent === 'D001'")
    state(page, "serving")
    page.wait("document.querySelector('#line h2 .count').textContent === '1'")
    page.key(KEYS["undo"])
    assert (
        trouble(page)
        == {"zh-CN": "3 号窗口没有可以撤销的操作。", "en-GB": "Counter 3 has nothing to take back."}[language]
    )
    told = [(event.type, event.undone) for event in hall.kiosk.journal(hall.center, 0) if event.undone]
    assert told == [("ticket.undone", kind) for kind in ("ticket.called", "ticket.called", "ticket.finished")]


def test_what_another_device_took_back_is_seen_at_once(hall: Hall, console: Console) -> None:
    page = console()
    page.press("#open")
    hall.take("social")
    state(page, "waiting")
    page.press("#call-next")
    state(page, "called")
    hall.at(DESK, "undo")
    state(page, "waiting")
    page.wait("document.querySelector('#undo').disabled")
    hall.at(DESK, "call-next", "start")
    state(page, "serving")
    hall.at(DESK, "finish")
    state(page, "finished")
    hall.at(DESK, "undo")
    state(page, "serving")


def listed(page: Page, number: str) -> str:
    """Return the css path of the row of `number` in the lists."""
    page.wait(f"[...document.querySelectorAll('#lists li b')].some((each) => each.textContent === '{number}')")
    return f"#lists li:has(b:text-is('{number}'))"


def gone(page: Page, number: str) -> None:
    page.wait(f"![...document.querySelectorAll('#lists li b')].some((each) => each.textContent === '{number}')")


def test_who_stands_aside_is_listed_and_brought_back(hall: Hall, console: Console) -> None:
    page = console()
    page.press("#open")
    for _ in range(4):
        hall.take("social")
    state(page, "waiting")
    page.press("#call-next")
    page.press("#start")
    page.press("#hold")
    row = listed(page, "D001")
    page.press("#call-next")
    state(page, "called")
    assert page.page.is_disabled(f"{row} button[data-verb=resume]"), "the counter is not free"
    page.press("#recall")
    page.wait("document.querySelector('#ticket .chip').textContent.includes('已叫 2 遍')")
    page.press("#miss")
    state(page, "missed")
    missed = listed(page, "D002")
    page.press("#call-next")
    page.press("#start")
    page.press("#finish")
    page.wait("document.querySelector('#done') !== null")
    page.press("#done summary")
    finished = listed(page, "D003")
    keep_picture(page, "console-aside")
    assert accessible(page) == []
    page.press(f"{row} button[data-verb=resume]")
    state(page, "serving")
    assert page.text("#ticket .number") == "D001"
    gone(page, "D001")
    page.press("#finish")
    # The lists are drawn anew for it: nobody presses a row that is just being replaced.
    listed(page, "D001")
    page.press(f"{missed} button[data-verb=back-in-line]")
    gone(page, "D002")
    page.press(f"{finished} button[data-verb=back-in-line]")
    gone(page, "D003")
    page.wait("document.querySelector('#line h2 .count').textContent === '3'")
    told = [event.type for event in hall.kiosk.journal(hall.center, 0) if event.type.startswith("ticket.re")]
    assert told == ["ticket.recalled", "ticket.resumed", "ticket.rejoined", "ticket.rejoined"]


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_who_asked_for_time_is_listed_until_when_and_brought_back(hall: Hall, console: Console, language: str) -> None:
    page = console(language=language)
    page.press("#open")
    ticket, other = hall.take("social"), hall.take("social")
    hall.kiosk.move(ticket.id, "postpone")
    row = listed(page, ticket.number)
    page.wait("document.querySelector('#line h2 .count').textContent === '1'")
    until = hall.kiosk.ticket(ticket.id).back_at or ""
    assert until[14:16] in page.text(f"{row} small")
    keep_picture(page, f"console-postponed-{language}")
    assert accessible(page) == []
    page.press("#call-next")
    state(page, "called")
    assert page.text("#ticket .number") == other.number
    page.press(f"{row} button[data-verb=back-in-line]")
    gone(page, ticket.number)
    page.wait("document.querySelector('#line h2 .count').textContent === '1'")


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_help_is_called_by_one_key_and_seen_by_the_other_consoles_alone(
    hall: Hall, console: Console, chromium: Chromium, language: str
) -> None:
    others = [each for each in hall.counter_tokens if each != DESK]
    page, other = console(language=language), console(others[0], language=language)
    screen = chromium.open(f"{hall.url}/display/?voice=off&code=off#{hall.code('display')}", 1920, 1080, "zh-CN")
    shown = "['newest', 'calls', 'waiting', 'notice'].map((id) => document.getElementById(id)?.innerText ?? '')"
    screen.wait(f"document.querySelector('#waiting li') !== null && {shown}.every((each) => each !== '')")
    before = screen.value(shown)
    page.key("x")
    page.wait("document.querySelector('#help-asked .own') !== null")
    other.wait("document.querySelector('#help-asked .other') !== null")
    assert ("请求协助" if language == "zh-CN" else "asks for help") in other.text("#help-asked .other")
    for name, each in (("own", page), ("other", other)):
        keep_picture(each, f"console-help-{name}-{language}")
        assert each.value(TOO_WIDE) == []
        assert accessible(each) == []
    told = hall.kiosk.journal(hall.center, 0)[-1]
    assert (told.type, told.counter, told.ticket) == ("staff.told", None, None)
    assert screen.value(shown) == before
    screen.close()
    other.press("#help-asked button")
    page.wait("document.querySelector('#help-asked p') === null")
    other.wait("document.querySelector('#help-asked p') === null")


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_a_long_line_is_helped_and_whoever_is_asked_to_open_a_counter_answers(
    hall: Hall, console: Console, language: str
) -> None:
    found = hall.admin.settings(f"centers/{hall.center}")
    document = found["document"]
    helper = next(each["id"] for each in document["counters"] if "social" not in each["services"])
    rule = {"service": "social", "waiting": 2, "until": 1}
    document["elastic"] = [{**rule, "id": "busy", "counters": [helper]}]
    document["alarms"] = [rule]
    hall.admin.put_settings(f"centers/{hall.center}", document, found["newest"])
    hall.at(helper, "open")
    page = console(helper, language=language)
    for _ in range(3):
        hall.take("social")
    ElasticKeeper(hall.store, lambda: now() + hall.offset).look()
    page.wait("document.querySelector('#line li small') !== null")
    assert ("请您支援" if language == "zh-CN" else "You help here") in page.text("#line li small")
    AlarmKeeper(hall.store, lambda: now() + hall.offset).look()
    page.wait("document.querySelector('#alarms p') !== null")
    assert ("3 人在等" if language == "zh-CN" else "3 wait") in page.text("#alarms p")
    for name in ("asked", "why"):
        keep_picture(page, f"console-alarm-{name}-{language}")
        assert page.value(TOO_WIDE) == []
        assert page.value(TOO_HIGH) == []
        assert accessible(page) == []
        page.press("#alarms button[data-answer=explain]") if name == "asked" else page.key("Escape")
    page.key("a")
    assert page.value("document.activeElement.dataset.answer") == "opened"
    page.press("#alarms button[data-answer=explain]")
    page.press("#alarms button[data-why=nobody_free]")
    page.wait("document.querySelector('#alarms p') === null")
    assert hall.kiosk.journal(hall.center, 0)[-1].type == "staff.told"


def test_anybody_is_found_by_their_number(hall: Hall, console: Console) -> None:
    page = console()
    hall.take("social")
    page.wait("document.querySelector('#line h2 .count').textContent === '1'")
    page.page.fill("#number", "d001")
    page.key("Enter")
    listed(page, "D001")
    assert "等候" in page.text("#lists small")
    page.page.fill("#number", "D777")
    page.key("Enter")
    page.wait("document.querySelector('#lists').textContent.includes('D777')")
    assert page.text("#lists") == "今天没有 D777 号。"
    assert hall.at(DESK, "open").ticket is None, "letters in the box are no verbs"
    page.key("Escape")
    page.wait("document.querySelector('#lists').textContent === ''")


@pytest.mark.parametrize("back", [False, True], ids=["away", "and back"])
def test_somebody_is_sent_on_to_another_service(hall: Hall, console: Console, back: bool) -> None:
    page = console()
    page.key("o")
    mine = hall.take("social")
    state(page, "waiting")
    page.key("Enter")
    state(page, "called")
    page.key("t")
    page.wait("document.querySelector('#chooser h2') !== null")
    keep_picture(page, "console-send-on")
    assert accessible(page) == []
    page.key("Escape")
    page.wait("document.querySelector('#chooser h2') === null")
    page.key("t")
    page.wait("document.querySelector('#chooser h2') !== null")
    if back:
        page.press("#back")
    page.press("#chooser button[data-service=hukou]")
    state(page, "waiting")
    assert page.value("document.querySelector('#chooser h2')") is None
    moved = hall.kiosk.ticket(mine.id)
    assert (moved.number, moved.service, moved.services) == (
        mine.number,
        "hukou",
        ("hukou", "social") if back else ("hukou",),
    )


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_the_steps_of_a_number_are_changed_by_keys_and_taken_back(hall: Hall, console: Console, language: str) -> None:
    mine = hall.kiosk.take_ticket(hall.center, ["social", "hukou", "housing"])
    page = console(language=language)
    page.key("o")
    state(page, "waiting")
    page.key("Enter")
    state(page, "called")
    assert ("第 1 步 / 共 3 步" if language == "zh-CN" else "Step 1 of 3") in page.text("#ticket")
    page.key("e")
    page.wait("document.querySelectorAll('#chooser .steps li').length === 2")
    keep_picture(page, f"console-steps-{language}")
    assert accessible(page) == []
    # The second row: do it next, then leave it out; the box stays for one change after the other.
    page.press("#chooser .steps li:nth-child(2) button")
    page.wait("document.querySelector('#chooser .steps li b').textContent.includes('" + housing(language) + "')")
    assert hall.kiosk.ticket(mine.id).services == ("social", "housing", "hukou")
    page.key("1")
    page.wait("document.querySelectorAll('#chooser .steps li').length === 1")
    assert hall.kiosk.ticket(mine.id).services == ("social", "hukou")
    page.key("e")
    page.wait("document.querySelector('#chooser h2') === null")
    page.key("u")
    page.wait("document.querySelector('#ticket').textContent.includes('" + housing(language) + "')")
    assert hall.kiosk.ticket(mine.id).services == ("social", "housing", "hukou")
    state(page, "called")


def housing(language: str) -> str:
    return "不动产与公积金" if language == "zh-CN" else "Property and housing fund"


OTHER = "dj-city-04"
"""Counter 4 serves social insurance, too."""
MAY_CHOOSE = "dj-city-05"


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_somebody_is_sent_to_another_counter_with_a_note_and_comes_back(
    hall: Hall, console: Console, language: str
) -> None:
    chinese = language == "zh-CN"
    note = "照片已收，请核对户口本" if chinese else "Photos are here; check the household register."
    hall.at(OTHER, "open")
    hall.at("dj-city-01", "open")
    page, there = console(language=language), console(OTHER, language=language)
    mine = hall.take("social")
    page.key("o")
    state(page, "waiting")
    page.key("Enter")
    state(page, "called")
    page.key("t")
    page.wait(f"document.querySelector('#chooser button[data-counter={OTHER}]') !== null")
    assert page.page.locator("#chooser button[data-counter]").count() == 2, "only those that are open"
    page.page.fill("#note", note)
    page.press("#back")
    keep_picture(page, f"console-send-to-counter-{language}")
    assert accessible(page) == []
    hall.take("social")
    page.wait("document.querySelector('#line h2 .count').textContent === '1'")
    assert page.value("document.querySelector('#note').value") == note, "what is written stays while others come"
    page.press(f"#chooser button[data-counter={OTHER}]")
    state(page, "waiting")
    there.wait("document.querySelector('#line .bound .count')?.textContent === '1'")
    there.wait("document.querySelector('#ticket .number')?.textContent === 'D001'")
    keep_picture(there, f"console-bound-{language}")
    assert accessible(there) == []
    assert note not in there.text("body"), "before the call nobody sees the note"
    there.key("Enter")
    state(there, "called")
    assert note in there.text("#ticket .note")
    keep_picture(there, f"console-note-{language}")
    assert accessible(there) == []
    assert there.value(TOO_WIDE) == []
    there.key("s")
    state(there, "serving")
    there.key("f")
    state(there, "waiting")
    page.wait("document.querySelector('#ticket .number')?.textContent === 'D001'")
    page.wait("document.querySelector('#line .bound .count')?.textContent === '1'")
    page.key("Enter")
    state(page, "called")
    assert page.text("#ticket .number") == mine.number


def test_come_straight_back_to_me(hall: Hall, console: Console) -> None:
    page = console()
    page.key("o")
    hall.take("social")
    state(page, "waiting")
    for verb, shown in (("Enter", "called"), ("s", "serving"), ("h", "held")):
        page.key(verb)
        state(page, shown)
    hall.take("social")
    row = listed(page, "D001")
    page.page.wait_for_selector(f"{row} button[data-verb=here]")
    keep_picture(page, "console-held-here")
    page.press(f"{row} button[data-verb=here]")
    gone(page, "D001")
    page.wait("document.querySelector('#line .bound .count')?.textContent === '1'")
    page.key("Enter")
    state(page, "called")
    assert page.text("#ticket .number") == "D001"


def test_a_counter_that_may_calls_a_chosen_number_with_a_reason(tmp_path: Path, chromium: Chromium) -> None:
    city = shipped_city("dongjiang")
    counters = tuple(msgspec.structs.replace(each, chooses=each.id == MAY_CHOOSE) for each in city.centers[0].counters)
    first = msgspec.structs.replace(city.centers[0], counters=counters, timezone=noon_zone())
    with running(msgspec.structs.replace(city, centers=(first, *city.centers[1:])), tmp_path / "data") as hall:
        hall.at(DESK, "open")
        hall.at(MAY_CHOOSE, "open")
        hall.take("school")
        chosen = hall.take("social")
        pages = {}
        for desk in (DESK, MAY_CHOOSE):
            page = chromium.open(f"{hall.url}/caller/#{hall.code('counter', desk)}", *COUNTER_PC, "zh-CN")
            page.wait(READY)
            page.page.fill("#number", chosen.number)
            page.press("#find")
            listed(page, chosen.number)
            pages[desk] = page
        assert pages[DESK].page.locator("button[data-verb=why]").count() == 0
        page = pages[MAY_CHOOSE]
        page.wait("document.querySelector('button[data-verb=why]') !== null")
        page.press("button[data-verb=why]")
        page.wait("document.querySelector('#chooser button[data-reason]') !== null")
        keep_picture(page, "console-chosen")
        assert accessible(page) == []
        page.press("#chooser button[data-reason=paper_brought]")
        state(page, "called")
        assert page.text("#ticket .number") == chosen.number
        assert page.value("document.querySelector('#chooser h2')") is None
        told = hall.kiosk.journal(hall.center, 0)[-1]
        assert (told.type, told.reason) == ("ticket.called", "paper_brought")
        for page in pages.values():
            assert page.errors == []
            page.close()


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_somebody_without_a_number_is_served_at_once(hall: Hall, console: Console, language: str) -> None:
    page = console(language=language)
    page.key("o")
    page.wait("document.querySelector('#state').className === 'open'")
    page.key("w")
    page.wait("document.querySelector('#chooser h2') !== null")
    assert page.page.locator("#chooser button[data-at-once]").count() == 3
    keep_picture(page, f"console-no-number-{language}")
    assert accessible(page) == []
    page.press("#chooser button[data-at-once=social]")
    state(page, "serving")
    assert page.text("#ticket .number") == "D001"
    page.key("w")
    page.wait("document.querySelector('#chooser h2') === null")
    page.key("f")
    state(page, "finished")
    told = [event.type for event in hall.kiosk.journal(hall.center, 0) if event.ticket]
    assert told == ["ticket.issued", "ticket.called", "ticket.started", "ticket.finished"]


def test_enter_calls_after_any_click(hall: Hall, console: Console) -> None:
    for _ in range(2):
        hall.take("social")
    page = console()
    page.press("#open")
    state(page, "waiting")
    page.press("#language")
    page.press("#language")
    page.key("Enter")
    state(page, "called")
    page.press("#start")
    state(page, "serving")
    page.press("#finish")
    state(page, "finished")
    page.key("Enter")
    state(page, "called")
    assert page.text("#ticket .number") == "D002"


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_what_is_refused_is_said_and_changes_nothing(hall: Hall, console: Console, language: str) -> None:
    page = console(language=language)
    zh = language == "zh-CN"
    page.key("Enter")
    assert trouble(page) == ("3 号窗口已关窗，请先开窗。" if zh else "Counter 3 is closed. Open it first.")
    page.key("o")
    page.wait(
        "document.querySelector('#trouble').textContent === '' && document.querySelector('#state').className === 'open'"
    )
    page.key("Enter")
    assert trouble(page) == ("3 号窗口现在没有人等候。" if zh else "Nobody is waiting for Counter 3 now.")
    keep_picture(page, f"console-refused-{language}")
    page.key("f")
    idle = "3 号窗口现在没有号，请先叫号。" if zh else "Counter 3 has no ticket now. Call the next one first."
    page.wait(f"document.querySelector('#trouble').textContent === '{idle}'")
    hall.take("social")
    state(page, "waiting")
    page.key("Enter")
    state(page, "called")
    for key, words in (
        ("m", "请再呼叫一次，再把 D001 号标记过号。" if zh else "Call D001 once more before marking it missed."),
        ("f", "D001 号现在是“已叫号”，不能这样操作。" if zh else "Ticket D001 is called now, so this is not possible."),
        ("Enter", "3 号窗口还有 D001 号（已叫号），请先办结" if zh else "Counter 3 still has ticket D001 (called)."),
    ):
        page.key(key)
        page.wait(f"document.querySelector('#trouble').textContent.startsWith('{words}')")
    state(page, "called")


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_staff_see_the_hours_and_that_the_holidays_of_next_year_are_missing(
    hall: Hall, console: Console, language: str
) -> None:
    chinese = language == "zh-CN"

    def lacking(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "calendar_missing": 2027})

    keep_hours(hall, ("00:00", hall_clock(-30)), (hall_clock(40), hall_clock(160)))
    page = console(language=language)
    page.wait("document.querySelector('#hours').className === 'pause'")
    assert ("午休" if chinese else "Lunch break until") in page.text("#hours")
    assert page.value("document.querySelector('#calendar').textContent") == ""
    page.page.route(f"**/api/v1/centers/{hall.center}", lacking)
    keep_hours(hall, ("00:00", hall_clock(10)))
    page.wait("document.querySelector('#hours').className === 'closing'")
    page.wait("document.querySelector('#calendar b') !== null")
    assert ("2027 年的节假日还没有写入" if chinese else "The holidays of 2027") in page.text("#calendar")
    assert "banshi calendar import --year 2027" in page.text("#calendar")
    assert page.value(TOO_WIDE) == []
    assert accessible(page) == []
    keep_picture(page, f"console-calendar-{language[:2]}")
    page.press("#calendar button")
    page.wait("document.querySelector('#calendar').textContent === ''")
    page.page.reload()
    page.wait(READY)
    assert page.value("document.querySelector('#calendar').textContent") == "", "once a day is enough"


def test_who_is_next_and_how_long_the_longest_waits(hall: Hall, console: Console) -> None:
    hall.offset = -14 * 60_000
    hall.take("social")
    hall.offset = -3 * 60_000
    hall.take("medical")
    hall.offset = 0
    hall.take("school")
    page = console()
    page.press("#open")
    page.wait("document.querySelector('#line h2 .count').textContent === '2'")
    state(page, "waiting")
    assert (page.text("#ticket .number"), page.text("#ticket .service")) == ("D001", "社会保险")
    assert page.text("#ticket .since") == "已等 14 分钟"
    assert page.text("#longest") == "14 分钟"
    page.press("#call-next")
    page.wait("document.querySelector('#up-next b')?.textContent === 'E001'")
    assert page.text("#longest") == "3 分钟"


def test_what_a_keypad_does_is_seen(hall: Hall, console: Console) -> None:
    page = console()
    hall.call(DESK, "social")
    state(page, "called")
    hall.at(DESK, "recall", "miss")
    state(page, "missed")
    hall.call(DESK, "social")
    state(page, "called")
    hall.at(DESK, "start", "finish")
    state(page, "finished")


def test_the_plan_comes_with_the_ticket(hall: Hall, console: Console) -> None:
    hall.take("hukou", plan=hall.plan())
    page = console("dj-city-01")
    page.key("o")
    state(page, "waiting")
    page.key("Enter")
    page.wait("document.querySelector('#plan .stops li') !== null")
    assert page.value("document.querySelectorAll('#plan .papers li').length") > 3
    assert "本窗口要收的材料" not in page.text("#plan-body"), "this line's trip is of another day"
    words = page.value("[...document.querySelectorAll('#plan .word')].map((each) => each.textContent)")
    assert set(words) == {"可以办"}


def test_a_wrong_paper_is_marked_with_its_reason_and_what_is_open_is_told(hall: Hall, console: Console) -> None:
    hall.plan()
    case = max(city().cases, key=lambda each: len(each.checklists))
    answers = {name: value for name, value in case.answers.items() if name != "chronic"}
    begun_with = hall.kiosk.start_consultation(case.checklists, answers)
    code = begun_with.code
    while left := [each.id for each in begun_with.questions if each.id not in begun_with.wish.unsure]:
        begun_with = hall.kiosk.wish(code, Wish(unsure=(*begun_with.wish.unsure, *left)))
    page = console()
    enter_code(page, code)
    page.wait("document.querySelector('#plan .papers .mark') !== null")
    assert "怎么查" in page.text("#plan .mind")
    assert page.text("#plan .counts")
    assert hall.store.read(marked_lines) == ()
    page.press("#plan .papers .mark > summary")
    keep_picture(page, "console-open")
    page.press("#plan .papers .mark button:nth-of-type(2)")
    page.wait("document.querySelector('#plan .mark [role=status]') !== null")
    (marked,) = hall.store.read(marked_lines)
    assert (marked.about, marked.why, marked.count) == ("paper", "missing", 1)
    assert accessible(page) == []


def begun(hall: Hall, answers: dict[str, Any] | None = None, checklist: str = "school") -> str:
    """Begin a consultation about `checklist`, beside the one that `Hall.plan` publishes guidance for."""
    hall.plan()
    return hall.kiosk.start_consultation((checklist,), answers or {}).code


def kept(hall: Hall, code: str) -> dict[str, Any]:
    return dict(hall.store.read(lambda reading: consultation_of(reading, code)).answers)


def give_any(page: Page) -> None:
    """Answer the question that is asked, whatever its kind."""
    if page.value("document.querySelector('#question .choices') !== null"):
        page.press("#question .choices button:first-child")
        return
    if page.value("document.querySelector('#question .ticked') !== null"):
        page.press("#question .ticked input >> nth=0")
    elif page.value(f"{DAY} !== null"):
        type_day(page, "2020-03-15")
    else:
        page.page.fill(NUMBER, "1")
    page.press("#question [type=submit]")


def type_day(page: Page, day: str) -> None:
    for name, part in zip(("year", "month", "day"), day.split("-"), strict=True):
        page.page.fill(f"#question [name={name}]", part)


def enter_code(page: Page, code: str) -> None:
    page.key("k")
    page.wait("document.activeElement.id === 'code'")
    page.page.keyboard.type(code)
    page.key("Enter")


def test_for_whom_it_is_is_said_at_the_counter_and_what_contradicts_is_shown(hall: Hall, console: Console) -> None:
    said = {"insured_who": "me", "pension_drawn": True, "spouse_age": 36}
    code = begun(hall, said, "insurance-flexible")
    page = console()
    enter_code(page, code)
    page.wait("document.querySelector('#plan .differ button') !== null")
    assert page.page.locator("#plan .differ button").count() == 2
    page.press("#whom")
    page.wait("document.querySelector('#plan .whom input') !== null")
    keep_picture(page, "console-whom")
    assert accessible(page) == []
    page.press("#plan .whom label:has(input[value='me:'])")
    page.press("#plan .whom label:has(input[value='spouse:'])")
    page.press("#plan .whom button[type=submit]")
    page.wait("document.querySelector('#plan .whom') === null")
    assert "2" in page.text("#whom")
    kept = hall.store.read(lambda reading: consultation_of(reading, code))
    assert [each.relation for each in kept.wish.household.members] == ["me", "spouse"]
    assert kept.answers["pension_drawn"] is True, "what was said stays whose it is"


def test_any_consultation_is_continued_by_its_code(hall: Hall, console: Console) -> None:
    code = begun(hall)
    page = console()
    enter_code(page, code.lower().replace("-", " "))
    page.wait("document.querySelector('#question') !== null")
    keep_picture(page, "console-code")
    asked = []
    while page.value("document.querySelector('#question') !== null"):
        question = page.text("#ask")
        asked.append(question)
        give_any(page)
        page.wait(f"document.querySelector('#ask')?.textContent !== {question!r}")
    assert len(set(asked)) == len(asked) > 2, "each question was asked once"
    assert len(kept(hall, code)) == len(asked)
    page.wait("document.querySelector('#plan .verdicts li') !== null")
    keep_picture(page, "console-code-answered")
    assert page.text("#state") == "已关窗", "typing a code did nothing at the counter"
    page.key("k", "Escape")
    page.wait("document.querySelector('#plan .empty') !== null")


def test_several_answers_a_day_and_none_at_all(hall: Hall, console: Console) -> None:
    """The clerk sees why a day is impossible before anything is sent; what nobody knows is left open in the plan."""
    code = begun(hall, checklist="elder-care")
    page = console()
    enter_code(page, code)
    page.wait("document.querySelector('#question .choices') !== null")
    give_any(page)  # Whom it is for is asked alone, and first.
    page.wait("document.querySelector('#question .ticked') !== null")
    assert page.page.is_disabled("#question [type=submit]"), "nothing is ticked"
    page.press("#question .ticked input[value=care]")
    page.press("#question .ticked input[value=card]")
    keep_picture(page, "console-ask-several")
    assert accessible(page) == []
    page.press("#question [type=submit]")
    page.wait("document.querySelector('#question .ticked') === null")
    assert kept(hall, code)["el_wish"] == "card+care", "in the order of the choices"
    while page.value(f"{DAY} === null"):
        question = page.text("#ask")
        give_any(page)
        page.wait(f"document.querySelector('#ask').textContent !== {question!r}")
    born = page.text("#ask")
    for day, why in (
        ("1950-02-30", "没有这一天，请再看看月和日。"),
        ("1899-12-31", "日期从 1900 年算起，请再看看年份。"),
        ("2950-01-01", "这一天在 50 年以后，太远了，请再看看年份。"),
        ("--", "请写日期，例如 2026-11-24。"),
    ):
        type_day(page, day)
        page.press("#question [type=submit]")
        page.wait(f"document.querySelector('#unfit')?.textContent === {why!r}")
        assert "-".join(page.page.input_value(f"#question [name={part}]") for part in ("year", "month", "day")) == day
    keep_picture(page, "console-ask-date")
    assert accessible(page) == []
    assert "el_born" not in kept(hall, code)
    page.press("#question .unsure")
    page.wait(f"document.querySelector('#ask')?.textContent !== {born!r}")
    left = hall.store.read(lambda reading: consultation_of(reading, code))
    assert (left.wish.unsure, "el_born" in left.answers) == (("el_born",), False)
    while page.value("document.querySelector('#question') !== null"):
        question = page.text("#ask")
        give_any(page)
        page.wait(f"document.querySelector('#ask')?.textContent !== {question!r}")
    keep_picture(page, "console-left-open")
    assert accessible(page) == []
    page.press("#plan .mind button")
    page.wait(f"{DAY} !== null")
    type_day(page, "1930--")
    page.press("#question [type=submit]")
    page.wait("document.querySelector('#plan .mind button') === null")
    assert kept(hall, code)["el_born"] == "1930-01-01..1930-12-31", (
        "somebody knew the year after all, and that is enough"
    )


def test_a_sentence_finds_matters_and_guidance_begins_beside_the_citizen(hall: Hall, console: Console) -> None:
    hall.plan()
    page = console()
    page.key("i")
    page.wait("document.activeElement.id === 'sentence'")
    page.page.keyboard.type("老婆没工作怎么买社保，小孩要上学")
    page.key("Enter")
    page.wait("document.activeElement.id === 'matters-begin'")
    keep_picture(page, "console-found")
    assert accessible(page) == []
    assert page.page.locator("#matters :checked").count() == 2
    assert page.text("#matters-begin") == "开始咨询（2 件事）"
    page.key("Enter")
    page.wait("document.querySelector('#question') !== null")
    code = page.text("#plan-head .of")
    begun_with = hall.store.read(lambda reading: consultation_of(reading, code)).checklists
    assert (len(begun_with), "school" in begun_with) == (2, True)
    assert page.value("document.querySelector('#sentence').value") == ""
    assert page.value(STATE) is None, "letters that were typed did nothing at the counter"


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_what_is_not_done_here_and_what_nobody_found_is_said(hall: Hall, console: Console, language: str) -> None:
    hall.plan()
    page = console(language=language)
    for sentence, told in (
        ("火车票", "12306"),
        ("宇宙飞船", "12345"),
        ("宇宙飞船", "12345"),
        ("？", "自己的话" if language == "zh-CN" else "own words"),
    ):
        page.key("i")
        page.wait("document.activeElement.id === 'sentence'")
        page.page.keyboard.type(sentence)
        page.key("Enter")
        page.wait(f"document.querySelector('#plan-body .mind')?.textContent.includes({told!r}) === true")
        assert page.page.locator("#matters").count() == 0
        page.press("#found-close")
    assert [(each.words, each.count) for each in hall.store.read(lambda reading: unfound_since(reading, ""))] == [
        ("宇宙飞船", 2)
    ]
    assert page.text("#plan .empty") != ""


def test_a_number_is_asked_within_its_bounds(hall: Hall, console: Console) -> None:
    case = next(each for each in city().cases if each.answers.get("pension_months") == 180)
    answers = {name: value for name, value in case.answers.items() if name != "pension_months"} | {"insured_who": "me"}
    hall.plan()
    code = hall.kiosk.start_consultation(case.checklists, answers).code
    page = console()
    enter_code(page, code)
    page.wait(f"document.querySelector('{NUMBER}') !== null")
    for wrong in ("-1", "", "12.5"):
        page.page.fill(NUMBER, wrong)
        page.press("#question [type=submit]")
        page.wait("document.querySelector('#unfit')?.textContent.startsWith('请写') === true")
        assert page.value(f"document.querySelector('{NUMBER}').value") == wrong
    keep_picture(page, "console-ask-number")
    assert accessible(page) == []
    page.page.fill(NUMBER, "180")
    page.press("#question [type=submit]")
    page.wait(f"document.querySelector('{NUMBER}') === null")
    assert kept(hall, code)["pension_months"] == 180


def test_a_number_is_said_by_its_band(hall: Hall, console: Console) -> None:
    case = next(each for each in city().cases if each.answers.get("pension_months") == 180)
    answers = {name: value for name, value in case.answers.items() if name != "pension_months"} | {"insured_who": "me"}
    hall.plan()
    code = hall.kiosk.start_consultation(case.checklists, answers).code
    page = console()
    enter_code(page, code)
    page.wait(f"document.querySelector('{NUMBER}') !== null")
    page.press("#question .choices button:last-child")
    page.wait(f"document.querySelector('{NUMBER}') === null")
    assert str(kept(hall, code)["pension_months"]).startswith("180.."), "fifteen years or more"


def test_why_is_unfolded_and_an_answer_changed_and_put_back(hall: Hall, console: Console) -> None:
    born = f"{date.fromisoformat(today()) - timedelta(days=3 * 365)}"
    code = begun(hall, {"grade": "primary", "child_six": born, "child_hukou": "city", "vaccinated": True})
    page = console()
    enter_code(page, code)
    page.wait("document.querySelector('#plan .verdicts li.not_yet') !== null")
    late = page.page.locator("#plan .verdicts li.not_yet details").first
    late.locator("summary").focus()
    page.key("Enter")
    assert late.locator(".reason").inner_text()
    assert page.value("document.activeElement.tagName") == "SUMMARY"
    change = late.locator(".because li").filter(has_text="出生").get_by_role("button")
    change.click()
    page.wait(f"{DAY} !== null")
    assert "child_six" not in kept(hall, code)
    page.press("#question .keep")
    page.wait("document.querySelector('#question') === null")
    assert kept(hall, code)["child_six"] == born
    assert page.value("document.querySelector('#plan .not_yet details').open"), "what was unfolded stays so"


def test_what_hinders_comes_before_what_is_possible(hall: Hall, console: Console) -> None:
    hall.plan()
    pack = city()
    case = max(pack.cases, key=lambda each: len(each.checklists))
    page = console()
    enter_code(page, hall.kiosk.start_consultation(case.checklists, case.answers).code)
    page.wait("document.querySelector('#plan .stops li') !== null")
    possible = sum(1 for state in case.verdicts.values() if state == "can")
    assert int(page.text("#possible > summary .count")) >= possible
    assert not page.page.locator("#possible li").first.is_visible()
    page.press("#possible > summary")
    assert page.page.locator("#possible li").first.is_visible()
    late = page.page.locator("#plan .not_yet details").first
    late.locator("summary").click()
    item = next(each for each in pack.items if f"why-{each.id}" == late.get_attribute("id"))
    assert item.hint is not None
    assert item.hint.zh in late.inner_text()
    assert "领取：" in page.text(".stops"), "a trip says first what is collected"
    assert "个工作日" not in page.text("#plan")
    page.press("#way > summary")
    assert "个工作日" in page.text("#way")
    assert "出结果" in page.text("#way")
    assert "事项编码：DJ-A02" in page.text("#way")
    assert "窗口收取" in page.text("#plan")
    keep_picture(page, "console-family")
    assert accessible(page) == []


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_a_wrong_code_is_explained_and_the_ticket_comes_back(hall: Hall, console: Console, language: str) -> None:
    hall.take("hukou", plan=hall.plan())
    page = console("dj-city-01", language=language)
    page.key("o")
    state(page, "waiting")
    page.key("Enter")
    page.wait("document.querySelector('#plan .stops li') !== null")
    enter_code(page, "111-111-1111")
    page.wait("document.querySelector('#plan [role=alert]') !== null")
    said = page.text("#plan [role=alert]")
    assert ("咨询码" in said) if language == "zh-CN" else ("code" in said)
    assert page.page.input_value("#code") == "111-111-1111"
    assert accessible(page) == []
    page.press("#code-close")
    page.wait("document.querySelector('#plan .stops li') !== null")
    assert page.text(".number") == "A001"


def test_a_half_typed_code_survives_whatever_happens_in_the_hall(hall: Hall, console: Console) -> None:
    page = console()
    page.press("#open")
    page.wait("document.querySelector('#state').className === 'open'")
    page.key("k")
    page.wait("document.activeElement.id === 'code'")
    page.page.keyboard.type("sfmc")
    hall.take("social")
    state(page, "waiting")
    assert page.page.input_value("#code") == "sfmc"
    assert page.value("document.activeElement.id") == "code"
    page.key("Escape", "Enter")
    state(page, "called")


def test_a_scanner_fires_no_verb_and_its_text_goes_to_the_code_box(hall: Hall, console: Console) -> None:
    page = console()
    page.key("o")
    page.wait("document.querySelector('#state').className === 'open'")
    hall.take("social")
    state(page, "waiting")
    page.page.keyboard.type("cspo-fmr\n")
    page.wait("document.querySelector('#code').value === 'cspo-fmr'")
    state(page, "waiting")
    assert page.value("document.querySelector('#state').className") == "open"


def test_chinese_and_english_leave_nothing_out(hall: Hall, console: Console) -> None:
    hall.take("hukou", plan=hall.plan())
    hall.take("idcard")
    page = console("dj-city-01")
    page.key("o")
    state(page, "waiting")
    page.key("Enter")
    page.wait("document.querySelector('#plan .stops li') !== null && document.querySelector('#up-next') !== null")
    assert [words for words in page.value(WORDS) if re.search(r"[a-z]{2,}", words)] == []
    page.press("#language")
    page.wait("document.documentElement.lang === 'en'")
    assert [words for words in page.value(WORDS) if re.search(r"[\u3400-\u9fff，。：、]", words)] == []
    keep_picture(page, "console-english")
    page.page.reload()
    page.wait(READY)
    assert page.value("document.documentElement.lang") == "en"


def test_the_server_goes_and_comes_back(hall: Hall, console: Console) -> None:
    page = console()
    page.press("#open")
    hall.take("social")
    state(page, "waiting")
    hall.stop()
    page.key("Enter")
    assert trouble(page).startswith("连不上服务器。正在自动重试")
    keep_picture(page, "console-offline")
    hall.start()
    # The press is asked again under its own key for some seconds; a clerk whose server is away longer presses again.
    page.wait(f"{STATE} === 'called' || !document.querySelector('#call-next').disabled")
    if page.value(STATE) != "called":
        page.key("Enter")
    state(page, "called")
    page.wait(
        "document.querySelector('#trouble').textContent === '' && document.querySelector('#link').textContent === ''"
    )
    hall.take("social")
    page.wait("document.querySelector('#line h2 .count').textContent === '1'")
    page.key("s")
    state(page, "serving")
    called = [event.ticket for event in hall.kiosk.journal(hall.center, 0) if event.type == "ticket.called"]
    assert [ticket.number for ticket in called if ticket] == ["D001"]


@pytest.mark.parametrize("size", [(1280, 720), (640, 360), (320, 640)], ids=["1280x720", "at 200 %", "at 400 %"])
def test_it_fits(hall: Hall, console: Console, size: tuple[int, int]) -> None:
    hall.take("hukou", plan=hall.plan())
    hall.take("idcard")
    for language in ("zh-CN", "en-GB"):
        page = console("dj-city-01", size, language)
        if page.value("document.querySelector('#state').className") != "open":
            page.key("o")
            page.wait("!document.querySelector('#call-next').disabled")
            page.key("Enter")
        page.wait("document.querySelector('#plan .stops li') !== null && document.querySelector('#up-next') !== null")
        assert page.value(TOO_WIDE) == []
        keep_picture(page, f"console-{size[0]}-{language}")
        if size[0] == 1280:
            assert page.value("document.documentElement.scrollHeight <= innerHeight"), (
                "nothing important below the edge"
            )


@pytest.mark.parametrize(
    "looks", [{}, {"color_scheme": "dark"}, {"contrast": "more"}], ids=["light", "dark", "contrast"]
)
def test_every_theme_is_accessible(hall: Hall, console: Console, looks: dict[str, str]) -> None:
    hall.take("hukou", plan=hall.plan())
    for _ in range(3):
        hall.take("idcard")
    name = "".join(looks.values()) or "light"
    page = console("dj-city-01", **looks)
    page.key("o")
    state(page, "waiting")
    assert accessible(page) == []
    page.key("Enter")
    page.wait("document.querySelector('#plan .stops li') !== null && document.querySelector('#up-next') !== null")
    page.key("f")
    trouble(page)
    assert accessible(page) == []
    keep_picture(page, f"console-{name}")


def test_everything_is_reached_by_tab_and_seen(hall: Hall, console: Console) -> None:
    hall.take("social")
    page = console()
    page.key("o")
    state(page, "waiting")
    reached = []
    for _ in range(14):
        page.key("Tab")
        reached.append(page.value("document.activeElement.id"))
        assert page.value("getComputedStyle(document.activeElement).outlineWidth") == "4px", reached
    assert reached == [
        *("seat", "language", "line", "aside-body", "number", "find"),
        *("call-next", "serve-at-once", "pause", "close", "help", "plan", "code", "code-show"),
    ]
    page.key(*["Shift+Tab"] * 5, "Enter")
    page.wait("document.activeElement.dataset.break === 'lunch'")
    page.key("Enter")
    page.wait("document.querySelector('#state').textContent === '已暂停'")
    assert page.value(STATE) is None, "Enter pressed the button that had the focus, and called nobody"


def test_hostile_names_are_only_names(tmp_path: Path, chromium: Chromium) -> None:
    evil = "<script>window.hurt=1</script><img src=x onerror='window.hurt=1'>\"'&amp;"
    city = shipped_city("dongjiang")
    services = tuple(msgspec.structs.replace(each, name=Text(evil, evil)) for each in city.services)
    counter = Counter(DESK, Text(evil, evil), ("social",))
    first = msgspec.structs.replace(
        city.centers[0], name=Text(evil, evil), counters=(counter,), staff=(), services=("social",)
    )
    with running(msgspec.structs.replace(city, services=services, centers=(first,)), tmp_path / "data") as hall:
        hall.take("social")
        page = chromium.open(f"{hall.url}/caller/#{hall.code('counter', DESK)}", *COUNTER_PC)
        page.wait(READY)
        page.key("Enter")
        assert evil in trouble(page)
        page.key("o")
        state(page, "waiting")
        assert page.text("#ticket .service") == evil
        assert page.value("window.hurt") is None
        assert page.value("document.querySelectorAll('body img, main script').length") == 0
        assert page.errors == []
        assert {address.split("/")[2].split(":")[0] for address in page.asked} == {"127.0.0.1"}
        page.close()


def test_a_clerk_sits_down_takes_over_and_leaves_by_keyboard_alone(hall: Hall, console: Console) -> None:
    """People of the sample city have no numbers yet, so they type their id."""
    page = console()
    seat = "document.querySelector('#seat').textContent"
    page.wait(f"{seat}.includes('登录')")
    page.key("y")
    page.wait("document.activeElement.id === 'who' && document.querySelector('#seat-ask [data-person]') !== null")
    keep_picture(page, "console-who")
    page.page.keyboard.type("dj-city-staff-01")
    page.key("Enter")
    page.wait(f"{seat}.includes('陈静')")
    page.wait("document.querySelector('#seat-ask').childElementCount === 0")
    keep_picture(page, "console-seated")
    page.key("y")
    page.wait("document.activeElement.id === 'who'")
    page.page.keyboard.type("dj-city-staff-02")
    page.key("Enter")
    page.wait("document.activeElement.id === 'take-over'")
    assert "陈静" in trouble(page)
    keep_picture(page, "console-take-over")
    page.key("Enter")
    page.wait(f"{seat}.includes('李伟')")
    page.press("#language")
    page.key("y")
    page.wait("document.querySelector('#leave') !== null && document.querySelector('#seat-ask [data-person]') !== null")
    keep_picture(page, "console-who-english")
    assert page.value(TOO_WIDE) == []
    page.press("#leave")
    page.wait(f"{seat}.includes('Sign in')")


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_who_has_booked_is_checked_in_cancelled_and_made_good_by_keyboard(
    hall: Hall, console: Console, language: str
) -> None:
    page = console(language=language)
    assert page.value("document.querySelector('#bookings').hidden")
    take_bookings(hall)
    missed, late, soon, later = (booked(hall, at, f"1380000{at + 1000:04}") for at in (-60, 0, 30, 120))
    settle(hall)
    page.wait("!document.querySelector('#bookings').hidden")
    page.key("b")
    page.wait("document.querySelectorAll('#booking-list li').length === 4")
    groups = page.value("[...document.querySelectorAll('#booking-list ul')].map((each) => each.className)")
    assert groups == ["late", "expected", "missed"]
    assert page.value(TOO_WIDE) == []
    keep_picture(page, f"console-bookings-{language}")
    page.page.keyboard.type((late.digits or "")[-4:])
    page.wait("document.querySelectorAll('#booking-list li').length === 1")
    page.key("Enter")
    page.wait("document.querySelector('#booking-list ul.here') !== null")
    assert "D001" in page.text("#booking-told")
    page.page.keyboard.type((later.digits or "")[-4:])
    page.key("Enter")
    page.wait("document.querySelector('#booking-told.wrong') !== null")
    keep_picture(page, f"console-bookings-early-{language}")
    page.press(f"[data-booking='{later.id}'] [data-verb=walk-in]")
    page.wait("document.querySelector('#booking-told').textContent.includes('D002')")
    page.page.fill("#booking-code", "")
    page.page.focus(f"[data-booking='{soon.id}'] [data-verb=ask-cancel]")
    page.key("Enter")
    page.wait("document.activeElement.dataset.verb === 'cancel'")
    page.key("Enter")
    page.wait(f"document.querySelector(\"[data-booking='{soon.id}']\") === null")
    page.page.fill("#booking-code", missed.digits or "")
    page.wait("document.querySelectorAll('#booking-list li').length === 1")
    page.press("[data-verb=ask-lift]")
    keep_picture(page, f"console-bookings-lift-{language}")
    page.press("[data-reason=ill]")
    page.wait("document.querySelector('#booking-told').className === ''")
    assert booked(hall, 150, "138000000040").state == "booked"
    page.press("#book-anew")
    page.wait("document.querySelectorAll('#booking-list .choices button').length > 2")
    keep_picture(page, f"console-booking-day-{language}")
    page.press("#booking-list .choices button:nth-child(2)")
    page.wait("/^[0-9]{2}:[0-9]{2}$/.test(document.querySelector('#booking-list .choices button').textContent)")
    clock = page.text("#booking-list .choices button")
    page.press("#booking-list .choices button")
    keep_picture(page, f"console-booking-last-{language}")
    page.key("Enter")
    page.wait(
        "document.querySelector('#booking-form input') !== null && document.querySelector('#booker-form') === null"
    )
    code = re.sub(r"\s", "", page.text("#booking-told"))[-8:]
    tomorrow = f"{date.fromisoformat(today()) + timedelta(days=1)}"
    made = hall.store.read(lambda reading: bookings_of(reading, hall.center, date.fromisoformat(tomorrow), 0)).bookings
    assert [(each.clock, each.ending) for each in made] == [(clock, code[-4:])]
    page.page.keyboard.press("Escape")
    page.wait("document.querySelector('#booked').childElementCount === 0")


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_priority_on_a_ground_and_back_with_a_missing_paper(hall: Hall, console: Console, language: str) -> None:
    page = console(language=language)
    page.key("o")
    first, second = hall.take("social"), hall.take("social")
    page.wait("document.querySelector('#ticket .number') !== null")
    page.page.fill("#number", second.number)
    page.press("#find")
    page.wait("document.querySelector('button[data-verb=ground]') !== null")
    page.press("button[data-verb=ground]")
    page.wait("document.querySelectorAll('#chooser button[data-ground]').length === 7")
    keep_picture(page, f"console-why-priority-{language}")
    assert accessible(page) == []
    page.press("#chooser button[data-ground=elderly]")
    page.wait(f"document.querySelector('#ticket .number').textContent === '{second.number}'")
    page.key("Enter")
    state(page, "called")
    page.wait("document.querySelector('#ticket .class') !== null")
    keep_picture(page, f"console-priority-{language}")
    page.key("s")
    state(page, "serving")
    page.key("l")
    page.wait("document.querySelector('#chooser button[data-paper]') !== null")
    keep_picture(page, f"console-paper-missing-{language}")
    assert accessible(page) == []
    page.key("2")
    state(page, "finished")
    page.wait("document.querySelector('#ticket .class') !== null")
    page.page.fill("#number", second.number)
    page.press("#find")
    page.wait("document.querySelector('button[data-right]') !== null")
    keep_picture(page, f"console-comes-back-{language}")
    page.press("button[data-right]")
    page.wait("document.querySelector('#lists .made') !== null")
    keep_picture(page, f"console-came-back-{language}")
    assert page.value(TOO_WIDE) == []
    assert page.text("#ticket .number") in (first.number, "D003", second.number)
