"""Who keeps the staff of a hall sees who works there now, and ends a sign-in at a desk that somebody forgot."""

import re

from server.office.audit.chain import head, portion
from server.office.desk_watch import DeskKeeper
from server.rules.people.roles import Grant
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

WORKING = "/admin/working"
CLERK = Grant("clerk", "hall")


def sign_in(web: Web, name: str, counter: str = "hall-1") -> str:
    shown = {"name": name, "password": PASSWORD}
    answer = web.ask("POST", f"/counters/{counter}/sign-in", web.counter(counter), shown, None)
    assert answer.status == 200, answer.data
    return str(answer.json["token"])


def test_who_works_is_seen_at_their_counters(web: Web, people: House, enter: Enter) -> None:
    boss, villager = enter("boss", Grant("center", "hall")), enter("vi", Grant("center", "village"))
    people.add("li", CLERK)
    boss.open(WORKING)
    assert "Nobody sits at a counter now." in boss.text()
    token = sign_in(web, "li")
    boss.open(WORKING)
    assert "by password" in boss.text()
    assert "counter closed" in boss.text()
    assert web.ask("POST", "/counters/hall-1/open", token).status == 200
    boss.open(WORKING)
    assert "waits for the next" in boss.text()
    number = web.take().json["number"]
    assert web.ask("POST", "/counters/hall-1/call-next", token).status == 200
    boss.open(WORKING)
    assert f"has called {number}" in boss.text()
    assert web.ask("POST", "/counters/hall-1/start", token).status == 200
    boss.open(WORKING)
    assert f"serves {number}" in boss.text()
    villager.open(WORKING)
    assert "Nobody sits at a counter now." in villager.text()


def test_a_forgotten_sign_in_is_ended_and_the_ticket_stays(web: Web, people: House, enter: Enter) -> None:
    boss, villager = enter("boss", Grant("center", "hall")), enter("vi", Grant("center", "village"))
    for login in ("li", "wang"):
        people.add(login, CLERK)
    token = sign_in(web, "li")
    web.ask("POST", "/counters/hall-1/open", token)
    number = web.take().json["number"]
    web.ask("POST", "/counters/hall-1/call-next", token)
    web.ask("POST", "/counters/hall-1/start", token)
    boss.open(WORKING)
    (found,) = re.findall(rf'action="({WORKING}/\w+/end)"', boss.page)
    villager.open(WORKING)
    assert villager.send(found).status == 403
    before = web.store.read(head).seq
    assert boss.send(found).status == 200
    assert "The desk closes within two seconds." in boss.text()
    (recorded,) = web.store.read(lambda reading: portion(reading, before))
    assert (recorded.changed.what, recorded.changed.about, recorded.changed.center) == ("sign_in_ended", "li", "hall")
    assert web.ask("POST", "/counters/hall-1/finish", token).status == 401
    DeskKeeper(web.store, lambda: web.moment[0]).look()
    boss.open(WORKING)
    assert "Nobody sits at a counter now." in boss.text()
    again = boss.send(found)
    assert again.status == 404
    assert "That sign-in is over already." in boss.text()
    sign_in(web, "wang")
    boss.open(WORKING)
    assert f"serves {number}" in boss.text()
