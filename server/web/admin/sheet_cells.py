"""Cells of a spreadsheet as the same form would have them typed, and back: what people write there in either language.

A sheet is one table of a form. Its head names the lines as the form calls them, in Chinese or English.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import msgspec

from config.centers import Language
from config.words import say
from server.web.admin.shapes import Line, Options, Table, Typed

SPLIT: Final = re.compile(r"[,，、;；/\n]+")
RANGE: Final = re.compile(r"([1-7])\s*[-–~至到]\s*([1-7])")
WEEK_WORD: Final = re.compile("星期|礼拜|周")
"""What stands before the day of the week in Chinese, and is left out after the first."""
DAY_MINUTES: Final = 24 * 60
KNOWN_AS: Final = "Known as"
"""Head of the column of ids (gettext key)."""


class Column(msgspec.Struct, frozen=True):
    """One column: the line it fills in, and the name of the input that it stands for."""

    line: Line
    name: str
    label: str
    """Gettext key."""
    tongue: str = ""
    """Gettext key of the language that it is written in, "" for none."""

    def head(self, language: Language) -> str:
        """Return what stands in the first row."""
        label = say(language, self.label)
        return f"{label} ({say(language, self.tongue)})" if self.tongue else label


class Cells(msgspec.Struct):
    """A sheet as it was read: rows as typed, the row of the sheet of each (from 1), and the columns that it has."""

    rows: list[Typed]
    at: list[int]
    columns: dict[int, Column]

    def cell(self, index: int, field: str) -> str:
        """Return the cell of row `index` (from 0) in which `field` of that row stands, as in "C4"."""
        row = self.at[index] if 0 <= index < len(self.at) else 1
        for number, column in self.columns.items():
            if field == column.name or field.startswith((f"{column.name}[", f"{column.name}.")):
                return f"{letters(number)}{row}"
        return f"A{row}"


def columns_of(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table, in the order of its form."""
    found: list[Column] = []
    for line in table.each:
        if not isinstance(line, Line):
            continue
        if line.kind in ("both", "note"):
            found += [
                Column(line, f"{line.name}.{each}", line.label, tongue)
                for each, tongue in (("zh", "Chinese"), ("en", "English, in words"))
            ]
        else:
            found.append(Column(line, line.name, line.label or KNOWN_AS))
    return tuple(found)


def heads_in(table: Table, first: Sequence[object]) -> dict[int, Column]:
    """Return which column of `table` stands where, by the first row of a sheet."""
    known: dict[str, Column] = {}
    for column in columns_of(table):
        known |= {_folded(column.head("zh")): column, _folded(column.head("en")): column}
    heads = {number: known.get(_folded(text_of(each))) for number, each in enumerate(first)}
    return {number: column for number, column in heads.items() if column is not None}


def cells_typed(table: Table, rows: Sequence[Sequence[object]], names: Mapping[str, Mapping[str, str]]) -> Cells:
    """Return what the sheet says; `names` maps what people write to a value, by the options that a line draws from."""
    columns = heads_in(table, rows[0]) if rows else {}
    cells = Cells([], [], columns)
    for number, row in enumerate(rows[1:], 2):
        typed: Typed = {}
        for place, column in columns.items():
            text = text_of(row[place]) if place < len(row) else ""
            if text:
                typed |= _typed(column, text, names.get(column.line.options, {}))
        if typed:
            cells.rows.append(typed)
            cells.at.append(number)
    return cells


def sheet_rows(table: Table, rows: Iterable[Typed], options: Options, language: Language) -> list[list[str]]:
    """Return the sheet of a table as it stands: head and rows."""
    columns = columns_of(table)
    told = [[column.head(language) for column in columns]]
    for row in rows:
        told.append([_shown(column.line, column.name, row, options, language) for column in columns])
    return told


def text_of(value: object) -> str:
    """Return a cell as somebody would have typed it."""
    match value:
        case bool():
            return "yes" if value else ""
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60:02}:{minutes % 60:02}" if 0 <= minutes <= DAY_MINUTES else str(value)
        case None:
            return ""
        case _:
            return str(value).strip()


def letters(number: int) -> str:
    """Return the letters of column `number`, from 0."""
    above, rest = divmod(number, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + rest)


def _typed(column: Column, text: str, names: Mapping[str, str]) -> Typed:
    line = column.line
    if line.kind == "days":
        bare = WEEK_WORD.sub("", text)
        spread = RANGE.sub(lambda found: ",".join(map(str, range(int(found[1]), int(found[2]) + 1))), bare)
        each = [names.get(_folded(part), part.strip()) for part in SPLIT.split(spread) if part.strip()]
        if len(each) == 1 and each[0].isdecimal():
            each = list(each[0])
        return {f"{line.name}:{day}": "on" for day in each}
    if line.kind in ("many", "all"):
        return {
            f"{line.name}:{names.get(_folded(part), part.strip())}": "on" for part in SPLIT.split(text) if part.strip()
        }
    if line.kind == "check":
        no = {_folded(say(language, "no")) for language in ("zh", "en")} | {"0"}
        return {} if _folded(text) in no else {line.name: "on"}
    if line.kind == "choice":
        return {line.name: names.get(_folded(text), text)}
    if line.kind == "clock" and re.fullmatch(r"\d:\d\d", text):
        return {line.name: f"0{text}"}
    return {column.name: text}


def _shown(line: Line, name: str, row: Typed, options: Options, language: Language) -> str:
    known = dict(options.get(line.options, ()))
    if line.kind in ("many", "all", "days"):
        chosen = [each.partition(":")[2] for each in row if each.startswith(f"{line.name}:")]
        return say(language, ", ").join(known.get(each, each) for each in chosen)
    value: Any = row.get(name, "")
    if line.kind == "check":
        return say(language, "yes") if value else ""
    return str(known.get(value, value))


def folded_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what people may write -> value, of pairs of value and words."""
    return {_folded(words): value for value, words in pairs}


def _folded(text: str) -> str:
    return re.sub(r"[\s()（）]+", "", text).casefold()
