"""`GET /api/v1/checklists`: what a consultation may be begun over."""

from tests.server.web.conftest import Web


def test_every_checklist_that_is_listed_begins_a_consultation(web: Web) -> None:
    assert web.ask("GET", "/checklists", web.kiosk).code == "release_missing"
    guidance = web.publish()
    told = web.ask("GET", "/checklists", web.kiosk).json
    assert [each["id"] for each in told["checklists"]] == [each.id for each in guidance.pack.checklists]
    assert set(told["checklists"][0]) == {"id", "theme", "topic", "summary", "items"}
    for each in (told["checklists"][0], told["checklists"][-1]):
        begun = web.ask("POST", "/consultations", web.kiosk, {"checklists": [each["id"]]})
        assert begun.status == 201
        assert begun.json["state"]["release"] == told["release"]


def test_it_is_told_to_those_who_advise(web: Web) -> None:
    assert web.ask("GET", "/checklists").code == "token_missing"
    assert web.ask("GET", "/checklists", web.display).code == "token_scope"
