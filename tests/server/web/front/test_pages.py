"""The front page leads everybody on and says how the server is; every refusal has a page in both languages."""

import re

import pytest

from server.rules.errors import CODES, Refusal
from server.web.front.pages import ADVICE
from tests.server.web.conftest import Web, web

__all__ = ["web"]
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_the_front_page_names_the_city_the_roles_and_the_first_steps(web: Web) -> None:
    for language, city in (("zh", "小城"), ("en", "Small Town")):
        page = web.ask("GET", "/", Accept_Language=language)
        assert page.status == 200
        text = page.data.decode()
        assert city in text
        for address in ("/c", "/caller/", "/display/", "/api/openapi.json"):
            assert f'href="{address}"' in text
            assert web.ask("GET", address).status == 200
        assert "banshi city import FILE" in text
    assert "2" in re.findall(r'class="state good">([^<]*)', text)[0]
    turned = web.ask("GET", "/?language=zh", Accept_Language="en")
    assert "小城" in turned.data.decode()
    assert "banshi-language=zh" in turned.headers["set-cookie"]
    assert "小城" in web.ask("GET", "/", Accept_Language="en", Cookie="banshi-language=zh").data.decode()
    assert web.ask("GET", "/front/look.css").headers["content-type"].startswith("text/css")


def test_it_says_that_the_database_is_away_instead_of_failing(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: object) -> None:
        raise Refusal("store_unavailable")

    monkeypatch.setattr(web.store, "read", away)
    page = web.ask("GET", "/", Accept_Language="en")
    assert page.status == 200
    assert "The database cannot be reached." in page.data.decode()


def test_every_refusal_has_a_page_that_says_what_to_do(web: Web) -> None:
    assert len(ADVICE) > 10
    for code in CODES:
        for language in ("zh", "en"):
            page = web.ask("GET", f"/problems/{code}", Accept_Language=language)
            assert page.status == 200, code
            text = page.data.decode()
            assert code in text
            assert "{" not in text
            assert (HAN.search(text.partition("<main>")[2]) is not None) == (language == "zh"), code
    assert web.ask("GET", "/problems/nonsense").status == 404


def test_a_refusal_leads_to_its_page(web: Web) -> None:
    told = web.ask("GET", "/centers").json
    assert web.ask("GET", told["type"]).status == 200
