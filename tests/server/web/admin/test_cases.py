"""Cases of what could not be done in the administrators' house: opened by a guide, answered, counted, taken along."""

import csv
import io
import re

from server.office.audit.chain import head
from server.office.audit.looking import Sought, newest
from server.rules.people.roles import Grant
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.admin.test_one_record import count
from tests.server.web.conftest import Web

CASES = "/admin/cases"
A_DAY = 24 * 3600 * 1000


def opened(web: Web, browser: Browser, asked: str = "=换证", why: str = "law_unclear") -> str:
    number = web.take().json["number"]
    browser.open(CASES)
    fields = {"center": "hall", "number": number, "day": "2025-11-25", "why": why, "asked": asked}
    assert count(web, lambda: browser.send(CASES, **fields)) == 1
    return browser.at.partition("?")[0]


def test_a_case_goes_its_way_and_every_step_is_recorded_once(web: Web, enter: Enter) -> None:
    guide = enter("guo", Grant("guide", "hall"))
    at = opened(web, guide)
    assert "=换证" in guide.text()
    assert "2025-12-02" in guide.text()
    for path, fields in (
        ("note", {"note": "called the department"}),
        ("hand", {"to": "Luo Yan", "note": ""}),
        ("close", {"outcome": "explained", "note": "only at the town"}),
    ):
        assert count(web, lambda: guide.send(f"{at}/{path}", **fields)) == 1, path  # noqa: B023
    told = guide.text()
    assert "Cannot be done, and why was explained" in told
    assert "Luo Yan" in told
    assert "called the department" in told
    assert "Answer it" not in told
    assert guide._ask("POST", f"{at}/note", {"form": form(guide), "note": "x"}, {}).status == 409


def form(browser: Browser) -> str:
    browser.open(CASES)
    found = re.search(r'name="form" value="([^"]+)"', browser.page)
    assert found is not None
    return found.group(1)


def test_the_list_shows_the_most_urgent_first_and_counts_every_case(web: Web, enter: Enter) -> None:
    city = enter("ann", Grant("city"))
    first = opened(web, city, "first")
    web.moment[0] += 2 * A_DAY
    opened_later = web.take().json["number"]
    city = enter("bob", Grant("city"))
    city.open(CASES)
    later = {"center": "hall", "number": opened_later, "day": "2025-11-27", "why": "other", "asked": "second"}
    city.send(CASES, **later)
    web.moment[0] += 6 * A_DAY
    city = enter("cem", Grant("city"))
    city.open(CASES)
    told = city.text()
    assert told.index("first") < told.index("second")
    counts = dict(re.findall(r"<b>(\d+)</b>([^<]+)</li>", city.page)[each][::-1] for each in range(4))
    assert counts == {"Too late": "1", "Answer it now": "1", "In time": "0", "Answered": "0"}
    city.open(f"{CASES}?which=late")
    assert "second" not in city.text()
    city.open(first)
    city.send(f"{first}/close", outcome="solved", note="done")
    city.open(f"{CASES}?which=late&why=other")
    assert "There is no such case" in city.text()
    counts = dict(re.findall(r"<b>(\d+)</b>([^<]+)</li>", city.page)[each][::-1] for each in range(4))
    assert counts == {"Too late": "0", "Answer it now": "1", "In time": "0", "Answered": "1"}, "whatever is narrowed"


def test_the_table_holds_every_case_and_no_formula(web: Web, enter: Enter) -> None:
    city = enter("ann", Grant("city"))
    opened(web, city)
    opened(web, city, "another")
    answer = city.open(f"{CASES}/table.csv?which=all")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {row[4] for row in rows[1:]} == {"'=换证", "another"}
    assert len({len(row) for row in rows}) == 1
    assert city.open(f"{CASES}/table.csv?which=closed").data.count(b"\n") == 1


def test_nobody_sees_cases_of_other_halls(web: Web, enter: Enter) -> None:
    at = opened(web, enter("ann", Grant("city")))
    villager = enter("vi", Grant("center", "village"))
    villager.open(CASES)
    assert "换证" not in villager.text()
    assert villager.open(at).status == 404
    before = web.store.read(head)
    assert villager._ask("POST", f"{at}/note", {"form": form(villager), "note": "x"}, {}).status == 404
    wrong = {"center": "hall", "number": "D001", "day": "2025-11-25", "why": "other", "asked": "x"}
    villager.open(CASES)
    assert villager.send(CASES, **wrong).status == 404
    assert web.store.read(head) == before


def test_what_is_wrong_is_said_beside_the_form_and_kept(web: Web, enter: Enter) -> None:
    city = enter("ann", Grant("city"))
    number = web.take().json["number"]
    good = {"center": "hall", "number": number, "day": "2025-11-25", "why": "other", "asked": "keep me"}
    for wrong, status in (
        ({"number": "Z999"}, 404),
        ({"number": "<b>"}, 404),
        ({"day": "yesterday"}, 404),
        ({"why": "because"}, 422),
        ({"asked": " "}, 422),
        ({"asked": "x" * 401}, 422),
    ):
        city.open(CASES)
        assert city.send(CASES, **(good | wrong)).status == status, wrong
        assert 'class="stop" role="alert"' in city.page
        assert "<b>" not in city.page.partition('id="open"')[2]
    assert "keep me" not in city.page


def test_numbers_are_cut_short_until_somebody_says_why(web: Web, enter: Enter) -> None:
    guide = enter("guo", Grant("guide", "hall"))
    at = opened(web, guide, "联系人王小明 13800008000, 330101195703121234")
    guide.send(f"{at}/note", note="rang 139 0000 9000")
    for page in (at, CASES, f"{CASES}/table.csv?which=all"):
        told = guide.open(page).data.decode()
        assert "138****8000, 330101********1234" in told, page
        assert "13800008000" not in told
        assert "小明" not in told
    guide.open(at)
    assert "139****9000" in guide.text()
    for reason in ("", "  ", "x" * 201):
        assert count(web, lambda: guide.send(f"{at}/unmask", reason=reason)) == 0  # noqa: B023
        assert "13800008000" not in guide.text()
    assert count(web, lambda: guide.send(f"{at}/unmask", reason="ring 13800008000 back")) == 1
    assert "13800008000, 330101195703121234" in guide.text()
    assert "139 0000 9000" in guide.text()
    row = web.store.read(lambda reading: newest(reading, Sought()))[0].changed
    assert (row.what, row.about, row.after) == ("unmasked", f"case {at.rpartition('/')[2]}", '"ring 138****8000 back"')
    # The next look is cut short again.
    guide.open(at)
    assert "13800008000" not in guide.text()


def test_a_case_without_numbers_asks_for_no_reason(web: Web, enter: Enter) -> None:
    guide = enter("guo", Grant("guide", "hall"))
    opened(web, guide)
    assert "cut short" not in guide.text()
