"""What somebody has a device do from afar: it hears it, does it once, and what came of it is read on its page."""

import base64

import pytest

from server.office.access.devices import devices_in
from server.office.access.orders import CAN, RECORDED, VALID_MS
from server.office.audit.chain import portion
from server.rules.people.roles import Grant
from server.store.unit_of_work import CITY
from server.web.admin.order_words import CAME, TRIES
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

DEVICES = "/admin/devices"
PNG = b"\x89PNG\r\n\x1a\n" + b"a picture"


def page_of(web: Web, scope: str, center: str = "hall") -> str:
    found = web.store.read(lambda reading: devices_in(reading, {center}, web.moment[0]))
    return f"{DEVICES}/{next(each.id for each in found if each.scope == scope)}"


@pytest.fixture
def browser(enter: Enter) -> Browser:
    return enter("ann", Grant("city"))


def open_order(web: Web, token: str) -> dict[str, object]:
    (order,) = web.ask("GET", "/orders", token).json["orders"]
    return dict(order)


def test_a_test_slip_is_wanted_printed_and_read_of(web: Web, browser: Browser) -> None:
    here = page_of(web, "kiosk")
    browser.open(here)
    assert browser.send(f"{here}/order", order="print").status == 200
    assert "waits for the device" in browser.text()
    assert 'hx-trigger="every 3s"' in browser.page
    order = open_order(web, web.kiosk)
    assert (order["kind"], order["seconds"]) == ("print", 60)
    # It hears of it again until it has answered; nobody else does.
    assert open_order(web, web.kiosk) == order
    assert web.ask("GET", "/orders", web.village_kiosk).json == {"orders": []}
    done = f"/orders/{order['id']}/done"
    assert web.ask("POST", done, web.village_kiosk, {"came": "printed"}).code == "order_gone"
    assert web.ask("POST", done, web.kiosk, {"came": "printed", "millimetres": 42}).json == {"ok": True}
    # An answer that was lost comes again, and changes nothing.
    assert web.ask("POST", done, web.kiosk, {"came": "failed"}).status == 200
    assert web.ask("GET", "/orders", web.kiosk).json == {"orders": []}
    browser.open(here)
    assert "printed, 42 mm of paper" in browser.text()
    assert "every 3s" not in browser.page
    assert [each.changed.what for each in web.store.read(lambda reading: portion(reading, 0))][-1] == RECORDED["print"]


def test_an_order_is_good_for_a_minute(web: Web, browser: Browser) -> None:
    here = page_of(web, "display")
    browser.open(here)
    browser.send(f"{here}/order", order="restart")
    assert browser.send(f"{here}/order", order="restart").status == 409
    assert "Wait for its answer" in browser.text()
    # Another kind may be wanted meanwhile.
    assert browser.send(f"{here}/order", order="show").status == 200
    order = next(each for each in web.ask("GET", "/orders", web.display).json["orders"] if each["kind"] == "restart")
    web.moment[0] += VALID_MS
    web.store.write(CITY, lambda uow: None)
    assert web.ask("GET", "/orders", web.display).json == {"orders": []}
    browser.open(here)
    assert browser.text().count("no answer within a minute") == 2
    assert browser.send(f"{here}/order", order="restart").status == 200
    # What replaced it waits for its own answer.
    assert web.ask("POST", f"/orders/{order['id']}/done", web.display, {"came": "begins_anew"}).code == "order_gone"
    assert open_order(web, web.display)["id"] != order["id"]


def test_what_a_kiosk_shows_is_seen_by_who_looks_after_it(web: Web, browser: Browser, enter: Enter) -> None:
    here = page_of(web, "kiosk")
    assert browser.open(f"{here}/picture.png").status == 404
    browser.open(here)
    for sent, status in ((b"<svg onload=alert(1)>", 404), (PNG, 200)):
        browser.send(f"{here}/order", order="picture")
        body = {"came": "seen", "picture": base64.b64encode(sent).decode()}
        assert web.ask("POST", f"/orders/{open_order(web, web.kiosk)['id']}/done", web.kiosk, body).status == 200
        assert browser._ask("GET", f"{here}/picture.png", None, {}).status == status
        browser.open(here)
        assert ("picture.png" in browser.page) == (status == 200)
    answer = browser._ask("GET", f"{here}/picture.png", None, {})
    assert (answer.headers["content-type"], answer.data) == ("image/png", PNG)
    assert answer.headers["x-content-type-options"] == "nosniff"
    villager = enter("vi", Grant("center", "village"))
    assert villager.open(f"{here}/picture.png").status == 403
    villager.open(page_of(web, "kiosk", "village"))
    assert villager.send(f"{here}/order", order="picture").status == 403


def test_words_of_a_screen_are_only_words(web: Web, browser: Browser) -> None:
    here = page_of(web, "display")
    browser.open(here)
    browser.send(f"{here}/order", order="picture")
    body = {"came": "seen", "words": "1920 × 1080\n<script>alert(1)</script>\u202e"}
    assert web.ask("POST", f"/orders/{open_order(web, web.display)['id']}/done", web.display, body).status == 200
    browser.open(here)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</pre>" in browser.page


def test_a_device_is_told_only_what_its_kind_can(web: Web, browser: Browser) -> None:
    for scope, can in CAN.items():
        here = page_of(web, scope)
        browser.open(here)
        for kind in (*TRIES, "", "format"):
            wanted = 200 if kind in can else 422
            assert browser.send(f"{here}/order", order=kind).status == wanted, (scope, kind)
            browser.open(here)
    browser.open(f"{DEVICES}/wall")
    assert f'action="{page_of(web, "kiosk")}/order"' in browser.page
    assert f'action="{page_of(web, "counter")}/order"' not in browser.page


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"came": "exploded"},
        {"came": "printed", "millimetres": -1},
        {"came": "printed", "millimetres": 10_001},
        {"came": "seen", "words": "x" * 2_001},
        {"came": "seen", "picture": "no base64!"},
        {"came": "seen", "picture": base64.b64encode(b"x" * 700_001).decode()},
        {"came": "seen", "more": 1},
    ],
)
def test_what_a_device_answers_is_bounded(web: Web, browser: Browser, body: dict[str, object]) -> None:
    browser.open(page_of(web, "kiosk"))
    browser.send(f"{page_of(web, 'kiosk')}/order", order="print")
    order = open_order(web, web.kiosk)
    assert web.ask("POST", f"/orders/{order['id']}/done", web.kiosk, body).code == "bad_request"
    assert open_order(web, web.kiosk) == order


def test_every_word_of_it_is_said_in_chinese() -> None:
    from config.words import say

    for word in (*(each for pair in TRIES.values() for each in pair), *(word for _, word in CAME.values())):
        assert say("zh", word) != word
