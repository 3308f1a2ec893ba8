"""Reports in the house: of centers in reach alone, for days that are chosen, taken along, and those that are kept."""

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from server.office.day import begin_day
from server.office.reports.kept_folds import kept_days
from server.rules.people.roles import Grant
from tests.server.conftest import MORNING, Office
from tests.server.office.reports.test_kept_folds import EVER
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.conftest import Web

DAY_MS = 24 * 3_600_000


@pytest.fixture
def lived(web: Web) -> Web:
    """Return the hall on the day after people came, in the hall and in the village."""
    for center, counter, many in (("hall", "hall-2", 3), ("village", "village-1", 2)):
        office = Office(web.store, center, MORNING)
        office.at(counter, "open")
        for _ in range(many):
            office.take("social")
        office.serve(counter, until="finish")
        office.now = MORNING + DAY_MS
        office.write(lambda uow, now=office.now: begin_day(uow, now))  # type: ignore[misc]
    web.moment[0] = MORNING + DAY_MS
    return web


def first_row(browser: Browser, table: str) -> list[str]:
    found = re.search(rf'<h2 id="{table}">.*?<tbody><tr>(.*?)</tr>', browser.page, re.DOTALL)
    assert found is not None, table
    return re.findall(r"<td[^>]*>(.*?)</td>", found.group(1))


def test_who_reaches_more_centers_sees_them_together(lived: Web, enter: Enter) -> None:
    city = enter("city", Grant("city"))
    city.open("/admin/reports")
    assert first_row(city, "figures")[:2] == ["Numbers taken", "5"]
    assert first_row(city, "services")[1:4] == ["5", "2", "2"]
    # What nobody had folded was folded because it was asked for.
    assert len(lived.store.read(lambda reading: kept_days(reading, "hall", *EVER))) == 1
    city.open("/admin/reports?center=hall&alone=1&period=yesterday")
    assert first_row(city, "figures")[:2] == ["Numbers taken", "3"]
    city.open("/admin/reports?center=hall")
    assert first_row(city, "figures")[:2] == ["Numbers taken", "5"]
    village = enter("wang", Grant("center", "village"))
    for query in ("", "?center=hall", "?center=nowhere"):
        village.open(f"/admin/reports{query}")
        assert first_row(village, "figures")[:2] == ["Numbers taken", "2"], query
        assert "Affairs hall" not in village.text()


def test_days_that_are_chosen_and_days_that_make_no_sense(lived: Web, enter: Enter) -> None:
    city = enter("city", Grant("city"))
    city.open("/admin/reports?period=between&first=2025-11-25&last=2025-11-25")
    assert first_row(city, "series")[0] == "2025-11-25"
    for wrong in ("first=2025-11-26&last=2025-11-25", "first=x&last=y", "", "first=1900-01-01&last=2999-01-01"):
        assert city.open(f"/admin/reports?period=between&{wrong}").status == 200
        assert "Choose a first and a last day" in city.text()
        assert "All figures" not in city.text()
    assert city.open("/admin/reports/table.xlsx?period=between").status == 422
    city.open("/admin/reports?period=%3Cscript%3E&first=%3Cscript%3E&center=%3Cscript%3E")
    assert "<script>" not in city.page
    assert "All figures" in city.text()


def test_it_is_taken_along(lived: Web, enter: Enter) -> None:
    city = enter("city", Grant("city"), language="zh")
    given = city._ask("GET", "/admin/reports/table.xlsx?center=hall", None, {})
    assert given.headers["content-disposition"] == 'attachment; filename="report.xlsx"'
    assert "全部数字" in CalamineWorkbook.from_filelike(io.BytesIO(given.data)).sheet_names
    given = city._ask("GET", "/admin/reports/sheets.pdf?center=hall", None, {})
    assert "全部数字" in PdfReader(io.BytesIO(given.data)).pages[0].extract_text()


def test_the_page_is_wholly_in_one_language(lived: Web, enter: Enter) -> None:
    chinese = enter("city", Grant("city"), language="zh")
    chinese.open("/admin/reports")
    told = re.sub(r"<a[^>]+lang=.*?</a>", "", chinese.page.partition("<body")[2])
    assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", re.sub(r"<[^>]+>", " ", told))


def test_a_center_without_a_day_says_so(web: Web, enter: Enter) -> None:
    city = enter("city", Grant("city"))
    city.open("/admin/reports")
    assert "None yet" in city.text()
    assert first_row(city, "figures")[:2] == ["Numbers taken", "0"]


def test_kept_files_are_given_to_whom_their_center_is_in_reach(
    web: Web, enter: Enter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from server.web.admin import reports

    monkeypatch.setattr(reports, "folder_of", lambda visit: tmp_path)
    for center in ("hall", "village"):
        (tmp_path / f"{center}.week.2025-11-17.pdf").write_bytes(center.encode())
    city, village = enter("city", Grant("city")), enter("wang", Grant("center", "village"))
    city.open("/admin/reports")
    assert re.findall(r'href="/admin/reports/kept/([^"]+)"', city.page) == [
        *("village.week.2025-11-17.pdf", "hall.week.2025-11-17.pdf")
    ]
    assert city._ask("GET", "/admin/reports/kept/hall.week.2025-11-17.pdf", None, {}).data == b"hall"
    village.open("/admin/reports")
    assert re.findall(r'href="/admin/reports/kept/([^"]+)"', village.page) == ["village.week.2025-11-17.pdf"]
    for name in ("hall.week.2025-11-17.pdf", "..%2Freports%2Fvillage.week.2025-11-17.pdf", "x"):
        assert village._ask("GET", f"/admin/reports/kept/{name}", None, {}).status == 404
