"""PIN, card and staff list in the house: each set by who keeps staff, the own PIN by its holder, each recorded once."""

import re

from server.office.audit.chain import head
from server.office.people.keys import card_hash, keys_of, staff_of
from server.rules.people.roles import Grant
from tests.server.office.people.conftest import House
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

CLERK = Grant("clerk", "hall")


def test_who_keeps_staff_gives_a_pin_a_card_and_a_name_on_the_list(web: Web, people: House, enter: Enter) -> None:
    li = people.add("li", CLERK)
    browser = enter("boss", Grant("center", "hall"))
    browser.open(f"/admin/people/{li}")
    before = web.store.read(head).seq
    assert browser.send(f"/admin/people/{li}/pin").status == 200
    found = re.search(r"<code>(\d{6})</code>", browser.page)
    assert found is not None
    browser.open(f"/admin/people/{li}")
    assert browser.send(f"/admin/people/{li}/card", card="04:A3 7F-22").status == 200
    assert "The card is set." in browser.text()
    assert browser.send(f"/admin/people/{li}/staff", center="hall", staff="chen").status == 200
    assert web.store.read(head).seq == before + 3
    kept = web.store.read(lambda reading: keys_of(reading, li))
    assert kept.card == card_hash("04A37F22", bytes(32))
    assert web.store.read(lambda reading: staff_of(reading, li)) == {"hall": "chen"}
    answer = web.ask("POST", "/counters/hall-1/sign-in", web.counter(), {"name": "chen", "pin": found.group(1)}, None)
    assert (answer.status, answer.json["counter"]["seat"]["person"]) == (200, "chen")
    assert browser.send(f"/admin/people/{li}/pin/drop").status == 200
    assert browser.send(f"/admin/people/{li}/card/drop").status == 200
    kept = web.store.read(lambda reading: keys_of(reading, li))
    assert (kept.pin, kept.card) == (None, None)
    assert browser.send(f"/admin/people/{li}/card", card="12").status == 422
    assert browser.send(f"/admin/people/{li}/staff", center="hall", staff="nobody").status == 422


def test_a_clerk_chooses_their_own_pin(web: Web, people: House, enter: Enter) -> None:
    browser = enter("li", CLERK)
    browser.open("/admin/own")
    assert browser.send("/admin/own/pin", pin="2468", again="2469").status == 422
    assert browser.send("/admin/own/pin", pin="1234", again="1234").status == 422
    assert browser.send("/admin/own/pin", pin="2468", again="2468").status == 200
    assert "The PIN is set." in browser.text()
    answer = web.ask("POST", "/counters/hall-1/sign-in", web.counter(), {"name": "li", "pin": "2468"}, None)
    assert answer.status == 200


def test_whoever_is_no_clerk_sees_nothing_of_it(enter: Enter) -> None:
    browser = enter("boss", Grant("center", "hall"))
    browser.open("/admin/own")
    assert "/admin/own/pin" not in browser.page
