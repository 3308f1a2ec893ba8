"""An empty city becomes a hall that calls, page by page, in either order of leaving and coming back."""

import html
import re
from collections.abc import Iterator

import pytest

from config.documents import CITY, CenterDocument, CityDocument, Scope
from server.office.audit.chain import portion
from server.rules.people.roles import Grant
from server.store.seeding import empty_city, seed
from server.store.settings import document_in_force
from server.store.store import Store
from server.web.app import create_app
from server.web.serving import WebServer, bind
from tests.server.conftest import MORNING
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

CENTER = {
    "name_zh": "石溪镇综合服务中心",
    "address_zh": "石溪镇兴业路 8 号",
    "level": "town",
    "day1": "1",
    "day3": "1",
    "opens": "09:00",
    "pauses": "12:00",
    "resumes": "14:00",
    "closes": "17:30",
}


@pytest.fixture
def empty(store: Store) -> Iterator[Web]:
    report = seed(store, empty_city(), MORNING)
    listening = bind("127.0.0.1", 0)
    made = Web(store, report, int(listening.getsockname()[1]))
    server = WebServer(create_app(store, clock=lambda: made.moment[0], live_port=9, people_key=bytes(32)), listening)
    server.start()
    yield made
    server.stop()


@pytest.fixture
def browser(empty: Web) -> Browser:
    House(empty.store).add("root", Grant("city"))
    made = Browser(empty)
    made.open("/admin/sign-in")
    made.send("/admin/sign-in", login="root", password=PASSWORD)
    return made


def document(web: Web, id_: str) -> CenterDocument:
    found = web.store.read(lambda reading: document_in_force(reading, Scope("center", id_), CenterDocument))
    assert found is not None
    return found


def test_six_steps_to_a_hall(empty: Web, browser: Browser) -> None:
    assert "There is no center yet" in browser.text()
    browser.open("/admin/set-up")
    assert "What is the city called?" in browser.text()
    browser.send("/admin/set-up/city", name_zh="南江市")
    city = empty.store.read(lambda reading: document_in_force(reading, CITY, CityDocument))
    assert city is not None
    assert (city.name.zh, city.name.en) == ("南江市", "南江市")
    assert "Where do people come to?" in browser.text()

    browser.send("/admin/set-up/center", **CENTER)
    assert browser.at == "/admin/set-up/town"
    assert [hours.days for hours in document(empty, "town").hours or ()] == [(1, 3), (1, 3)]
    ticked = dict.fromkeys(re.findall(r'name="(service-\w+)" value="1" checked', browser.page), "1")
    assert len(ticked) == 8
    assert browser.send("/admin/set-up/town/services").status == 422
    assert "Choose at least one service" in browser.text()
    browser.send("/admin/set-up/town/services", **ticked, own_zh="农机登记")
    offered = document(empty, "town").services
    assert len(offered) == 9
    assert len({each.prefix for each in offered}) == 9

    assert browser.send("/admin/set-up/town/counters", many="0").status == 422
    browser.send("/admin/set-up/town/counters", many="3")
    counters = document(empty, "town").counters
    assert [each.name.zh for each in counters] == ["1 号窗口", "2 号窗口", "3 号窗口"]
    assert all(len(each.services) == 9 for each in counters)
    assert "Let the devices in" in browser.text()

    browser.send("/admin/set-up/town/let-in", counter=counters[0].id)
    address = re.search(r"<code>([^<]+)</code>", browser.page)
    assert address is not None
    code = html.unescape(address.group(1)).partition("#")[2]
    token = empty.ask("POST", "/access", None, {"code": code}).json["token"]
    assert empty.ask("POST", f"/counters/{counters[0].id}/open", token, {}).status == 200
    assert browser.send("/admin/set-up/town/let-in", counter="elsewhere").status == 404
    written = [row.changed.about for row in empty.store.read(lambda reading: portion(reading, 0))]
    assert written.count("center/town") == 3


def test_counters_keep_what_they_are_when_there_are_more(empty: Web, browser: Browser) -> None:
    browser.send("/admin/set-up/city", name_zh="南江市")
    browser.send("/admin/set-up/center", **CENTER)
    browser.send("/admin/set-up/town/services", **{"service-social": "1", "service-medical": "1"})
    browser.send("/admin/set-up/town/counters", many="1")
    browser.open("/admin/set-up/town?step=counters")
    browser.send("/admin/set-up/town/counters", many="2", **{"town-1:social": "1"})
    assert [each.services for each in document(empty, "town").counters] == [("social",), ("social", "medical")]


def test_what_cannot_be_is_said_and_everything_typed_stays(empty: Web, browser: Browser) -> None:
    browser.send("/admin/set-up/city", name_zh="南江市")
    answer = browser.send("/admin/set-up/center", **{**CENTER, "opens": "13:00"})
    assert answer.status == 422
    assert "石溪镇兴业路 8 号" in browser.page
    answer = browser.send("/admin/set-up/center", **{**CENTER, "name_zh": " "})
    assert answer.status == 422
    assert browser.open("/admin/set-up/nowhere").status == 404


def test_a_second_hall_is_set_up_below_the_first(empty: Web, browser: Browser) -> None:
    browser.send("/admin/set-up/city", name_zh="南江市")
    browser.send("/admin/set-up/center", **CENTER)
    browser.open("/admin/set-up?new=1&step=center")
    browser.send("/admin/set-up/center", **{**CENTER, "level": "village", "parent": "town"})
    assert browser.at == "/admin/set-up/village"
    browser.open("/admin/set-up?new=1&step=center")
    browser.send("/admin/set-up/center", **{**CENTER, "level": "village", "parent": "town"})
    assert browser.at == "/admin/set-up/village-2"


def test_who_has_one_hall_sets_up_none_elsewhere(web: Web, enter: Enter) -> None:
    head = enter("head", Grant("center", "village"))
    head.open("/admin/set-up/village")
    for path in ("/admin/set-up/city", "/admin/set-up/center", "/admin/set-up/hall/services"):
        assert head.send(path, name_zh="x", **{"service-social": "1"}).status == 403
        head.open("/admin/set-up/village")
