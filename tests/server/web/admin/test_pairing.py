"""An administrator pairs a device: the code, what it is, where it stands; wrong codes and other centers are refused."""

from server.rules.people.roles import Grant
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web
from tests.server.web.test_pairings import begun, polled

PAIR = "/admin/devices/pair"


def test_a_device_is_paired_by_its_code(web: Web, enter: Enter) -> None:
    told = begun(web)
    browser = enter("ann", Grant("city"))
    browser.open(f"{PAIR}?code={told['code']}")
    assert told["code"] in browser.page
    assert polled(web, told).json == {"access": None}, "to open the address decides nothing"
    browser.send(PAIR, code=told["code"])
    assert "Hall screen" in browser.text()
    assert "hall-tv1" in browser.text()
    assert browser.send(f"{PAIR}/yes", code=told["code"], scope="display", where="hall", name="").status == 422
    assert "at most 40" in browser.text()
    browser.send(f"{PAIR}/yes", code=told["code"], scope="display", where="hall", name="By the door")
    assert "The device is paired" in browser.text()
    assert polled(web, told).json["access"]["center"] == "hall"
    browser.send(PAIR, code=told["code"])
    assert "just paired" in browser.text()


def test_a_counter_is_chosen_where_a_counter_asks(web: Web, enter: Enter) -> None:
    told = begun(web, "counter")
    browser = enter("vi", Grant("center", "village"))
    browser.open(PAIR)
    browser.send(PAIR, code=told["code"].lower().replace("-", ""))
    assert 'value="village-1"' in browser.page
    assert "hall-1" not in browser.page
    answer = browser.send(f"{PAIR}/yes", code=told["code"], scope="counter", where="hall-1", name="Desk")
    assert answer.status == 403
    browser.send(f"{PAIR}/yes", code=told["code"], scope="counter", where="village-1", name="Desk")
    assert polled(web, told).json["access"]["counter"] == "village-1"


def test_wrong_codes_are_told_and_counted(web: Web, enter: Enter) -> None:
    browser = enter("ann", Grant("city"))
    browser.open(PAIR)
    for _ in range(5):
        assert browser.send(PAIR, code="BBBB-BBBB").status == 404
        assert "No device shows this code" in browser.text()
    assert browser.send(PAIR, code="BBBB-BBBB").status == 429
    assert "Try again in 10 minutes" in browser.text()
