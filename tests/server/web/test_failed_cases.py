"""What could not be done, over HTTP: a counter opens and closes a case, the holder reads it under the secret alone."""

from typing import Any

from tests.server.web.conftest import Answer, Web


def held(web: Web) -> dict[str, Any]:
    return dict(web.take().json)


def at(web: Web, verb: str, body: dict[str, Any], counter: str = "hall-1") -> Answer:
    return web.ask("POST", f"/counters/{counter}/{verb}", web.counter(counter), body)


def listed(web: Web, counter: str = "hall-2") -> dict[str, Any]:
    return dict(web.ask("GET", f"/counters/{counter}/failed-cases", web.counter(counter)).json)


def own(web: Web, ticket: dict[str, Any], secret: str | None = None) -> Answer:
    return web.ask("GET", f"/tickets/{ticket['id']}/failed-cases", X_Ticket_Secret=secret or ticket["secret"])


def test_a_counter_opens_a_case_and_another_one_answers_it(web: Web) -> None:
    ticket = held(web)
    opened = at(web, "open-case", {"ticket": ticket["id"], "why": "system_down", "asked": "换社保卡"})
    assert (opened.status, opened.json["counter"]) == (200, "hall-1")
    [case] = listed(web)["cases"]
    assert (case["asked"], case["held_by"], case["due"], case["standing"]) == (
        "换社保卡",
        "hall-1",
        "2025-12-02",
        "in_time",
    )
    assert at(web, "take-case", {"case": case["id"]}, "hall-2").status == 200
    assert at(web, "note-case", {"case": case["id"], "note": "等系统恢复"}, "hall-2").status == 200
    told = own(web, ticket).json["cases"][0]
    assert (told["taken"], told["outcome"], told["told"]) == (True, None, "")
    closing = {"case": case["id"], "outcome": "solved", "note": "可以来领卡了"}
    assert at(web, "close-case", closing, "hall-2").status == 200
    assert at(web, "close-case", closing).code == "failed_case_closed"
    told = own(web, ticket).json["cases"][0]
    assert (told["outcome"], told["told"]) == ("solved", "可以来领卡了")
    [case] = listed(web)["cases"]
    assert [(each["what"], each["counter"]) for each in case["steps"]] == [
        ("opened", "hall-1"),
        ("handed", "hall-2"),
        ("noted", "hall-2"),
        ("closed", "hall-2"),
    ]
    assert listed(web, "village-1")["cases"] == []


def test_whoever_holds_the_number_opens_one_and_nobody_else_reads_it(web: Web) -> None:
    ticket, other = held(web), held(web)
    path = f"/tickets/{ticket['id']}/failed-cases"
    body = {"why": "papers_missing", "asked": "给孩子上户口"}
    assert web.ask("POST", path, None, body, X_Ticket_Secret=other["secret"]).code == "secret_unknown"
    told = web.ask("POST", path, None, body, key="the-same-key", X_Ticket_Secret=ticket["secret"])
    again = web.ask("POST", path, None, body, key="the-same-key", X_Ticket_Secret=ticket["secret"])
    assert (told.status, again.data) == (201, told.data)
    assert [(each["asked"], each["taken"]) for each in told.json["cases"]] == [("给孩子上户口", False)]
    assert [each["held_by"] for each in listed(web)["cases"]] == [""]
    assert own(web, ticket, other["secret"]).code == "secret_unknown"
    assert web.ask("GET", path).code == "token_missing"
    assert web.ask("GET", path, web.counter()).code == "token_scope"


def test_what_is_wrong_is_refused(web: Web) -> None:
    ticket = held(web)
    for body in (
        {"ticket": ticket["id"], "why": "because", "asked": "x"},
        {"ticket": ticket["id"], "why": "other", "asked": ""},
        {"ticket": ticket["id"], "why": "other", "asked": "x" * 401},
        {"ticket": ticket["id"], "why": "other"},
    ):
        assert at(web, "open-case", body).code == "bad_request"
    assert at(web, "open-case", {"ticket": ticket["id"], "why": "other", "asked": " "}).code == "failed_case_words"
    assert at(web, "open-case", {"ticket": "none", "why": "other", "asked": "x"}).code == "ticket_unknown"
    assert at(web, "note-case", {"case": "none", "note": "x"}).code == "failed_case_unknown"
    assert listed(web)["cases"] == []
