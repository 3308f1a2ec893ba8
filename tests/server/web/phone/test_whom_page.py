"""For whom a matter is, on a phone."""

from urllib.parse import urlencode

import pytest

from tests.server.web.conftest import Answer, Web
from tests.server.web.test_guidance import begin
from tests.server.web.test_routes import told

WHOM = "/whom/school"


def choose(web: Web, path: str, *who: str) -> Answer:
    body = urlencode([("who", each) for each in who]).encode()
    return web.ask("POST", path, None, body, None, Content_Type="application/x-www-form-urlencoded")


@pytest.fixture
def code(web: Web) -> str:
    web.publish()
    return str(begin(web, answers={"child_hukou": "city"})["code"])


def test_two_children_are_chosen_on_one_page_and_each_is_asked(web: Web, code: str) -> None:
    page = web.ask("GET", f"/c/{code}{WHOM}").data.decode()
    assert "大女儿" in page
    assert "您爱人" not in page
    assert choose(web, f"/c/{code}{WHOM}", "child:elder_daughter", "child:younger_son").status == 303
    kept = web.ask("GET", f"/consultations/{code}").json
    assert [each["name"] for each in kept["wish"]["household"]["members"]] == ["elder_daughter", "younger_son"]
    assert kept["answers"] == {"child_hukou": "city"}
    onward = web.ask("GET", f"/c/{code}/on").headers["location"]
    assert "小儿子" in web.ask("GET", f"/c/{code}/q/child_hukou~c2").data.decode()
    assert onward.startswith(f"/c/{code}/q/")
    again = web.ask("GET", f"/c/{code}{WHOM}").data.decode()
    assert again.count(" checked") == 2


def test_whoever_is_no_longer_chosen_leaves(web: Web, code: str) -> None:
    choose(web, f"/c/{code}{WHOM}", "child:elder_daughter", "child:younger_son")
    choose(web, f"/c/{code}{WHOM}", "c2")
    kept = web.ask("GET", f"/consultations/{code}").json
    assert [each["id"] for each in kept["wish"]["household"]["members"]] == ["c2"]
    assert kept["answers"] == {}
    choose(web, f"/c/{code}{WHOM}")
    assert web.ask("GET", f"/consultations/{code}").json["wish"]["household"]["members"] == []


def test_too_many_are_refused_on_the_page_and_nothing_is_lost(web: Web, code: str) -> None:
    refused = choose(web, f"/c/{code}{WHOM}", *(["child:"] * 12))
    assert refused.status == 422
    assert "一次最多 8 位家人" in refused.data.decode()
    assert web.ask("GET", f"/consultations/{code}").json["answers"] == {"child_hukou": "city"}


def test_what_no_page_has_changes_nothing(web: Web, code: str) -> None:
    choose(web, f"/c/{code}{WHOM}", "uncle:", "zzz", "<b>")
    assert web.ask("GET", f"/consultations/{code}").json["wish"]["household"]["members"] == []
    assert web.ask("GET", f"/c/{code}/whom/hukou-in").status == 404
    assert web.ask("GET", f"/c/{code}/whom/nothing").status == 404


def test_the_first_question_leads_there(web: Web, code: str) -> None:
    page = web.ask("GET", f"/c/{code}/q/grade", Accept_Language="en").data.decode()
    assert f"/c/{code}{WHOM}" in page
    assert "For more than one person" in page
    assert WHOM not in web.ask("GET", f"/c/{code}/q/vaccinated").data.decode()


def test_where_nothing_hangs_on_for_whom_it_is_the_first_question_leads_there(web: Web) -> None:
    web.publish()
    code = str(begin(web, checklists=["residence-hkmt"], answers={})["code"])
    assert f"/c/{code}/whom/residence-hkmt" in web.ask("GET", f"/c/{code}/q/hk_case").data.decode()
    code = str(begin(web, checklists=["retirement-care"], answers={"holder_who": "mother"})["code"])
    assert "/whom/" not in web.ask("GET", f"/c/{code}/q/care_wish").data.decode(), "it was said already"


def test_several_wishes_are_chosen_on_one_page(web: Web) -> None:
    web.publish()
    code = str(begin(web, checklists=["retirement-care"], answers={"holder_who": "mother"})["code"])
    path = f"/c/{code}/q/care_wish"
    body = urlencode([("value", "allowance"), ("value", "certify")]).encode()
    sent = web.ask("POST", path, None, body, None, Content_Type="application/x-www-form-urlencoded")
    assert sent.status == 303
    assert web.ask("GET", f"/consultations/{code}").json["answers"]["care_wish"] == "certify+allowance"
    assert web.ask("GET", path).data.decode().count(" checked") == 2
    wrong = web.ask("PUT", f"/consultations/{code}/answers", None, {"care_wish": "allowance+certify"}, None)
    assert wrong.code == "answer_unfit"
    assert "several with +" in wrong.json["detail"] or "连接几个" in wrong.json["detail"]


def test_answers_that_contradict_stand_side_by_side_with_a_way_to_each(web: Web) -> None:
    web.publish()
    answers = {"employed": "flexible", "insured_hukou": "city", "wants": "medical", "insured_elsewhere": False}
    answers |= {"graduate": False, "hard_to_place": False, "print_record": False, "medical_here": False}
    answers |= {"insured_who": "me", "pension_drawn": True, "spouse_age": 36}
    begun = begin(web, checklists=["insurance-flexible"], answers=answers)
    code = str(begun["code"])
    (found,) = begun["contradictions"]
    assert [side["question"]["id"] for side in found["sides"]] == ["pension_drawn", "spouse_age"]
    for page in ("", "/answers", "/plan"):
        shown = web.ask("GET", f"/c/{code}{page}").data.decode()
        assert "这几个回答对不上" in shown
        assert f"/c/{code}/q/pension_drawn?from=answers" in shown
        assert f"/c/{code}/q/spouse_age?from=answers" in shown
    assert "安排所依据的回答对不上" in web.ask("GET", f"/c/{code}/plan").data.decode()
    matter = {"checklist": "insurance-flexible", "members": ["s"]}
    settled = {"members": [{"id": "s", "relation": "spouse"}], "matters": [matter]}
    both = {"paper_wish": "marry", "marry_single": True, "holder_who": "me"}
    lists = ["insurance-flexible", "cards-marriage"]
    code = str(begin(web, checklists=lists, answers=both, household=settled)["code"])
    assert f"/c/{code}/whom/insurance-flexible" in web.ask("GET", f"/c/{code}").data.decode()


def test_whoever_has_the_code_says_for_whom_without_a_page(web: Web, code: str) -> None:
    path = f"/consultations/{code}/whom"
    (matter,) = told(web, "GET", "/consultations/{code}/whom", web.ask("GET", path))["matters"]
    assert matter["checklists"] == ["school"]
    assert {
        "value": "child:elder_daughter",
        "text": {"zh": "大女儿", "en": "Your elder daughter"},
        "chosen": False,
    } in (matter["people"])
    body = {"checklist": "school", "people": ["child:elder_daughter", "child:younger_son"]}
    changed = told(web, "PUT", "/consultations/{code}/whom", web.ask("PUT", path, body=body))
    assert [each["name"] for each in changed["wish"]["household"]["members"]] == ["elder_daughter", "younger_son"]
    again = web.ask("GET", path).json["matters"][0]["people"]
    assert [each["value"] for each in again if each["chosen"]] == ["c1", "c2"]
    fewer = web.ask("PUT", path, body={"checklist": "school", "people": ["c2"]}).json
    assert fewer["answers"] == {}, "she took what was said of her along"
    assert web.ask("PUT", path, body={"checklist": "hukou-in", "people": ["me:"]}).code == "checklist_unknown"
    many = {"checklist": "school", "people": ["child:"] * 12}
    assert web.ask("PUT", path, body=many).code == "household_full"


def test_before_the_first_answer_it_is_said_what_is_kept_and_how_long(web: Web) -> None:
    web.publish()
    begun = begin(web, answers={})
    first = web.ask("GET", f"/c/{begun['code']}/on").headers["location"]
    page = web.ask("GET", first).data.decode()
    assert "您的回答不记姓名" in page
    assert str(int(begun["expires_at"][8:10])) in page.partition("您的回答不记姓名")[2][:30]
    said = str(begin(web, answers={"child_hukou": "city"})["code"])
    assert "您的回答不记姓名" not in web.ask("GET", f"/c/{said}/q/grade").data.decode()
