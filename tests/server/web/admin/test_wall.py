"""What devices say of themselves stands on the wall, in words: for those who look after them, and only their own."""

from importlib.metadata import version

from server.rules import device_standing
from server.rules.people.roles import Grant
from server.store.unit_of_work import CITY
from server.web.admin.wall import LOOKS
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

WALL = "/admin/devices/wall"


def test_a_kiosk_says_how_it_is_and_is_seen(web: Web, enter: Enter) -> None:
    browser, villager = enter("ann", Grant("city")), enter("vi", Grant("center", "village"))
    browser.open(WALL)
    assert "It was never used." in browser.text()
    well = {"clock": web.moment[0] + 400, "version": version("banshi"), "printer": "ready"}
    answer = web.ask("POST", "/api/v1/health", web.kiosk, well)
    assert answer.json == {"now": web.moment[0]}
    browser.open(WALL)
    assert "in order" in browser.text()
    for printer, said in (("paper_out", "It has no paper. Put a new roll in."), ("cover_open", "Close the cover")):
        web.ask("POST", "/api/v1/health", web.kiosk, {**well, "printer": printer})
        browser.open(WALL)
        assert said in " ".join(browser.text().split())
    villager.open(WALL)
    assert "Close the cover" not in villager.text()
    web.ask("POST", "/api/v1/health", web.kiosk, {"clock": web.moment[0] - 600_000, "version": "0.0.1"})
    browser.open(WALL)
    assert "Its clock is wrong." in browser.text()
    assert "another release" in browser.text()
    web.moment[0] += 200_000
    web.store.write(CITY, lambda uow: None)
    browser.open(WALL)
    assert "Nothing is heard of it." in browser.text()
    assert "another release" not in browser.text()


def test_what_a_device_says_is_bounded(web: Web) -> None:
    clock = web.moment[0]
    for wrong in ({}, {"clock": -1}, {"clock": clock, "version": "x" * 41}, {"clock": clock, "printer": "on fire"}):
        assert web.ask("POST", "/api/v1/health", web.kiosk, wrong).code == "bad_request"
    assert web.ask("POST", "/api/v1/health", web.channel, {"clock": clock}).code == "token_scope"


def test_every_word_of_the_wall_is_said_in_chinese(web: Web, enter: Enter) -> None:
    from config.words import say

    found = [each for each in vars(device_standing).values() if isinstance(each, device_standing.Cause)]
    for each in (*found, *device_standing.PRINTER.values()):
        assert say("zh", each.what) != each.what
        assert say("zh", each.remedy) != each.remedy
    assert all(say("zh", word) != word for _, word in LOOKS.values())
