"""The wall of a city in a real browser: every state of a hall, with names as long as they may be, in every shape."""

import json
from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Route

from commands.demo.browser import Chromium, Page
from config.centers import Center, City, Hours, Text
from server.client.commands import Commands
from tests.geometry import Rules, look
from tests.hall_pages import HALL, STANDING, Hall, accessible, noon_zone, running
from tests.long_names import NAME, long_city

pytestmark = pytest.mark.browser

SCREENS = (HALL, STANDING, (1366, 768), (800, 1280))
ON_WALL = Rules(scrolls=False, smallest=18, scaled=True, contrast=7)
SHORT = Text("石湾镇便民服务中心", "Shiwan Town Service Center")
NEVER = (Hours((7,), "00:00", "00:01"),)
STATES = "[...document.querySelectorAll('#halls li')].map((each) => each.className)"


def wall_city(halls: int) -> City:
    """Return a city of `halls`, every other with a long name; the last is closed."""
    city = long_city()
    first = city.centers[0]

    def hall(at: int) -> Center:
        counters = tuple(msgspec.structs.replace(each, id=f"h{at}-{each.id}") for each in first.counters)
        hours = NEVER if at == halls - 1 else first.hours
        return msgspec.structs.replace(
            first,
            id=f"h{at}",
            level="city" if at == 0 else "town",
            parent=None if at == 0 else "h0",
            name=SHORT if at % 2 else NAME,
            counters=counters,
            hours=hours,
            timezone=noon_zone(),
        )

    return msgspec.structs.replace(city, centers=tuple(hall(at) for at in range(halls)), ways=())


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with running(wall_city(6), tmp_path_factory.mktemp("wall") / "data") as made:
        yield made


@pytest.fixture
def wall(hall: Hall, chromium: Chromium) -> Iterator[Page]:
    page = chromium.new_page(*HALL)
    yield page
    assert page.errors == []
    page.close()


def opened(hall: Hall, page: Page, halls: str = "") -> None:
    page.page.goto(f"{hall.url}/display/?wall={halls}#{hall.code('display')}")
    page.wait("document.querySelector('#halls li') !== null")


def works(hall: Hall) -> None:
    """Let one hall serve, one be at lunch, one pause and one have no counter open; nothing is heard of the others."""
    for at in range(4):
        hall.at(f"h{at}-desk-3", "open")
    hall.take("line-00")
    hall.take("line-01")
    hall.at("h0-desk-3", "call-next")
    # One whose counter is a number, of three digits: there is room for all that is said of it.
    visitor = Commands(hall.url, hall.kiosk_tokens["h1"])
    visitor.take_ticket("h1", ["line-00"])
    visitor.close()
    hall.at("h1-desk-1", "open", "call-next", "start", "finish", "close")
    hall.desk("h1-desk-3").at_counter("h1-desk-3", "pause", reason="lunch")
    hall.at("h2-desk-3", "pause")
    hall.at("h3-desk-3", "close")


def test_every_state_is_readable_in_every_shape(hall: Hall, wall: Page) -> None:
    works(hall)

    def with_waits(route: Route) -> None:
        """Give the open hall waits: to learn real ones takes days."""
        answer = route.fetch()
        told = answer.json()
        for each in told["halls"]:
            if each["state"] == "open":
                each["wait"] = {"low_min": 105, "high_min": 240, "median_min": None}
                each["longest"] = {"id": "line-01", "name": {"zh": NAME.zh[:20], "en": NAME.en[:60]}}
        route.fulfill(response=answer, body=json.dumps(told))

    wall.page.route("**/api/v1/overview*", with_waits)
    opened(hall, wall)
    assert wall.value(STATES) == ["open", "lunch", "break", "unstaffed", "silent", "closed"]
    assert wall.text("#halls .open .count") == "1"
    assert wall.text("#halls .unstaffed .does .zh") == "窗口未开"
    wrong = look(wall, "wall-six", SCREENS, ON_WALL)
    for few in (1, 2, 4):
        wall.page.goto("about:blank")
        opened(hall, wall, ",".join(f"h{at}" for at in range(few)))
        wrong += look(wall, f"wall-{few}", SCREENS, ON_WALL)
    assert not wrong, "\n".join(wrong)
    assert accessible(wall) == []


def test_a_wall_that_is_cut_off_keeps_what_it_knows_and_says_how_old_it_is(hall: Hall, wall: Page) -> None:
    wall.page.clock.install()
    opened(hall, wall)
    hall.stop()
    try:
        wall.page.clock.run_for(40_000)
        wall.wait("document.querySelector('#notice').className === 'late'")
        assert len(wall.value(STATES)) == 6
        wrong = look(wall, "wall-late", SCREENS[:2], ON_WALL)
    finally:
        hall.start()
    assert not wrong, "\n".join(wrong)


def test_more_halls_than_fit_turn_their_pages(hall: Hall, wall: Page) -> None:
    wall.page.clock.install()

    def twice(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        more = [{**each, "center": f"{each['center']}-b"} for each in told["halls"]]
        route.fulfill(response=answer, body=json.dumps({**told, "halls": told["halls"] + more, "more": 3}))

    wall.page.route("**/api/v1/overview*", twice)
    opened(hall, wall)
    shown = "[...document.querySelectorAll('#halls li')].map((each) => each.dataset.center)"
    assert wall.value(shown) == [f"h{at}" for at in range(6)]
    assert "3" in wall.text("#notice .zh")
    wall.page.clock.run_for(12_500)
    wall.wait("document.querySelector('#halls li').dataset.center === 'h0-b'")
    assert wall.value("document.querySelectorAll('#notice .pages i').length") == 2
