"""Centers are set up in the house: forms, errors at their fields, plans, history, and nobody beyond their reach."""

import re

import pytest

from config.documents import CITY as THE_CITY
from config.documents import CenterDocument, CityDocument, Scope
from server.office.audit.chain import portion
from server.office.settings.planned import planned
from server.rules.people.roles import Grant
from server.store.projection import tree_of
from server.store.settings import document_in_force, newest_revision
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.admin.form_fields import form_fields
from tests.server.web.conftest import Web

HALL = Scope("center", "hall")
EVIL = '"><img src=x onerror=alert(1)>'


def hall_of(web: Web, id_: str = "hall") -> CenterDocument:
    found = web.store.read(lambda reading: document_in_force(reading, Scope("center", id_), CenterDocument))
    assert found is not None
    return found


def newest(web: Web) -> list[int]:
    return web.store.read(lambda reading: [newest_revision(reading, each) for each in (HALL, THE_CITY)])


def fill(browser: Browser, path: str, act: str = "save", **changed: str) -> int:
    """Open a form, change some fields, send it."""
    if browser.at != path:
        assert browser.open(path).status == 200
    fields = {**form_fields(browser.page), **changed, "act": act}
    fields.pop("form")
    return browser.send(path, **fields).status


def change(browser: Browser, part: str, act: str = "save", center: str = "hall", /, **changed: str) -> int:
    return fill(browser, f"/admin/centers/{center}/parts/{part}", act, **changed)


def test_a_form_that_is_sent_as_it_stands_changes_nothing_but_the_revision(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    before = hall_of(web)
    for part in ("about", "services", "counters", "staff", "hours", "special", "rules", "zone", "long"):
        assert change(browser, part) == 200, part
        assert browser.at.startswith("/admin/centers/hall?done=settings_written"), (part, browser.text())
        assert hall_of(web) == before, part


def test_a_counter_is_added_renamed_and_taken_away(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    path = "/admin/centers/hall/parts/counters"
    assert fill(browser, path, "more counters") == 200
    added = {"counters[3].name.zh": "四号", "counters[3].name.en": "Four", "counters[3].services:rare": "on"}
    assert fill(browser, path, **added, **{"counters[0].name.en": "First"}) == 200
    hall = hall_of(web)
    assert [counter.id for counter in hall.counters] == ["hall-1", "hall-2", "hall-3", "hall-4"]
    assert (hall.counters[3].name.en, hall.counters[3].services) == ("Four", ("rare",))
    assert hall.counters[0].name.en == "First"

    assert change(browser, "counters", **{"counters[3]:gone": "on"}) == 200
    assert "Four is closed and is taken away." in browser.text()
    assert len(hall_of(web).counters) == 4
    assert fill(browser, browser.at) == 200
    assert len(hall_of(web).counters) == 3
    changed = [row.changed for row in web.store.read(lambda reading: portion(reading, 0))]
    assert [each.what for each in changed if each.about == "center/hall"] == ["settings_written"] * 2
    assert changed[-1].name == "Root"


def test_what_is_wrong_stands_at_its_field_and_everything_typed_is_kept(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    wrong = {"counters[1].name.en": "", "counters[2].name.zh": "新名", "counters[2].services:gone": "on"}
    assert change(browser, "counters", **wrong) == 422
    at = browser.page.index('id="counters[1].name.en-wrong"')
    assert "What it is called is empty" in browser.page[at : at + 120]
    assert 'aria-invalid="true"' in browser.page
    assert form_fields(browser.page)["counters[2].name.zh"] == "新名"
    assert "this center does not offer gone" in browser.text()
    assert hall_of(web).counters[2].name.zh == "3 号窗口"


def test_numbers_that_are_none_are_told_at_their_field(enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    for typed, told in (("abc", "no whole number"), ("900", "between 0 and 240"), ("-1", "no whole number")):
        assert change(browser, "rules", **{"rules.credit_priority": typed}) == 422
        assert told in browser.text()
        assert form_fields(browser.page)["rules.credit_priority"] == typed


def test_hours_have_breaks_and_go_back_to_those_above(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    path = "/admin/centers/hall/parts/hours"
    fill(browser, path, "more hours")
    second = {f"hours[1].days:{day}": "on" for day in range(1, 6)} | {
        "hours[1].opens": "13:30",
        "hours[1].closes": "17:00",
    }
    assert fill(browser, path, **second) == 422
    assert "it is open from 09:00 on that day already" in browser.text()
    assert fill(browser, path, **{"hours[0].closes": "12:00"}) == 200
    hours = hall_of(web).hours
    assert hours is not None
    assert [(each.opens, each.closes) for each in hours] == [("09:00", "12:00"), ("13:30", "17:00")]
    assert "this center" in browser.text()
    assert browser.send("/admin/centers/hall/inherit", field="hours", seen="2").status == 200
    assert hall_of(web).hours is None


def test_a_day_is_shown_with_its_hours_and_what_held_then(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    change(browser, "special", "more special_days")
    assert (
        fill(
            browser,
            browser.at,
            **{
                "special_days[0].date": "2026-02-08",
                "special_days[0].why.zh": "升级",
                "special_days[0].why.en": "An upgrade",
            },
        )
        == 200
    )
    browser.open("/admin/centers/hall/day?date=2026-02-08")
    assert "Closed : An upgrade" in re.sub(r"\s+", " ", browser.text()).replace("Closed:", "Closed :")
    browser.open("/admin/centers/hall/day?date=2026-02-09")
    assert "Open 09:00-17:00" in browser.text()
    browser.open("/admin/centers/hall/day?date=2020-02-09")
    assert "was not there yet" in browser.text()


def test_a_plan_stays_when_something_else_changes_at_once_and_is_withdrawn(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    assert change(browser, "about", **{"name.en": "Later", "at": "2025-12-24T08:00"}) == 200
    assert (hall_of(web).name.en, len(web.store.read(lambda reading: planned(reading, HALL)))) == ("Hall", 1)
    assert "Planned for 2025-12-24 08:00" in browser.text()
    assert change(browser, "about", **{"address.en": "Second Road"}) == 200
    plans = web.store.read(lambda reading: planned(reading, HALL))
    assert [plan.document.name.en for plan in plans if isinstance(plan.document, CenterDocument)] == ["Later"]
    assert [plan.document.address.en for plan in plans if isinstance(plan.document, CenterDocument)] == ["Second Road"]
    browser.send("/admin/centers/hall/withdraw", revision=str(plans[0].revision))
    assert "withdrawn" in browser.text()
    assert web.store.read(lambda reading: planned(reading, HALL)) == []
    assert hall_of(web).address.en == "Second Road"


def test_two_who_edit_see_each_other_and_one_sends_again_on_top(web: Web, enter: Enter) -> None:
    first, second = enter("ann", Grant("city")), enter("bob", Grant("city"))
    path = "/admin/centers/hall/parts/about"
    first.open(path)
    second.open(path)
    assert fill(second, path, **{"address.en": "Bob Road", "name.en": "Bob Hall"}) == 200
    assert fill(first, path, **{"address.en": "Ann Road"}) == 409
    told = first.text()
    assert all(each in told for each in ("Bob Road", "Ann Road", "Bob Hall", "Somebody changed these settings"))
    assert hall_of(web).address.en == "Bob Road"
    assert fill(first, first.at) == 200
    assert hall_of(web).address.en == "Ann Road"


def test_history_names_people_compares_and_goes_back(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    change(browser, "counters", **{"counters[0].name.en": "Renamed"})
    browser.open("/admin/centers/hall/history?first=1&last=2")
    told = browser.text()
    assert all(each in told for each in ("Root", "Set-up", "Renamed", "Counter 1", "What it is called"))
    assert browser.send("/admin/centers/hall/undo", revision="1", seen="2").status == 200
    assert hall_of(web).counters[0].name.en == "Counter 1"
    assert web.store.read(lambda reading: newest_revision(reading, HALL)) == 3


def test_whoever_waits_is_told_of_and_left_with_their_service(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    assert web.take("social").status == 201
    assert change(browser, "services", **{"services[0]:gone": "on"}) == 409
    assert "1 people still have a ticket for social" in browser.text()
    assert len(hall_of(web).services) == 4


def test_a_service_that_nobody_waits_for_goes_from_its_counters_too(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    assert change(browser, "services", **{"services[2]:gone": "on"}) == 200
    assert "School is taken away: nobody waits for it" in browser.text()
    assert len(hall_of(web).services) == 4
    assert fill(browser, browser.at) == 200
    assert ([each.id for each in hall_of(web).services], hall_of(web).counters[2].services) == (
        ["social", "idcard", "rare"],
        (),
    )


def test_quotas_and_bookings_of_a_service(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    path = "/admin/centers/hall/services/idcard"
    assert fill(browser, path) == 200
    assert hall_of(web).services[1].bookings is None
    fill(browser, path, "more quotas")
    quota = {"quotas[0].days:1": "on", "quotas[0].begins": "09:00", "quotas[0].ends": "11:00"}
    assert fill(browser, path, **quota, **{"quotas[0].numbers": "x"}) == 422
    assert "Numbers is no whole number" in browser.text()
    fill(browser, path, "more bookings.week", **{"quotas[0].numbers": "40"})
    fill(browser, path, "more bookings.week[0].times", **{"bookings.week[0].days:2": "on"})
    slots = {"bookings.week[0].times[0].begins": "09:00", "bookings.week[0].times[0].ends": "10:00"}
    assert fill(browser, path, **slots) == 200
    service = hall_of(web).services[1]
    assert (service.quotas[0].numbers, service.quotas[0].days) == (40, (1,))
    assert service.bookings is not None
    assert (service.bookings.week[0].days, service.bookings.week[0].times[0].minutes) == ((2,), 30)


def test_checking_says_what_an_order_does_and_changes_nothing(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    assert change(browser, "rules", "try", **{"rules.credit_priority": "15"}) == 200
    assert (
        "After 20 minutes an old person goes before all without priority who have waited less than 35" in browser.text()
    )
    assert web.store.read(lambda reading: newest_revision(reading, HALL)) == 1
    assert change(browser, "rules", **{"rules.credit_priority": "15", "rules.policy": "strict"}) == 200
    assert hall_of(web).rules.policy == "strict"


def test_the_catalogue_and_a_new_center(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    fill(browser, "/admin/city/parts/catalogue", "more services")
    assert fill(browser, browser.at, **{"services[4].name.zh": "公积金", "services[4].name.en": "Housing fund"}) == 200
    city = web.store.read(lambda reading: document_in_force(reading, THE_CITY, CityDocument))
    assert city is not None
    assert (city.services[4].id, city.services[4].name.en) == ("service-1", "Housing fund")
    new = {"id": "shixi", "name.zh": "石溪", "name.en": "Shixi", "address.zh": "二路", "address.en": "Second Road"}
    assert fill(browser, "/admin/new-center", **new, level="village", parent="hall") == 200
    assert browser.at.startswith("/admin/centers/shixi")
    assert hall_of(web, "shixi").parent == "hall"
    assert fill(browser, "/admin/new-center", **new, level="village", parent="hall") == 422


def test_markup_that_is_typed_anywhere_never_becomes_markup(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    pages = [
        f"/admin/centers/hall/parts/{part}" for part in ("about", "services", "counters", "staff", "hours", "rules")
    ]
    for path in [*pages, "/admin/city/parts/catalogue", "/admin/new-center"]:
        browser.open(path)
        fields = {name: EVIL for name in form_fields(browser.page) if name not in ("form", "seen")}
        for act in ("save", "try", "more counters", f"more {EVIL}"):
            browser.send(
                path, **fields, seen="1", act=act, **{f"counters[{EVIL}": EVIL, f"counters[0].services:{EVIL}": "on"}
            )
            assert "<img src=x" not in browser.page, path
            browser.open(path)
    assert change(browser, "about", **{"name.zh": EVIL, "name.en": EVIL, "address.en": EVIL}) == 200
    for path in (
        "/admin/centers",
        "/admin/centers/hall",
        "/admin/centers/hall/history?first=1&last=2",
        "/admin/centers/hall/day",
        "/admin/city/parts/ways",
        "/admin/people",
    ):
        assert browser.open(path).status == 200
        assert "<img src=x" not in browser.page, path


@pytest.mark.parametrize("grant", [Grant("center", "village"), Grant("system")])
def test_nobody_writes_beyond_their_reach(web: Web, enter: Enter, grant: Grant) -> None:
    """Forms written by hand: the page of the form is never needed."""
    browser = enter("who", grant)
    browser.open("/admin/")
    before = newest(web)
    asked = {"seen": "1", "act": "save", "name.zh": "x", "name.en": "x", "address.zh": "x", "address.en": "x"}
    for path in (
        "/admin/centers/hall/parts/about",
        "/admin/centers/hall/services/social",
        "/admin/centers/hall/inherit",
        "/admin/centers/hall/withdraw",
        "/admin/centers/hall/undo",
        "/admin/towns/hall/parts/hours",
        "/admin/city/parts/about",
        "/admin/city/undo",
    ):
        browser.open("/admin/")
        answer = browser.send(path, **asked, level="city", field="hours", revision="1")
        assert answer.status == 403, path
    assert newest(web) == before


def test_no_center_is_moved_by_whom_it_is_not_for(web: Web, enter: Enter) -> None:
    root = enter("root", Grant("city"))
    about = {"name.zh": "x", "name.en": "x", "address.zh": "x", "address.en": "x"}
    for id_, level, parent in (
        ("t1", "town", "hall"),
        ("t2", "town", "hall"),
        ("v1", "village", "t1"),
        ("v2", "village", "t2"),
    ):
        assert fill(root, "/admin/new-center", **about, id=id_, level=level, parent=parent) == 200
    before = dict(web.store.read(tree_of).parents)
    town, center = enter("town", Grant("town", "t1")), enter("center", Grant("center", "v1"))
    for browser, id_, parent in (
        (town, "v1", "t2"), (town, "v1", "hall"), (town, "v1", ""), (town, "t1", "t2"), (town, "t1", ""),
        (town, "v2", "t1"), (center, "v1", "t2"), (center, "v1", "hall"), (center, "v1", ""), (center, "v2", "v1"),
    ):  # fmt: skip
        browser.open("/admin/centers")
        sent = {**about, "seen": "1", "act": "save", "level": "town" if id_ == "t1" else "village", "parent": parent}
        assert browser.send(f"/admin/centers/{id_}/parts/about", **sent).status == 403, (id_, parent)
    for browser, parent in ((town, "hall"), (town, "t2"), (town, ""), (center, "t1"), (center, "hall")):
        browser.open("/admin/new-center")
        assert browser.send("/admin/new-center", **about, id="v3", level="village", parent=parent).status == 403
    assert dict(web.store.read(tree_of).parents) == before
    assert fill(town, "/admin/new-center", **about, id="v3", level="village", parent="t1") == 200
    town.open("/admin/centers")
    assert re.findall(r'href="/admin/centers/(\w+)"', town.page) == ["t1", "v1", "v3"]
