"""Every route: what it answers, whom it lets in, and that the document says the same."""

import re
from typing import Any

import jsonschema_rs
import pytest

from server.rules.errors import CODES
from server.store.tokens import new_token
from server.store.unit_of_work import CITY
from server.web.table import ROUTES
from tests.openapi_law import prove_openapi
from tests.server.web.conftest import Answer, Web


def told(web: Web, method: str, path: str, answer: Answer) -> Any:
    """Prove that `answer` is what the document describes for `path`, and return its JSON."""
    document = web.ask("GET", "/api/openapi.json").json
    operation = document["paths"][f"/api/v1{path}"][method.lower()]
    described = operation["responses"][str(answer.status)]
    kind = answer.headers["content-type"].partition(";")[0]
    schema = {**described["content"][kind]["schema"], "components": document["components"]}
    assert [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(answer.json)] == []
    return answer.json


def test_the_document_is_openapi_and_lists_every_route(web: Web) -> None:
    document = web.ask("GET", "/api/openapi.json").json
    prove_openapi(document)
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names)) == sum(route.described for route in ROUTES)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", name) for name in names)
    assert all("default" not in operation["responses"] for operation in operations), "each refusal is named"


def test_a_ticket_from_issue_to_finish(web: Web) -> None:
    ticket = told(web, "POST", "/centers/{center}/tickets", web.take())
    assert (ticket["number"], ticket["state"], ticket["ahead"]) == ("D001", "waiting", 0)
    assert len(ticket["secret"]) >= 16
    for verb, state in (
        ("open", None),
        ("call-next", "called"),
        ("recall", "called"),
        ("start", "serving"),
        ("finish", "finished"),
    ):
        answer = told(web, "POST", f"/counters/{{counter}}/{verb}", web.at(verb))
        assert (answer["ticket"] or {}).get("state") == state
    seen = told(web, "GET", "/tickets/{ticket}", web.ask("GET", f"/api/v1/tickets/{ticket['id']}", web.kiosk))
    assert seen["state"] == "finished"
    assert seen["secret"] is None


def test_center_board_and_journal(web: Web) -> None:
    web.take()
    web.at("open")
    web.at("call-next")
    assert len(told(web, "GET", "/centers", web.ask("GET", "/api/v1/centers", web.kiosk))) == 2
    center = told(web, "GET", "/centers/{center}", web.ask("GET", "/api/v1/centers/hall", web.kiosk))
    assert center["open"] is True
    assert {service["id"]: service["served"] for service in center["services"]}["rare"] is False
    board = told(web, "GET", "/centers/{center}/board", web.ask("GET", "/api/v1/centers/hall/board", web.display))
    assert board["calls"][0]["ticket"]["number"] == "D001"
    journal = told(
        web,
        "GET",
        "/centers/{center}/journal",
        web.ask("GET", "/api/v1/centers/hall/journal?after=1&limit=1", web.display),
    )
    assert [event["seq"] for event in journal["events"]] == [2]


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "after=-1", "after=1e9", "limit=9" + "9" * 30])
def test_wrong_limits_are_said(web: Web, query: str) -> None:
    answer = web.ask("GET", f"/api/v1/centers/hall/journal?{query}", web.kiosk)
    assert (answer.status, answer.code) == (400, "bad_request")


def test_the_holder_comes_in_by_the_secret(web: Web) -> None:
    ticket = web.take().json
    path = f"/api/v1/tickets/{ticket['id']}"
    assert web.ask("GET", path).code == "token_missing"
    assert web.ask("GET", path, X_Ticket_Secret="guess").code == "secret_unknown"
    assert web.ask("GET", "/api/v1/tickets/nothing", X_Ticket_Secret="guess").code == "secret_unknown"
    assert web.ask("GET", path, X_Ticket_Secret=ticket["secret"]).json["number"] == "D001"
    assert web.ask("POST", f"{path}/cancel", body={}, X_Ticket_Secret=ticket["secret"]).json["state"] == "cancelled"
    assert web.ask("POST", f"{path}/cancel", body={}, X_Ticket_Secret=ticket["secret"]).code == "ticket_state"


def test_a_counter_learns_what_somebody_came_for_when_it_calls_them(web: Web) -> None:
    web.publish()
    plan = web.ask("POST", "/api/v1/consultations", web.kiosk, {"checklists": ["hukou-in"]}).json["code"]
    ticket = told(web, "POST", "/centers/{center}/tickets", web.take(services=["social", "school"], plan=plan))
    path = f"/api/v1/tickets/{ticket['id']}"

    def seen(token: str) -> tuple[object, object, object]:
        answer = told(web, "GET", "/tickets/{ticket}", web.ask("GET", path, token))
        return answer["services"], answer["step"], answer["plan"]

    whole, hidden = (["social", "school"], 0, plan), (["social"], 0, None)
    assert seen(web.kiosk) == whole
    assert seen(web.counter()) == seen(web.counter("hall-2")) == hidden
    lists = web.ask("GET", f"/api/v1/counters/hall-1/tickets?number={ticket['number']}", web.counter())
    where = {"state", "service", "counter", "since", "misses", "back_at", "priority", "seen"}
    assert set(lists.json["found"][0]) == {"id", "number", *where}
    web.at("open")
    assert set(web.ask("GET", "/api/v1/counters/hall-1", web.counter()).json["next"]) == {
        "number",
        "service",
        "since",
        "longest_since",
        "bound",
        "language",
    }
    assert web.at("call-next").json["ticket"]["plan"] == plan
    assert seen(web.counter()) == whole
    assert seen(web.counter("hall-2")) == hidden


ALLOWED: list[tuple[str, str, set[str]]] = [
    ("GET", "/api/v1/centers", {"kiosk", "counter", "display", "channel"}),
    ("GET", "/api/v1/centers/hall/board", {"kiosk", "counter", "display", "channel"}),
    ("GET", "/api/v1/centers/hall/journal", {"kiosk", "counter", "display", "channel"}),
    ("POST", "/api/v1/centers/hall/tickets", {"kiosk", "channel"}),
    ("GET", "/api/v1/counters/hall-1", {"counter"}),
    ("POST", "/api/v1/counters/hall-1/open", {"counter"}),
    ("POST", "/api/v1/consultations", {"kiosk", "counter", "channel"}),
]


@pytest.mark.parametrize(("method", "path", "scopes"), ALLOWED)
def test_only_its_scopes_come_in(web: Web, method: str, path: str, scopes: set[str]) -> None:
    assert web.ask(method, path, body={}).code == "token_missing"
    assert web.ask(method, path, "no-such-token", {}).code == "token_unknown"
    tokens = {"kiosk": web.kiosk, "counter": web.counter(), "display": web.display, "channel": web.channel}
    for scope, token in tokens.items():
        answer = web.ask(method, path, token, {"services": ["social"]} if "tickets" in path else {})
        refused = answer.status == 403
        assert refused is (scope not in scopes), (scope, answer.data)


def test_a_token_opens_its_own_center_and_counter_only(web: Web) -> None:
    assert (
        web.ask("POST", "/api/v1/centers/hall/tickets", web.village_kiosk, {"services": ["social"]}).code
        == "token_scope"
    )
    assert web.ask("GET", "/api/v1/centers/village/board", web.display).code == "token_scope"
    assert web.ask("POST", "/api/v1/counters/hall-2/open", web.counter("hall-1"), {}).code == "token_scope"
    ticket = web.take().json
    assert web.ask("GET", f"/api/v1/tickets/{ticket['id']}", web.village_kiosk).code == "token_scope"
    assert web.ask("POST", f"/api/v1/tickets/{ticket['id']}/cancel", web.village_kiosk, {}).code == "token_scope"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/x", 404, "not_found"),
        ("DELETE", "/api/v1/centers", 405, "method_not_allowed"),
        ("GET", "/api/v1/centers/nowhere", 404, "center_unknown"),
        ("POST", "/api/v1/centers/nowhere/tickets", 404, "center_unknown"),
        ("GET", "/api/v1/tickets/nothing", 404, "ticket_unknown"),
        ("GET", "/api/v1/release", 404, "release_missing"),
        ("GET", "/api/v1/consultations/NOSUCH22", 404, "consultation_unknown"),
    ],
)
def test_what_is_not_there_is_said(web: Web, method: str, path: str, status: int, code: str) -> None:
    body = {"services": ["social"]} if method == "POST" else None
    answer = web.ask(method, path, web.channel, body)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"services":"social"}',
        b'{"services":[1]}',
        b'{"services":[],"more":1}',
        b"\xff\xfe",
        b"{}",
    ],
)
def test_a_body_that_cannot_be_read_changes_nothing(web: Web, body: bytes) -> None:
    answer = web.ask("POST", "/api/v1/centers/hall/tickets", web.kiosk, body)
    assert answer.code == "bad_request"
    assert web.ask("GET", "/api/v1/centers/hall/journal", web.kiosk).json == {"events": []}


def test_too_much_is_not_read(web: Web) -> None:
    answer = web.ask("POST", "/api/v1/centers/hall/tickets", web.kiosk, b'{"services":["' + b"x" * 70_000 + b'"]}')
    assert (answer.status, answer.code) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"services": ["nothing"]}, "service_unknown"),
        ({"services": ["rare"]}, "service_unserved"),
        ({"services": []}, "bad_request"),
        ({"services": ["social"], "plan": "NOSUCH22"}, "consultation_unknown"),
        ({"services": ["social"], "priority": "royal"}, "bad_request"),
    ],
)
def test_what_a_ticket_cannot_be_for(web: Web, body: dict[str, Any], code: str) -> None:
    assert web.ask("POST", "/api/v1/centers/hall/tickets", web.kiosk, body).code == code


def test_after_closing_the_reader_is_told_in_their_language(web: Web) -> None:
    web.moment[0] += 12 * 3600 * 1000
    assert web.take().code == "center_closed"
    body = {"services": ["social"]}
    path = "/api/v1/centers/hall/tickets"
    assert "大厅现在不办公" in web.ask("POST", path, web.kiosk, body, Accept_Language="zh-CN").json["detail"]
    assert "Hall is closed now" in web.ask("POST", path, web.kiosk, body, Accept_Language="en").json["detail"]


def test_every_refusal_has_chinese_words() -> None:
    from config.words import catalogue

    untranslated = [code for code, (_, sentence) in CODES.items() if catalogue("zh").gettext(sentence) == sentence]
    assert untranslated == []


def test_the_machine_says_how_it_is(web: Web) -> None:
    assert web.ask("GET", "/healthz").json == {"ok": True}
    assert web.ask("GET", "/readyz").json == {"ok": True, "notices": []}
    web.take()
    metrics = web.ask("GET", "/metrics", "figures").data.decode()
    assert 'banshi_requests_total{route="POST /centers/{center}/tickets",status="201"} 1.0' in metrics


def test_pages_may_do_only_what_they_need(web: Web) -> None:
    headers = web.ask("GET", "/healthz").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert web.ask("GET", "/api/v1/centers", web.kiosk).headers["cache-control"] == "no-store"


def test_a_code_opens_a_page_once(web: Web) -> None:
    code = web.code("counter")
    access = told(web, "POST", "/access", web.ask("POST", "/api/v1/access", body={"code": code}))
    assert (access["scope"], access["center"], access["counter"]) == ("counter", "hall", "hall-1")
    assert access["live"] == "ws://127.0.0.1:9/live"
    now = told(web, "GET", "/access", web.ask("GET", "/api/v1/access", access["token"]))
    assert now == {key: access[key] for key in ("scope", "center", "counter", "live")}
    assert web.ask("GET", "/api/v1/counters/hall-1", access["token"]).status == 200
    assert web.ask("POST", "/api/v1/access", body={"code": code}).code == "token_unknown"
    assert web.ask("POST", "/api/v1/access", body={"code": "guess"}).code == "token_unknown"
    late = web.code()
    web.moment[0] += 61 * 60 * 1000
    assert web.ask("POST", "/api/v1/access", body={"code": late}).code == "token_unknown"


def test_every_page_has_its_sign(web: Web) -> None:
    answer = web.ask("GET", "/favicon.ico")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert answer.data.startswith(b"<svg ")


@pytest.mark.parametrize(
    "broken", ["%00", "%", "%zz", "%ff", "%c0%80", "%2e%2e%2f", "..", "//", "%0d%0aX:y", "%f0%9f%92%a9"]
)
def test_no_address_is_an_error_of_ours(web: Web, broken: str) -> None:
    """PostgreSQL takes no NUL, and an address may hold anything."""
    for path in ("centers/{}", "centers/{}/board", "counters/{}", "tickets/{}", "consultations/{}", "search?q={}"):
        asked = web.ask("GET", "/api/v1/" + path.format(broken), web.channel)
        assert asked.status < 500, path
        assert asked.status not in (301, 302, 307, 308), path
    assert web.ask("POST", f"/api/v1/centers/{broken}/tickets", web.channel, {"services": ["social"]}).status < 500
    for path in ("/c/{}", "/t/{}", "/c?x={}", "/phone/assets/{}", "/caller/assets/{}"):
        assert web.ask("GET", path.format(broken)).status < 500, path
    assert (
        web.ask("POST", "/c", None, f"code={broken}".encode(), Content_Type="application/x-www-form-urlencoded").status
        < 500
    )


def test_a_body_nested_too_deeply_is_refused(web: Web) -> None:
    """The decoder gives up with an error that is none of its own."""
    deep = b'{"services":["social"],"x":' + b"[" * 2_000 + b"]" * 2_000 + b"}"
    answer = web.ask("POST", "/api/v1/centers/hall/tickets", web.kiosk, deep)
    assert (answer.status, answer.code) == (400, "bad_request")
    deep = b'{"checklists":["settle"],"x":' + b"[" * 20_000 + b"]" * 20_000 + b"}"
    answer = web.ask("POST", "/api/v1/consultations", web.kiosk, deep)
    assert (answer.status, answer.code) == (400, "bad_request")


@pytest.mark.parametrize(
    ("number", "code"), [("2", "settings_field_missing"), ("2.0", "settings_field_missing"), ("2.5", "bad_request")]
)
def test_a_whole_number_is_one_however_it_is_written(web: Web, number: str, code: str) -> None:
    admin = web.store.write(CITY, lambda uow: new_token(uow, "admin", web.moment[0]))
    body = f'{{"document":{{}},"seen":{number}}}'.encode()
    assert web.ask("PUT", "/settings/city", admin, body).code == code


@pytest.mark.parametrize(("number", "said"), [("", "number is missing"), ("x" * 99, "number is longer than")])
def test_a_number_that_is_none_is_refused_for_what_it_is(web: Web, number: str, said: str) -> None:
    path = f"/api/v1/counters/hall-1/tickets?number={number}"
    answer = web.ask("GET", path, web.counter(), **{"Accept-Language": "en"})
    assert (answer.status, answer.code) == (400, "bad_request")
    assert said in answer.json["detail"]
