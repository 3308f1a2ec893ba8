"""Where a matter can be done, on a phone without script: seen, chosen, and one number at a time."""

import re
from urllib.parse import urlencode

import pytest

from tests.server.web.conftest import Answer, Web
from tests.server.web.test_places import with_way


def take(web: Web, cookie: str = "", center: str = "hall") -> Answer:
    body = urlencode({"service": "social", "from": "village"}).encode()
    form = "application/x-www-form-urlencoded"
    return web.ask("POST", f"/where/{center}", None, body, None, Content_Type=form, Cookie=cookie)


def look(web: Web, query: str = "", language: str = "zh") -> str:
    answer = web.ask("GET", f"/where{query}", Cookie=f"banshi-language={language}")
    assert answer.status == 200, answer.data
    return answer.data.decode()


def test_from_a_matter_over_the_places_to_a_number_there(web: Web) -> None:
    with_way(web, 12)
    assert "service=social&amp;from=village" in look(web, "?from=village")
    page = look(web, "?from=village&service=social")
    assert re.findall(r'data-center="(\w+)" data-state="(\w+)"', page) == [("hall", "silent")]
    assert "路上约 12 分钟" in page
    assert "取那里的号" not in page
    web.ask("POST", "/counters/hall-2/open", web.counter("hall-2"), {})
    assert "取那里的号" in look(web, "?from=village&service=social")
    taken = take(web)
    assert taken.status == 303
    path, _, secret = taken.headers["location"].partition("#")
    held = web.ask("GET", f"/tickets/{path.rpartition('/')[2]}", None, X_Ticket_Secret=secret).json
    assert (held["state"], held["center"]) == ("remote", "hall")


def test_a_phone_that_scans_the_code_of_the_hall_checks_in_with_the_number_it_keeps(web: Web) -> None:
    taken = take(web)
    ticket = taken.headers["location"].partition("#")[0].rpartition("/")[2]
    secret = taken.headers["location"].partition("#")[2]
    cookie = f"banshi-remote-{ticket}={secret}"
    code = web.ask("GET", "/centers/hall/hall-code", web.display).json["code"]
    form = "application/x-www-form-urlencoded"

    def come(code: str, cookie: str) -> Answer:
        body = urlencode({"ticket": ticket}).encode()
        return web.ask("POST", f"/h/hall/{code}", None, body, None, Content_Type=form, Cookie=cookie)

    page = web.ask("GET", f"/h/hall/{code}", Cookie=cookie).data.decode()
    assert f'value="{ticket}"' in page
    assert come(code, "").status == come(code, f"banshi-remote-{ticket}=guessed").status == 404
    assert come("00000000", cookie).status == 403
    assert come(code, cookie).headers["location"].endswith(f"#{secret}")
    held = web.ask("GET", f"/tickets/{ticket}", None, X_Ticket_Secret=secret).json
    assert held["state"] == "waiting"


def test_a_phone_has_one_number_on_its_way(web: Web) -> None:
    cookie = "banshi-phone=the-secret-word-of-this-phone"
    take(web, cookie)
    again = take(web, cookie)
    assert again.status == 409
    assert "还没有到场报到" in again.data.decode()
    assert take(web, cookie, "nowhere").status == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_there_is_said_and_both_languages_have_all_words(web: Web, language: str) -> None:
    page = look(web, "?service=rare&from=nowhere", language)
    assert ("没有其他中心" if language == "zh" else "No other center does this.") in page
    assert look(web, "?service=nothing", language)
