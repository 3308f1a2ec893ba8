"""Whoever writes checklists and is signed in gets a token for the editors' page alone, which ends with the sign-in."""

import json
import re

import pytest

from server.office.audit.chain import head, portion
from server.rules.people.lasting import ABSOLUTE_MS
from server.rules.people.roles import Grant
from server.store.access_tables import tokens
from server.store.unit_of_work import CITY
from server.web.table import ROUTES
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web


def token_of(browser: Browser) -> str:
    form = json.loads(browser.open("/admin/form.json").data)["form"]
    answer = browser.send("/admin/token", token=form)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    return str(answer.json["token"])


@pytest.fixture
def editor(enter: Enter) -> Browser:
    return enter("ed", Grant("editor"))


def test_an_editors_token_opens_the_editors_page_alone(web: Web, editor: Browser) -> None:
    token = token_of(editor)
    assert web.ask("GET", "/access", token).json["scope"] == "admin"
    assert web.ask("GET", "/centers", token).status == 200
    assert web.ask("GET", "/editing", token).status in (200, 404)
    wrong = []
    for route in ROUTES:
        if not route.scopes or "admin" not in route.scopes or route.editors or route.permission == "code":
            continue
        path = re.sub(r"{\w+}", "x", route.path)
        answer = web.ask(route.method, path, token, {} if route.method != "GET" else None)
        if answer.code != "token_scope":
            wrong.append((route.method, route.path, answer.data))
    assert wrong == []


def test_it_ends_with_the_sign_in(web: Web, editor: Browser) -> None:
    before = web.store.read(head).seq
    token = token_of(editor)
    (recorded,) = web.store.read(lambda reading: portion(reading, before))
    assert (recorded.changed.what, recorded.changed.name) == ("token_made", "Ed")
    assert token not in str(recorded)
    newest = tokens.select().where(tokens.c.sign_in.is_not(None))
    ends = web.store.read(lambda reading: reading.row(newest))
    assert ends is not None
    assert web.moment[0] < ends[8] <= web.moment[0] + ABSOLUTE_MS
    editor.open("/admin/")
    editor.send("/admin/sign-out")
    web.store.write(CITY, lambda uow: None)
    # Whoever knows the token still believes it for a second at most; who does not is told at once.
    web.moment[0] += 60_000
    assert web.store.read(lambda reading: reading.row(newest.where(tokens.c.revoked_at.is_(None)))) is None


def test_nobody_else_gets_one(web: Web, enter: Enter, editor: Browser) -> None:
    clerk = enter("li", Grant("clerk", "hall"))
    assert clerk.open("/admin/form.json").status == 403
    editor.open("/admin/form.json")
    assert editor.send("/admin/token", token="stale").status in (400, 403, 409)
    stranger = Browser(web)
    assert stranger._ask("GET", "/admin/form.json", None, {}).status == 303
    assert stranger._ask("POST", "/admin/token", {"form": "x"}, {}).status == 303


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/caller/editing", "/caller/editing"),
        ("/caller/editing?x=1", "/admin/"),
        ("/caller/", "/admin/"),
        ("//evil/caller/editing", "/admin/"),
        ("/admin/own", "/admin/own"),
    ],
)
def test_signing_in_leads_on_to_pages_of_ours(asked: str, there: str) -> None:
    from server.web.admin.entering import onward

    assert onward(asked) == there
