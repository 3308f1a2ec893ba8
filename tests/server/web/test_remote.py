"""Tickets across centers over HTTP: taken at another one, checked in with where they are, sent on from a counter."""

from typing import Any

from tests.server.web.conftest import Answer, Web

REMOTE = "/centers/hall/remote-tickets"
SOCIAL = {"services": ["social"]}


def taken(web: Web, token: str | None = None, **more: Any) -> Any:
    answer = web.ask("POST", REMOTE, token or web.village_kiosk, {**SOCIAL, **more})
    assert answer.status == 201, answer.data
    return answer.json


def check_in(web: Web, ticket: Any, token: str | None = None, hall: str | None = None) -> Answer:
    headers = {} if token else {"X_Ticket_Secret": ticket["secret"]}
    body = {} if hall is None else {"hall": hall}
    return web.ask("POST", f"/tickets/{ticket['id']}/check-in", token, body, **headers)


def test_a_kiosk_in_a_village_takes_a_number_of_the_hall_and_the_hall_s_own_kiosk_checks_it_in(web: Web) -> None:
    ticket = taken(web)
    assert (ticket["state"], ticket["center"], ticket["ahead"]) == ("remote", "hall", 0)
    assert ticket["arrive_by"]
    assert len(ticket["digits"]) == 6
    assert check_in(web, ticket, web.village_kiosk).code == "token_scope"
    found = web.ask("GET", f"/centers/hall/numbers/{ticket['number']}?digits={ticket['digits']}", web.kiosk).json
    assert (found["state"], found["ticket"]["arrive_by"]) == ("remote", ticket["arrive_by"])
    arrived = check_in(web, ticket, web.kiosk)
    assert (arrived.status, arrived.json["state"]) == (200, "waiting")
    assert check_in(web, ticket, web.kiosk).code == "ticket_state"


def test_a_phone_checks_in_with_the_code_of_the_hall_alone(web: Web) -> None:
    ticket = taken(web)
    for wrong in (None, "00000000"):
        assert check_in(web, ticket, hall=wrong).code == "remote_not_here"
    assert check_in(web, ticket, web.channel).code == "remote_not_here"
    code = web.ask("GET", "/centers/hall/hall-code", web.display).json["code"]
    assert check_in(web, ticket, hall=code).json["state"] == "waiting"


def test_a_channel_names_for_whom_and_each_has_one(web: Web) -> None:
    assert web.ask("POST", REMOTE, web.channel, SOCIAL).code == "holder_missing"
    taken(web, web.channel, holder="somebody-of-the-app")
    again = web.ask("POST", REMOTE, web.channel, {**SOCIAL, "holder": "somebody-of-the-app"})
    assert again.code == "remote_twice"
    assert web.ask("POST", REMOTE, web.kiosk, SOCIAL).code == "remote_here"


def test_one_press_gives_one_number(web: Web) -> None:
    answers = [web.ask("POST", REMOTE, web.village_kiosk, SOCIAL, "one-remote-ticket") for _ in range(2)]
    assert answers[0].json == answers[1].json


def test_a_counter_sends_somebody_on_and_their_secret_opens_the_new_number(web: Web) -> None:
    counter = web.counter("village-1")
    ticket = web.ask("POST", "/centers/village/tickets", web.village_kiosk, SOCIAL).json
    for verb in ("open", "call-next", "start"):
        assert web.ask("POST", f"/counters/village-1/{verb}", counter, {}).status == 200
    to = {"center": "hall", "service": "social", "note": "needs the house book"}
    assert web.ask("POST", "/counters/village-1/send-on", counter, {**to, "center": "x"}).code == "center_unknown"
    sent = web.ask("POST", "/counters/village-1/send-on", counter, to, "send-on-once")
    assert sent.json == web.ask("POST", "/counters/village-1/send-on", counter, to, "send-on-once").json
    onward = sent.json["ticket"]["onward"]
    assert (sent.json["ticket"]["state"], onward["center"], onward["state"]) == ("finished", "hall", "remote")
    secret = {"X_Ticket_Secret": ticket["secret"]}
    assert web.ask("GET", f"/tickets/{ticket['id']}", None, **secret).json["onward"] == onward
    follows = web.ask("GET", f"/tickets/{onward['ticket']}", None, **secret).json
    assert (follows["center"], follows["arrive_by"]) == ("hall", onward["arrive_by"])
    assert web.ask("POST", "/counters/village-1/send-on", counter, to).code == "counter_idle"
