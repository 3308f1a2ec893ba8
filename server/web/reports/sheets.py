"""A report on sheets of A4: the cards, then every table, none of them cut between its head and its first row."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from config.words import say
from server.web.printed.sheet import Sheet
from server.web.reports.written import WrittenReport, WrittenTable, cell_words, span_words

TITLE, LARGE, PLAIN, SMALL = 18, 13, 10, 8
FIRST: Final = 0.3
"""The share of the width that the first column takes where there are many others."""


def report_sheets(report: WrittenReport) -> bytes:
    """Return a report as PDF."""
    pages = _drawn(report, 0).page
    return _drawn(report, pages).done()


def _drawn(report: WrittenReport, pages: int) -> Sheet:
    days = span_words(report.span, report.language)
    foot = f"{report.place} · {days}"
    sheet = Sheet(f"{report.title} · {foot}", foot, 1, report.language, pages)
    sheet.text(report.title, TITLE, bold=True)
    sheet.text(foot, LARGE)
    if report.uncounted:
        sheet.text(say(report.language, "{count} days are not counted yet.", count=report.uncounted), PLAIN)
    sheet.gap(10)
    for card in report.cards:
        sheet.need(60)
        sheet.text(f"{card.title}: {card.value}", LARGE, bold=True)
        sheet.text(" · ".join(filter(None, (card.before, card.help))), PLAIN, ink="muted")
        sheet.gap(6)
    for table in report.tables:
        _table(sheet, table)
    return sheet


def _table(sheet: Sheet, table: WrittenTable) -> None:
    sheet.gap(12)
    sheet.need(90)
    sheet.text(table.title, LARGE, bold=True)
    if table.note:
        sheet.text(table.note, SMALL, ink="muted")
    sheet.gap(4)
    edges = list(_edges(len(table.columns), sheet.room))
    sheet.cells([each.head for each in table.columns], edges, SMALL, bold=True)
    for row in table.rows:
        sheet.gap(2)
        sheet.rule()
        sheet.gap(2)
        sheet.cells(
            [cell_words(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)], edges, SMALL
        )


def _edges(columns: int, room: float) -> Iterator[float]:
    """Return where the columns of a table begin, and where its last one ends."""
    first = room * (FIRST if columns > 3 else 0.5)
    return accumulate([first] + [(room - first) / (columns - 1)] * (columns - 1), initial=0.0)
