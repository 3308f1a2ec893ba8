"""How long people wait, as the API tells it: to whom, in which words, rounded outwards."""

import pytest

from server.office.estimates import Said
from server.rules.hall.estimate.wait import Wait as Estimated
from server.rules.hall.line import MINUTE
from server.web.api.waits import LONGEST, told
from server.wire.messages import Wait
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
