"""The to-do box: what runs out, what halls and citizens noticed, of all centers or one; each leads to its record."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.edition_file import load_guidance
from server.office.guidance.line_marks import mark_line
from server.office.guidance.unfound import note_unfound
from server.office.releases.shipped import publish_shipped
from server.rules.guidance.search.pinyin import searchable
from server.rules.people.roles import Grant
from server.store.unit_of_work import CITY
from server.wire.editing import MarkLine
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

GUIDANCE = searchable(load_guidance(Path("tests/commands/pack/townlet")))


@pytest.fixture
def noticed(web: Web) -> Web:
    key, now = Ed25519PrivateKey.generate(), web.moment[0]
    web.store.write(CITY, lambda uow: publish_shipped(uow, GUIDANCE, key, now))
    item = GUIDANCE.pack.items[0].id
    web.store.write(CITY, lambda uow: mark_line(uow, MarkLine("item", item, "outdated"), now, "hall"))
    for sentence in (
        "taming dragons",
        "taming dragons",
        "Wang Jianguo owes me",
        "call 13800001111",
        "call 13800001111",
    ):
        web.store.write(CITY, lambda uow: note_unfound(uow, sentence, now, "hall"))  # noqa: B023
    return web


def test_what_halls_and_citizens_noticed_is_there_and_leads_to_its_record(noticed: Web, enter: Enter) -> None:
    item = GUIDANCE.pack.items[0]
    browser = enter("ed", Grant("editor"))
    browser.open("/admin/todo")
    assert "it is out of date" in browser.text()
    assert "taming dragons" in browser.text()
    assert f'href="/admin/todo/items/{item.id}"' in browser.page
    browser.open(f"/admin/todo/items/{item.id}")
    assert item.name.en in browser.text()
    assert browser.open("/admin/todo?center=village").status == 200
    assert "it is out of date" not in browser.text()
    assert "taming dragons" not in browser.text()


def test_what_may_name_somebody_is_not_shown(noticed: Web, enter: Enter) -> None:
    browser = enter("ed", Grant("editor"))
    browser.open("/admin/todo")
    assert "Jianguo" not in browser.text()
    assert "138" not in browser.text()


@pytest.mark.parametrize("path", ["items/none", "nothing/F01", "pack/townlet", "items/..", "__class__/x"])
def test_a_record_that_is_not_there(noticed: Web, enter: Enter, path: str) -> None:
    assert enter("ed", Grant("editor")).open(f"/admin/todo/{path}").status == 404


def test_a_center_that_is_not_there_is_refused_and_odd_numbers_are_the_usual_ones(noticed: Web, enter: Enter) -> None:
    browser = enter("ed", Grant("editor"))
    assert browser.open("/admin/todo?center=nowhere").status == 404
    assert browser.open("/admin/todo?soon=-1&days=9999999999").status == 200


def test_the_first_page_says_what_waits_for_whoever_keeps_lists_and_for_nobody_else(noticed: Web, enter: Enter) -> None:
    for login, grant, shown in (
        ("ed", Grant("editor"), "releases came back"),
        ("rev", Grant("reviewer"), "releases to publish"),
    ):
        browser = enter(login, grant)
        browser.open("/admin/")
        assert shown in browser.text()
        assert "things to settle" in browser.text()
    clerk = enter("li", Grant("clerk", "hall"))
    clerk.open("/admin/")
    assert "guidance desk" not in clerk.text()
