"""Settings over HTTP: who may decide what, what a refusal says, and that a change lives at once."""

import copy
from typing import Any

import pytest

from server.store.tokens import new_token
from server.store.unit_of_work import CITY as WHOLE_CITY
from tests.server.settings_of import add_counter, pier, rename
from tests.server.web.conftest import Answer, Web


class Admin:
    """Asks with an admin's token: of the whole city, or of one center."""

    def __init__(self, web: Web, center: str | None = None) -> None:
        self.web = web
        now = web.moment[0]
        self.token = web.store.write(WHOLE_CITY, lambda uow: new_token(uow, "admin", now, center=center))

    def get(self, path: str, **headers: str) -> Answer:
        return self.web.ask("GET", f"/settings{path}", self.token, **headers)

    def put(self, path: str, document: Any, seen: int = 1, **more: Any) -> Answer:
        headers = more.pop("headers", {})
        body = {"document": document, "seen": seen, **more}
        return self.web.ask("PUT", f"/settings{path}", self.token, body, **headers)


@pytest.fixture
def admin(web: Web) -> Admin:
    return Admin(web)


def test_the_seed_gives_a_token_that_may_decide_for_the_city(web: Web) -> None:
    assert web.report.tokens is not None
    answer = web.ask("GET", "/settings", web.report.tokens.admin)
    assert answer.json["settings"] == [
        {"scope": "center/hall", "revision": 1, "newest": 1},
        {"scope": "center/village", "revision": 1, "newest": 1},
        {"scope": "city", "revision": 1, "newest": 1},
    ]


def test_a_document_is_read_with_its_history_and_written_whole(web: Web, admin: Admin) -> None:
    found = admin.get("/centers/hall").json
    assert (found["scope"], found["revision"], found["in_force"], found["newest"]) == ("center/hall", 1, 1, 1)
    assert [each["by"] for each in found["history"]] == ["seed"]
    document = copy.deepcopy(found["document"])
    rename(document)
    add_counter(document)
    assert admin.put("/centers/hall", document).json == {
        "scope": "center/hall",
        "revision": 2,
        "in_force": True,
        "findings": [],
        "means": [],
    }
    center = web.ask("GET", "/centers/hall", web.kiosk).json
    assert [each["name"]["en"] for each in center["counters"]] == ["Counter 8", "Counter 2", "Counter 3", "Counter 9"]
    assert admin.get("/centers/hall").json["document"] == document
    assert admin.get("/centers/hall?revision=1").json["document"] == found["document"]
    assert admin.get("/centers/hall?revision=7").code == "settings_unknown"
    assert admin.get("/centers/hall?revision=x").code == "bad_request"
    journal = web.ask("GET", "/centers/hall/journal", web.kiosk).json["events"]
    assert [event["type"] for event in journal] == ["settings.changed"]


def test_a_dry_run_tells_everything_and_changes_nothing(admin: Admin) -> None:
    document = admin.get("/centers/hall").json["document"]
    bad = copy.deepcopy(document)
    bad["timezone"] = "Moon"
    bad["counters"][0]["services"] = ["moon"]
    answer = admin.put("/centers/hall", bad, dry_run=True, headers={"Accept_Language": "en"})
    assert (answer.status, answer.json["revision"], answer.json["in_force"]) == (200, 0, False)
    assert answer.json["findings"] == [
        {
            "code": "settings_service_unoffered",
            "field": "counters[0].services[0]",
            "detail": "counters[0].services[0]: this center does not offer moon.",
        },
        {
            "code": "settings_timezone",
            "field": "timezone",
            "detail": "timezone: there is no time zone Moon. Write for example Asia/Shanghai.",
        },
    ]
    assert admin.put("/centers/hall", document, dry_run=True).json["findings"] == []
    rule = {"id": "busy", "service": "school", "counters": ["hall-2"], "waiting": 9, "until": 3}
    helped = {**document, "elastic": [rule]}
    said = admin.put("/centers/hall", helped, dry_run=True, headers={"Accept_Language": "en"}).json
    assert said["findings"] == []
    assert [each[:41] for each in said["means"]] == ["When more than 9 people wait for School, "]
    helped["elastic"] = [{**rule, "until": 9}]
    said = admin.put("/centers/hall", helped, dry_run=True).json
    assert [each["code"] for each in said["findings"]] == ["settings_elastic_until"]
    assert said["means"] == []
    assert admin.get("/centers/hall").json["newest"] == 1


def test_a_refusal_names_the_field_in_the_readers_language(admin: Admin) -> None:
    document = admin.get("/centers/hall").json["document"]
    document["services"][1]["prefix"] = "D"
    refused = admin.put("/centers/hall", document)
    assert (refused.status, refused.code) == (422, "settings_prefix_taken")
    assert refused.json["detail"] == "services[1].prefix：D 已经是本中心另一项业务的号码字头。"
    english = admin.put("/centers/hall", document, headers={"Accept_Language": "en"})
    assert english.json["detail"].startswith("services[1].prefix: D starts the numbers")


def test_one_of_two_writers_is_told_of_the_other(admin: Admin) -> None:
    document = admin.get("/city").json["document"]
    assert admin.put("/city", document, seen=1).json["revision"] == 2
    assert admin.put("/city", document, seen=1).code == "settings_changed_meanwhile"
    assert admin.put("/city", document, seen=9).code == "settings_changed_meanwhile"


def test_a_change_to_come_is_kept_and_told_as_such(web: Web, admin: Admin) -> None:
    document = admin.get("/centers/hall").json["document"]
    rename(document)
    answer = admin.put("/centers/hall", document, effective_at="2025-11-26T00:00:00+08:00")
    assert answer.json == {"scope": "center/hall", "revision": 2, "in_force": False, "findings": [], "means": []}
    found = admin.get("/centers/hall").json
    assert (found["in_force"], found["newest"]) == (1, 2)
    assert found["history"][1]["effective_at"] == "2025-11-25T16:00:00.000Z"
    late = admin.put("/centers/hall", document, seen=2, effective_at="2025-11-24T00:00:00+08:00")
    assert late.code == "moment_past"
    assert admin.put("/centers/hall", document, seen=2, effective_at="soon").code == "bad_request"


@pytest.mark.parametrize("path", ["", "/city", "/centers/hall", "/towns/hall"])
def test_no_other_token_may_look(web: Web, path: str) -> None:
    for token in (web.kiosk, web.display, web.channel, web.counter()):
        assert web.ask("GET", f"/settings{path}", token).code == "token_scope"
        if path:
            assert web.ask("PUT", f"/settings{path}", token, {"document": {}, "seen": 1}).code == "token_scope"
    assert web.ask("GET", f"/settings{path}").code == "token_missing"


def test_an_administrator_of_a_center_decides_for_it_and_below(web: Web, admin: Admin) -> None:
    village, hall = Admin(web, "village"), Admin(web, "hall")
    assert [each["scope"] for each in village.get("").json["settings"]] == ["center/village"]
    assert [each["scope"] for each in hall.get("").json["settings"]] == ["center/hall", "center/village"]
    document = village.get("/centers/village").json["document"]
    assert village.get("/centers/hall").code == village.get("/city").code == "token_scope"
    assert village.put("/city", admin.get("/city").json["document"]).code == "token_scope"
    assert village.put("/centers/hall", admin.get("/centers/hall").json["document"]).code == "token_scope"
    assert village.put("/centers/village", document).status == 200
    assert hall.put("/centers/village", document, seen=2).status == 200
    assert village.put("/centers/pier", {**pier(document), "parent": "hall"}, seen=0).code == "token_scope"
    assert hall.put("/centers/pier", pier(document), seen=0).status == 200
    assert hall.get("/centers/moon").code == "center_unknown"
    assert hall.put("/towns/hall", {}, seen=0).code == "settings_not_a_town"


def test_a_new_center_takes_tickets_at_once(web: Web, admin: Admin) -> None:
    document = pier(admin.get("/centers/village").json["document"])
    assert admin.put("/centers/pier", document, seen=0).json["revision"] == 1
    taken = web.ask("POST", "/centers/pier/tickets", web.channel, {"services": ["social"]})
    assert (taken.status, taken.json["number"]) == (201, "D001")
    assert [each["id"] for each in web.ask("GET", "/centers", web.kiosk).json] == ["hall", "village", "pier"]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"document": {}}', b'{"document": [], "seen": 1}', b'{"document": {}, "seen": 1, "x": 1}'],
)
def test_what_is_no_request_is_refused(web: Web, admin: Admin, body: bytes) -> None:
    assert web.ask("PUT", "/settings/city", admin.token, body).code == "bad_request"
    assert (
        web.ask("PUT", "/settings/city", admin.token, b'{"document": {}, "seen": 1}').code == "settings_field_missing"
    )
