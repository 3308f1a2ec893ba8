"""All halls in reach as they are now, and no others."""

import re

from server.rules.people.roles import Grant
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web


def rows(page: str) -> dict[str, str]:
    found = re.findall(r"<tr>\s*<td>([^<]+)</td>(.*?)</tr>", page, re.DOTALL)
    return {name: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", rest)) for name, rest in found}


def test_who_waits_where_and_who_was_called(web: Web, enter: Enter) -> None:
    browser = enter("city", Grant("city"))
    web.take()
    web.at("open")
    number = web.take().json["number"]
    web.at("call-next")
    browser.open("/admin/live")
    hall = rows(browser.page)["Hall"]
    assert " serves " in hall
    assert "1 / " in hall
    assert "D001" in hall
    assert number == "D002"
    assert re.search(r"<b>1</b> people wait", browser.page)
    assert 'hx-trigger="every 20s"' in browser.page


def test_only_halls_in_reach(enter: Enter) -> None:
    browser = enter("head", Grant("center", "village"))
    browser.open("/admin/live")
    assert set(rows(browser.page)) == {"Village"}


def test_a_page_that_looks_again_by_itself_keeps_nobody_signed_in(web: Web, enter: Enter) -> None:
    browser = enter("head", Grant("center", "village"))
    for _ in range(4):
        web.moment[0] += 4 * 60_000
        answer = browser._ask("GET", "/admin/live", None, {"HX_Request": "true", "X_By_Itself": "1"})
    assert answer.status == 200
    assert answer.headers["hx-redirect"] == "/admin/sign-in?onward=%2Fadmin%2Flive"


def test_who_does_something_stays_signed_in(web: Web, enter: Enter) -> None:
    browser = enter("head", Grant("center", "village"))
    for _ in range(4):
        web.moment[0] += 4 * 60_000
        assert browser._ask("GET", "/admin/live", None, {}).status == 200
