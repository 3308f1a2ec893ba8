"""The hall's voice in a real browser: one call after the other, and nothing that fails silences it for good."""

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from commands.demo.browser import PATIENCE, Chromium, Page, browser
from displays.announcer import Announcer
from displays.sound import RATE, wav
from server.rules.hall.announcement import CHIME, PAUSE, call_clips, spoken
from tests.hall_pages import DESK, HALL, Hall, hall_for, keep_picture

pytestmark = pytest.mark.browser

SPOKEN = "window.banshiSpoken.map((call) => call.number)"
SAID = "window.banshiSpoken.every((call) => call.until !== null)"
DESKS = (("01", "hukou"), ("02", "newborn"), ("03", "medical"), ("04", "social"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """Return a browser as people have it: no sound before somebody touched the page."""
    with browser(may_sound=False) as running:
        yield running


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a hall's own recordings, each so short that a call takes half a second."""
    folder = tmp_path_factory.mktemp("recordings")
    for name in (CHIME, PAUSE, *spoken("zh")):
        path = folder / f"{name}.wav"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(wav(bytes(2 * (RATE // 25))))
    return folder


@pytest.fixture
def hall(tmp_path: Path, recordings: Path) -> Iterator[Hall]:
    with hall_for(tmp_path / "data", recordings) as made:
        yield made


def screen(chromium: Chromium, hall: Hall) -> Page:
    page = chromium.open(f"{hall.url}/display/#{hall.code('display')}", *HALL)
    page.wait("window.banshiPainted !== undefined")
    page.press("#newest")
    return page


def wait_untouched(page: Page, condition: str) -> None:
    """Wait for `condition` as `Page.wait` does, whose questions count as a person's touch."""
    devtools = page.page.context.new_cdp_session(page.page)
    end = time.monotonic() + PATIENCE
    while not devtools.send("Runtime.evaluate", {"expression": condition, "userGesture": False})["result"]["value"]:
        assert time.monotonic() < end, condition
        page.page.wait_for_timeout(20)


def call(hall: Hall, desks: tuple[tuple[str, str], ...] = DESKS) -> list[str]:
    return [hall.call(f"dj-city-{desk}", service).number for desk, service in desks]


def test_calls_are_said_one_after_the_other(hall: Hall, chromium: Chromium) -> None:
    page = screen(chromium, hall)
    called = call(hall)
    page.wait(f"{SPOKEN}.length === {len(called)} && {SAID}")
    said = page.value("window.banshiSpoken")
    assert [each["number"] for each in said] == called
    assert all(each["until"] - each["at"] > 300 for each in said), "each was said to its end"
    assert all(before["until"] <= after["at"] for before, after in pairwise(said))
    assert page.errors == []


def test_whoever_sits_already_is_not_called_any_more(hall: Hall, chromium: Chromium) -> None:
    page = screen(chromium, hall)
    called = call(hall)
    hall.at("dj-city-04", "start")
    hall.at("dj-city-03", "miss")
    page.wait(f"{SPOKEN}.length === 2 && {SAID}")
    hall.at("dj-city-01", "recall")
    page.wait(f"{SPOKEN}.length === 3 && {SAID}")
    assert page.value(SPOKEN) == [*called[:2], called[0]]


def test_whoever_was_taken_in_at_the_counter_is_shown_and_not_called(hall: Hall, chromium: Chromium) -> None:
    page = screen(chromium, hall)
    hall.at(DESK, "open")
    hall.desk(DESK).at_counter(DESK, "serve-at-once", service="social")
    page.wait("document.querySelector('#newest.serving')?.dataset.number === 'D001'")
    keep_picture(page, "display-at-once")
    hall.at(DESK, "finish")
    hall.call(DESK, "social")
    page.wait(f"{SPOKEN}.length === 1 && {SAID}")
    assert page.value(SPOKEN) == ["D002"]


def test_a_call_that_was_taken_back_is_not_said(hall: Hall, chromium: Chromium) -> None:
    page = chromium.open(f"{hall.url}/display/#{hall.code('display')}", *HALL)
    wait_untouched(page, "window.banshiPainted !== undefined")
    called = call(hall)
    wait_untouched(page, "document.body.classList.contains('silent')")
    for desk in ("dj-city-01", "dj-city-04"):
        hall.at(desk, "undo")
    wait_untouched(page, "document.querySelectorAll('#calls li[data-number]').length === 1")
    page.press("#newest")
    page.wait(f"{SPOKEN}.length === 2 && {SAID}")
    hall.at("dj-city-04", "call-next")
    page.wait(f"{SPOKEN}.length === 3 && {SAID}")
    assert page.value(SPOKEN) == called[1:], "said once, when it was called for good"
    assert page.errors == []


def test_whoever_has_another_step_hears_where_it_is(hall: Hall, chromium: Chromium, recordings: Path) -> None:
    page = screen(chromium, hall)
    hall.kiosk.take_ticket(hall.center, ["newborn", "residence"])
    hall.at("dj-city-02", "open", "call-next")
    page.wait(f"{SPOKEN}.length === 1 && {SAID}")
    hall.at("dj-city-02", "start", "finish")
    page.wait("document.querySelector('#newest').className.includes('onward')")
    page.wait(f"{SPOKEN}.length === 2 && {SAID}")
    said = page.value("window.banshiSpoken.at(-1).wav")
    assert said == f"{hall.url}/display/voice.wav?number=H001&counter=1&onward=1"
    heard = page.page.request.get(said).body()
    assert heard == Announcer(recordings).wav(call_clips("H001", 1, onward=True)), "said once, without a chime"
    hall.at("dj-city-01", "open", "call-next")
    page.wait(f"{SPOKEN}.length === 3 && {SAID}")
    assert page.value("window.banshiSpoken.at(-1).wav") == f"{hall.url}/display/voice.wav?number=H001&counter=1"
    assert page.errors == []


def test_a_sound_that_fails_is_passed_over(hall: Hall, chromium: Chromium) -> None:
    page = screen(chromium, hall)
    broken = "**/voice.wav?number=A001*"
    page.page.route(broken, lambda route: route.abort())
    page.page.route("**/voice.wav?number=H001*", lambda route: route.fulfill(body="no sound", content_type="audio/wav"))
    called = call(hall)
    page.wait(f"{SPOKEN}.length === {len(called) - 2} && {SAID}")
    assert page.value(SPOKEN) == called[2:]
    assert page.value("window.banshiPainted.map((call) => call.number)") == called, "all of them are shown"
    page.page.unroute(broken)
    hall.at("dj-city-01", "recall")
    page.wait(f"{SPOKEN}.length === {len(called) - 1} && {SAID}")
    assert page.errors == []


def test_an_untouched_screen_asks_for_a_touch_and_then_says_what_still_holds(hall: Hall, chromium: Chromium) -> None:
    page = chromium.open(f"{hall.url}/display/#{hall.code('display')}", *HALL)
    wait_untouched(page, "window.banshiPainted !== undefined")
    called = call(hall)
    wait_untouched(page, "document.body.classList.contains('silent')")
    assert page.text("#sound .zh") == "点一下屏幕，打开语音"
    keep_picture(page, "display-silent")
    hall.at("dj-city-02", "start")
    page.wait("document.querySelector('#calls li.serving') !== null")
    assert page.value(SPOKEN) == []
    page.press("#newest")
    page.wait(f"{SPOKEN}.length === {len(called) - 1} && {SAID}")
    assert page.value(SPOKEN) == [called[0], *called[2:]]
    assert not page.value("document.body.classList.contains('silent')")
