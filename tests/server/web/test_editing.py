"""What counters find wrong and what people cannot answer reaches the editors, counted, with nobody's name."""

from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from server.office.access.grant import grant_access
from server.office.guidance.line_marks import mark_line
from server.store.guidance_tables import unfound_sentences
from server.store.unit_of_work import CITY
from server.wire.editing import MarkLine
from tests.server.web.conftest import Web
from tests.server.web.test_guidance import PUPIL, begin
from tests.server.web.test_routes import told

FORM = "application/x-www-form-urlencoded"


def editing(web: Web, days: int = 30, center: str | None = None) -> Any:
    assert web.report.tokens is not None
    admin = web.report.tokens.admin
    of = "" if center is None else f"&center={center}"
    return told(web, "GET", "/editing", web.ask("GET", f"/editing?days={days}{of}", admin))


def unfound(web: Web, sentence: str) -> Any:
    return told(web, "POST", "/unfound", web.ask("POST", "/unfound", web.counter(), {"sentence": sentence}))


def mark(web: Web, line: str = "id-card", about: str = "paper", why: str = "not_needed") -> Any:
    return web.ask("POST", "/line-marks", web.counter(), {"about": about, "line": line, "why": why})


def test_a_wrong_line_is_counted_for_the_editors(web: Web) -> None:
    web.publish()
    for _ in range(2):
        assert told(web, "POST", "/line-marks", mark(web)) == {}
    mark(web, "F01", "item", "outdated")
    first, second = editing(web)["marks"]
    assert (first["line"], first["why"], first["count"], first["last_day"]) == (
        "id-card",
        "not_needed",
        2,
        "2025-11-25",
    )
    assert (second["about"], second["line"], second["count"]) == ("item", "F01", 1)
    assert first["name"]["en"]
    assert mark(web, "no-such-paper").code == "item_unknown"
    assert mark(web, why="ugly").code == "bad_request"
    assert (
        web.ask("POST", "/line-marks", web.kiosk, {"about": "paper", "line": "id-card", "why": "wrong"}).status == 403
    )
    assert web.ask("GET", "/editing", web.counter()).status == 403


def test_editors_see_what_people_are_unsure_of_and_where_they_stop(web: Web) -> None:
    web.publish()
    for _ in range(2):
        made = begin(web, answers={name: PUPIL[name] for name in ("grade", "child_six")})
        unsure = [each["id"] for each in made["questions"]]
        web.ask("PUT", f"/consultations/{made['code']}/wish", body={"unsure": unsure[:1]})
    found = editing(web)
    assert found["consultations"] == 2
    counted = {each["question"]: (each["unsure"], each["last"]) for each in found["questions"]}
    assert counted == {unsure[0]: (2, 0), "child_six": (0, 2)}
    assert all(each["text"]["zh"] for each in found["questions"])


def test_what_nobody_found_is_told_once_it_was_said_again_and_nobody_is_named(web: Web) -> None:
    web.publish()
    for sentence in (
        "宇宙飞船",
        " 宇宙飞船！",
        "宇宙飞船",
        "只说了一次",
        "我的电话13800000000",
        "我的电话 138 0000 0000",
        "？",
    ):
        unfound(web, sentence)
    unfound(web, "我的电话13800000000")
    assert editing(web)["unfound"] == [{"words": "宇宙飞船", "count": 3, "last_day": "2025-11-25"}]
    kept = web.store.read(lambda reading: reading.rows(select(unfound_sentences.c.words)))
    assert sorted(kept, key=str) == [("宇宙飞船",), (None,)], "what was said once is not kept in words"
    assert web.ask("POST", "/unfound", web.display, {"sentence": "x"}).code == "token_scope"
    assert web.ask("POST", "/unfound", web.counter(), {"sentence": "x" * 601}).code == "bad_request"


def test_editors_look_at_one_center_alone(web: Web) -> None:
    web.publish()
    mark(web)
    made = begin(web, answers={"grade": "middle"})
    for token, sentence in (
        (web.counter(), "宇宙飞船"),
        (web.village_kiosk, "宇宙飞船"),
        (web.village_kiosk, "火星移民"),
        (web.village_kiosk, "火星移民"),
        (web.channel, "只在网上说"),
        (web.channel, "只在网上说"),
    ):
        assert web.ask("POST", "/unfound", token, {"sentence": sentence}).status == 200
    whole, hall, village = editing(web), editing(web, center="hall"), editing(web, center="village")
    assert (whole["center"], hall["center"], village["center"]) == (None, "hall", "village")
    words = [{each["words"]: each["count"] for each in told["unfound"]} for told in (whole, hall, village)]
    assert words == [
        {"宇宙飞船": 2, "火星移民": 2, "只在网上说": 2},
        {"宇宙飞船": 1},
        {"宇宙飞船": 1, "火星移民": 2},
    ]
    assert [len(each["marks"]) for each in (whole, hall, village)] == [1, 1, 0]
    begun = web.ask("POST", "/consultations", web.village_kiosk, {"checklists": made["checklists"]})
    assert begun.status == 201
    assert [each["consultations"] for each in (editing(web), editing(web, center="village"))] == [2, 1]
    assert web.report.tokens is not None
    assert web.ask("GET", "/editing?center=nowhere", web.report.tokens.admin).code == "center_unknown"


def test_marks_of_all_centers_count_together(web: Web) -> None:
    web.publish()
    mark(web)
    mark(web)
    web.store.write(
        CITY, lambda uow: mark_line(uow, MarkLine("paper", "id-card", "not_needed"), web.moment[0], "village")
    )
    counts = [[each["count"] for each in editing(web, center=center)["marks"]] for center in (None, "hall", "village")]
    assert counts == [[3], [2], [1]]


def test_editors_look_at_as_many_days_as_they_wish(web: Web) -> None:
    web.publish()
    mark(web)
    begin(web, answers={"grade": "middle"})
    unfound(web, "宇宙飞船")
    unfound(web, "宇宙飞船")
    web.moment[0] += 8 * 24 * 3600 * 1000
    week, month = editing(web, 7), editing(web, 30)
    assert (week["days"], week["consultations"], week["questions"], week["marks"], week["unfound"]) == (
        7,
        0,
        [],
        [],
        [],
    )
    assert (month["consultations"], len(month["questions"]), len(month["marks"]), len(month["unfound"])) == (1, 1, 1, 1)
    assert web.report.tokens is not None
    assert web.ask("GET", "/editing?days=0", web.report.tokens.admin).code == "bad_request"


def test_a_phone_that_finds_nothing_is_counted_once(web: Web) -> None:
    web.publish()
    for _ in range(2):
        sent = web.ask("POST", "/find", None, b"q=%E5%AE%87%E5%AE%99%E9%A3%9E%E8%88%B9", None, Content_Type=FORM)
        web.ask("GET", sent.headers["location"])
    for known in ("社保", "火车票", "社保", "火车票"):
        web.ask("POST", "/find", None, f"q={quote(known)}".encode(), None, Content_Type=FORM)
    assert [(each["words"], each["count"]) for each in editing(web)["unfound"]] == [("宇宙飞船", 2)]


def test_whoever_opens_the_editors_page_is_let_in_for_a_days_work(web: Web) -> None:
    web.publish()
    code = web.store.write(CITY, lambda uow: grant_access(uow, "admin", web.moment[0]))
    token = web.ask("POST", "/access", None, {"code": code}).json["token"]
    web.moment[0] += 12 * 3600 * 1000 - 1
    assert web.ask("GET", "/editing", token).status == 200
    web.moment[0] += 1
    assert web.ask("GET", "/editing", token).code == "token_unknown"
