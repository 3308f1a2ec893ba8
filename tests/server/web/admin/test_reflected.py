"""Every form of the house filled in with hostile texts: none becomes a mark of the page that answers, or breaks it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from typing import Final
from urllib.parse import urlencode

import pytest

from server.rules.people.roles import Grant
from server.web.admin.pages import PAGES
from tests.hostile_strings import FORMULAS, HOSTILE, TAGS
from tests.server.office.people.conftest import House
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.admin.test_pages import filled

EVERYTHING: Final = tuple(Grant(role) for role in ("system", "city", "security", "editor", "reviewer"))
FOREIGN: Final = frozenset(
    {"iframe", "object", "embed", "marquee", "xss", "base", "math", "audio", "video", "image", "noscript", "template"}
)
ASKED: Final = ("center", "day", "person", "kind", "first", "last", "done", "language", "page", "part", "at", "from")
LEADING: Final = ("href", "src", "action", "formaction", "data", "srcdoc", "content")
"""Attributes that lead somewhere."""
SHORT: Final = 2
"""Rounds of the short run; the long one goes through all texts."""


@dataclass
class Form:
    action: str
    fields: list[str] = field(default_factory=list)


class Read(HTMLParser):
    """What a page has: its forms, and marks that no page of ours has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.foreign: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        calls = [name for name in given if name.startswith(("on", "hx-on"))]
        leads = [
            name for name in LEADING if re.match(r"[\s\x01]*(java|vb)\s*script:", given.get(name, ""), re.IGNORECASE)
        ]
        if tag in FOREIGN or calls or leads or (tag == "script" and not given.get("src")) or given.get("src") == "x":
            self.foreign.append(self.get_starttag_text() or tag)
        if tag == "form" and given.get("method") == "post":
            self.forms.append(Form(given.get("action", "")))
        elif tag in ("input", "textarea", "select", "button") and self.forms and given.get("name"):
            self.forms[-1].fields.append(given["name"])


def forms(browser: Browser, person: str) -> Iterator[tuple[str, Form]]:
    for page in PAGES:
        if page.method == "GET" and page.permission == "person" and "." not in page.path:
            path = filled(page.path, person)
            if browser.open(path).status == 200:
                for each in Read(browser.page).forms:
                    yield path, each


def wrong_in(browser: Browser, person: str, first: int) -> list[tuple[object, ...]]:
    """Return what goes wrong when every form is filled in with texts from number `first` on."""
    numbers = count(first)
    wrong: list[tuple[object, ...]] = []
    texts = (*HOSTILE, *FORMULAS)
    for path, form in list(forms(browser, person)):
        if form.action.endswith(("/sign-out", "/disable")):
            continue
        browser.open(path)
        typed = {name: texts[next(numbers) % len(texts)] for name in form.fields if name != "form"}
        answer = browser.send(form.action or path, **typed)
        found = Read(browser.page).foreign
        if found or answer.status >= 500:
            wrong.append((form.action or path, answer.status, typed, found))
    return wrong


def test_a_form_that_is_refused_shows_texts(enter: Enter, people: House) -> None:
    browser = enter("who", *EVERYTHING)
    other = people.add("other", Grant("clerk", "hall"))
    assert len(list(forms(browser, other))) > 40
    assert [each for turn in range(SHORT) for each in wrong_in(browser, other, turn * 97)] == []


@pytest.mark.long
@pytest.mark.parametrize("turn", range(8))
def test_every_text_in_every_form(enter: Enter, people: House, turn: int) -> None:
    browser = enter("who", *EVERYTHING)
    other = people.add("other", Grant("clerk", "hall"))
    each = len(HOSTILE) + len(FORMULAS)
    assert [one for first in range(turn, each, 8) for one in wrong_in(browser, other, first)] == []


@pytest.mark.parametrize("text", [each for each in TAGS[:32] if "/src" not in each])
def test_one_that_became_a_mark_is_seen(text: str) -> None:
    assert Read(f"<p>{text}</p>").foreign != []


def test_addresses_that_are_asked_hostile_things(enter: Enter, people: House) -> None:
    browser = enter("who", *EVERYTHING)
    other = people.add("other", Grant("clerk", "hall"))
    wrong = []
    for at, page in enumerate(each for each in PAGES if each.method == "GET" and "." not in each.path):
        query = urlencode({name: HOSTILE[(at + place) % len(HOSTILE)] for place, name in enumerate(ASKED)})
        answer = browser.open(f"{filled(page.path, other)}?{query}")
        if answer.status >= 500 or Read(browser.page).foreign:
            wrong.append((page.path, answer.status, query))
    assert wrong == []
