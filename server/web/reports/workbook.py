"""A report as a workbook: a sheet of cards, and one for each table. No cell is a formula on anybody's machine."""

import io
from typing import Final

import xlsxwriter

from config.words import say
from server.web.reports.written import Kind, WrittenReport, span_words

FORMATS: Final[dict[Kind, str]] = {
    "text": "@",
    "count": "#,##0",
    "minutes": "0.0",
    "share": "0.0%",
    "money": "#,##0.00",
}
NAME_LONGEST: Final = 31
"""What spreadsheets allow in the name of a sheet."""
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def workbook(report: WrittenReport) -> bytes:
    """Return a report as XLSX: numbers as numbers, and texts as texts whatever they begin with."""
    made = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(made, options) as book:
        head, large = (
            book.add_format({"bold": True, "text_wrap": True}),
            book.add_format({"bold": True, "font_size": 14}),
        )
        cells = {kind: book.add_format({"num_format": told}) for kind, told in FORMATS.items()}
        first = book.add_worksheet(_name(report.title))
        first.set_column(0, 2, 28)
        first.write_string(0, 0, f"{report.title} · {report.place}", large)
        first.write_string(1, 0, span_words(report.span, report.language))
        if report.uncounted:
            first.write_string(2, 0, say(report.language, "{count} days are not counted yet.", count=report.uncounted))
        for row, card in enumerate(report.cards, 4):
            for column, text in enumerate((card.title, card.value, card.before, card.help)):
                first.write_string(row, column, text, head if column == 0 else None)
        for table in report.tables:
            sheet = book.add_worksheet(_name(table.title))
            for column, each in enumerate(table.columns):
                sheet.write_string(0, column, each.head, head)
                sheet.set_column(column, column, 34 if column == 0 else 14)
            sheet.freeze_panes(1, 1)
            for number, cells_of in enumerate(table.rows, 1):
                for column, cell in enumerate(cells_of):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif cell is not None:
                        sheet.write_number(number, column, cell, cells[table.columns[column].kind])
            if table.note:
                sheet.write_string(len(table.rows) + 2, 0, table.note)
    return made.getvalue()


def _name(title: str) -> str:
    return title.translate(_FORBIDDEN)[:NAME_LONGEST]
