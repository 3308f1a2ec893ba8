"""What a person or an admin's token changes is recorded exactly once; what is refused, or only looked at, never."""

import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest

from server.office.audit.chain import head
from server.office.people.sign_ins import open_sign_ins
from server.rules.people.roles import Grant
from server.web.table import TABLE
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

SIGNING_IN = {"/admin/afresh", "/admin/sign-out"}
"""Who shows a wrong password is recorded, too."""


def count(web: Web, do: Callable[[], Any]) -> int:
    before = web.store.read(head).seq
    do()
    return web.store.read(head).seq - before


def test_every_form_that_is_refused_leaves_no_record(web: Web, people: House, enter: Enter) -> None:
    """And none leaves two, whatever it is sent."""
    other = people.add("other", Grant("clerk", "hall"))
    browser = enter("sec", Grant("security"), Grant("city"), Grant("system"))
    browser.open("/admin/")
    code = re.search(r'name="form" value="([^"]+)"', browser.page)
    assert code is not None
    wrong = []
    for address in TABLE:
        if address.permission != "person" or address.method == "GET" or address.path in SIGNING_IN:
            continue
        names = set(re.findall(r"{(\w+)}", address.path))
        path = address.path.format(**(dict.fromkeys(names, "none") | {"person": other, "center": "hall", "row": "1"}))
        answers: list[int] = []
        for form in ("stale", code.group(1)):
            grown = count(web, lambda: answers.append(browser._ask("POST", path, {"form": form}, {}).status))  # noqa: B023
            if grown > (1 if answers[-1] in (200, 303) and form != "stale" else 0):
                wrong.append((path, answers[-1], grown))
    assert wrong == []


@pytest.fixture
def browser(enter: Enter) -> Browser:
    return enter("sec", Grant("security"), Grant("city"), Grant("system"))


def test_every_change_of_a_person_is_recorded_once(web: Web, people: House, browser: Browser) -> None:
    other = people.add("other", Grant("clerk", "hall"))
    his = f"/admin/people/{other}"
    at_other = Browser(web)
    at_other.open("/admin/sign-in")
    assert count(web, lambda: at_other.send("/admin/sign-in", login="other", password=PASSWORD)) == 1
    sign_in = web.store.read(lambda reading: open_sign_ins(reading, other))[0].id
    browser.open("/admin/people")
    steps: list[tuple[str, dict[str, str]]] = [
        (f"{his}/sign-ins/{sign_in}/end", {}),
        ("/admin/people", {"name": "赵六", "login": "zhao", "role": "clerk", "center": "hall"}),
        (f"{his}/name", {"name": "钱七"}),
        (f"{his}/disable", {}),
        (f"{his}/enable", {}),
        (f"{his}/unlock", {}),
        (f"{his}/roles/give", {"role": "guide", "center": "hall"}),
        (f"{his}/roles/take", {"role": "guide", "center": "hall"}),
        (f"{his}/password", {}),
    ]
    for path, fields in steps:
        assert count(web, lambda: browser.send(path, **fields)) == 1, path  # noqa: B023
        browser.open("/admin/people")


def test_every_change_of_ones_own_account_is_recorded_once(web: Web, browser: Browser) -> None:
    browser.open("/admin/own")
    browser.send("/admin/own/second")
    secret = re.search(r'name="secret" value="([A-Z2-7]+)"', browser.page)
    assert secret is not None
    code = pyotp.TOTP(secret.group(1)).at(web.moment[0] // 1000)
    steps: list[tuple[str, dict[str, str]]] = [
        ("/admin/own/second/on", {"secret": secret.group(1), "code": code}),
        ("/admin/own/second/codes", {}),
        ("/admin/own/second/off", {}),
        ("/admin/own/password", {"old": PASSWORD, "new": "Nine-Trees-9", "again": "Nine-Trees-9"}),
        ("/admin/sign-out", {}),
    ]
    for path, fields in steps:
        assert count(web, lambda: browser.send(path, **fields)) == 1, path  # noqa: B023
        browser.open("/admin/own")


def test_letting_a_browser_in_is_recorded_without_its_code(web: Web, browser: Browser) -> None:
    browser.open("/admin/set-up/hall")
    assert count(web, lambda: browser.send("/admin/set-up/hall/let-in", counter="hall-1")) == 1
    assert browser.send("/admin/set-up/hall/let-in", counter="none").status >= 400


def test_what_is_only_looked_at_is_not_recorded(web: Web, enter: Enter) -> None:
    auditor = enter("audrey", Grant("auditor"))
    auditor.open("/admin/record")
    assert count(web, lambda: auditor.send("/admin/record/proof")) == 0
    for path in ("/admin/record", "/admin/record/table.csv", "/admin/own"):
        assert count(web, lambda: auditor.open(path)) == 0, path  # noqa: B023


def test_what_an_admin_token_decides_is_recorded_once(web: Web) -> None:
    assert web.report.tokens is not None
    admin = web.report.tokens.admin
    written = {
        (address.path, address.target)
        for address in TABLE
        if address.method != "GET" and address.scopes == ("admin",) and address.permission == "token"
    }
    answers: list[int] = []
    for path, _ in sorted(written):
        asked = path.removeprefix("/api/v1").format(center="hall")
        found = web.ask("GET", asked, admin).json
        # A town has decided nothing yet.
        body = {"document": found.get("document", {}), "seen": found.get("newest", 0)}
        assert count(web, lambda: web.ask("PUT", asked, admin, body | {"dry_run": True})) == 0, path  # noqa: B023
        assert count(web, lambda: web.ask("PUT", asked, admin, body | {"seen": 99})) == 0, path  # noqa: B023
        grown = count(web, lambda: answers.append(web.ask("PUT", asked, admin, body).status))  # noqa: B023
        assert grown == (1 if answers[-1] == 200 else 0), (path, answers)
        assert count(web, lambda: web.ask("PUT", asked, web.kiosk, body)) == 0, path  # noqa: B023
    # The hall of this city is no town.
    assert sorted(answers) == [200, 200, 409]
