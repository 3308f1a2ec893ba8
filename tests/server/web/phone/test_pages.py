"""The phone's pages over HTTP: manners of every answer, wrong codes, forms that nobody filled in by hand."""

import re
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import MultiDict

from config.words import both
from server.rules.guidance.judge.verdict import Question
from server.web.phone.opened import answered_question
from tests.server.web.conftest import Answer, Web
from tests.server.web.test_guidance import PUPIL, begin


def send(web: Web, path: str, **fields: str) -> Answer:
    return web.ask(
        "POST", path, None, urlencode(fields).encode(), None, Content_Type="application/x-www-form-urlencoded"
    )


@pytest.fixture
def code(web: Web) -> str:
    web.publish()
    return str(begin(web, answers=PUPIL)["code"])


def test_every_page_is_kept_by_nobody_and_runs_nothing_of_others(web: Web, code: str) -> None:
    for path in ("/c", f"/c/{code}", f"/c/{code}/plan", f"/c/{code}/answers", f"/c/{code}/q/grade", "/t/x", "/c/none"):
        answer = web.ask("GET", path)
        assert answer.headers["cache-control"] == "no-store", path
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        page = answer.data.decode()
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))|\son\w+=|style=", page), path
        assert not re.search(r"(src|href)=\"(?!/|\?|#|tel:)", page), path
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_a_code_is_read_however_it_is_written(web: Web, code: str) -> None:
    for typed in (code, code.lower(), code.replace("-", ""), f"https://hall.example/c/{code}"):
        answer = send(web, "/c", code=typed)
        assert (answer.status, answer.headers["location"]) == (303, f"/c/{code}")
    assert web.ask("GET", f"/c/{code.lower()}").headers["location"] == f"/c/{code}"


def test_wrong_codes_are_explained_and_soon_refused(web: Web, code: str) -> None:
    first = send(web, "/c", code="<b>111")
    assert first.status == 404
    assert "&lt;b&gt;111" in first.data.decode()
    for _ in range(9):
        web.ask("GET", "/c/111-111-1111")
        send(web, "/c", code="nothing")
    refused = web.ask("GET", f"/c/{code}")
    assert refused.status == 429
    assert int(refused.headers["retry-after"]) > 0
    assert refused.headers["content-type"].startswith("text/html")
    assert web.ask("GET", f"/consultations/{code}").code == "consultation_tries", "one count for pages and API"


def test_forms_that_no_page_has_change_nothing(web: Web, code: str) -> None:
    path = f"/c/{code}"
    assert send(web, f"{path}/q/grade", value="<script>").status == 422
    assert send(web, f"{path}/q/grade").status == 422
    assert send(web, f"{path}/q/child_six", value="maybe").status == 422
    assert send(web, f"{path}/q/none", value="1").status == 422
    assert send(web, f"{path}/plan", goal="moon").status == 400
    assert send(web, f"{path}/plan", leave="none").status == 404
    assert web.ask("GET", f"{path}/why/none").status == 404
    kept = web.ask("GET", f"/consultations/{code}").json
    assert kept["answers"] == PUPIL
    assert kept["wish"]["leave_out"] == []


def test_every_reason_has_the_switch_of_languages(web: Web, code: str) -> None:
    kept = web.ask("GET", f"/consultations/{code}").json
    for item in (kept["verdicts"][0]["item"], kept["inapplicable"][0]["item"]):
        page = web.ask("GET", f"/c/{code}/why/{item}").data.decode()
        assert re.search(r'class="language"[^>]*>English</a>', page), item


def test_a_consultation_that_has_run_out_says_so(web: Web, code: str) -> None:
    web.moment[0] += 31 * 24 * 3600 * 1000
    answer = web.ask("GET", f"/c/{code}")
    assert answer.status == 410
    assert "咨询码" in answer.data.decode()


def test_the_page_of_a_ticket_names_places_and_tells_nothing_of_it(web: Web) -> None:
    ticket = web.take().json
    page = web.ask("GET", f"/t/{ticket['id']}").data.decode()
    assert ticket["number"] not in page
    assert ticket["secret"] not in page
    assert web.ask("GET", "/t/none").status == 200


def test_an_answer_that_was_only_rough_is_asked_with_empty_boxes(web: Web, code: str) -> None:
    rough = {"child_six": "2015-01-01..2015-12-31"}
    assert web.ask("PUT", f"/consultations/{code}/answers", None, rough, None).status == 200
    page = web.ask("GET", f"/c/{code}/q/child_six").data.decode()
    assert re.findall(r'name="(?:year|month|day)"[^>]*value="([^"]*)"', page) == ["", "", ""]


def test_a_number_is_said_as_roughly_as_is_enough_and_exactly_where_somebody_knows_it(web: Web) -> None:
    web.publish()
    known = {"hukou": "province", "basis": "work", "home": "own"}
    path = f"/c/{begin(web, checklists=['hukou-in'], answers=known)['code']}"
    page = web.ask("GET", f"{path}/q/insured_months").data.decode()
    none, enough = re.findall(r'<button name="value" value="([^"]+)"', page)
    assert (none, enough) == ("0", "24..600")
    assert page.count("<form") >= 2, "who presses Enter in the box sends what stands in it"
    assert send(web, f"{path}/q/insured_months", value=enough).status == 303
    again = web.ask("GET", f"{path}/q/insured_months").data.decode()
    assert "24 个月以上" in again
    assert f'value="{enough}"' not in again
    assert send(web, f"{path}/q/insured_months", value="30").status == 303
    assert web.ask("GET", path.replace("/c/", "/consultations/")).json["answers"]["insured_months"] == 30


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        (("1949", "7", "1"), "1949-07-01"),
        (("49", "7", "1"), "0049-07-01"),
        (("19491", "7", "1"), "19491-7-1"),
        (("1949", "123", "1"), "1949-123-1"),
        (("1949", "7", ""), "1949-7-"),
        (("1949", "", ""), "1949--"),
    ],
)
def test_a_date_is_given_as_it_was_typed_and_nothing_of_it_is_cut_off(typed: tuple[str, ...], given: str) -> None:
    form = MultiDict(zip(("year", "month", "day"), typed, strict=True))
    assert answered_question(Question("born", "date", both("Born")), form) == given
