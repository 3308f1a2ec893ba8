"""Looking for what to do, on a phone: a sentence of any kind leads to matters, and guidance begins from there."""

import re
from urllib.parse import quote, urlencode

import pytest

from tests.server.web.conftest import Answer, Web


def send(web: Web, path: str, *fields: tuple[str, str]) -> Answer:
    form = "application/x-www-form-urlencoded"
    return web.ask("POST", path, None, urlencode(fields).encode(), None, Content_Type=form)


def looked(web: Web, sentence: str, language: str = "zh") -> str:
    asked = send(web, "/find", ("q", sentence))
    assert asked.status == 303
    return web.ask("GET", f"{asked.headers['location']}", Accept_Language=language).data.decode()


def ticked(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'name="checklist" value="([^"]+)" checked', page)))


@pytest.mark.parametrize("sentence", ["孩子要上小学", "shangxue", "细路仔返学", "my child starts school"])
def test_whatever_way_it_is_said_the_matter_is_found_and_begun(web: Web, sentence: str) -> None:
    web.publish()
    page = looked(web, sentence)
    assert "school" in ticked(page)
    begun = send(web, "/find/begin", ("checklist", "school"), ("q", sentence))
    code = re.fullmatch(r"/c/([^/]+)/on", begun.headers["location"])
    assert (begun.status, code is not None) == (303, True)
    assert code is not None
    assert web.ask("GET", f"/consultations/{code[1]}").json["state"]["checklists"] == ["school"]
    assert web.ask("GET", begun.headers["location"]).headers["location"].startswith(f"/c/{code[1]}/q/")


def test_several_matters_of_one_sentence_are_ticked_together_and_begun_as_one(web: Web) -> None:
    web.publish()
    page = looked(web, "老婆没工作怎么买社保，小孩要上学")
    assert "您说了几件事" in page
    both = ticked(page)
    assert len(both) == 2
    begun = send(web, "/find/begin", *(("checklist", each) for each in both))
    code = begun.headers["location"].split("/")[2]
    assert web.ask("GET", f"/consultations/{code}").json["state"]["checklists"] == both


def test_what_is_done_elsewhere_says_whom_to_ask_and_offers_nothing_that_only_sounds_like_it(web: Web) -> None:
    web.publish()
    page = looked(web, "交通违章罚款怎么交")
    assert "不在这里" in page or "还没有" in page
    assert ticked(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_matters_stand_by_theme_and_one_has_to_be_ticked(web: Web, language: str) -> None:
    web.publish()
    page = web.ask("GET", "/find", Accept_Language=language).data.decode()
    every = [each["id"] for each in web.ask("GET", "/checklists", web.kiosk).json["checklists"]]
    assert sorted(set(re.findall(r'name="checklist" value="([^"]+)"', page))) == sorted(every)
    none = send(web, "/find/begin")
    assert (none.status, 'role="alert"' in none.data.decode()) == (422, True)
    unknown = send(web, "/find/begin", ("checklist", "<script>"))
    assert unknown.status == 404
    assert "<script>" not in unknown.data.decode().replace('<script type="module"', "")


@pytest.mark.parametrize("sentence", ["", "   ", "？！", "' OR 1=1 --", "<b>办</b>", "办" * 3000, "\u200b\u202e"])
def test_whatever_is_typed_is_answered_with_a_page(web: Web, sentence: str) -> None:
    web.publish()
    asked = send(web, "/find", ("q", sentence[:2000]))
    assert asked.status in (303, 413)
    page = web.ask("GET", f"/find?q={quote(sentence[:600])}")
    assert page.status == 200
    assert "<b>办" not in page.data.decode()


def test_without_guidance_in_force_the_page_says_so(web: Web) -> None:
    page = web.ask("GET", "/find")
    assert page.status == 404
    assert 'role="alert"' in page.data.decode()
