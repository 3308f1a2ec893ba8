"""How long a key holds and what it holds for: the exact hour, the path, and that nothing else is answered with it."""

import pytest

from tests.server.web.conftest import Web

KEPT_MS = 72 * 3600 * 1000


def test_a_key_holds_for_seventy_two_hours_and_not_a_moment_longer(web: Web) -> None:
    body = {"services": ["social"]}
    path = "/api/v1/centers/village/tickets"
    first = web.ask("POST", path, web.village_kiosk, body, "one-key-1")
    begun = web.moment[0]
    assert first.status == 201
    for later in (1, KEPT_MS - 1, KEPT_MS):
        web.moment[0] = begun + later
        assert web.ask("POST", path, web.village_kiosk, body, "one-key-1").data == first.data
    web.moment[0] = begun + KEPT_MS + 1
    again = web.ask("POST", path, web.village_kiosk, body, "one-key-1")
    assert again.status == 201
    assert again.json["id"] != first.json["id"]
    # It holds anew from then on.
    web.moment[0] += KEPT_MS
    assert web.ask("POST", path, web.village_kiosk, body, "one-key-1").data == again.data


def test_a_key_used_on_another_path_is_answered_with_nothing_of_the_first(web: Web) -> None:
    token = web.counter()
    opened = web.ask("POST", "/api/v1/counters/hall-1/open", token, {}, "one-key-1")
    assert opened.json["state"] == "open"
    closed = web.ask("POST", "/api/v1/counters/hall-1/close", token, {}, "one-key-1")
    assert (closed.status, closed.code) == (422, "key_conflict")
    assert web.ask("GET", "/api/v1/counters/hall-1", token).json["state"] == "open"
    assert web.ask("POST", "/api/v1/counters/hall-1/close", token, {}, "two-key-1").json["state"] == "closed"


@pytest.mark.parametrize("path", ["/api/v1/centers/village/tickets", "/api/v1/centers/hall/tickets"])
def test_a_key_of_one_center_is_not_one_of_another(web: Web, path: str) -> None:
    body = {"services": ["social"]}
    other = ({"/api/v1/centers/village/tickets", "/api/v1/centers/hall/tickets"} - {path}).pop()
    first = web.ask("POST", path, web.channel, body, "one-key-1")
    second = web.ask("POST", other, web.channel, body, "one-key-1")
    assert first.status == 201
    assert second.data != first.data
    if second.status != 201:
        assert second.code == "key_conflict"


def test_two_holders_of_tickets_do_not_share_a_key(web: Web) -> None:
    one, two = web.take().json, web.take().json
    answers = [
        web.ask(
            "POST",
            f"/api/v1/tickets/{ticket['id']}/cancel",
            body={},
            key="one-key-1",
            X_Ticket_Secret=ticket["secret"],
        )
        for ticket in (one, two)
    ]
    for ticket, answer in zip((one, two), answers, strict=True):
        assert answer.status == 422 or answer.json["id"] == ticket["id"]
    assert answers[0].json["state"] == "cancelled"
