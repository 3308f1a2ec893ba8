"""The record of changes as a table for whoever examines it: CSV of any length, XLSX of the newest rows.

No cell is a formula on anybody's machine: an XLSX holds texts as texts, a CSV has a ' before what could be one.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final

import xlsxwriter

from config.centers import Language
from config.words import say
from server.office.audit.chain import PORTION, Recorded
from server.office.audit.looking import NEWEST, Sought, newest
from server.store.store import Store
from server.web.admin.record_words import Names, place_words, sentence, who_words

XLSX_ROWS: Final = 50_000
"""A workbook is made as a whole before it is sent."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
CELL_LONGEST: Final = 32_767
HEADS: Final = (
    "Number",
    "Moment",
    "Who",
    "Id",
    "Sentence",
    "Code",
    "What it was about",
    "Center",
    "Result",
    "Address",
    "Before",
    "After",
    "Hash",
)
WIDTHS: Final = (9, 20, 14, 18, 60, 18, 18, 18, 12, 16, 30, 30, 66)
Said = Callable[[int], str]
"""What says a moment (ms)."""


def cells(row: Recorded, names: Names, language: Language, moment: Said) -> list[str]:
    """Return one row as the table has it."""
    changed = row.changed
    who, place = (
        each if isinstance(each, str) else each.say(language)
        for each in (who_words(changed), place_words(changed, names))
    )
    return [
        str(row.seq),
        moment(changed.at),
        who,
        changed.who,
        sentence(changed, names).say(language),
        changed.what,
        changed.about,
        place,
        changed.result,
        changed.place,
        changed.before,
        changed.after,
        row.hash,
    ]


def csv_portions(store: Store, sought: Sought, names: Names, language: Language, moment: Said) -> Iterator[str]:
    """Return the text of a CSV a portion at a time: the store is held for no longer than one of them takes."""
    # The mark tells spreadsheets that it is UTF-8.
    yield "\ufeff" + _lines([[say(language, each) for each in HEADS]])
    before = NEWEST
    while rows := store.read(partial(newest, sought=sought, before=before, most=PORTION)):
        yield _lines([[harmless(each) for each in cells(row, names, language, moment)] for row in rows])
        before = rows[-1].seq


def xlsx(store: Store, sought: Sought, names: Names, language: Language, moment: Said) -> bytes:
    """Return a workbook of the newest `XLSX_ROWS` rows."""

    def told() -> Iterator[list[str]]:
        number, before = 0, NEWEST
        while number < XLSX_ROWS and (
            rows := store.read(partial(newest, sought=sought, before=before, most=min(PORTION, XLSX_ROWS - number)))
        ):
            yield from (cells(row, names, language, moment) for row in rows)
            number, before = number + len(rows), rows[-1].seq

    return workbook([say(language, each) for each in HEADS], WIDTHS, told())


def workbook(heads: Sequence[str], widths: Sequence[int], rows: Iterable[list[str]]) -> bytes:
    """Return a workbook of one sheet: `heads` over columns of `widths` (signs), then `rows`, each cell a text."""
    made = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True})
        for column, (each, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.write_string(0, column, each, head)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, each in enumerate(row):
                sheet.write_string(number, column, each[:CELL_LONGEST])
    return made.getvalue()


def csv_text(heads: Sequence[str], rows: Iterable[list[str]]) -> str:
    """Return a whole CSV; no cell of it is a formula, and spreadsheets see that it is UTF-8."""
    return "\ufeff" + _lines([list(heads), *([harmless(each) for each in row] for row in rows)])


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _lines(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
