"""The hall screen in a real browser: who is called where, readable, in every shape, across every cut."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import APIResponse, Route

from commands.demo.browser import Chromium, Page
from config.centers import City, Counter, Text
from config.city_file import shipped_city
from tests.booked_hall import take_bookings
from tests.hall_pages import (
    HALL,
    STANDING,
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

Display = Callable[..., Page]
READY = """window.banshiPainted !== undefined && document.querySelector('#center .zh') !== null
    && document.querySelector('#waiting li') !== null
    && (location.search.includes('code=off') || document.querySelector('#here svg') !== null)"""
LISTED = "[...document.querySelectorAll('#calls li[data-number]')].map((each) => each.dataset.number)"
SHOWN = f"[document.querySelector('#newest').dataset.number, ...{LISTED}]"
PAINTED = "window.banshiPainted.map((call) => call.number)"
CUT_OFF = """[...document.querySelectorAll('.number, .digits, .zh, .en, .count, .wait, #calls li, #newest, #waiting')]
    .filter((each) => each.getClientRects().length > 0)
    .map((each) => [each, each.getBoundingClientRect(), each.closest('li, #newest, #waiting, header, footer, main')])
    .filter(([each, box, card]) => {
        const frame = card.getBoundingClientRect();
        return box.right > frame.right + 1 || box.left < frame.left - 1 || box.bottom > frame.bottom + 1
            || box.right > innerWidth || box.bottom > innerHeight
            || (each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1 && !each.matches('.place .en'));
    })
    .map(([each]) => `${each.className || each.id}: ${each.textContent}`)
    .concat([...document.querySelectorAll('.digits, .place .zh')].flatMap((each) => {
        const box = each.getBoundingClientRect();
        const chip = each.closest('li')?.querySelector('.chip').getBoundingClientRect();
        const over = chip && box.width > 0 && chip.left >= box.left && chip.left < box.right;
        return over ? [`${each.textContent} runs into its chip`] : [];
    }))"""
DESKS = (("01", "hukou"), ("02", "newborn"), ("03", "medical"), ("04", "social"), ("05", "school"), ("06", "business"))


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data") as made:
        yield made


@pytest.fixture
def display(hall: Hall, chromium: Chromium) -> Iterator[Display]:
    """Return how to open a hall screen, whose clock the test can turn; scripts of none may fail."""
    opened: list[Page] = []

    def opening(size: tuple[int, int] = HALL, *, frozen: bool = False, **looks: Any) -> Page:
        page = chromium.new_page(*size, **looks)
        opened.append(page)
        if frozen:
            page.page.clock.install()
        page.page.goto(f"{hall.url}/display/?voice=off#{hall.code('display')}")
        page.wait(READY)
        return page

    yield opening
    for page in opened:
        assert page.errors == []
        page.close()


def test_a_call_is_painted_inverted_for_3_seconds_and_stays(hall: Hall, display: Display) -> None:
    page = display(frozen=True)
    assert page.value("document.body.classList.contains('idle')")
    keep_picture(page, "display-idle")
    hall.call("dj-city-03", "social")
    page.wait(f"{PAINTED}.includes('D001')")
    assert page.value("document.querySelector('#newest').className") == "called fresh"
    assert page.text("#newest .digits") == "3"
    # At once, not faded: a picture of any moment is one or the other.
    assert page.value("getComputedStyle(document.querySelector('#newest')).backgroundColor") == "rgb(255, 201, 74)"
    keep_picture(page, "display-called")
    page.page.clock.run_for(3100)
    page.wait("document.querySelector('#newest').className === 'called'")
    page.page.clock.run_for(60_000)
    assert page.value(SHOWN) == ["D001"]


def test_the_state_of_each_call_is_told_by_word_and_shape(hall: Hall, display: Display) -> None:
    page = display()
    hall.call("dj-city-03", "social")
    for verb, word in (("start", "办理中"), ("finish", "完成")):
        hall.at("dj-city-03", verb)
        page.wait(f"document.querySelector('#newest .says .zh')?.textContent === '{word}'")
    hall.call("dj-city-04", "social")
    hall.at("dj-city-04", "miss")
    page.wait("document.querySelector('#newest .says .zh')?.textContent === '过号'")
    assert page.text("#calls li .chip .zh") == "完成"
    assert page.value("document.querySelectorAll('#calls li .chip svg').length") == 1


def test_a_call_that_was_taken_back_leaves_the_screen_at_once(hall: Hall, display: Display) -> None:
    page = display()
    first, wrong = hall.call("dj-city-04", "social"), hall.call("dj-city-05", "school")
    page.wait(f"{PAINTED}.includes('{wrong.number}')")
    keep_picture(page, "display-before-undo")
    hall.at("dj-city-05", "undo")
    page.wait(f"document.querySelector('#newest').dataset.number === '{first.number}'")
    assert page.value(SHOWN) == [first.number]
    keep_picture(page, "display-after-undo")
    hall.at("dj-city-04", "start", "finish", "undo")
    page.wait("document.querySelector('#newest').className.includes('serving')")


def test_the_screen_says_until_when_the_hall_is_open_and_when_again(hall: Hall, display: Display) -> None:
    page = display()
    page.wait("document.querySelector('#hours .zh')?.textContent === '全天办公'")
    hall.call("dj-city-03", "social")
    keep_hours(hall, ("00:00", hall_clock(10)))
    page.wait("document.querySelector('#hours').className === 'closing'")
    assert "快下班了" in page.text("#hours .zh")
    assert page.value(SHOWN) == ["D001"]
    keep_picture(page, "display-closing")
    keep_hours(hall, ("00:00", hall_clock(-60)), (hall_clock(60), "24:00"))
    page.wait("document.querySelector('#hours').className === 'pause'")
    assert page.value(SHOWN) == ["D001"], "whoever is called is still called"
    hall.at("dj-city-03", "start", "finish")
    page.wait("document.querySelector('#newest').className === 'empty rest'")
    assert "午休" in page.text("#newest")
    assert page.value(LISTED) == ["D001"]
    assert page.value(CUT_OFF) == []
    assert accessible(page) == []
    keep_picture(page, "display-lunch")
    special = {"date": f"{datetime.now(UTC).astimezone(ZoneInfo(noon_zone())):%Y-%m-%d}", "hours": []}
    why = {"zh": "国庆节放假调休，大厅暂停对外办公", "en": "National Day, the hall is not open to the public"}
    keep_hours(hall, ("09:00", "17:00"), special_days=[{**special, "why": why}])
    page.wait("document.querySelector('#hours').className === 'closed'")
    page.wait(f"document.querySelector('#newest').textContent.includes('{why['zh']}')")
    assert "明天 09:00" in page.text("#newest")
    assert page.value(CUT_OFF) == []
    keep_picture(page, "display-closed")
    page.page.set_viewport_size({"width": STANDING[0], "height": STANDING[1]})
    page.wait(f"{CUT_OFF}.length === 0")
    keep_picture(page, "display-closed-standing")


def test_waiting_people_are_counted_by_service(hall: Hall, display: Display) -> None:
    page = display()
    for service in ("social", "social", "hukou"):
        hall.take(service)
    page.wait("document.querySelector('#waiting-all').textContent === '3'")
    assert page.text("[data-service=social] .count") == "2"
    hall.at("dj-city-03", "open", "call-next")
    page.wait("document.querySelector('[data-service=social] .count').textContent === '1'")


def test_a_screen_that_comes_late_shows_the_list(hall: Hall, display: Display) -> None:
    called = [hall.call(f"dj-city-{desk}", service).number for desk, service in DESKS]
    page = display()
    assert page.value(SHOWN) == called[::-1]
    assert page.value(PAINTED) == [], "what was called before is shown, not called again"


@pytest.mark.parametrize("size", [HALL, STANDING], ids=["lying", "standing"])
def test_calls_within_a_second_all_stay_8_seconds(hall: Hall, display: Display, size: tuple[int, int]) -> None:
    page = display(size, frozen=True)
    called = [hall.call(f"dj-city-{desk}", service).number for desk, service in (*DESKS, *DESKS, *DESKS)]
    page.wait(f"{PAINTED}.length === {len(called)}")
    assert page.value(PAINTED) == called
    assert sorted(page.value(SHOWN)) == sorted(called), "18 at once: more than the board itself remembers"
    assert page.value(CUT_OFF) == []
    keep_picture(page, f"display-18-calls-{size[0]}")
    page.page.clock.run_for(4000)
    assert sorted(page.value(SHOWN)) == sorted(called)
    page.page.clock.run_for(9000)
    page.wait(f"{LISTED}.length === 6")
    assert page.value(SHOWN) == called[:-8:-1]


@pytest.mark.parametrize("size", [HALL, STANDING, (1280, 720), (3840, 2160)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_busy_hall_fits_every_screen(hall: Hall, display: Display, size: tuple[int, int]) -> None:
    for service, count in (("social", 12), ("school", 23), ("medical", 3)):
        for _ in range(count):
            hall.take(service)
    for desk, service in (*DESKS, ("08", "housing")):
        hall.call(f"dj-city-{desk}", service)
    hall.at("dj-city-01", "start")
    hall.at("dj-city-02", "miss")
    page = display(size)
    # The code of the hall has come, and what stands beside it is drawn anew.
    page.wait(f"{CUT_OFF}.length === 0")
    assert page.value("document.documentElement.scrollWidth <= innerWidth && document.body.scrollHeight <= innerHeight")
    keep_picture(page, f"display-busy-{size[0]}x{size[1]}")


def test_the_idle_screen_fits_every_shape(display: Display) -> None:
    for size in (HALL, STANDING):
        page = display(size)
        # The code of the hall has come, and what stands beside it is drawn anew.
        page.wait(f"{CUT_OFF}.length === 0")
        keep_picture(page, f"display-idle-{size[0]}")


def test_counters_with_long_numbers_or_names_fit(tmp_path: Path, chromium: Chromium) -> None:
    city = with_counters(Text("108 号窗口", "Counter 108"), Text("婚姻登记颁证厅", "Marriage hall"))
    with running(city, tmp_path / "data") as hall:
        for size in (HALL, STANDING):
            page = chromium.open(f"{hall.url}/display/?voice=off#{hall.code('display')}", *size)
            page.wait(READY)
            for desk in ("dj-city-01", "dj-city-02", "dj-city-01"):
                number = hall.call(desk, "idcard").number
                page.wait(f"{PAINTED}.includes('{number}')")
                assert page.value(CUT_OFF) == []
                keep_picture(page, f"display-names-{size[0]}-{number}")
            page.close()


def test_the_server_goes_and_comes_back(hall: Hall, display: Display) -> None:
    page = display(frozen=True)
    before = hall.call("dj-city-03", "social").number
    page.wait(f"{PAINTED}.length === 1")
    hall.stop()
    page.page.clock.run_for(4000)
    assert page.value("document.querySelector('#notice').className") == ""
    page.page.clock.run_for(2000)
    page.wait("document.querySelector('#notice').className === 'late'")
    assert "正在重新连接" in page.text("#notice")
    assert page.value(SHOWN) == [before], "the board stays"
    keep_picture(page, "display-offline")
    hall.start()
    # Nobody has seen these yet: the page comes back by itself and is told all of them.
    missed = [hall.call(f"dj-city-{desk}", service).number for desk, service in DESKS if desk != "03"]
    page.page.clock.run_for(15_000)
    page.wait(f"{PAINTED}.length === {1 + len(missed)}")
    page.wait("document.querySelector('#notice').className === ''")
    assert page.value(PAINTED) == [before, *missed]
    assert page.value(SHOWN) == [*missed[::-1], before]


def test_after_an_hour_of_cut_only_what_is_called_now_is_new(hall: Hall, display: Display) -> None:
    page = display(frozen=True)
    before = hall.call("dj-city-03", "social").number
    page.wait(f"{PAINTED}.length === 1")
    page.page.context.set_offline(True)
    hall.stop()
    hall.start()
    desks = (("dj-city-01", "hukou"), ("dj-city-03", "social"), ("dj-city-02", "newborn"))
    last = [hall.call(desk, service).number for _ in range(15) for desk, service in desks][-len(desks) :]
    hall.at("dj-city-03", "start")
    page.page.clock.fast_forward(3_600_000)
    page.wait("document.querySelector('#notice').className === 'late'")
    assert page.value(SHOWN) == [before], "the board stays as it was"
    page.page.context.set_offline(False)
    page.wait(f"document.querySelector('#newest').dataset.number === '{last[2]}'")
    page.wait("document.querySelector('#notice').className === ''")
    page.wait(f"{PAINTED}.length > 1")
    assert page.value(PAINTED) == [before, last[0], last[2]], "whoever sits there already is called no more"
    assert page.value(SHOWN)[:3] == last[::-1]


def test_the_newest_settings_are_shown_whichever_answer_comes_last(hall: Hall, display: Display) -> None:
    """Two documents take force one after the other; what was asked after the first is answered after the second."""
    page = display()
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    def rename(name: str) -> None:
        scope = f"centers/{hall.center}"
        found = hall.admin.settings(scope)
        document = {**found["document"], "name": {"zh": name, "en": name}}
        hall.admin.put_settings(scope, document, found["newest"])

    page.page.route(re.compile(r"/centers/[^/]+$"), hold)
    rename("旧名大厅")
    while not held:
        page.page.wait_for_timeout(10)
    rename("新名大厅")
    page.wait("document.querySelector('#center .zh').textContent === '新名大厅'")
    (route, answer) = held[0]
    with page.page.expect_event("requestfinished", lambda request: request is route.request):
        route.fulfill(response=answer)
    page.value("fetch('/healthz').then((answer) => answer.text())")
    assert page.text("#center .zh") == "新名大厅"


def test_lines_say_how_long_it_takes_where_that_is_known(hall: Hall, display: Display) -> None:
    for service, many in (("hukou", 12), ("social", 3), ("school", 1)):
        for _ in range(many):
            hall.take(service)
    page = display(frozen=True)

    def said(route: Route) -> None:
        def line(service: str, why: str | None, *minutes: int) -> dict[str, object]:
            wait = dict(zip(("low_min", "high_min", "median_min"), minutes, strict=True)) if minutes else None
            return {
                "service": service,
                "at_once": False,
                "wait": wait,
                "why": why,
                "late": False,
                "told": 0,
                "held": 0,
            }

        lines = [
            line("hukou", None, 105, 130, 115),
            line("social", None, 8, 25, 15),
            line("school", "too_little_known"),
        ]
        route.fulfill(json=lines)

    page.page.route(re.compile(r"/waits$"), said)
    page.page.clock.run_for(4_000)
    page.wait("document.querySelectorAll('#waiting .wait').length === 2")
    assert page.text("[data-service=hukou] .wait .zh") == "约 105-130 分钟"
    assert page.text("[data-service=social] .wait .en") == "about 8-25 min"
    for size, name in ((HALL, "wide"), (STANDING, "standing"), ((1280, 720), "small")):
        page.page.set_viewport_size({"width": size[0], "height": size[1]})
        page.page.clock.run_for(1_000)
        keep_picture(page, f"display-waits-{name}")
        assert page.value(CUT_OFF) == []


def test_a_token_that_was_taken_back_asks_for_a_new_code(hall: Hall, display: Display) -> None:
    page = display()
    page.value(
        "localStorage.setItem('banshi-access', localStorage['banshi-access'].replace(/\"token\":\"[^\"]+/, '$&x'))"
    )
    page.page.reload()
    page.wait("document.querySelector('#sign-in') !== null")
    assert "新的进入码" in page.text(".trouble")
    page.page.fill("#code", f"{hall.url}/display/#{hall.code('display')}")
    page.key("Enter")
    page.wait(READY)


def test_high_contrast_and_accessibility(hall: Hall, display: Display) -> None:
    hall.call("dj-city-03", "social")
    hall.call("dj-city-01", "hukou")
    for looks in ({}, {"contrast": "more"}):
        page = display(**looks)
        assert accessible(page) == []
        keep_picture(page, f"display-{looks.get('contrast', 'plain')}")
    assert page.value("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"


def test_hostile_names_are_only_names(tmp_path: Path, chromium: Chromium) -> None:
    evil = "<script>window.hurt=1</script><img src=x onerror='window.hurt=1'>\"'&amp;"
    city = with_counters(Text(evil, evil), Text(f"9 号窗口{evil}", evil), evil=evil)
    with running(city, tmp_path / "data") as hall:
        page = chromium.open(f"{hall.url}/display/#{hall.code('display')}", *HALL)
        page.wait(READY)
        number = hall.call("dj-city-01", "idcard").number
        page.wait(f"{PAINTED}.includes('{number}')")
        assert evil in page.value("document.querySelector('#newest').textContent")
        assert page.value("window.hurt") is None
        assert page.value("document.querySelectorAll('main img, main script').length") == 0
        assert page.errors == []
        assert {address.split("/")[2].split(":")[0] for address in page.asked} == {"127.0.0.1"}
        page.close()


def with_counters(first: Text, second: Text, evil: str = "") -> City:
    """Return the city with other names for the first two counters, and hostile ones everywhere when `evil` is given."""
    city = shipped_city("dongjiang")
    services = ("idcard",)
    counters = (Counter("dj-city-01", first, services), Counter("dj-city-02", second, services))
    hall = msgspec.structs.replace(city.centers[0], counters=counters, staff=(), services=services)
    if evil:
        name = Text(evil, evil)
        hall = msgspec.structs.replace(hall, name=name)
        city = msgspec.structs.replace(
            city, services=tuple(msgspec.structs.replace(each, name=name) for each in city.services)
        )
    return msgspec.structs.replace(city, centers=(hall,))


def test_nothing_is_asked_of_another_host(display: Display) -> None:
    page = display()
    assert len(page.asked) > 5
    assert {address.split("/")[2].split(":")[0] for address in page.asked} == {"127.0.0.1"}
    assert json.loads(page.value("localStorage['banshi-access']"))["scope"] == "display"


@pytest.mark.parametrize("size", [HALL, STANDING])
def test_the_code_of_the_hall_is_read_from_afar_and_moves_no_call(
    hall: Hall, display: Display, size: tuple[int, int], tmp_path: Path
) -> None:
    page = display(size)
    assert page.text("#here .asks .zh") == "手机取了号？"
    keep_hours(hall, ("00:00", "24:00"), rules={"remote_at_most": 0})
    page.wait("getComputedStyle(document.querySelector('#here')).display === 'none'")
    take_bookings(hall)
    page.wait("document.querySelector('body.coded #here svg') !== null")
    assert page.text("#here .asks .zh") == "已经预约？"
    keep_picture(page, f"display-code-idle-{size[0]}")
    for desk, service in DESKS:
        hall.call(f"dj-city-{desk}", service)
        page.wait(f"document.querySelector('#newest').dataset.number !== undefined && {SHOWN}.length > 0")
    page.wait(f"{SHOWN}.length === 6")
    assert page.value(CUT_OFF) == []
    keep_picture(page, f"display-code-{size[0]}")
    page.picture(tmp_path / "screen.png")
    with Image.open(tmp_path / "screen.png") as picture:
        # Half as many points: a phone sees no more of a screen of 55 inches from three metres.
        afar = picture.convert("L").resize((size[0] // 2, size[1] // 2))
    told = page.value("document.querySelector('#here svg').dataset.address")
    assert [code.text for code in zxingcpp.read_barcodes(afar)] == [told]
    assert re.fullmatch(rf"{hall.url}/h/{hall.center}/[0-9]{{8}}", told)
    page.page.goto(f"{hall.url}/display/?voice=off&code=off")
    page.wait(READY)
    assert page.value("document.querySelector('#here svg')") is None
