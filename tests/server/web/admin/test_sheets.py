"""A center goes out as a spreadsheet and comes back: whole or not at all, every error by its cell."""

import csv
import io
import zipfile
from html import unescape
from re import findall, search

import pytest
import xlsxwriter
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from config.centers import Text
from config.documents import CITY as THE_CITY
from config.documents import CatalogueService, CenterDocument, CityDocument, Scope
from server.office.settings.planned import change_settings
from server.rules.people.roles import Grant
from server.store.settings import document_in_force, newest_revision
from server.store.unit_of_work import CITY
from tests.server.conftest import MORNING
from tests.server.office.people.conftest import SECURITY
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.admin.test_centers import HALL, hall_of
from tests.server.web.conftest import Web

SHEETS = "/admin/centers/hall/sheets"
Rows = list[list[object]]


def xlsx(**sheets: Rows) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def wrong_cells(browser: Browser) -> list[tuple[str, ...]]:
    rows = findall(r"<tr><td>([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td></tr>", browser.page)
    return [tuple(unescape(each) for each in row) for row in rows]


def take(browser: Browser) -> int:
    found = search(r'name="document" value="([^"]*)"', browser.page)
    seen = search(r'name="seen" value="(\d+)"', browser.page)
    assert found is not None
    assert seen is not None
    return browser.send(f"{SHEETS}/take", document=unescape(found.group(1)), seen=seen.group(1)).status


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_goes_out_says_nothing_new_when_it_comes_back(web: Web, enter: Enter, language: str) -> None:
    browser = enter("root", Grant("city"), language=language)
    assert browser.open(SHEETS).status == 200
    file = browser._ask("GET", f"{SHEETS}.xlsx", None, {}).data
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(file)).sheet_names) == 4
    assert browser.upload(SHEETS, file).status == 200
    assert ("无需改动" if language == "zh" else "Nothing to do") in browser.text()


def test_a_whole_hall_of_counters_comes_from_one_file(web: Web, enter: Enter) -> None:
    many = [
        CatalogueService(f"s{number}", Text(f"业务{number}", f"Service {number}"), Text("", "")) for number in range(40)
    ]
    city = web.store.read(lambda reading: document_in_force(reading, THE_CITY, CityDocument))
    assert city is not None
    with_many = replace(city, services=(*city.services, *many))
    web.store.write(CITY, lambda uow: change_settings(uow, THE_CITY, with_many, 1, SECURITY, MORNING))
    browser = enter("root", Grant("city"))
    browser.open(SHEETS)
    letters = [f"{first}{second}" for first in "AB" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    services: Rows = [["业务", "号码字母"], ["社保", "D"], ["身份证", "C"], ["入学", "G"], ["罕见", "R"]]
    services += [[f"业务{number}", letters[number]] for number in range(36)]
    counters: Rows = [["名称（中文）", "名称（英文）", "业务", "可指定叫号"]]
    counters += [
        [f"{n} 号窗口", f"Counter {n}", f"D、业务{n}，业务{n + 14}", "是" if n == 1 else ""] for n in range(1, 15)
    ]
    staff: Rows = [
        ["姓名", "工号", "常用窗口", "语言"],
        ["陈静", 12, "1 号窗口", "zh, yue"],
        ["新人", "13", "14 号窗口", ""],
    ]
    hours: Rows = [["星期", "开始", "结束"], ["星期一、三", 0.375, "12:00"], ["1-5", "13:30", "17:00"]]
    assert browser.upload(SHEETS, xlsx(a=services, b=counters, c=staff, d=hours)).status in (200, 422)
    # A bare number is no time: Excel keeps times with a format of their own, which is read as one.
    assert [each[:2] for each in wrong_cells(browser)] == [("d", "B2")]
    hours[1][1] = "9:00"
    assert browser.upload(SHEETS, xlsx(a=services, b=counters, c=staff, d=hours)).status == 200
    assert hall_of(web).counters[1].id == "hall-2"
    assert "Services · Service 35" in browser.text()
    assert take(browser) == 200
    hall = hall_of(web)
    assert (len(hall.services), len(hall.counters), len(hall.staff)) == (40, 14, 2)
    assert hall.services[0].bookings is not None
    assert (hall.counters[0].id, hall.counters[0].chooses, hall.counters[0].services) == (
        "hall-1",
        True,
        ("social", "s1", "s15"),
    )
    assert [(person.id, person.number, person.counter) for person in hall.staff] == [
        ("chen", "12", "hall-1"),
        ("hall-p1", "13", hall.counters[13].id),
    ]
    assert hall.hours is not None
    assert [(each.days, each.opens) for each in hall.hours] == [((1, 3), "09:00"), ((1, 2, 3, 4, 5), "13:30")]
    assert browser.send("/admin/centers/hall/undo", revision="1", seen="2").status == 200
    assert len(hall_of(web).counters) == 3


def test_every_error_is_told_by_its_cell_and_nothing_is_changed(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    browser.open(SHEETS)
    services: Rows = [["Service", "Letter"], ["社保", "D"], ["Flying", "F"], [], ["Identity card", "D"]]
    staff: Rows = [["Name", "Staff number", "Usual counter"], ["=1+1", "12345678901", "No such"]]
    assert browser.upload(SHEETS, xlsx(S=services, P=staff)).status == 422
    assert {each[:2] for each in wrong_cells(browser)} >= {("S", "A3"), ("S", "B5"), ("P", "B2"), ("P", "C2")}
    assert web.store.read(lambda reading: newest_revision(reading, HALL)) == 1


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8-sig"])
def test_a_csv_of_one_table_leaves_the_others(web: Web, enter: Enter, encoding: str) -> None:
    browser = enter("root", Grant("city"))
    browser.open(SHEETS)
    text = io.StringIO()
    csv.writer(text).writerows([["姓名", "工号", "可办业务"], ["陈静", "7", "社保"], ["罗艳", "", ""]])
    assert browser.upload(SHEETS, text.getvalue().encode(encoding), "staff.csv").status == 200
    assert take(browser) == 200
    hall = hall_of(web)
    assert [(each.id, each.number, each.skills) for each in hall.staff] == [
        ("chen", "7", ("social",)),
        ("luo", None, None),
    ]
    assert len(hall.counters) == 3


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04broken",
        b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
        bomb(),
        xlsx(a=[["Service", "Letter"], *([list[object](("x", "y"))] * 1500)]),
        xlsx(a=[["Nothing", "Known"]]),
        xlsx(a=[["Service", "Letter"]], b=[["Service", "Letter"]]),
        b"\xff\xfe\x00\x01,\x80",
        b'"' * 100_001,
    ],
    ids=["empty", "broken", "xls", "bomb", "long", "headless", "twice", "binary", "quotes"],
)
def test_hostile_files_are_refused_in_words(web: Web, enter: Enter, data: bytes) -> None:
    browser = enter("root", Grant("city"))
    browser.open(SHEETS)
    assert browser.upload(SHEETS, data).status == 422
    assert "Mend these cells" in browser.text()
    assert web.store.read(lambda reading: newest_revision(reading, HALL)) == 1


def test_markup_and_formulas_in_cells_stay_text(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    browser.open(SHEETS)
    evil = '"><img src=x onerror=alert(1)>'
    staff: Rows = [["Name", "Staff number", "Can do"], [evil, "1", ""], ["=HYPERLINK(1)", "2", ""], ["x", "3", evil]]
    browser.upload(SHEETS, xlsx(a=staff))
    assert "<img src=x" not in browser.page
    staff[3][2] = ""
    assert browser.upload(SHEETS, xlsx(a=staff)).status == 200
    assert "<img src=x" not in browser.page
    assert take(browser) == 200
    file = browser._ask("GET", f"{SHEETS}.xlsx", None, {}).data
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist())


def test_a_document_made_by_hand_goes_no_farther_than_its_writer(web: Web, enter: Enter) -> None:
    browser = enter("who", Grant("center", "village"))
    browser.open("/admin/centers/village/sheets")
    text = '{"zh":"x","en":"x"}'
    moved = f'{{"name":{text},"level":"village","parent":null,"address":{text},"services":[],"counters":[]}}'
    assert browser.send("/admin/centers/village/sheets/take", document=moved, seen="1").status == 403
    for broken in ("", "{}", "[", "null", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")):
        browser.open("/admin/centers/village/sheets")
        assert browser.send("/admin/centers/village/sheets/take", document=broken, seen="1").status == 422
    browser.open("/admin/centers/village")
    assert browser.upload(SHEETS, b"").status == 403
    village = web.store.read(lambda reading: document_in_force(reading, Scope("center", "village"), CenterDocument))
    assert village is not None
    assert village.parent == "hall"


def test_a_weekday_that_is_none_is_told_and_not_left_out(web: Web, enter: Enter) -> None:
    browser = enter("root", Grant("city"))
    browser.open(SHEETS)
    hours: Rows = [["Weekdays", "Opens", "Closes"], ["Monday, Funday", "09:00", "17:00"], ["", "18:00", "19:00"]]
    assert browser.upload(SHEETS, xlsx(h=hours)).status == 422
    assert [each[:2] for each in wrong_cells(browser)] == [("h", "A2"), ("h", "A3")]
