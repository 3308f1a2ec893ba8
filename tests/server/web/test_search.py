"""`GET /api/v1/search` over the release in force."""

from urllib.parse import quote

import pytest

from tests.server.web.conftest import Web
from tests.server.web.test_routes import told

WRITE = "Write what you would like to do, in your own words."


def test_the_release_in_force_is_searched(web: Web) -> None:
    web.publish()
    answer = web.ask("GET", f"/api/v1/search?q={quote('社保')}&limit=3", web.kiosk)
    assert answer.status == 200
    hits = answer.json["hits"]
    assert 0 < len(hits) <= 3
    assert set(hits[0]) == {"kind", "id", "title", "snippet", "marks", "score"}
    again = web.ask("GET", "/api/v1/search?q=sb&limit=3", web.channel)
    assert hits[0]["id"] in [hit["id"] for hit in again.json["hits"]]


@pytest.mark.parametrize(
    "query", ["limit=3", "q=a&limit=0", "q=a&limit=51", "q=a&limit=x", "q=a&limit=-1", "q=a&limit=", "q=" + "x" * 601]
)
def test_a_question_that_is_none(web: Web, query: str) -> None:
    web.publish()
    answer = web.ask("GET", f"/api/v1/search?{query}", web.kiosk)
    assert (answer.status, answer.code) == (400, "bad_request")


def test_a_sentence_leads_to_matters_to_begin_with(web: Web) -> None:
    web.publish()
    sentence = quote("老婆没工作怎么买社保，小孩要上学")
    found = told(web, "GET", "/search", web.ask("GET", f"/search?q={sentence}", web.counter()))
    meant = [each["id"] for each in found["matters"] if each["meant"]]
    assert meant == list(found["together"])
    assert len(meant) == 2
    begun = web.ask("POST", "/consultations", web.counter(), {"checklists": meant})
    assert begun.status == 201
    assert all(each["by"] or each["id"] in {hit["id"] for hit in found["hits"]} for each in found["matters"])


def test_a_question_without_a_word_is_told_what_to_write(web: Web) -> None:
    web.publish()
    for query in ("", quote("？ ！"), quote("\u200b")):
        found = web.ask("GET", f"/search?q={query}", web.kiosk, Accept_Language="en").json
        assert (found["hits"], found["matters"]) == ([], [])
        assert found["told"] == {"zh": "请用自己的话写下您要办的事。", "en": WRITE}


@pytest.mark.parametrize("query", ["", "%00%1b", "' OR 1=1 --", "<script>alert(1)</script>", "x" * 600, "办" * 600])
def test_whatever_is_typed_is_answered(web: Web, query: str) -> None:
    web.publish()
    assert web.ask("GET", f"/api/v1/search?q={quote(query)}", web.kiosk).status == 200


def test_without_a_release_or_a_token(web: Web) -> None:
    assert web.ask("GET", "/api/v1/search?q=a", web.kiosk).code == "release_missing"
    assert web.ask("GET", "/api/v1/search?q=a").code == "token_missing"
    assert web.ask("GET", "/api/v1/search?q=a", web.display).code == "token_scope"
