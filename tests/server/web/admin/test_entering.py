"""Coming in: by the first run, by name and password, by a second factor; and out again."""

import re

import pyotp
import pytest

from server.office.people.first_run import first_run_code
from server.office.people.record import everybody
from server.office.people.second import set_second
from server.rules.people.lockout import MOST
from server.rules.people.roles import Grant
from server.store.unit_of_work import CITY
from server.web.admin.entering import HOME, onward
from server.web.known_people import SAFE_COOKIE
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

CLERK = Grant("clerk", "hall")


def test_the_first_administrator_comes_in_with_the_code_of_the_console(web: Web) -> None:
    browser = Browser(web)
    assert browser.open("/admin/").status == 200
    assert browser.at == "/admin/first-run"
    code = web.store.write(CITY, lambda uow: first_run_code(uow, web.moment[0]))
    given = {"name": "Zhang San", "login": "zhang", "password": "Tea7-by-the-river", "again": "Tea7-by-the-river"}
    assert browser.send("/admin/first-run", code="BCDF-GHJK-LMNP", **given).status == 401
    assert "This code is wrong" in browser.text()
    assert 'value="zhang"' in browser.page
    assert browser.send("/admin/first-run", code=code, **{**given, "again": "other"}).status == 422
    assert browser.send("/admin/first-run", code=code, **{**given, "password": "zhang", "again": "zhang"}).status == 422
    assert web.store.read(everybody) == ()
    assert browser.send("/admin/first-run", code=code, **given).status == 200
    assert browser.at == "/admin/"
    assert "Good day, Zhang San" in browser.text()
    second = Browser(web)
    assert second.open("/admin/first-run").status == 200
    assert second.at == "/admin/sign-in"


def test_whoever_is_signed_in_gets_to_the_page_they_wanted(web: Web, people: House) -> None:
    people.add("sec", Grant("security"))
    browser = Browser(web)
    browser.open("/admin/people?q=x")
    assert browser.at.startswith("/admin/sign-in?onward=")
    wanted = re.search(r'name="onward" value="([^"]+)"', browser.page)
    assert wanted is not None
    assert wanted.group(1) == "/admin/people?q=x"
    browser.send("/admin/sign-in", login="sec", password=PASSWORD, onward=wanted.group(1))
    assert browser.at == "/admin/people?q=x"


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example/",
        "//evil.example",
        "/admin//evil.example",
        "/\\evil",
        "/caller/",
        "",
        "/admin/\\x",
        "/admin/sign-in",
    ],
)
def test_nobody_is_sent_elsewhere(asked: str) -> None:
    assert onward(asked) == HOME


def test_the_cookie_is_for_this_host_and_no_script(web: Web, people: House) -> None:
    people.add("li", CLERK)
    browser = Browser(web)
    browser.open("/admin/sign-in")
    answer = browser._ask("POST", "/admin/sign-in", {"login": "li", "password": PASSWORD}, {})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SAFE_COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_wrong_names_and_passwords_look_alike_and_lock(web: Web, people: House) -> None:
    people.add("li", CLERK)
    pages = []
    for login in ("li", "no"):
        browser = Browser(web)
        browser.open("/admin/sign-in")
        assert browser.send("/admin/sign-in", login=login, password="wrong").status == 401
        pages.append(browser.page.replace(f'value="{login}"', ""))
    assert pages[0] == pages[1]
    for _ in range(MOST):
        answer = browser.send("/admin/sign-in", login="li", password="wrong")
    assert answer.status == 429
    assert int(answer.headers["retry-after"]) > 0
    assert browser.send("/admin/sign-in", login="li", password=PASSWORD).status == 429


def test_a_second_factor_is_a_second_page(web: Web, people: House) -> None:
    id_, secret = people.add("li", CLERK), pyotp.random_base32()
    app = pyotp.TOTP(secret)
    web.store.write(CITY, lambda uow: set_second(uow, id_, secret, app.at(people.now // 1000), bytes(32), people.now))
    web.moment[0] += 60_000
    browser = Browser(web)
    browser.open("/admin/sign-in")
    browser.send("/admin/sign-in", login="li", password=PASSWORD)
    half = re.search(r'name="half" value="([^"]+)"', browser.page)
    assert half is not None
    assert not browser.cookies
    assert browser.send("/admin/sign-in", half=half.group(1), code="000000").status == 401
    assert half.group(1) in browser.page
    browser.send("/admin/sign-in", half=half.group(1), code=app.at(web.moment[0] // 1000))
    assert browser.at == "/admin/"


def test_who_signs_out_is_out_also_with_the_old_cookie(web: Web, enter: Enter) -> None:
    browser = enter("li", CLERK)
    kept = dict(browser.cookies)
    browser.send("/admin/sign-out")
    assert browser.at == "/admin/sign-in?done=signed_out"
    assert "You are signed out." in browser.text()
    assert SAFE_COOKIE not in browser.cookies
    browser.cookies = kept
    browser.open("/admin/own")
    assert browser.at.startswith("/admin/sign-in")


def test_nothing_is_done_by_a_form_that_is_not_ours(web: Web, enter: Enter) -> None:
    browser = enter("sec", Grant("security"))
    browser.open("/admin/people")
    for token in ("", "x", "0" * 40):
        assert browser.send("/admin/people", token=token or " ", name="X", login="xx").status == 403
        browser.open("/admin/people")
    answer = web.ask(
        "POST",
        "/admin/people",
        None,
        b"name=X&login=xx",
        Content_Type="application/x-www-form-urlencoded",
        Sec_Fetch_Site="cross-site",
        Cookie="; ".join(f"{name}={value}" for name, value in browser.cookies.items()),
    )
    assert answer.status == 403
    assert len(web.store.read(everybody)) == 1


def test_what_matters_asks_for_the_password_again(web: Web, enter: Enter, people: House) -> None:
    browser = enter("sec", Grant("security"))
    other = people.add("li", CLERK)
    web.moment[0] += 11 * 60_000
    browser.open(f"/admin/people/{other}")
    browser.send(f"/admin/people/{other}/roles/give", role="guide", center="hall")
    assert browser.at == f"/admin/afresh?onward=%2Fadmin%2Fpeople%2F{other}"
    assert people.row(other).grants == (CLERK,)
    assert browser.send("/admin/afresh", password="wrong", onward=f"/admin/people/{other}").status == 422
    browser.send("/admin/afresh", password=PASSWORD, onward=f"/admin/people/{other}")
    assert browser.at == f"/admin/people/{other}"
    browser.send(f"/admin/people/{other}/roles/give", role="guide", center="hall")
    assert Grant("guide", "hall") in people.row(other).grants


def test_every_page_is_closed_to_what_comes_from_elsewhere(web: Web, enter: Enter) -> None:
    answer = enter("sec", Grant("security")).open("/admin/people")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "<script>" not in answer.data.decode()
    assert "style=" not in answer.data.decode()
