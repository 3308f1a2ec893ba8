"""A NUL in a path, a query or a body is the asker's fault on every database: never an error of ours."""

import pytest

from tests.server.web.conftest import Web


@pytest.mark.parametrize(
    "path",
    ["/centers/ha%00ll", "/centers/%00/board", "/tickets/%00", "/counters/hall-1%00", "/consultations/%00", "/x?%00=1"],
)
def test_in_a_path_or_a_query(web: Web, path: str) -> None:
    answer = web.ask("GET", path if path.startswith("/x") else f"/api/v1{path}", web.channel)
    assert answer.status in (400, 404), answer.data


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b&limit=3"])
def test_in_the_words_of_a_search(web: Web, query: str) -> None:
    assert web.ask("GET", f"/search?{query}", web.channel).code == "bad_request"


@pytest.mark.parametrize(
    "body",
    [
        {"services": ["social\0"]},
        {"services": ["social"], "plan": "\0"},
        {"services": ["social"], "person": "a\0b"},
        {"services": ["social"], "priority": "\\\0"},
    ],
)
def test_in_a_body(web: Web, body: dict[str, object]) -> None:
    assert web.ask("POST", "/centers/hall/tickets", web.kiosk, body).code == "bad_request"
    assert web.take().json["number"] == "D001"


def test_what_only_looks_like_one_is_a_text(web: Web) -> None:
    answer = web.ask("POST", "/centers/hall/tickets", web.kiosk, {"services": ["social\\u0000"]})
    assert answer.code == "service_unknown"


def test_one_key_at_two_centers(web: Web) -> None:
    first = web.ask("POST", "/centers/hall/tickets", web.channel, {"services": ["social"]}, key="twice-the-same")
    second = web.ask("POST", "/centers/village/tickets", web.channel, {"services": ["social"]}, key="twice-the-same")
    assert (first.status, second.code) == (201, "key_conflict")
