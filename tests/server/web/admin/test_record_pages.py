"""The record of changes is read by auditors: in sentences, narrowed, in detail, and as a table that runs nothing."""

import csv
import io
import re
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import python_calamine
from sqlalchemy import update

from server.office.audit.chain import Changed, record
from server.rules.people.roles import Grant
from server.store.people_tables import audit
from server.store.unit_of_work import CITY
from tests.server.conftest import MORNING
from tests.server.office.people.conftest import House
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

EVIL = "=HYPERLINK(1)"


def note(web: Web, *changes: Changed) -> None:
    def work(uow: object) -> None:
        for each in changes:
            record(uow, each)  # type: ignore[arg-type]

    web.store.write(CITY, work)


@pytest.fixture
def auditor(web: Web, people: House, enter: Enter) -> Browser:
    """Return the browser of an auditor, after somebody was given a role and somebody wrote settings."""
    people.add("lisi", Grant("clerk", "hall"))
    note(
        web,
        Changed(
            MORNING, "p1", "王建国", "role_given", "lisi", "village", "done", "10.0.0.1", "[]", '["clerk@village"]'
        ),
        Changed(MORNING + 1000, "p2", "赵六", "settings_written", "center/hall", "hall", before="0", after="1"),
        Changed(MORNING + 2000, "p2", "赵六", "device_melted", "kiosk-7"),
    )
    return enter("audrey", Grant("auditor"))


def test_rows_are_sentences_newest_first(auditor: Browser) -> None:
    auditor.open("/admin/record")
    text = auditor.text()
    assert "王建国 gave Lisi the role Window clerk at" in text
    assert "wrote the settings of" in text
    assert "赵六: device_melted, kiosk-7." in text
    assert text.index("Audrey signed in") < text.index("device_melted") < text.index("王建国 gave")


def test_rows_are_narrowed(auditor: Browser) -> None:
    for query, there, absent in (
        ("who=p1", "王建国 gave", "wrote the settings"),
        ("kind=settings", "wrote the settings", "王建国 gave"),
        ("center=village", "王建国 gave", "wrote the settings"),
        ("day=2001-01-01", "Nothing like that", "王建国 gave"),
        ("day=nonsense", "王建国 gave", "Nothing like that"),
        (f"day={datetime.fromtimestamp(MORNING / 1000, ZoneInfo('Asia/Shanghai')):%Y-%m-%d}", "王建国 gave", "Nothing"),
    ):
        assert auditor.open(f"/admin/record?{query}").status == 200
        assert there in auditor.text(), query
        assert absent not in auditor.text(), query


def test_a_row_is_told_with_what_was_before_and_after(auditor: Browser, web: Web) -> None:
    auditor.open("/admin/record")
    rows = re.findall(r'<a href="(/admin/record/rows/\d+)">', auditor.page)
    told = [auditor.open(path).data.decode() for path in rows]
    assert any("clerk@village" in each and "10.0.0.1" in each for each in told)
    assert any("counters[hall-1].id" in each for each in told)
    for path in ("/admin/record/rows/999", "/admin/record/rows/-1", "/admin/record/rows/x"):
        assert auditor.open(path).status == 404


def test_pages_go_on_by_number(auditor: Browser, web: Web) -> None:
    note(web, *(Changed(MORNING, "p3", f"n{number}", "signed_out", "n") for number in range(120)))
    seen: list[str] = []
    path: str | None = "/admin/record?who=p3"
    while path:
        auditor.open(path)
        seen += re.findall(r">(n\d+) signed out", auditor.page)
        found = re.search(r'href="(/admin/record\?[^"]*before=\d+)"', auditor.page)
        path = found.group(1).replace("&amp;", "&") if found else None
    assert seen == [f"n{number}" for number in reversed(range(120))]


def test_tables_hold_all_rows_and_no_formula(auditor: Browser, web: Web) -> None:
    evil = [f"{sign}{EVIL[1:]}" for sign in "=+-@\t\r"]
    note(web, *(Changed(MORNING, each, each, "person_renamed", each, before=each, after=each) for each in evil))
    rows = list(csv.reader(io.StringIO(auditor.open("/admin/record/table.csv").data.decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert sum(EVIL[1:] in row[2] for row in rows) == len(evil)
    answer = auditor._ask("GET", "/admin/record/table.xlsx?kind=people", None, {})
    assert answer.headers["content-type"].startswith("application/vnd.openxml")
    sheet = python_calamine.load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    codes = [str(row[5]) for row in sheet[1:]]
    assert codes[: len(evil) + 1] == ["person_renamed"] * len(evil) + ["person_added"]
    assert "settings_written" not in codes
    assert b"<f>" not in answer.data


def test_a_name_is_never_markup(auditor: Browser, web: Web) -> None:
    bad = "<img src=x onerror=alert(1)>"
    note(web, Changed(MORNING, bad, bad, "person_renamed", bad, bad, bad, bad, bad, f'["{bad}"]'))
    for path in ("/admin/record", f"/admin/record?{urlencode({'who': bad})}", "/admin/record/rows/1"):
        auditor.open(path)
        assert "<img" not in auditor.page


def test_the_record_is_proved_on_demand(auditor: Browser, web: Web) -> None:
    auditor.open("/admin/record")
    assert auditor.send("/admin/record/proof").status == 200
    assert "The record is whole" in auditor.text()
    web.store.write(CITY, lambda uow: uow.run(update(audit).where(audit.c.seq == 1).values(about="q")))
    auditor.open("/admin/record")
    auditor.send("/admin/record/proof")
    assert "Row 1 of the record was changed" in auditor.text()
