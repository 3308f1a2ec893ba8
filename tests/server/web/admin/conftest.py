"""The pages of the administrators' house over the small city, and people who may come in."""

from collections.abc import Callable

import pytest

from server.rules.people.roles import Grant
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.browser import Browser
from tests.server.web.conftest import Web

Enter = Callable[..., Browser]


@pytest.fixture
def people(web: Web) -> House:
    return House(web.store)


@pytest.fixture
def enter(web: Web, people: House) -> Enter:
    """Return what lets somebody with some roles in, and gives the browser in which they are signed in."""

    def let_in(login: str, *grants: Grant, language: str = "en") -> Browser:
        people.add(login, *grants)
        browser = Browser(web, language)
        browser.open("/admin/sign-in")
        assert browser.send("/admin/sign-in", login=login, password=PASSWORD).status == 200
        assert browser.at == "/admin/"
        return browser

    return let_in
