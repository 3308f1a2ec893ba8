"""A report in words: the same tables on sheets and in a workbook, in both languages, and no cell is a formula."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from config.centers import Language, Text
from server.rules.hall.day_figures import Desk, Figures
from server.rules.hall.report import Report, Span, Told
from server.web.reports.sheets import report_sheets
from server.web.reports.workbook import workbook
from server.web.reports.writing import MarkedPaper, Names, write_report
from server.web.reports.written import WrittenReport, cell_words

MINUTE = 60_000
EVIL = Text('=HYPERLINK("x")', '=HYPERLINK("x")')


def one(issued: int) -> Figures:
    return Figures(
        issued=issued,
        joined=issued,
        called=issued,
        served=issued,
        finished=issued - 1,
        waits={20: issued},
        serves={10: issued},
    )


def written(language: Language = "en", cost: float | None = None, days: int = 2) -> WrittenReport:
    whole = one(30)
    whole.hours = {9: one(30)}
    whole.classes = {"normal": {20: 20}, "priority": {3: 10}}
    whole.took = {"kiosk": 20, "phone": 7, "desk": 3}
    whole.desks = {"d": Desk(open_ms=120 * MINUTE, served=30, serve_ms=60 * MINUTE)}
    whole.consulted, whole.stopped = {"newborn": 4}, {"q": 2}
    before = one(10)
    before.desks = {"d": Desk(open_ms=10 * MINUTE)}
    first = date(2026, 3, 1)
    series = {first: one(10), date(2026, 3, 2): one(20)}
    last = date.fromordinal(first.toordinal() + days - 1)
    report = Report(
        Span(first, last),
        whole,
        before,
        {"social": one(30)},
        series,
        Told(20, 15),
        Told(),
        1,
        {"other": 2, "system_down": 3},
    )
    names = Names({"social": EVIL}, {"d": Text("1 号窗口", "Counter 1")}, {"newborn": Text("新生儿", "Newborn")})
    marks = [MarkedPaper(Text("户口簿", "Household book"), "missing", 3, "2026-03-02")]
    return write_report(report, Text("大厅", "Hall"), names, language, minute_cost=cost, marks=marks)


def test_cards_say_what_is_better_than_before() -> None:
    cards = {each.title: each for each in written().cards}
    assert (cards["Completion"].value, cards["Completion"].turn) == ("96.7%", "good")
    assert (cards["Counter minutes a visit"].value, cards["Counter minutes a visit"].turn) == ("4.0", "stop")
    assert cards["Counter minutes a visit"].before == "The period before: 1.0"
    assert (cards["Digital take-up"].value, cards["Digital take-up"].turn) == ("90.0%", "")
    assert "23.3%" in cards["Digital take-up"].help
    assert cards["Satisfaction"].value == "–"
    assert written(cost=1.5).cards[2].value == "6.00"


def test_tables_have_names_where_there_are_some() -> None:
    tables = {each.id: each for each in written().tables}
    assert list(tables) == [
        *(
            "figures",
            "series",
            "hours",
            "services",
            "classes",
            "desks",
            "took",
            "checklists",
            "stopped",
            "marked",
            "failed",
        )
    ]
    assert all(len(row) == len(each.columns) for each in tables.values() for row in each.rows)
    assert tables["desks"].rows == (("Counter 1", 2.0, 0.0, 30, 2.0, 0.5),)
    assert tables["checklists"].rows == (("Newborn", 4),)
    assert tables["stopped"].rows == (("q", 2),)
    assert tables["failed"].rows == (("The system is down", 3), ("Another reason", 2))
    assert ("Waits as they were told", "75.0%", "–") in tables["figures"].rows
    assert [row[0] for row in tables["series"].rows] == ["2026-03-01", "2026-03-02"]
    assert next(row[0] for row in {each.id: each for each in written(days=63).tables}["series"].rows) == "2026-03"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sheets_and_workbook_hold_all_of_it(language: Language) -> None:
    report = written(language)
    said = [each for table in report.tables for each in (table.title, *(column.head for column in table.columns))]
    if language == "zh":
        assert not [each for each in said if re.search("[A-Za-z]{2}", each)]
    sheets = PdfReader(io.BytesIO(report_sheets(report)))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in sheets.pages))
    for table in report.tables:
        for row in table.rows:
            for cell, column in zip(row, table.columns, strict=True):
                assert re.sub(r"\s", "", cell_words(cell, column.kind)) in text
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(report)))
    assert book.sheet_names[1:] == [each.title for each in report.tables]
    rows = book.get_sheet_by_name(report.tables[3].title).to_python()
    assert rows[1][:2] == [EVIL.en, 30]
    assert str(book.get_sheet_by_index(0).to_python()[0][0]).endswith(report.place)


def test_no_cell_is_a_formula() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook(written()))) as packed:
        for name in packed.namelist():
            assert b"<f>" not in packed.read(name), name
