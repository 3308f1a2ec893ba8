"""A device is let in over HTTP: a code and its picture, a token once decided, five codes a minute and address."""

from typing import Any

from server.office.access.pairing import Choice, approve, find
from server.store.unit_of_work import CITY, UnitOfWork
from tests.server.office.access.test_pairing import ANN
from tests.server.web.conftest import Web


def begun(web: Web, scope: str = "display") -> Any:
    answer = web.ask("POST", "/pairings", None, {"scope": scope, "machine": "hall-tv\n1"})
    assert answer.status == 201
    return answer.json


def pair(web: Web, code: str, choice: Choice) -> None:
    def work(uow: UnitOfWork) -> None:
        found = find(uow, code, ANN, web.moment[0])
        assert found is not None
        approve(uow, found, choice, ANN, web.moment[0])

    web.store.write(CITY, work)


def polled(web: Web, told: Any) -> Any:
    web.moment[0] += 5000
    return web.ask("POST", "/pairings/token", None, {"device_code": told["device_code"]})


def test_a_device_shows_a_code_and_fetches_its_token(web: Web) -> None:
    told = begun(web)
    assert (told["seconds"], told["interval"]) == (600, 5)
    assert told["address"].endswith("/admin/devices/pair")
    assert len(told["rows"]) == len(told["rows"][0])
    assert polled(web, told).json == {"access": None}
    pair(web, told["code"], Choice("hall", None, "TV"))
    access = polled(web, told).json["access"]
    assert {name: access[name] for name in ("scope", "center", "counter")} == {
        "scope": "display",
        "center": "hall",
        "counter": None,
    }
    assert web.ask("GET", "/centers/hall/board", access["token"]).status == 200
    assert web.ask("GET", "/centers/village/board", access["token"]).code == "token_scope"
    assert polled(web, told).code == "pairing_over"


def test_a_kiosk_is_given_the_key_of_the_guidance_that_it_trusts(web: Web) -> None:
    web.publish()
    told = begun(web, "kiosk")
    pair(web, told["code"], Choice("hall", None, "Lobby"))
    assert len(polled(web, told).json["access"]["token"].partition("~")[2]) == 44


def test_an_address_gets_five_codes_a_minute(web: Web) -> None:
    for _ in range(5):
        begun(web)
    assert web.ask("POST", "/pairings", None, {"scope": "kiosk"}).code == "too_many"


def test_no_channel_and_no_administrator_is_paired(web: Web) -> None:
    for scope in ("channel", "admin", "", None):
        assert web.ask("POST", "/pairings", None, {"scope": scope}).code == "bad_request"
    assert web.ask("POST", "/pairings", None, {"scope": "kiosk", "machine": "x" * 81}).code == "bad_request"
