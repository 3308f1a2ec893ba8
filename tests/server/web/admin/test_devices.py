"""Who looks after devices lists, renames and sends away those of their centers; a copied token is told of."""

import re

from server.office.access.clones import note_clone
from server.office.access.devices import Device, devices_in
from server.office.audit.chain import portion
from server.rules.people.roles import Grant
from server.store.unit_of_work import CITY
from server.web.table import ROUTES
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

DEVICES = "/admin/devices"


def all_of(web: Web, center: str) -> list[Device]:
    return web.store.read(lambda reading: devices_in(reading, {center}, web.moment[0]))


def device(web: Web, scope: str, center: str = "hall") -> Device:
    return next(each for each in all_of(web, center) if each.scope == scope)


def test_devices_of_the_centers_in_reach_are_listed(web: Web, enter: Enter) -> None:
    city, villager = enter("ann", Grant("city")), enter("vi", Grant("center", "village"))
    for browser, seen in ((city, {"hall", "village"}), (villager, {"village"})):
        browser.open(DEVICES)
        linked = set(re.findall(r'href="/admin/devices/([0-9a-f]{16})"', browser.page))
        there = {each.id for center in seen for each in all_of(web, center)}
        assert linked == there
    hall = device(web, "display")
    assert villager.open(f"{DEVICES}/{hall.id}").status == 403
    villager.open(DEVICES)
    villager.open(f"{DEVICES}/{device(web, 'display', 'village').id}")
    for act in ("name", "revoke", "clone"):
        assert villager.send(f"{DEVICES}/{hall.id}/{act}", name="Mine").status == 403
        villager.open(f"{DEVICES}/{device(web, 'display', 'village').id}")
    assert web.ask("GET", "/centers/hall/board", web.display).status == 200


def test_a_device_is_renamed_and_sent_away(web: Web, enter: Enter) -> None:
    browser, row = enter("ann", Grant("city")), device(web, "display")
    assert web.ask("GET", "/centers/hall/board", web.display).status == 200
    here = f"{DEVICES}/{row.id}"
    browser.open(here)
    assert browser.send(f"{here}/name", name="x" * 41).status == 422
    browser.send(f"{here}/name", name="Left <b>screen</b>")
    assert "Left &lt;b&gt;screen" in browser.page
    browser.send(f"{here}/revoke")
    assert "can do nothing any more" in browser.text()
    assert row.id not in browser.page
    assert web.ask("GET", "/centers/hall/waits", web.display).status in (200, 401)
    assert browser.open(here).status == 404
    recorded = [each.changed for each in web.store.read(lambda reading: portion(reading, 0))]
    assert [each.what for each in recorded if each.about == row.id] == ["device_renamed", "device_revoked"]


def test_a_token_shown_from_two_places_is_told_of_until_somebody_looked(web: Web, enter: Enter) -> None:
    browser, row = enter("ann", Grant("city")), device(web, "kiosk")
    note_clone(web.store, row.id, ("10.0.0.9", "10.0.0.1"), web.moment[0])
    web.store.write(CITY, lambda uow: None)
    browser.open(DEVICES)
    assert "token copied?" in browser.text()
    browser.open(f"{DEVICES}/{row.id}")
    assert "10.0.0.1 10.0.0.9" in browser.text()
    browser.send(f"{DEVICES}/{row.id}/clone")
    assert "may be copied" not in browser.text()


def test_what_each_profile_may_ask_is_the_route_table(web: Web, enter: Enter) -> None:
    browser = enter("ann", Grant("city"))
    browser.open(f"{DEVICES}/profiles")
    rows = re.findall(r"<tr><td><code[^>]*>([A-Z]+ [^<]+)</code></td>(.*?)</tr>", browser.page)
    told = {address: [bool(cell) for cell in re.findall(r"<td>(.*?)</td>", marks)] for address, marks in rows}
    for route in ROUTES:
        if route.scopes:
            wanted = [scope in route.scopes for scope in ("kiosk", "display", "counter")]
            assert told[f"{route.method} {route.path}"] == wanted


def test_a_stolen_token_opens_nothing_but_its_own_profile(web: Web) -> None:
    """All routes, by the token of a screen: whatever its profile does not name is refused."""
    wrong = []
    for route in ROUTES:
        if not route.scopes or "display" in route.scopes or route.permission == "ticket":
            continue
        path = re.sub(r"{\w+}", "x", route.path)
        answer = web.ask(route.method, path, web.display, {} if route.method != "GET" else None)
        if answer.status != 403:
            wrong.append((route.method, route.path, answer.status))
    assert wrong == []
