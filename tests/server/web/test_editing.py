"""What counters find wrong and what people cannot answer reaches the editors, counted, with nobody's name."""

from typing import Any

from tests.server.web.conftest import Web
from tests.server.web.test_guidance import PUPIL, begin
from tests.server.web.test_routes import told


def editing(web: Web) -> Any:
    assert web.report.tokens is not None
    admin = web.report.tokens.admin
    return told(web, "GET", "/editing", web.ask("GET", "/editing", admin))


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
