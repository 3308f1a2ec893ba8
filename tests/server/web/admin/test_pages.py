"""Every page of the house by every role: open to whom its declaration says, closed to the others, told in words."""

import re
from typing import get_args
from urllib.parse import urlencode

import pytest

from server.office.audit.chain import head
from server.office.people.record import everybody
from server.rules.people.roles import DUTIES, WHOLE_CITY, Grant, Role
from server.web.admin.center_parts import PARTS
from server.web.admin.pages import PAGES, SECTIONS
from server.web.table import TABLE
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

PERSONAL = [page for page in PAGES if page.permission == "person"]


SETTINGS = (
    "/admin/centers",
    "/admin/new-center",
    *(f"/admin/centers/hall{path}" for path in ("", "/history?first=1&last=1", "/day", "/services/social")),
    *(f"/admin/centers/hall/parts/{part.id}" for part in PARTS["center"]),
    *(f"/admin/city{path}" for path in ("", "/history")),
    *(f"/admin/city/parts/{part.id}" for part in PARTS["city"]),
)


def grant_of(role: Role) -> Grant:
    return Grant(role) if role in WHOLE_CITY else Grant(role, "hall")


def filled(path: str, person: str) -> str:
    places = {"part": "hours", "service": "social", "device": "none", "case": "none", "file": "none", "release": "none"}
    places |= {"draft": "none", "kind": "items", "record": "none", "table": "none"}
    return path.format(person=person, sign_in="none", alert="none", center="hall", row="1", **places)


def test_every_page_stands_in_the_table() -> None:
    assert all(page in TABLE for page in PAGES)


@pytest.mark.parametrize("role", get_args(Role))
def test_every_page_by_every_role(web: Web, people: House, enter: Enter, role: Role) -> None:
    browser = enter("who", grant_of(role))
    other = people.add("other", Grant("clerk", "hall"))
    browser.open("/admin/")
    form = re.search(r'name="form" value="([^"]+)"', browser.page)
    assert form is not None
    wrong = []
    for page in PERSONAL:
        if page.path == "/admin/sign-out":
            continue
        fields = {"form": form.group(1)} if page.method == "POST" else None
        answer = browser._ask(page.method, filled(page.path, other), fields, {})
        refused = answer.status == 403 and "Your roles do not include this here" in answer.data.decode()
        reaches = page.target != "whole_city" or role in WHOLE_CITY
        allowed = not page.duties or (bool(DUTIES[role] & set(page.duties)) and reaches)
        if refused == allowed or answer.status >= 500:
            wrong.append((page.method, page.path, answer.status))
    assert wrong == []


def test_nobody_gets_past_the_door(web: Web, people: House) -> None:
    other = people.add("other", Grant("clerk", "hall"))
    before = web.store.read(head)
    for page in PERSONAL:
        browser = Browser(web)
        fields = {"form": "x"} if page.method == "POST" else None
        answer = browser._ask(page.method, filled(page.path, other), fields, {})
        assert (answer.status, answer.headers["location"].partition("?")[0]) == (303, "/admin/sign-in"), page.path
    assert web.store.read(head) == before


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_are_wholly_in_one_language(web: Web, enter: Enter, people: House, language: str) -> None:
    browser = enter("sec", Grant("security"), Grant("city"), Grant("system"), language=language)
    other = people.add("li", Grant("clerk", "hall"))
    own = ("/admin/own", "/admin/afresh", "/admin/privacy")
    for path in ("/admin/", "/admin/people", f"/admin/people/{other}", *own, *SETTINGS):
        assert browser.open(path).status == 200
        told = re.sub(
            r"<a[^>]+lang=.*?</a>|<option translate=\"no\".*?</option>", "", browser.page.partition("<body")[2]
        )
        words = re.sub(r"<[^>]+>", " ", told)
        if language == "en":
            assert not re.search(r"[\u4e00-\u9fff]", words), path
        else:
            assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", words), (path, words)


def test_the_menu_has_what_somebody_may_do(enter: Enter) -> None:
    clerk, security = enter("li", Grant("clerk", "hall")), enter("sec", Grant("security"))
    for browser, paths in ((clerk, {"/admin/"}), (security, {"/admin/", "/admin/people", "/admin/privacy"})):
        browser.open("/admin/")
        linked = {each.path for each in SECTIONS if f'<a href="{each.path}"' in browser.page.partition("<main")[0]}
        assert linked == paths


def test_somebody_is_let_in_given_a_role_and_let_in_no_more(web: Web, enter: Enter, people: House) -> None:
    browser = enter("sec", Grant("security"))
    browser.open("/admin/people")
    answer = browser.send(
        "/admin/people", name="李四", login="lisi", role="clerk", center="hall", part="hours", service="social"
    )
    assert answer.status == 200
    password = re.findall(r"<dd><code>([^<]+)</code>", browser.page)[1]
    lisi = next(row for row in web.store.read(everybody) if row.login == "lisi")
    assert (lisi.name, lisi.grants) == ("李四", (Grant("clerk", "hall"),))

    own = Browser(web)
    own.open("/admin/sign-in")
    own.send("/admin/sign-in", login="lisi", password=password)
    assert own.at == "/admin/own"
    assert own.open("/admin/").status == 200
    assert own.at == "/admin/own"
    assert own.send("/admin/own/password", old=password, new="short", again="short").status == 422
    assert "at least 10" in own.text()
    own.send("/admin/own/password", old=password, new="Nine-Trees-9", again="Nine-Trees-9")
    assert "Your password is changed" in own.text()
    assert own.open("/admin/").status == 200
    assert own.at == "/admin/"

    browser.open(f"/admin/people/{lisi.id}")
    browser.send(f"/admin/people/{lisi.id}/disable")
    assert "cannot sign in any more" in browser.text()
    own.open("/admin/")
    assert own.at.startswith("/admin/sign-in")


def test_what_is_typed_is_never_markup(web: Web, enter: Enter) -> None:
    browser = enter("sec", Grant("security"))
    browser.open("/admin/people")
    evil = '"><img src=x onerror=alert(1)>'
    for path, fields in (
        ("/admin/people", {"name": evil, "login": "evil", "role": "clerk", "center": "hall"}),
        ("/admin/people", {"name": evil, "login": evil}),
    ):
        browser.send(path, **fields)
        assert "<img src=x" not in browser.page
        browser.open("/admin/people?" + urlencode({"q": evil}))
        assert "<img src=x" not in browser.page


def test_a_second_factor_is_set_up_and_shown(web: Web, enter: Enter) -> None:
    import pyotp

    browser = enter("li", Grant("clerk", "hall"))
    browser.open("/admin/own")
    browser.send("/admin/own/second")
    secret = re.search(r'name="secret" value="([A-Z2-7]+)"', browser.page)
    assert secret is not None
    assert "<svg" in browser.page
    assert browser.send("/admin/own/second/on", secret=secret.group(1), code="123").status == 401
    code = pyotp.TOTP(secret.group(1)).at(web.moment[0] // 1000)
    browser.send("/admin/own/second/on", secret=secret.group(1), code=code)
    assert len(re.findall(r"<li><code>", browser.page)) == 10
    fresh = Browser(web)
    fresh.open("/admin/sign-in")
    fresh.send("/admin/sign-in", login="li", password=PASSWORD)
    assert 'name="half"' in fresh.page
