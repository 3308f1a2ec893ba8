"""Several halls of a city in one answer, over HTTP."""

from typing import Any

from tests.server.web.conftest import Web


def overview(web: Web, query: str = "", token: str | None = None) -> Any:
    answer = web.ask("GET", f"/overview{query}", token or web.display)
    assert answer.status == 200, answer.data
    return answer.json


def test_a_screen_sees_all_halls_of_its_city(web: Web) -> None:
    web.take()
    web.ask("POST", "/counters/hall-2/open", web.counter("hall-2"), {})
    called = web.ask("POST", "/counters/hall-2/call-next", web.counter("hall-2"), {}).json["ticket"]
    told = overview(web)
    hall, village = told["halls"]
    assert (told["more"], told["silent_min"]) == (0, 5)
    assert (hall["center"], hall["state"], hall["counters_open"], hall["counters"]) == ("hall", "open", 1, 3)
    assert (hall["called"]["number"], hall["called"]["counter"]["id"]) == (called["number"], "hall-2")
    assert hall["heard_at"] is not None
    assert (village["center"], village["parent"], village["state"]) == ("village", "hall", "silent")
    assert (village["heard_at"], village["wait"], village["called"]) == (None, None, None)


def test_which_halls_can_be_asked_for(web: Web) -> None:
    names = {
        query: [each["center"] for each in overview(web, query)["halls"]]
        for query in ("?under=hall", "?under=village", "?center=village,hall", "?limit=1")
    }
    assert list(names.values()) == [["hall", "village"], ["village"], ["village", "hall"], ["hall"]]
    assert overview(web, "?limit=1")["more"] == 1


def test_what_cannot_be_asked_is_refused(web: Web) -> None:
    asked = ("?under=x", "?center=x", "?center=,", "?limit=0")
    codes = [web.ask("GET", f"/overview{query}", web.display).code for query in asked]
    assert codes == ["center_unknown", "center_unknown", "bad_request", "bad_request"]
    assert web.ask("GET", "/overview").code == "token_missing"
