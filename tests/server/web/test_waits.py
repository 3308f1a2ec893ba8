"""How long people wait, as the API tells it: to whom, in which words, rounded outwards."""

import pytest

from server.office.estimates import Said
from server.office.kept_waits import DayWaits, keep
from server.rules.hall.estimate.kept import Kept
from server.rules.hall.estimate.wait import Untold
from server.rules.hall.estimate.wait import Wait as Estimated
from server.rules.hall.line import MINUTE
from server.web.api.waits import LONGEST, told
from server.wire.messages import Wait
from tests.server.settings_of import Settings
from tests.server.web.conftest import Web

SERVICE = "/api/v1/centers/hall/services/social/wait"


def test_whether_a_counter_is_there_is_told_before_a_ticket_is_taken(web: Web) -> None:
    closed = web.ask("GET", SERVICE, web.kiosk).json
    assert (closed["at_once"], closed["wait"], closed["why"]) == (False, None, "nobody_serves")
    web.at("open")
    opened = web.ask("GET", SERVICE, web.display).json
    assert (opened["at_once"], opened["why"]) == (True, None)
    assert opened["wait"] == {"low_min": 0, "high_min": 0, "median_min": 0}
    assert (opened["told"], opened["held"]) == (0, 0)


def test_all_lines_of_a_center_are_told_at_once(web: Web) -> None:
    web.at("open")
    lines = web.ask("GET", "/api/v1/centers/hall/waits", web.kiosk).json
    each = [web.ask("GET", f"/api/v1/centers/hall/services/{line['service']}/wait", web.kiosk).json for line in lines]
    assert lines == each
    assert "social" in [line["service"] for line in lines]
    assert "rare" not in [line["service"] for line in lines]
    assert web.ask("GET", "/api/v1/centers/hall/waits", web.village_kiosk).code == "token_scope"


def test_a_ticket_is_told_its_wait_or_that_it_stands_in_no_line(web: Web) -> None:
    web.at("open")
    ticket = web.take().json
    path = f"/api/v1/tickets/{ticket['id']}/wait"
    waiting = web.ask("GET", path, X_Ticket_Secret=ticket["secret"])
    assert waiting.json["why"] is None
    web.at("call-next")
    called = web.ask("GET", path, web.kiosk)
    assert (called.json["why"], called.json["service"]) == ("not_waiting", "social")


def test_what_nobody_may_ask_or_does_not_exist_is_refused(web: Web) -> None:
    assert web.ask("GET", SERVICE).code == "token_missing"
    assert web.ask("GET", SERVICE, web.village_kiosk).code == "token_scope"
    assert web.ask("GET", "/api/v1/centers/hall/services/tax/wait", web.kiosk).code == "service_unknown"
    assert web.ask("GET", "/api/v1/tickets/none/wait", web.kiosk).code == "ticket_unknown"


@pytest.mark.parametrize(
    ("low", "median", "high", "said"),
    [(0.2, 0.4, 0.6, Wait(0, 1, 0)), (9.9, 12.5, 20.1, Wait(9, 21, 12)), (5.0, 6.0, 7.0, Wait(5, 7, 6))],
)
def test_a_range_is_rounded_outwards_to_minutes(low: float, median: float, high: float, said: Wait) -> None:
    answer = told(Said("social", Estimated(median * MINUTE, low * MINUTE, high * MINUTE), 9, 7))
    assert answer.wait == said
    assert (answer.why, answer.told, answer.held, answer.at_once) == (None, 9, 7, False)


def test_no_wait_is_longer_than_a_day() -> None:
    answer = told(Said("social", Estimated(1e12, 1e11, 1e13), 0, 0))
    assert answer.wait == Wait(LONGEST, LONGEST, LONGEST)


@pytest.mark.parametrize(
    ("outcome", "late"),
    [(Estimated(9, 5, 12, late=True), True), (Estimated(9, 5, 12), False), ("after_closing", True), (None, False)],
)
def test_whoever_may_not_be_served_before_closing_is_told_so(outcome: Estimated | Untold | None, late: bool) -> None:
    assert told(Said("social", outcome)).late is late


def test_what_was_said_lately_is_told_with_what_it_was_worth(web: Web) -> None:
    path = "/api/v1/centers/hall/waits/kept"
    assert web.ask("GET", path, web.display).json == {"promised_percent": 80, "days": [], "services": []}
    assert web.ask("GET", f"{path}?days=31", web.display).code == "bad_request"
    assert web.ask("GET", path).code == "token_missing"
    kept = DayWaits("2025-11-24", {"social": Kept(40, 30, 24, 40 * MINUTE, 400 * MINUTE)})
    web.store.write("hall", lambda uow: keep(uow, 1, kept))
    answer = web.ask("GET", f"{path}?days=7", web.display).json
    assert answer["days"] == [{"day": "2025-11-24", "told": 30, "held": 24}]
    (social,) = answer["services"]
    assert social == {
        "service": "social",
        "judged": 40,
        "told": 30,
        "held": 24,
        "error_min": 1.0,
        "wait_min": 10.0,
    }


@pytest.mark.parametrize(("rule", "stops"), [("off", None), ("warn", False), ("stop", True)])
def test_before_closing_a_hall_says_what_to_do_instead(web: Web, rule: str, stops: bool | None) -> None:
    settings = Settings(web.store, web.moment[0])
    settings.edit(lambda document: document["rules"].update(stop_when_late=rule))
    web.at("open")
    for _ in range(2):
        web.take()
        web.at("call-next")
        web.at("start")
        web.moment[0] += 20 * MINUTE
        web.at("finish")
    web.moment[0] += (16 * 60 + 50) * MINUTE - (web.moment[0] + 8 * 60 * MINUTE) % (24 * 60 * MINUTE)
    said = web.ask("GET", SERVICE, web.kiosk).json
    assert said["late"] is True
    if stops is None:
        assert said["when_late"] is None
        assert web.take().status == 201
        return
    late = said["when_late"]
    assert late == {
        "closes_at": "2025-11-25T09:00:00.000Z",
        "stops": stops,
        "slot_at": "2025-11-26T01:00:00.000Z",
        "opens_at": "2025-11-26T01:00:00.000Z",
    }
    taken = web.take()
    assert (taken.status, taken.code if stops else "") == ((409, "service_late") if stops else (201, ""))
