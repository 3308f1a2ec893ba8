"""Consultations over HTTP: codes, answers, wishes, replays, editions, tries; and the release that devices hold."""

import gzip
import http.client
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from server.office.guidance.consultations import consultation_of
from server.office.releases.publish import publish_again
from server.office.releases.record import Publication, in_force
from server.rules.guidance.consultation_code import LETTERS
from server.store.unit_of_work import CITY, Reading
from server.web.api import release as api_release
from server.wire.signed_release import open_release
from tests.server.web.conftest import KEY, Answer, Web
from tests.server.web.test_routes import told

PUPIL = {"grade": "primary", "child_six": True, "child_hukou": "city", "vaccinated": True}
DAY_MS = 24 * 3600 * 1000


def begin(web: Web, token: str | None = None, **body: Any) -> Any:
    answer = web.ask("POST", "/consultations", token or web.kiosk, {"checklists": ["school"], **body})
    return told(web, "POST", "/consultations", answer)


def states(answer: Any) -> dict[str, str]:
    return {verdict["item"]: verdict["state"] for verdict in answer["verdicts"]}


def test_a_consultation_is_continued_under_its_code(web: Web) -> None:
    web.publish()
    made = begin(web)
    path = f"/consultations/{made['code']}"
    assert made["path"] == f"/c/{made['code']}"
    grade, rest = {"grade": "primary"}, {key: value for key, value in PUPIL.items() if key != "grade"}
    answered = told(web, "PUT", "/consultations/{code}/answers", web.ask("PUT", f"{path}/answers", web.kiosk, grade))
    assert answered["answers"] == grade
    done = web.ask("PUT", f"{path}/answers", web.counter(), {**rest, "vaccinated": False})
    assert done.json["plan"]["visits"] == 0
    back = web.ask("PUT", f"{path}/answers", body={"vaccinated": None})
    assert "vaccinated" not in back.json["answers"]
    assert (
        told(web, "GET", "/consultations/{code}", web.ask("GET", path, web.channel))["questions"][0]["id"]
        == "vaccinated"
    )
    ticket = web.take(plan=made["code"].lower().replace("-", " "))
    assert ticket.json["plan"] == made["code"]


def test_whoever_has_the_code_may_go_on_and_a_display_may_not(web: Web) -> None:
    web.publish()
    path = f"/consultations/{begin(web)['code']}"
    assert web.ask("GET", path).status == 200
    assert web.ask("GET", path, web.display).code == "token_scope"
    assert web.ask("GET", path, "no-such-token").code == "token_unknown"
    assert web.ask("POST", "/consultations", None, {"checklists": ["school"]}).code == "token_missing"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"checklists": []}, "bad_request"),
        ({"checklists": ["x"]}, "checklist_unknown"),
        ({"checklists": ["school"], "answers": {"grade": "nursery"}}, "answer_unfit"),
        ({"checklists": ["school"], "answers": {"x": 1}}, "question_unknown"),
        ({"checklists": ["school"], "center": "nowhere"}, "token_scope"),
        ({"checklists": ["school"], "name": "Zhang"}, "bad_request"),
    ],
)
def test_a_consultation_that_cannot_begin(web: Web, body: dict[str, Any], code: str) -> None:
    web.publish()
    assert web.ask("POST", "/consultations", web.kiosk, body).code == code


UNFIT: list[tuple[str, Any]] = [
    ("grade", "nursery"),
    ("grade", 1),
    ("grade", True),
    ("grade", ["primary"]),
    ("grade", {"is": "primary"}),
    ("grade", ""),
    ("child_six", "yes"),
    ("child_six", 1),
    ("insured_months", -1),
    ("insured_months", 10**9),
    ("insured_months", 12.5),
    ("insured_months", "12"),
    ("insured_months", True),
]


@pytest.mark.parametrize(("question", "value"), UNFIT)
def test_an_answer_that_does_not_fit_is_refused_and_nothing_changes(web: Web, question: str, value: Any) -> None:
    web.publish()
    path = f"/consultations/{begin(web, answers={'grade': 'middle'})['code']}"
    refused = web.ask("PUT", f"{path}/answers", web.kiosk, {"child_six": False, question: value}, Accept_Language="en")
    assert (refused.status, refused.code) == (422, "answer_unfit")
    asked, _, fits = refused.json["detail"].partition("? ")
    assert (bool(asked), fits.startswith(("Write ", "Answer "))) == (True, True), refused.json["detail"]
    assert web.ask("GET", path).json["answers"] == {"grade": "middle"}


def test_what_fits_is_said_in_both_languages(web: Web) -> None:
    web.publish()
    path = f"/consultations/{begin(web)['code']}/answers"
    assert "primary（" in web.ask("PUT", path, body={"grade": 7}, Accept_Language="zh-CN").json["detail"]
    assert "Write one of: primary (" in web.ask("PUT", path, body={"grade": 7}, Accept_Language="en").json["detail"]
    unknown = web.ask("PUT", path, body={"x" * 500: None}, Accept_Language="en")
    assert (unknown.status, unknown.code) == (422, "question_unknown")
    assert len(unknown.json["detail"]) < 100
    assert web.ask("PUT", path, body=[1]).code == "bad_request"


def test_a_wish_is_kept_and_followed(web: Web) -> None:
    web.publish()
    made = begin(web, answers={**PUPIL, "vaccinated": False})
    path = f"/consultations/{made['code']}"
    assert states(made)["F06"] == "can"
    wished = web.ask("PUT", f"{path}/wish", body={"goal": "counters", "leave_out": ["F06"]})
    answer = told(web, "PUT", "/consultations/{code}/wish", wished)
    nobody: dict[str, Any] = {"members": [], "matters": []}
    wish = {"goal": "counters", "leave_out": ["F06"], "here": None, "unsure": [], "take_in": [], "household": nobody}
    assert answer["wish"] == wish
    assert [each["item"] for each in answer["verdicts"] if each["left_out"]] == ["F06"]
    assert web.ask("GET", path).json["wish"] == answer["wish"]
    assert web.ask("PUT", f"{path}/wish", body={"leave_out": ["X99"]}).code == "item_unknown"
    assert web.ask("PUT", f"{path}/wish", body={"goal": "cheapest"}).code == "bad_request"
    as_usual: dict[str, object] = {**wish, "goal": "fewest", "leave_out": []}
    assert web.ask("PUT", f"{path}/wish", body={}).json["wish"] == as_usual


def test_who_is_unsure_of_a_question_has_the_plan_of_what_is_sure(web: Web) -> None:
    web.publish()
    made = begin(web, answers={**PUPIL, "vaccinated": False})
    path = f"/consultations/{made['code']}"
    left = web.ask("PUT", f"{path}/answers", body={"vaccinated": None}).json
    assert (left["plan"], left["outlook"]) == (None, None)
    unsure = [each["id"] for each in left["questions"]]
    answer = web.ask("PUT", f"{path}/wish", body={"unsure": unsure}).json
    assert answer["outlook"]["exact"]
    assert [each["question"] for each in answer["outlook"]["questions"]] == unsure
    assert web.ask("PUT", f"{path}/wish", body={"unsure": ["who-knows"]}).code == "question_unknown"


def test_any_item_can_be_looked_up_by_id_and_name(web: Web) -> None:
    web.publish()
    path = f"/consultations/{begin(web, answers={'hukou': 'city', **PUPIL})['code']}/items"
    found = told(web, "GET", "/consultations/{code}/items/{item}", web.ask("GET", f"{path}/F01?on=2026-05-10"))
    assert (found["item"], found["verdict"]["state"]) == ("F01", "can")
    by_name = web.ask("GET", f"{path}/School%20place%20for%20a%20child%20registered%20here?on=2026-05-10").json
    assert by_name == found
    away = web.ask("GET", f"{path}/A01").json
    assert away["verdict"] is None
    assert away["inapplicable"]["because"]
    assert web.ask("GET", f"{path}/F01?on=2026-13-01").code == "bad_request"
    for name in ("X99", "%20", "School", "x" * 300):
        assert web.ask("GET", f"{path}/{name}").code == "item_unknown", name


def test_the_same_state_gives_the_same_answer_years_later(web: Web) -> None:
    web.publish()
    made = begin(web, answers=PUPIL)
    path = f"/consultations/{made['code']}"
    day = made["state"]["day"]
    assert (made["changed_on"], day) == ("2025-11-25", "2025-11-25")
    web.moment[0] += 20 * DAY_MS
    later = web.ask("GET", path).json
    assert later["state"]["day"] == "2025-12-15"
    again = web.ask("GET", f"{path}?on={day}").json
    assert again == made
    assert web.ask("GET", f"{path}?on=yesterday").code == "bad_request"
    web.ask("PUT", f"{path}/answers", body={"vaccinated": None})
    assert web.ask("GET", path).json["changed_on"] == "2025-12-15"


def test_a_new_release_changes_nothing_for_who_has_begun(web: Web) -> None:
    from config.edition import Guidance
    from server.office.releases.shipped import publish_shipped
    from tests.server.rules.guidance.small_pack import SMALL

    web.publish()
    made = begin(web, answers=PUPIL)
    web.moment[0] += 1000
    web.store.write("", lambda uow: publish_shipped(uow, Guidance(SMALL), KEY, web.moment[0]))
    assert web.ask("POST", "/consultations", web.kiosk, {"checklists": ["settle"]}).status == 201
    assert web.ask("GET", f"/consultations/{made['code']}").json == made


def test_a_consultation_is_held_by_the_edition_of_its_center(web: Web) -> None:
    web.publish()
    answers = {"grade": "primary", "child_six": True, "child_hukou": "city", "vaccinated": True}
    here = begin(web, web.kiosk, answers=answers)
    village = begin(web, web.village_kiosk, answers=answers)
    called = begin(web, web.channel, answers=answers, center="village")
    anywhere = begin(web, web.channel, answers=answers)
    assert [each["state"]["edition"] for each in (here, village, called, anywhere)] == [None, "luobei", "luobei", None]
    enrolling = {}
    for name, made in {"here": here, "anywhere": anywhere, "village": village, "called": called}.items():
        on = web.ask("GET", f"/consultations/{made['code']}?on=2026-06-01", web.kiosk).json
        enrolling[name] = states(on)["F01"]
    assert enrolling == {"here": "can", "anywhere": "can", "village": "not_yet", "called": "not_yet"}
    assert village["verdicts"][0]["help"]["en"].startswith("The village's officer")
    seen_elsewhere = web.ask("GET", f"/consultations/{village['code']}", web.kiosk).json
    assert seen_elsewhere == village
    in_season = web.ask("GET", f"/consultations/{village['code']}?on=2026-05-10").json
    assert states(in_season)["F01"] == "can"
    assert (
        web.ask("POST", "/consultations", web.channel, {"checklists": ["school"], "center": "x"}).code
        == "center_unknown"
    )


def test_a_code_runs_out(web: Web) -> None:
    web.publish()
    code = begin(web)["code"]
    web.moment[0] += 30 * DAY_MS - 1
    assert web.ask("GET", f"/consultations/{code}").status == 200
    web.moment[0] += 1
    over = web.ask("GET", f"/consultations/{code}")
    assert (over.status, over.code) == (410, "consultation_expired")
    assert web.ask("PUT", f"/consultations/{code}/answers", body={"grade": None}).code == "consultation_expired"
    kept = web.store.read(lambda reading: consultation_of(reading, code))
    assert kept.checklists == ("school",)


def test_a_wrong_letter_is_caught_and_costs_no_try(web: Web) -> None:
    web.publish()
    code = begin(web)["code"]
    wrong = ("A" if code[0] != "A" else "C") + code[1:]
    for _ in range(30):
        answer = web.ask("GET", f"/consultations/{wrong}")
        assert (answer.status, answer.code) == (404, "code_mistyped")
    assert web.ask("GET", f"/consultations/{code}").status == 200


def guess(web: Web, token: str | None = None) -> Answer:
    return web.ask("GET", "/consultations/000-000-0000", token)


def test_who_guesses_codes_must_wait(web: Web) -> None:
    web.publish()
    code = begin(web)["code"]
    for _ in range(10):
        assert guess(web).code == "consultation_unknown"
    stopped = guess(web)
    assert (stopped.status, stopped.code) == (429, "consultation_tries")
    assert int(stopped.headers["retry-after"]) == 600
    assert web.ask("GET", f"/consultations/{code}").code == "consultation_tries"
    assert web.ask("PUT", f"/consultations/{code}/answers", body={}).code == "consultation_tries"
    assert web.ask("GET", f"/consultations/{code}", web.kiosk).status == 200
    web.moment[0] += 599_000
    assert int(guess(web).headers["retry-after"]) == 1
    web.moment[0] += 1000
    assert guess(web).code == "consultation_unknown"


def test_each_token_has_its_own_tries(web: Web) -> None:
    web.publish()
    for _ in range(10):
        guess(web, web.channel)
    assert guess(web, web.channel).code == "consultation_tries"
    assert guess(web, web.kiosk).code == "consultation_unknown"


def test_nothing_of_a_person_is_kept(web: Web) -> None:
    web.publish()
    begin(web, answers=PUPIL)
    from sqlalchemy import select

    from server.store import guidance_tables

    (row,) = web.store.read(lambda reading: reading.rows(select(guidance_tables.consultations)))
    kept = dict(zip(guidance_tables.consultations.c.keys(), row, strict=True))
    assert set(kept) == {
        "code",
        "release",
        "edition",
        "center",
        "checklists",
        "answers",
        "wish",
        "day",
        "created_at",
        "changed_at",
        "expires_at",
    }
    assert json.loads(kept["answers"]) == PUPIL
    assert set(kept["code"].replace("-", "")) <= set(LETTERS)


def test_the_release_is_signed_and_sent_once(web: Web) -> None:
    guidance = web.publish()
    first = told(web, "GET", "/release", answer := web.ask("GET", "/api/v1/release", web.kiosk))
    opened = open_release(answer.data)
    assert (opened.guidance, opened.id) == (guidance, first["id"])
    again = web.ask("GET", "/api/v1/release", web.kiosk, If_None_Match=answer.headers["etag"])
    assert (again.status, again.data) == (304, b"")
    assert web.ask("GET", "/api/v1/release").code == "token_missing"


def test_who_can_unpack_it_gets_the_release_packed(web: Web) -> None:
    web.publish()
    plain = web.ask("GET", "/api/v1/release", web.kiosk)
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    line.request("GET", "/api/v1/release", headers={"Authorization": f"Bearer {web.kiosk}", "Accept-Encoding": "gzip"})
    packed = line.getresponse()
    data = packed.read()
    line.close()
    assert (plain.headers.get("content-encoding"), packed.headers["content-encoding"]) == (None, "gzip")
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert plain.headers["etag"] == packed.headers["etag"]
    assert gzip.decompress(data) == plain.data
    assert len(data) < len(plain.data) / 3


def test_what_is_published_meanwhile_is_not_sent_under_the_tag_of_the_one_before(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine publishes, whose clock is a little behind: the one in force is another by the second look."""
    web.publish()
    published: list[int] = []

    def overtaken(reading: Reading, now: int) -> Publication | None:
        found = in_force(reading, now)
        if not published:
            published.append(1)
            web.store.write(CITY, lambda uow: publish_again(uow, "Lin", KEY, web.moment[0]))
        return found

    monkeypatch.setattr(api_release, "in_force", overtaken)
    for _ in range(2):
        answer = web.ask("GET", "/api/v1/release", web.kiosk)
        assert answer.headers["etag"] == f'"{open_release(answer.data).tag}"'


CHILDREN: dict[str, Any] = {
    "members": [
        {"id": "d", "relation": "child", "name": "elder_daughter"},
        {"id": "s", "relation": "child", "name": "younger_son"},
    ],
    "matters": [{"checklist": "school", "members": ["d", "s"]}],
}


def test_a_consultation_is_for_several_of_a_household(web: Web) -> None:
    web.publish()
    made = begin(web, household=CHILDREN, answers={**PUPIL, **{f"{name}~s": said for name, said in PUPIL.items()}})
    assert {"F01", "F01~s"} <= states(made).keys()
    names = {each["item"]: each["name"]["zh"] for each in made["verdicts"]}
    assert (names["F01"][-5:], names["F01~s"][-5:]) == ("（大女儿）", "（小儿子）")
    path = f"/consultations/{made['code']}"
    assert web.ask("PUT", f"{path}/answers", body={"grade~x": "primary"}).code == "question_unknown"
    kept = web.ask("PUT", f"{path}/wish", body={"goal": "soonest"}).json["wish"]
    assert (kept["goal"], kept["household"]) == ("soonest", made["wish"]["household"])
    assert web.ask("GET", path).json["wish"] == kept
    assert web.ask("GET", f"{path}/items/F01~s").json["verdict"]["item"] == "F01~s"


def test_whoever_is_taken_out_of_a_household_takes_their_answers_along(web: Web) -> None:
    web.publish()
    path = f"/consultations/{begin(web, household=CHILDREN, answers={'grade': 'middle', 'grade~s': 'primary'})['code']}"
    son = {"members": CHILDREN["members"][1:], "matters": [{"checklist": "school", "members": ["s"]}]}
    answer = told(web, "PUT", "/consultations/{code}/household", web.ask("PUT", f"{path}/household", body=son))
    assert answer["answers"] == {"grade": "primary"}
    nobody: dict[str, Any] = {"members": [], "matters": []}
    assert web.ask("PUT", f"{path}/household", body=nobody).json["answers"] == {"grade": "primary"}


@pytest.mark.parametrize(
    ("household", "code"),
    [
        ({"members": [{"id": f"m{count}", "relation": "other"} for count in range(9)]}, "household_full"),
        ({"members": [{"id": "a", "relation": "spouse"}, {"id": "b", "relation": "spouse"}]}, "household_unfit"),
        ({"matters": [{"checklist": "nothing", "members": ["a"]}]}, "checklist_unknown"),
        ({"members": [{"id": "a", "relation": "uncle"}]}, "bad_request"),
        ({"members": [{"id": "~", "relation": "me"}]}, "bad_request"),
    ],
)
def test_a_household_that_cannot_be_is_refused_and_nothing_is_lost(web: Web, household: Any, code: str) -> None:
    web.publish()
    made = begin(web, household=CHILDREN, answers={"grade": "middle"})
    path = f"/consultations/{made['code']}"
    assert web.ask("PUT", f"{path}/household", body=household).code == code
    kept = web.ask("GET", path).json
    assert (kept["answers"], kept["wish"]) == (made["answers"], made["wish"])
    assert web.ask("POST", "/consultations", web.kiosk, {"checklists": ["school"], "household": household}).code == code


def test_what_is_left_of_today_decides_where_people_are_sent(web: Web) -> None:
    """The city's places close at 17:00 at the latest: what is asked at 16:58 is for another day."""

    def goes(answer: Any) -> str:
        return str(next(each["on"] for each in answer["plan"]["stops"] if each["point"]))

    web.publish()
    path = f"/consultations/{begin(web, answers={**PUPIL, 'vaccinated': False})['code']}"
    made = web.ask("PUT", f"{path}/wish", body={"goal": "counters"}).json
    minute = made["state"]["minute"]
    assert goes(made) == made["state"]["day"] == "2025-11-25"
    web.moment[0] += (16 * 60 + 58 - minute) * 60_000
    late = told(web, "GET", "/consultations/{code}", web.ask("GET", path))
    assert (late["state"]["minute"], goes(late)) == (17 * 60, "2025-11-26")
    assert web.ask("GET", f"{path}?on=2025-11-25").json == made, "that day it was said in the morning"
    assert web.ask("GET", f"{path}?on=2025-11-26").json["state"]["minute"] == 0


NEEDY: dict[str, Any] = {
    "patient_who": "me",
    "med_kind": "resident",
    "care_place": "city",
    "bill": "self",
    "insured_then": "here",
    "bill_months": "2025-10-24",
    "injury": "none",
    "care_kind": "inpatient",
    "chronic": False,
    "needy": True,
    "resident_joins": "nobody",
}


def test_what_costs_a_trip_and_nobody_asked_for_is_offered_and_taken_in_once_wanted(web: Web) -> None:
    web.publish()
    made = begin(web, checklists=["medical"], answers=NEEDY)
    (offer,) = made["plan"]["offers"]
    assert (offer["item"], offer["visits"]) == ("E07", 1)
    page = web.ask("GET", f"/c/{made['code']}/plan").data.decode()
    assert "还可以顺便办" in page
    path = f"/consultations/{made['code']}/wish"
    wished = told(web, "PUT", "/consultations/{code}/wish", web.ask("PUT", path, None, {"take_in": ["E07"]}, None))
    assert wished["plan"]["offers"] == []
    assert wished["plan"]["visits"] == made["plan"]["visits"] + 1
    assert wished["state"]["wish"]["take_in"] == ["E07"]
    again = web.ask("GET", f"/consultations/{made['code']}").json
    assert again["plan"] == wished["plan"], "it is kept"
    assert web.ask("PUT", path, None, {"take_in": ["X"]}, None).code == "item_unknown"


def test_a_phone_adds_what_is_offered_with_one_touch_and_leaves_it_out_again(web: Web) -> None:
    web.publish()
    code = begin(web, checklists=["medical"], answers=NEEDY)["code"]

    def press(**form: str) -> Any:
        body = urlencode(form).encode()
        kind = "application/x-www-form-urlencoded"
        assert web.ask("POST", f"/c/{code}/plan", None, body, None, Content_Type=kind).status == 303
        return web.ask("GET", f"/consultations/{code}").json["wish"]

    assert press(restore="E07")["take_in"] == ["E07"]
    left = press(leave="E07")
    assert (left["take_in"], left["leave_out"]) == ([], ["E07"])
    assert press(restore="E07")["leave_out"] == []
