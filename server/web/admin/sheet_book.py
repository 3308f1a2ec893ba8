"""A center as a spreadsheet: services, counters, staff and hours, each on its sheet; written out, and read back."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import xlsxwriter

from config.centers import Language
from config.documents import CenterDocument, Scope
from config.words import say
from config.workbook import WorkbookError, workbook_sheets
from server.rules.errors import Refusal
from server.rules.hall.settings_difference import as_json
from server.rules.hall.settings_loosened import loosened
from server.store.unit_of_work import Reading
from server.web.admin.center_parts import COUNTERS, HOURS, SERVICES, STAFF
from server.web.admin.settings_ids import name_new
from server.web.admin.settings_words import finding_words, options_of
from server.web.admin.shapes import Table, filled, read
from server.web.admin.sheet_cells import Cells, cells_typed, folded_names, heads_in, sheet_rows

TABLES: Final[tuple[Table, ...]] = tuple(
    shape for part in (SERVICES, COUNTERS, STAFF, HOURS) for shape in part.shapes if isinstance(shape, Table)
)
ROWS_MOST: Final = 1001
"""A table of settings has a thousand entries at most, and its head."""
SHEETS_MOST: Final = 12
ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""Whatever GBK writes reads the same as GB18030."""
PLAIN: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
"""Without these a text that begins with = becomes a formula on the reader's machine."""
WIDE: Final = 22
UNREADABLE: Final = "This file cannot be read here. Save it as XLSX or CSV again."
HEADLESS: Final = "No sheet of this file has the heads of the template."
TWICE: Final = "This table stands on two sheets. Leave one."
LONG: Final = "A table has at most 1000 rows."
WORDS: Final = (UNREADABLE, HEADLESS, TWICE, LONG)


class SheetError(Exception):
    """A file that cannot be taken for sheets of a center: in which `sheet` and `cell`, and why (gettext key)."""

    def __init__(self, sheet: str, cell: str, why: str) -> None:
        super().__init__(f"{sheet} {cell}: {why}")
        self.sheet, self.cell, self.why = sheet, cell, why


class Wrong(msgspec.Struct, frozen=True):
    """What is wrong in a sheet (named as it is in the file) at a cell."""

    sheet: str
    cell: str
    says: str


class Book(msgspec.Struct):
    """A file as it was read: the sheet of each table that it has, by the table's name, with its name in the file."""

    sheets: dict[str, tuple[str, list[list[object]]]]


class Taken(msgspec.Struct):
    """What a file makes of a center: the document as JSON decodes it, where its cells stand, and what is wrong."""

    given: dict[str, Any]
    cells: dict[str, tuple[str, Cells]]
    found: list[Refusal]

    def wrong(self, refusals: Sequence[Refusal], language: Language) -> list[Wrong]:
        """Return where in the file each of `refusals` stands."""
        shapes = TABLES
        return [self._wrong(each, finding_words(each, shapes, language)) for each in refusals]

    def _wrong(self, refusal: Refusal, says: str) -> Wrong:
        field = str(refusal.values.get("field", ""))
        for name, (sheet, cells) in self.cells.items():
            if field == name:
                return Wrong(sheet, "A1", says)
            if field.startswith(f"{name}["):
                number, _, rest = field.removeprefix(f"{name}[").partition("]")
                return Wrong(sheet, cells.cell(int(number), rest.removeprefix(".")), says)
        return Wrong("", "", says)


def written(reading: Reading, document: CenterDocument, language: Language) -> bytes:
    """Return a center as an XLSX file whose heads are in `language`."""
    options, shown = options_of(reading, document, language), as_json(document)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7"})
        for table in TABLES:
            rows = sheet_rows(table, filled((table,), shown)[table.name], options, language)
            sheet = book.add_worksheet(say(language, table.label))
            for number, row in enumerate(rows):
                for place, text in enumerate(row):
                    sheet.write_string(number, place, text, bold if number == 0 else None)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(rows[0]) - 1, WIDE)
    return file.getvalue()


def book_of(data: bytes) -> Book:
    """Return the tables in an XLSX or CSV file; raises `SheetError`."""
    packed = data.startswith(b"PK\x03\x04")
    try:
        sheets = workbook_sheets(data, ROWS_MOST, SHEETS_MOST) if packed else {"CSV": _csv_rows(data)}
    except WorkbookError as error:
        raise SheetError("", error.cell, UNREADABLE) from error
    found: dict[str, tuple[str, list[list[object]]]] = {}
    for name, rows in sheets.items():
        table = _table_of(rows)
        if table is None:
            continue
        if table.name in found:
            raise SheetError(name, "A1", TWICE)
        if len(rows) >= ROWS_MOST:
            raise SheetError(name, f"A{ROWS_MOST}", LONG)
        found[table.name] = (name, rows)
    if not found:
        raise SheetError("", "A1", HEADLESS)
    return Book(found)


def taken(reading: Reading, scope: Scope, before: CenterDocument, book: Book) -> Taken:
    """Return what `book` makes of the center `before`: what it has no sheet for stays."""
    was = as_json(before)
    result = Taken(dict(was), {}, [])
    for table in TABLES:
        if table.name not in book.sheets:
            continue
        sheet, rows = book.sheets[table.name]
        cells = cells_typed(table, rows, _names(reading, before, result.given))
        known = {_called(each.get("name")): each["id"] for each in was.get(table.name) or () if "name" in each}
        for row in cells.rows:
            # Whoever writes a list of their own has no column of ids: what is called the same is the same.
            if any(line.name == "id" and getattr(line, "kind", "") == "id" for line in table.each):
                row.setdefault("id", known.get((row.get("name.zh") or row.get("name") or ""), ""))
        result.cells[table.name] = (sheet, cells)
        result.given = read((table,), {table.name: cells.rows}, result.given, result.found)
        name_new(reading, scope, result.given)
    if not result.found:
        result.given = loosened(was, result.given)
    return result


def _called(name: Any) -> str:
    return str(name["zh"] if isinstance(name, dict) else name)


def _names(reading: Reading, before: CenterDocument, given: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return what people may write in a sheet -> value, by the options that lines draw from."""
    names: dict[str, dict[str, str]] = {}
    for language in ("zh", "en"):
        for option, pairs in options_of(reading, before, language).items():
            names.setdefault(option, {}).update(folded_names(pairs))
    names["offered"] = {**names["services"], **folded_names((each["id"], each["prefix"]) for each in given["services"])}
    names["counters"] = folded_names(
        (each["id"], words) for each in given["counters"] for words in (each["id"], *_words(each["name"]))
    )
    # Of the weekdays people write the last sign in Chinese, the first three in English.
    names["weekdays"] |= {short: day for name, day in names["weekdays"].items() for short in (name[-1], name[:3])}
    return names


def _words(name: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in name.values()) if isinstance(name, dict) else ()


def _table_of(rows: Sequence[Sequence[object]]) -> Table | None:
    """Return the table whose head the first row is: the one with the most of its columns, two at least."""
    if not rows:
        return None
    best = max(TABLES, key=lambda table: len(heads_in(table, rows[0])))
    return best if len(heads_in(best, rows[0])) > 1 else None


def _csv_rows(data: bytes) -> list[list[object]]:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        try:
            return [list(row) for row, _ in zip(csv.reader(io.StringIO(text)), range(ROWS_MOST), strict=False)]
        except csv.Error:
            break
    raise SheetError("CSV", "A1", UNREADABLE)
