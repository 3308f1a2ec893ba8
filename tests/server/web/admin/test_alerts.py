"""Who looks after devices says who is told of trouble: their own halls', the whole city's only with the whole city."""

import re

from server.office.audit.chain import head
from server.rules.people.roles import Grant
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

ALERTS = "/admin/alerts"
FIELDS = {"kind": "webhook", "address": "https://example.org/hook", "worst": "red", "lasting": "5"}


def test_a_webhook_is_told_its_secret_once_tried_and_taken_off(web: Web, enter: Enter) -> None:
    browser = enter("ann", Grant("city"))
    browser.open(ALERTS)
    assert "Nobody is told yet." in browser.text()
    before = web.store.read(head).seq
    browser.send(ALERTS, **FIELDS)
    (secret,) = re.findall(r"<code>([^<]{40,})</code>", browser.page)
    browser.open(ALERTS)
    assert secret not in browser.page
    assert "https://example.org/hook" in browser.text()
    (found,) = re.findall(rf'action="({ALERTS}/\w+)/try"', browser.page)
    assert browser.send(f"{found}/try").status == 200
    assert "A test is on its way." in browser.text()
    assert browser.send(f"{found}/drop").status == 200
    assert "Nobody is told yet." in browser.text()
    assert browser.send(f"{found}/drop").status == 404
    assert web.store.read(head).seq == before + 3


def test_what_is_refused_keeps_what_was_typed(enter: Enter) -> None:
    browser = enter("ann", Grant("city"))
    browser.open(ALERTS)
    evil = 'ann@hall.example\r\nBcc: x@y.z"><script>'
    assert browser.send(ALERTS, **{**FIELDS, "kind": "mail", "address": evil}).status == 422
    assert "This is no mail address." in browser.text()
    assert "<script>" not in browser.page.partition("<main")[2]
    assert "Bcc: x@y.z" in browser.text() or "Bcc: x@y.z" in browser.page


def test_each_administrator_has_the_addresses_of_their_own_halls(enter: Enter) -> None:
    city, villager = enter("ann", Grant("city")), enter("vi", Grant("center", "village"))
    city.open(ALERTS)
    city.send(ALERTS, **FIELDS)
    villager.open(ALERTS)
    assert "Nobody is told yet." in villager.text()
    assert villager.send(ALERTS, **FIELDS).status == 403
    villager.open(ALERTS)
    assert villager.send(ALERTS, **FIELDS, center="hall").status == 403
    villager.open(ALERTS)
    assert villager.send(ALERTS, **FIELDS, center="village").status == 200
    city.open(ALERTS)
    ids = re.findall(rf'action="({ALERTS}/\w+)/drop"', city.page)
    assert len(ids) == 2
    villager.open(ALERTS)
    theirs = re.findall(rf'action="({ALERTS}/\w+)/drop"', villager.page)
    assert len(theirs) == 1
    assert villager.send(f"{next(each for each in ids if each not in theirs)}/drop").status == 403
