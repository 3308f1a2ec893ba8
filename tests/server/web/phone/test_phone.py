"""The phone's pages in a real browser of 390 x 844: a consultation continued, a number followed, everything by hand."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Route

from commands.demo.browser import Chromium, Page
from server.office.guidance.consultations import consultation_of
from server.wire.messages import Ticket
from tests.dongjiang import city
from tests.hall_pages import Hall, accessible, hall_clock, hall_for, keep_hours, keep_picture

pytestmark = pytest.mark.browser

PHONE = (390, 844)
SMALL_PHONE = (360, 640)
TOO_WIDE = """[...document.querySelectorAll('body *')].filter((each) => each.getClientRects().length > 0)
    .filter((each) => !each.closest('svg') && each.getBoundingClientRect().right > innerWidth + 1)
    .map((each) => `${each.className || each.tagName}: ${each.textContent}`)"""
WORDS = """[...document.querySelectorAll('body *')].filter((each) => each.getClientRects().length > 0)
    .filter((each) => !['SCRIPT', 'NOSCRIPT'].includes(each.tagName) && !each.matches('.language, .code, .big'))
    .flatMap((each) => [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE))
    .map((node) => node.data)"""
SMALL = """[...document.querySelectorAll('body *')].filter((each) => each.getClientRects().length > 0)
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ''))
    .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 16).map((each) => each.textContent)"""
TIGHT = """[...document.querySelectorAll('a, button, summary, input:not([type]), label:has(input)')]
    .filter((each) => each.getClientRects().length > 0)
    .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
    .filter(([_, box]) => box.width < 44 || box.height < 44).map(([words]) => words)"""
Opening = Callable[..., Page]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_for(tmp_path_factory.mktemp("phone") / "data", miss_after_calls=1, miss_after_seconds=0) as made:
        made.plan()
        yield made


@pytest.fixture
def phone(hall: Hall, chromium: Chromium) -> Iterator[Opening]:
    """Return how to open an address on a phone; no script may fail, nothing outside may be asked."""
    opened: list[Page] = []

    def opening(path: str, language: str = "zh-CN", size: tuple[int, int] = PHONE, **looks: Any) -> Page:
        opened.append(chromium.open(hall.url + path, *size, language, **looks))
        return opened[-1]

    yield opening
    for page in opened:
        assert page.errors == []
        assert {address.split("/")[2].split(":")[0] for address in page.asked} == {"127.0.0.1"}
        page.close()


def family(hall: Hall, answers: int | None = None) -> str:
    """Begin the consultation of Mr Zhang's family, with his first `answers` or all of them."""
    case = max(city().cases, key=lambda each: len(each.checklists))
    return hall.kiosk.start_consultation(case.checklists, dict(list(case.answers.items())[:answers])).code


def pupil(hall: Hall, **answers: Any) -> str:
    return hall.kiosk.start_consultation(("school",), answers).code


def heading(page: Page) -> str:
    # Without its white space: where lines break depends on whether the style sheet has come yet.
    return "".join(page.text("h1").split())


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_answering_going_back_and_on_is_the_same_way(hall: Hall, phone: Opening, script: bool) -> None:
    code = pupil(hall)
    page = phone("/c", java_script_enabled=script)
    page.page.fill("#code", f" {code.lower().replace('-', ' ')} ")
    page.press("button.main")
    assert page.page.url.endswith(f"/c/{code}")
    page.press("a.main")
    seen = []
    for _ in range(3):
        seen.append((page.page.url, heading(page)))
        page.press(".choices button:first-child")
    ahead = (page.page.url, heading(page))
    for expected in reversed(seen):
        page.press(".back")
        assert (page.page.url, heading(page)) == expected
        assert page.page.locator(".choices .mine").count() == 1
    for expected in (*seen[1:], ahead):
        page.press(".choices .mine")
        assert (page.page.url, heading(page)) == expected
    page.page.go_back()
    assert (page.page.url, heading(page)) == seen[-1], "the browser's own Back is the same Back"


def test_an_early_answer_is_changed_and_nothing_else_is_lost(hall: Hall, phone: Opening) -> None:
    code = family(hall)
    page = phone(f"/c/{code}/answers")
    before = page.page.locator("dl.mine dt").all_inner_texts()
    page.press("dl.mine div:first-child a")
    page.press(".choices button:not(.mine)")
    assert "/answers#q-" in page.page.url
    page.press("dl.mine div:first-child a")
    page.press(".choices button:first-child")
    page.press("dl.mine div:first-child a")
    page.press("button.quiet")
    assert len(before) > len(page.page.locator("dl.mine dt").all_inner_texts())
    kept = hall.kiosk.consultation(code) if hasattr(hall.kiosk, "consultation") else None
    assert kept is None or kept.code == code


def test_the_plan_follows_the_wish_and_comes_back(hall: Hall, phone: Opening) -> None:
    code = family(hall)
    page = phone(f"/c/{code}")
    keep_picture(page, "phone-results")
    assert page.text(".trips") == "一共来 3 趟"
    page.press("a.main")
    keep_picture(page, "phone-plan")
    assert page.page.locator(".stops details[open]").count() == 0, "details are one touch away"
    assert "事项编码：DJ-A02" in page.page.locator(".stops").inner_html()
    assert page.page.locator(".stops .badge").all_inner_texts().count("3") == 1
    page.page.get_by_role("button", name="去掉：换身份证（居民身份证换领）").click()
    assert page.text(".trips") == "一共来 2 趟"
    page.page.get_by_role("button", name="恢复：换身份证（居民身份证换领）").click()
    assert page.text(".trips") == "一共来 3 趟"
    page.page.get_by_label("全程窗口").or_(page.page.locator("input[value=counters]")).first.check()
    page.page.get_by_role("button", name="重新安排").click()
    assert page.page.locator("input[value=counters]").is_checked()
    assert page.text(".trips") == "一共来 6 趟"
    with page.page.expect_response("**/plan.pdf*") as told:
        page.page.evaluate("fetch(document.querySelectorAll('.paper-links a')[1].href)")
    assert told.value.headers["content-type"] == "application/pdf"


def test_ticked_papers_stay_ticked_on_this_phone(hall: Hall, phone: Opening) -> None:
    page = phone(f"/c/{family(hall)}/plan")
    page.page.locator(".papers input").nth(1).check()
    page.page.reload()
    page.wait("document.querySelectorAll('.papers input:checked').length === 1")
    assert page.page.locator(".papers input").nth(1).is_checked()


def test_why_says_what_decides_and_where_it_is_written(hall: Hall, phone: Opening) -> None:
    code = family(hall)
    page = phone(f"/c/{code}")
    page.page.locator("#of-not_yet ~ ul a").filter(has_text="公积金").click()
    text = page.text("main")
    for wanted in ("再缴 6 个月", "根据您的这些回答", "依据"):
        assert wanted in text
    assert "起情况会不同" not in text, "what to do names the day already"
    keep_picture(page, "phone-why")
    page.press(".back")
    page.page.fill("#item", "居民身份证换领")
    page.press(".seek button")
    assert heading(page) == "换身份证（居民身份证换领）"
    page.press(".back")
    page.page.fill("#item", "没有这个事项")
    page.press(".seek button")
    assert page.page.locator(".seek [role=alert]").count() == 1
    assert page.page.input_value("#item") == "没有这个事项"


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_numbers_and_dates_that_do_not_fit_stay_and_are_explained(hall: Hall, phone: Opening, language: str) -> None:
    facts = city().facts
    number, day = (next(each for each in facts if each.kind == kind) for kind in ("number", "date"))
    code = family(hall, 5)
    page = phone(f"/c/{code}/q/{number.id}", language)
    page.page.fill("[name=value]", "")
    page.key("Enter")
    assert str(number.high) in page.text("[role=alert]"), "an empty field is explained by us, not by the browser"
    page.page.fill("[name=value]", "999999")
    page.key("Enter")
    assert str(number.high) in page.text("[role=alert]")
    assert page.page.input_value("[name=value]") == "999999"
    page.page.goto(f"{hall.url}/c/{code}/q/{day.id}")
    for name, typed in (("year", "1970"), ("month", "2"), ("day", "30")):
        page.page.fill(f"[name={name}]", typed)
    page.key("Enter")
    assert page.text("[role=alert]") in (
        "没有这一天，请再看看月和日。",
        "There is no such day. Check the month and the day.",
    )
    assert page.page.input_value("[name=day]") == "30"
    assert accessible(page) == []
    page.page.fill("[name=day]", "28")
    for year, why in (("1899", "1900"), ("2199", "50"), ("", "2026-11-24")):
        page.page.fill("[name=year]", year)
        page.key("Enter")
        assert why in page.text("[role=alert]")
    page.page.fill("[name=year]", "1970")
    with page.page.expect_navigation():
        page.key("Enter")
    page.page.goto(f"{hall.url}/c/{code}/q/{day.id}")
    assert number.id != day.id


def test_a_sentence_becomes_a_consultation_by_touch_alone(hall: Hall, phone: Opening) -> None:
    page = phone("/find", java_script_enabled=False)
    keep_picture(page, "phone-find")
    page.page.fill("#q", "sbk")
    page.key("Enter")
    page.page.wait_for_selector("ul.people >> nth=0")
    keep_picture(page, "phone-found")
    assert page.page.locator(":checked").count() == 1
    page.press("button.main")
    page.page.wait_for_selector("#ask")
    code = page.page.url.split("/c/")[1].split("/")[0]
    chosen = hall.store.read(lambda reading: consultation_of(reading, code)).checklists
    assert len(chosen) == 1
    page.press(".back")
    assert page.page.get_by_role("link", name="再查别的事").count() == 1


def everything(hall: Hall) -> list[str]:
    """Return an address of every kind."""
    whole, half = family(hall), family(hall, 5)
    points = city().conflicts
    item = next(each.items[0] for each in points if each.items)
    first = hall.kiosk.start_consultation(("school",), {}).questions[0].id
    pages = ["", "/plan", "/answers", f"/why/{item}"]
    found = [f"/find?q={quote(sentence)}" for sentence in ("小孩要上学，老婆没工作怎么买社保", "火车票")]
    return [
        "/find",
        *found,
        "/c",
        f"/c/{half}",
        f"/c/{half}/q/{first}",
        *(f"/c/{whole}{page}" for page in pages),
        "/c/none",
    ]


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_both_languages_leave_nothing_out_and_fit_the_narrowest_phone(
    hall: Hall, phone: Opening, language: str
) -> None:
    page = phone("/c", language, (320, 568))
    strange = r"[a-z]{3,}" if language == "zh-CN" else r"[\u3400-\u9fff，。：、]"
    for path in everything(hall):
        page.page.goto(hall.url + path)
        assert page.value(TOO_WIDE) == [], path
        words = [each for each in page.value(WORDS) if re.search(strange, each)]
        # Sources are cited as they are called, and addresses of examples are no words.
        cited = page.page.locator(".source").all_inner_texts()
        assert [each for each in words if not any(each.strip() in source for source in cited)] == [], path


@pytest.mark.parametrize(
    "looks", [{}, {"color_scheme": "dark"}, {"contrast": "more"}], ids=["light", "dark", "contrast"]
)
def test_every_page_is_accessible(hall: Hall, phone: Opening, looks: dict[str, str]) -> None:
    page = phone("/c", **looks)
    for path in everything(hall):
        page.page.goto(hall.url + path)
        assert accessible(page) == [], path


@pytest.mark.parametrize("letters", ["normal", "large"])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_every_page_is_read_and_touched_with_ease(hall: Hall, phone: Opening, language: str, letters: str) -> None:
    page = phone(f"/c?letters={letters}", language, SMALL_PHONE)
    for path in (*everything(hall), f"/c/{family(hall)}/q/child_hukou"):
        page.page.goto(hall.url + path)
        for wrong in (TOO_WIDE, SMALL, TIGHT):
            assert page.value(wrong) == [], path


def test_large_letters_stay_and_ask_in_easy_words(hall: Hall, phone: Opening) -> None:
    fact = next(each for each in city().facts if each.easy is not None)
    code = family(hall)
    page = phone(f"/c/{code}/q/{fact.id}?from=answers")
    size = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    normal = page.value(size)
    assert fact.easy is not None
    assert fact.ask.zh in page.text("h1")
    page.press("a.letters")
    assert "from=answers" in page.page.url
    assert fact.easy.zh in page.text("h1")
    assert page.value(size) > 1.25 * normal
    page.page.goto(f"{hall.url}/c/{code}")
    assert page.value("document.documentElement.className") == "large"
    page.press("a.letters")
    page.page.goto(f"{hall.url}/c/{code}/q/{fact.id}")
    assert page.value(size) == normal


def test_a_change_of_a_number_is_said_in_one_sentence(hall: Hall, phone: Opening) -> None:
    mine = hall.take("food")
    page = phone(f"/t/{mine.id}#{mine.secret}", "en-GB")
    page.wait("document.querySelector('.unseen')?.textContent !== ''")
    assert page.text(".unseen") == f"{mine.number}, Nobody is ahead of you. No counter is open yet: watch the screens."
    page.press("a.letters")
    page.wait("document.querySelector('.mine') !== null")
    assert page.text(".mine") == mine.number, "larger letters keep the number"


def test_how_long_it_takes_is_said_as_a_range_that_people_understand(hall: Hall, phone: Opening) -> None:
    hall.take("newborn")
    mine = hall.take("newborn")
    for language, chinese in (("zh-CN", True), ("en-GB", False)):
        page = phone("/c", language)
        # A hall that has learned takes days; what its answer looks like does not.
        told = {"service": "newborn", "at_once": False, "why": None, "told": 40, "held": 33, "late": True}
        body = json.dumps({**told, "wait": {"low_min": 9, "high_min": 25, "median_min": 14}})
        page.page.route("**/api/v1/tickets/*/wait", partial(Route.fulfill, status=200, body=body))
        page.page.goto(f"{hall.url}/t/{mine.id}#{mine.secret}")
        page.wait("document.querySelectorAll('.card dl dd').length === 2")
        assert "9-25" in page.text(".card dl")
        said = "10 个人里有 9 个在 25 分钟内叫到" if chinese else "Nine of ten people are called within 25 minutes."
        assert said in page.text(".card")
        late = "今天下班前可能轮不到您" if chinese else "You may not be served before the hall closes today."
        assert late in page.text(".card .alert")
        assert ("全天办公" if chinese else "Open day and night") in page.text(".card")
        assert ("导办台" if chinese else "guide desk") in page.text(".card")
        assert page.value(TOO_WIDE) == []
        assert accessible(page) == []
        keep_picture(page, f"phone-wait-{language[:2]}")


def test_whoever_follows_a_number_is_told_of_the_break_and_of_the_end_of_the_day(hall: Hall, phone: Opening) -> None:
    mine = hall.take("elderly")
    pages = {language: phone("/c", language) for language in ("zh-CN", "en-GB")}
    spans = {
        "break": ((hall_clock(-90), hall_clock(-20)), (hall_clock(40), hall_clock(90))),
        "end": (("00:00", hall_clock(10)),),
        "usual": (("00:00", "24:00"),),
    }
    said = {
        "break": ("午休", "Lunch break until"),
        "end": ("快下班了", "Closes soon"),
        "usual": ("", ""),
    }
    for name, hours in spans.items():
        keep_hours(hall, *hours)
        for number, (language, page) in enumerate(pages.items()):
            page.page.goto(f"{hall.url}/t/{mine.id}?{name}#{mine.secret}")
            page.wait("document.querySelector('.mine') !== null")
            shown = page.value("document.querySelector('.card .notice')?.textContent ?? ''")
            assert said[name][number] in shown
            assert bool(shown) is bool(said[name][number])
            assert page.value(TOO_WIDE) == []
            keep_picture(page, f"phone-hours-{name}-{language[:2]}")


@pytest.mark.parametrize("status", [404, 429, 500])
def test_a_number_is_followed_where_nobody_can_say_how_long(hall: Hall, phone: Opening, status: int) -> None:
    hall.take("elderly")
    mine = hall.take("elderly")
    page = phone("/c")
    refusal = '{"code": "any", "detail": "why"}'
    page.page.route("**/api/v1/tickets/*/wait", partial(Route.fulfill, status=status, body=refusal))
    with page.page.expect_response("**/wait"):
        page.page.goto(f"{hall.url}/t/{mine.id}#{mine.secret}")
    page.wait("document.querySelector('.card dl dd') !== null")
    assert page.value("document.querySelectorAll('.card dl dd').length") == 1
    assert page.text(".mine") == mine.number
    assert "没有网络" not in page.text("main")


def test_a_consultation_that_ran_out_says_so(hall: Hall, phone: Opening) -> None:
    code = pupil(hall)
    hall.offset += 40 * 24 * 3600 * 1000
    try:
        page = phone(f"/c/{code}")
        assert "过期" in page.text("[role=alert]")
        assert accessible(page) == []
    finally:
        hall.offset -= 40 * 24 * 3600 * 1000


def test_the_language_chosen_stays(hall: Hall, phone: Opening) -> None:
    page = phone(f"/c/{family(hall)}")
    page.press("a.language")
    page.wait("document.documentElement.lang === 'en'")
    assert page.value("document.documentElement.lang") == "en"
    page.press("nav a:nth-child(2)")
    assert page.text(".trips") == "3 trips in all"


def test_a_number_is_followed_called_and_given_back(hall: Hall, phone: Opening) -> None:
    first, mine = hall.take("school"), hall.take("school", plan=family(hall))
    page = phone(f"/t/{mine.id}#{mine.secret}")
    page.wait("document.querySelector('.mine')?.textContent !== undefined")
    assert page.text(".mine") == mine.number
    assert "您前面" in page.text(".card")
    keep_picture(page, "phone-ticket")
    assert all(mine.secret not in address for address in page.asked if "#" not in address and mine.secret)
    page.press("#cancel")
    page.press("#keep")
    desk = next(each.id for each in _counters(hall) if "school" in each.services)
    assert hall.call(desk, "school").number == first.number
    page.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait("document.querySelector('.card').textContent.includes('下一位')")
    hall.at(desk, "start", "finish", "call-next")
    page.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait("document.querySelector('.card').dataset.state === 'called'")
    assert "请现在到" in page.text(".card")
    keep_picture(page, "phone-called")
    assert accessible(page) == []
    other = hall.take("school")
    page.page.goto(f"{hall.url}/t/{other.id}?x#{other.secret}")
    page.wait("document.querySelector('#cancel') !== null")
    page.press("#cancel")
    page.press("#cancel-sure")
    page.wait("document.querySelector('.card').dataset.state === 'cancelled'")
    page.page.goto(f"{hall.url}/t/{other.id}?y#wrong")
    page.wait("document.querySelector('[role=alert]') !== null")
    assert "查不到" in page.text("main")


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_a_call_that_was_taken_back_is_explained_and_a_finish_is_seen_to_be_none(
    hall: Hall, phone: Opening, language: str
) -> None:
    desk = next(each.id for each in _counters(hall) if "housing" in each.services)
    hall.at(desk, "open")
    mine = hall.take("housing")
    page = phone(f"/t/{mine.id}#{mine.secret}", language)
    page.wait("document.querySelector('.mine') !== null")
    taken_back = "刚才的呼叫已撤销" if language == "zh-CN" else "Your call was taken back"
    assert taken_back not in page.text(".card")
    hall.at(desk, "call-next")
    look(page)
    page.wait("document.querySelector('.card')?.dataset.state === 'called'")
    hall.at(desk, "undo")
    look(page)
    page.wait("document.querySelector('.card')?.dataset.state === 'waiting'")
    assert taken_back in page.text(".card")
    keep_picture(page, f"phone-taken-back-{language}")
    assert accessible(page) == []
    hall.at(desk, "call-next", "start", "finish")
    look(page)
    page.wait("document.querySelector('.card')?.dataset.state === 'finished'")
    hall.at(desk, "undo")
    # Without being looked at anew: the page goes on asking for as long as any hall takes back.
    page.wait("document.querySelector('.card')?.dataset.state === 'serving'")
    hall.at(desk, "finish")


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_who_was_missed_gets_back_into_line_and_who_is_held_is_told_where(
    hall: Hall, phone: Opening, language: str
) -> None:
    desk = next(each.id for each in _counters(hall) if "idcard" in each.services)
    hall.at(desk, "open")
    mine, other = hall.take("idcard"), hall.take("idcard")
    page = phone(f"/t/{mine.id}#{mine.secret}", language)
    page.wait("document.querySelector('.mine') !== null")
    chinese = language == "zh-CN"
    for again in (True, True, False):
        while (called := hall.at(desk, "call-next").ticket) is not None and called.number != mine.number:
            hall.at(desk, "start", "finish")
        hall.at(desk, "recall", "miss")
        look(page)
        page.wait("document.querySelector('.card')?.dataset.state === 'missed'")
        page.wait("document.querySelector('#come-back') !== null")
        keep_picture(page, f"phone-missed-{language}")
        assert accessible(page) == []
        page.press("#come-back")
        if again:
            page.wait("document.querySelector('.card')?.dataset.state === 'waiting'")
    page.wait("document.querySelector('#come-back') === null")
    assert ("过号次数过多" if chinese else "missed too often") in page.text(".card")
    keep_picture(page, f"phone-missed-too-often-{language}")
    assert accessible(page) == []
    hall.desk(desk).at_counter(desk, "back-in-line", ticket=mine.id)
    hall.at(desk, "call-next", "start", "hold")
    look(page)
    page.wait("document.querySelector('.card')?.dataset.state === 'held'")
    assert ("材料备齐后" if chinese else "when you have everything") in page.text(".card")
    keep_picture(page, f"phone-held-{language}")
    assert accessible(page) == []
    page.press("#cancel")
    page.press("#cancel-sure")
    page.wait("document.querySelector('.card')?.dataset.state === 'cancelled'")
    assert other.id != mine.id


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_whoever_needs_time_is_told_until_when_and_comes_back(hall: Hall, phone: Opening, language: str) -> None:
    chinese = language == "zh-CN"
    first, mine, behind = (hall.take("medical") for _ in range(3))
    page = phone(f"/t/{mine.id}?letters=large#{mine.secret}", language)
    other = phone(f"/t/{behind.id}#{behind.secret}", language)
    page.wait("document.querySelector('#postpone') !== null")
    assert page.text("#postpone") == ("我要晚 10 分钟" if chinese else "I need 10 more minutes")
    keep_picture(page, f"phone-may-postpone-{language}")
    for left in (True, False):
        page.press("#postpone")
        page.wait("document.querySelector('.card')?.dataset.state === 'postponed'")
        until = hall.kiosk.ticket(mine.id).back_at or ""
        minutes = until[14:16]
        assert re.search(rf"\b1[23]:{minutes}", page.text(".card")), "the hall's own clock"
        assert ("前面还有" if chinese else "people ahead of you") in page.text(".card")
        keep_picture(page, f"phone-postponed-{language}")
        assert accessible(page) == []
        look(other)
        page_behind = "document.querySelector('.card')?.textContent.includes('{}')"
        other.wait(page_behind.format("暂时离开" if chinese else "Away for a while"))
        keep_picture(other, f"phone-behind-postponed-{language}")
        page.press("#come-back")
        page.wait("document.querySelector('.card')?.dataset.state === 'waiting'")
        page.wait(f"{'' if left else '!'}(document.querySelector('#postpone') !== null)")
    for wrong in (TOO_WIDE, SMALL, TIGHT):
        assert page.value(wrong) == []
    hall.kiosk.cancel(first.id)
    hall.kiosk.cancel(mine.id)
    hall.kiosk.cancel(behind.id)


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_who_is_sent_to_a_counter_is_told_to_which(hall: Hall, phone: Opening, language: str) -> None:
    chinese = language == "zh-CN"
    desk, there = "dj-city-03", "dj-city-04"
    hall.at(desk, "open")
    hall.at(there, "open")
    before, mine = hall.take("medical"), hall.take("medical")
    page = phone(f"/t/{mine.id}?letters=large#{mine.secret}", language)
    page.wait("document.querySelector('.mine') !== null")
    for number in (before.number, mine.number):
        called = hall.at(desk, "call-next", "start").ticket
        assert called is not None
        assert called.number == number
        hall.desk(desk).at_counter(desk, "transfer", counter=there, note="只给同事看")
    look(page)
    page.wait("document.querySelector('.card')?.dataset.state === 'waiting' && document.querySelector('dd') !== null")
    assert ("您在等4 号窗口叫号" if chinese else "You wait for Counter 4.") in page.text(".card")
    assert "只给同事看" not in page.text("body")
    keep_picture(page, f"phone-bound-behind-{language}")
    assert accessible(page) == []
    hall.at(there, "call-next", "start", "finish")
    look(page)
    page.wait("document.querySelector('.card')?.dataset.state === 'waiting' && document.querySelector('dd') === null")
    assert ("在窗口附近等候" if chinese else "Stay near it.") in page.text(".card")
    keep_picture(page, f"phone-bound-{language}")
    for wrong in (TOO_WIDE, SMALL, TIGHT):
        assert page.value(wrong) == []
    hall.at(there, "pause")
    look(page)
    page.wait(f"document.querySelector('.card')?.textContent.includes('{'暂停片刻' if chinese else 'paused'}')")
    keep_picture(page, f"phone-bound-paused-{language}")
    assert accessible(page) == []
    hall.at(there, "close")
    look(page)
    page.wait(f"!document.querySelector('.card')?.textContent.includes('{'4 号窗口' if chinese else 'Counter 4'}')")
    assert hall.kiosk.ticket(mine.id).bound is None
    hall.kiosk.cancel(mine.id)


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_a_step_is_left_out_and_the_other_numbers_of_a_visit_are_shown(
    hall: Hall, phone: Opening, language: str
) -> None:
    chinese = language == "zh-CN"
    mine = hall.kiosk.take_ticket(hall.center, ["school", "marriage", "housing"])
    visit = {"visit": mine.id, "services": ["business"]}
    other = hall.kiosk._ask("POST", f"/centers/{hall.center}/tickets", Ticket, visit, "other-number-of-" + language)
    page = phone(f"/t/{mine.id}?letters=large#{mine.secret}", language)
    page.wait("document.querySelectorAll('#way li').length === 3 && document.querySelector('#others li') !== null")
    assert ("第 1 步 / 共 3 步" if chinese else "Step 1 of 3") in page.text("#way")
    assert other.number in page.text("#others")
    keep_picture(page, f"phone-steps-{language}")
    assert accessible(page) == []
    for wrong in (TOO_WIDE, SMALL, TIGHT):
        assert page.value(wrong) == []
    page.press("#drop-1")
    page.wait("document.activeElement.id === 'drop-keep'")
    keep_picture(page, f"phone-steps-sure-{language}")
    assert accessible(page) == []
    page.press("#drop-keep")
    page.wait("document.activeElement.id === 'drop-1'")
    page.press("#drop-0")
    page.press("#drop-sure")
    page.wait("document.querySelectorAll('#way li').length === 2")
    dropped = hall.kiosk.ticket(mine.id)
    assert (dropped.services, dropped.service) == (("marriage", "housing"), "marriage")
    assert ("婚姻登记" if chinese else "Marriage registration") in page.text(".card")
    # Somebody at a counter has left one out meanwhile: what is seen here is old, and nothing is changed by it.
    page.press("#drop-1")
    body = {"step": 1, "service": "housing"}
    hall.kiosk._ask("POST", f"/tickets/{mine.id}/drop-step", Ticket, body, "meanwhile-" + language)
    page.press("#drop-sure")
    page.wait("document.querySelector('#way') === null")
    assert hall.kiosk.ticket(mine.id).services == ("marriage",)
    hall.kiosk.cancel(mine.id)
    hall.kiosk.cancel(other.id)


def test_what_can_be_put_off_no_more_says_why_and_stays(hall: Hall, phone: Opening) -> None:
    mine = hall.take("medical")
    page = phone(f"/t/{mine.id}#{mine.secret}")
    page.wait("document.querySelector('#postpone') !== null")
    another = phone(f"/t/{mine.id}#{mine.secret}")
    another.wait("document.querySelector('#postpone') !== null")
    for _ in range(2):
        another.press("#postpone")
        another.wait("document.querySelector('.card')?.dataset.state === 'postponed'")
        another.press("#come-back")
        another.wait("document.querySelector('.card')?.dataset.state === 'waiting'")
    page.press("#postpone")
    page.wait("document.querySelector('#number .alert') !== null")
    assert f"{mine.number} 号不能再延后了" in page.text("#number .alert")
    assert page.page.locator("#postpone").count() == 0
    assert accessible(page) == []
    hall.kiosk.cancel(mine.id)


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_who_went_before_is_told_with_its_rule(hall: Hall, phone: Opening, language: str) -> None:
    desk = next(each.id for each in _counters(hall) if "medical" in each.services)
    hall.at(desk, "open")
    first, mine = hall.take("medical"), hall.take("medical")
    page = phone(f"/t/{mine.id}#{mine.secret}", language)
    page.wait("document.querySelector('#why') !== null")
    page.press("#why")
    page.wait("document.querySelector('#before') !== null")
    assert ("还没有叫过号" if language == "zh-CN" else "Nobody in this line") in page.text("#before")
    while (called := hall.at(desk, "call-next").ticket) is not None and called.id != first.id:
        hall.at(desk, "start", "finish")
    look(page)
    page.wait("document.querySelector('#before li') !== null")
    assert page.text("#before li b") == first.number
    assert ("比您先到" if language == "zh-CN" else "came before you") in page.text("#before li")
    keep_picture(page, f"phone-why-not-me-{language}")
    assert accessible(page) == []
    for wrong in (TOO_WIDE, SMALL, TIGHT):
        assert page.value(wrong) == []
    hall.at(desk, "start", "finish")
    hall.kiosk.cancel(mine.id)


def look(page: Page) -> None:
    """Take the phone out of the pocket."""
    page.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def _counters(hall: Hall) -> Any:
    from config.city_file import shipped_city

    return shipped_city("dongjiang").centers[0].counters


def test_only_a_final_answer_takes_the_number_away(hall: Hall, phone: Opening) -> None:
    ticket = hall.take("medical")
    page = phone(f"/t/{ticket.id}#{ticket.secret}")
    number = f"document.querySelector('.mine')?.textContent === '{ticket.number}'"
    late = "document.querySelector('.late')?.textContent !== ''"
    asking = "document.dispatchEvent(new Event('visibilitychange'))"
    page.wait(number)
    refusal, proxy = '{"code": "any", "detail": "why"}', "<p>what some proxy says</p>"
    answers = [(each, refusal) for each in (500, 503, 507, 429, 408, 401, 403, 404)]
    for status, body in (*answers, (502, proxy), (404, proxy)):
        page.page.route("**/api/v1/tickets/**", partial(Route.fulfill, status=status, body=body))
        page.value(asking)
        if status in (401, 403, 404) and body == refusal:
            page.wait("document.querySelector('#number .alert') !== null")
            assert "查不到" in page.text("#number .alert")
        else:
            page.wait(late)
            assert page.value(number), status
        page.page.unroute("**/api/v1/tickets/**")
        page.value(asking)
        page.wait(f"{number} && !({late})")
