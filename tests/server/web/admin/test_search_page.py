"""Any word of a setting, of the help beside it or of a page leads there, for whoever may go there."""

from urllib.parse import quote

import pytest

from server.rules.people.roles import Grant
from server.web.admin.search_page import found_in
from tests.server.web.admin.conftest import Enter


@pytest.mark.parametrize(
    ("asked", "said", "found"),
    [
        (
            "lunch",
            ("A lunch break is what lies between two lines of one day. Without any line it is always closed.",),
            True,
        ),
        (
            "午休",
            ("A lunch break is what lies between two lines of one day. Without any line it is always closed.",),
            True,
        ),
        (
            "ＬＵＮＣＨ break",
            (
                "Opening hours",
                "A lunch break is what lies between two lines of one day. Without any line it is always closed.",
            ),
            True,
        ),
        (
            "lunch kitchen",
            ("A lunch break is what lies between two lines of one day. Without any line it is always closed.",),
            False,
        ),
        ("", ("Opening hours",), False),
        ("<script>", ("Opening hours",), False),
    ],
)
def test_all_words_are_looked_for_in_either_language(asked: str, said: tuple[str, ...], found: bool) -> None:
    assert found_in(asked, *said) == found


def test_a_setting_is_found_where_somebody_may_change_it(enter: Enter) -> None:
    browser = enter("ann", Grant("center", "village"))
    browser.open("/admin/search?q=lunch")
    assert 'href="/admin/centers/village/parts/hours"' in browser.page
    assert "/admin/centers/hall/" not in browser.page
    assert "/admin/city/parts" not in browser.page


def test_the_city_finds_what_holds_for_all(enter: Enter) -> None:
    browser = enter("city", Grant("city"), language="zh")
    browser.open(f"/admin/search?q={quote('优先')}")
    assert 'href="/admin/city/parts/rules"' in browser.page
    assert 'href="/admin/centers/hall/parts/rules"' in browser.page
    assert browser.page.count("<h2>排队规则</h2>") == 1


def test_pages_are_found_by_their_name_and_only_by_who_may_open_them(enter: Enter) -> None:
    for login, grant, there in (("sec", Grant("security"), True), ("li", Grant("clerk", "hall"), False)):
        browser = enter(login, grant)
        browser.open("/admin/search?q=people")
        assert ('class="button" href="/admin/people"' in browser.page) == there


@pytest.mark.parametrize("asked", ["zzz", "%3Cscript%3E", "a" * 500])
def test_what_is_not_there_is_said(enter: Enter, asked: str) -> None:
    browser = enter("li", Grant("clerk", "hall"))
    assert browser.open(f"/admin/search?q={asked}").status == 200
    assert "Nothing is called so" in browser.text()
