"""Where a matter can be done, over HTTP."""

import json
from typing import Any

from sqlalchemy import update

from server.store import tables
from server.store.unit_of_work import CITY
from tests.server.web.conftest import Web


def with_way(web: Web, minutes: int) -> None:
    ways = json.dumps([{"between": ["hall", "village"], "minutes": minutes}])
    web.store.write(CITY, lambda uow: uow.run(update(tables.cities).values(ways=ways)))


def places(web: Web, query: str, token: str | None = None) -> Any:
    answer = web.ask("GET", f"/places?{query}", token or web.village_kiosk)
    assert answer.status == 200, answer.data
    return answer.json


def test_a_kiosk_in_a_village_learns_what_the_town_can_do_for_it(web: Web) -> None:
    with_way(web, 12)
    web.ask("POST", "/counters/hall-2/open", web.counter("hall-2"), {})
    told = places(web, "service=social&from=village")
    assert (told["services"], told["origin"], told["more"]) == (["social"], "village", 0)
    hall, village = told["places"]
    assert (hall["center"], hall["state"], hall["way_min"], hall["called_min"]) == ("hall", "open", 12, 12)
    assert (hall["at_once"], hall["said_seconds"], hall["remote"]) == (True, 0, True)
    assert (village["center"], village["state"], village["wait"], village["why"]) == ("village", "silent", None, None)
    assert [each["center"] for each in places(web, "service=social,school")["places"]] == ["hall"]
    first = places(web, "service=social&from=village&limit=1")
    assert ([each["center"] for each in first["places"]], first["more"]) == (["hall"], 1)


def test_without_a_written_way_that_is_said(web: Web) -> None:
    told = places(web, "service=social&from=village")["places"]
    assert {each["center"]: each["way_min"] for each in told} == {"village": 0, "hall": None}


def test_what_cannot_be_asked_is_refused(web: Web) -> None:
    asked = {query: web.ask("GET", f"/places{query}", web.kiosk).code for query in ("", "?service=,", "?service=x")}
    assert asked == {"": "bad_request", "?service=,": "bad_request", "?service=x": "service_unknown"}
    assert web.ask("GET", "/places?service=social&from=x", web.kiosk).code == "center_unknown"
