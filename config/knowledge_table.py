"""Knowledge points as the hotline's table: the 12345 columns, then ours; CSV and XLSX, with errors by cell.

The six columns of 12345: 类目 (leaf, parts divided by /), 标题 (unique, 128 at most), 内容, 发文单位, 材料性质 and
关键字 (each 20 at most, not the title). One import has 1,000 rows at most.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import xlsxwriter

from config.centers import Text
from config.characters import first_shapeless, in_pieces, name_of
from config.knowledge import Citation, Knowledge
from config.pack import Pack
from config.text_file import TextFileError, read_bytes
from config.workbook import WorkbookError, workbook_rows

COLUMNS: Final = (
    "类目", "标题", "内容", "发文单位", "材料性质", "关键字",
    "编号", "英文", "来源", "引文", "事项", "清单", "核对人", "核对日期", "到期日期",
)  # fmt: skip
NEEDED: Final = ("类目", "标题", "内容", "材料性质", "来源")
NATURES: Final = ("办事指南", "法律法规", "热点问答", "日常咨询", "通知公告", "业务指引", "审批")
TITLE_AT_MOST, KEYWORD_AT_MOST, ROWS_AT_MOST, CONTENT_AT_MOST = 128, 20, 1000, 120
BYTES_AT_MOST: Final = 20_000_000
DIVIDER = re.compile(r"[;；、,，]")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CellError(msgspec.Struct, frozen=True):
    """What is wrong in one cell (`B7`; row 1 is the head) and what to write."""

    cell: str
    what: str
    remedy: str


class TableError(Exception):
    """A table that cannot be taken in; nothing of it was."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{each.cell}: {each.what}: {each.remedy}" for each in errors))


def write_table(pack: Pack, file: Path) -> int:
    """Write every knowledge point of `pack` to a .csv or .xlsx file; return how many."""
    publishers = {source.id: source.publisher for source in pack.sources}
    rows = [_row(point, publishers) for point in pack.knowledge]
    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise TableError([CellError("A1", f"{file.name} is no table", "name a .csv or .xlsx file")])
    if file.suffix.lower() == ".xlsx":
        # Why these options: without them a text that begins with = becomes a formula on the reader's machine.
        with xlsxwriter.Workbook(
            str(file), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        ) as book:
            sheet = book.add_worksheet("知识点")
            for number, row in enumerate([COLUMNS, *rows]):
                sheet.write_row(number, 0, row)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(COLUMNS) - 1, 18)
    else:
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([COLUMNS, *([_guarded(cell) for cell in row] for row in rows)])
    return len(rows)


def read_table(file: Path, pack: Pack) -> tuple[Knowledge, ...]:
    """Return the knowledge points in a .csv or .xlsx file, checked against `pack`; raises `TableError`."""
    rows = _rows(file)
    if not rows:
        raise TableError([CellError("A1", "the table is empty", f"begin with the columns {'、'.join(COLUMNS)}")])
    head = [cell.strip() for cell in rows[0]]
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise TableError([CellError("A1", f"the columns {'、'.join(missing)} are missing", "write them into row 1")])
    if len(rows) - 1 > ROWS_AT_MOST:
        raise TableError(
            [CellError(f"A{ROWS_AT_MOST + 2}", f"{len(rows) - 1} rows", f"import {ROWS_AT_MOST} at a time")]
        )
    reading = _Reading(head, pack)
    points = [reading.point(number, row) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    if reading.errors:
        raise TableError(reading.errors)
    return tuple(point for point in points if point is not None)


class _Reading:
    """One reading of a table: collects every wrong cell."""

    def __init__(self, head: Sequence[str], pack: Pack) -> None:
        self.head = head
        self.errors: list[CellError] = []
        self._pack = pack
        self._sources = {source.id for source in pack.sources}
        self._titles = {point.title: point.id for point in pack.knowledge if point.title}
        self._known = {point.id: point for point in pack.knowledge}
        self._seen: dict[str, int] = {}

    def point(self, number: int, row: Sequence[str]) -> Knowledge | None:
        before = len(self.errors)
        cells = {name: row[at].strip() if at < len(row) else "" for at, name in enumerate(self.head)}
        for name in NEEDED:
            if not cells.get(name):
                self._wrong(number, name, "it is empty", f"write the {name}")
        name = cells.get("编号") or f"I{number:04d}"
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
            self._wrong(number, "编号", f"{name!r} is no id", "write Latin letters and digits")
        for column, cell in cells.items():
            if (place := first_shapeless(cell, "\n")) is not None:
                what = f"it has {name_of(cell[place])} after {cell[max(0, place - 12) : place]!r}"
                self._wrong(number, column, what, "take it out: nobody can see it, and printers may obey it")
            if (place := in_pieces(cell)) is not None:
                what = f"{cell[:12]!r} is not composed as usual: it has {name_of(cell[place])}"
                self._wrong(number, column, what, "type it anew, or save the file composed (NFC)")
        self._title(number, cells["标题"], name)
        self._texts(number, cells)
        self._lists(number, cells)
        for day in ("核对日期", "到期日期"):
            if cells.get(day) and not _is_date(cells[day]):
                self._wrong(number, day, f"{cells[day]} is no date", "write it as 2026-11-24")
        return self._made(name, cells) if len(self.errors) == before else None

    def _title(self, number: int, title: str, name: str) -> None:
        if len(title) > TITLE_AT_MOST:
            self._wrong(number, "标题", f"it has {len(title)} characters", f"say it in {TITLE_AT_MOST}")
        if title in self._seen:
            self._wrong(number, "标题", f"row {self._seen[title]} has the same title", "give it another")
        elif title and self._titles.get(title, name) != name:
            self._wrong(number, "标题", f"{self._titles[title]} has the same title", "give it another, or its id")
        self._seen[title] = number

    def _texts(self, number: int, cells: dict[str, str]) -> None:
        if len(cells["内容"]) > CONTENT_AT_MOST:
            self._wrong(
                number, "内容", f"it has {len(cells['内容'])} characters", f"say it in {CONTENT_AT_MOST}, or split it"
            )
        if cells["材料性质"] and cells["材料性质"] not in NATURES:
            self._wrong(number, "材料性质", f"there is no {cells['材料性质']}", f"write one of {'、'.join(NATURES)}")
        for word in _parts(cells.get("关键字", "")):
            if len(word) > KEYWORD_AT_MOST:
                self._wrong(number, "关键字", f"{word} has {len(word)} characters", f"write {KEYWORD_AT_MOST} at most")
            if word == cells["标题"]:
                self._wrong(number, "关键字", "it is the title", "write what else people call it")

    def _lists(self, number: int, cells: dict[str, str]) -> None:
        known = {
            "来源": self._sources,
            "事项": {item.id for item in self._pack.items},
            "清单": {each.id for each in self._pack.checklists},
        }
        for column, ids in known.items():
            for each in _parts(cells.get(column, "")):
                if each not in ids:
                    self._wrong(number, column, f"there is no {each}", "write it into the pack first, or correct it")

    def _made(self, name: str, cells: dict[str, str]) -> Knowledge:
        kept = self._known.get(name)
        english = cells.get("英文") or (kept.text.en if kept else "")
        sources = _parts(cells["来源"])
        quotes = [quote or None for quote in (cells.get("引文", "").split("\n") if cells.get("引文") else [])]
        quotes += [None] * (len(sources) - len(quotes))
        clauses = {citation.source: citation.clause for citation in kept.citations} if kept else {}
        return msgspec.structs.replace(
            kept or Knowledge(name, Text("", ""), ()),
            text=Text(cells["内容"], english or f"(Chinese only) {cells['标题']}"),
            citations=tuple(
                Citation(source, clauses.get(source, ""), quote) for source, quote in zip(sources, quotes, strict=False)
            ),
            items=tuple(_parts(cells.get("事项", ""))),
            checklists=tuple(_parts(cells.get("清单", ""))),
            title=cells["标题"],
            category=cells["类目"],
            nature=cells["材料性质"],
            keywords=tuple(_parts(cells.get("关键字", ""))),
            reviewed_by=cells.get("核对人") or None,
            reviewed_on=cells.get("核对日期") or None,
            expires=cells.get("到期日期") or None,
        )

    def _wrong(self, number: int, column: str, what: str, remedy: str) -> None:
        at = self.head.index(column) if column in self.head else 0
        self.errors.append(CellError(f"{_letter(at)}{number}", what, remedy))


def _rows(file: Path) -> list[list[str]]:
    try:
        data = read_bytes(file, BYTES_AT_MOST)
        if file.suffix.lower() == ".xlsx":
            return [[_cell(cell) for cell in row] for row in workbook_rows(data, ROWS_AT_MOST + 2)]
    except TextFileError as error:
        remedies = {"missing": "name a .csv or .xlsx file", "too_large": "split it: 20 MB at most"}
        what = f"{file.name} is not there" if error.code == "missing" else str(error)
        raise TableError([CellError("A1", what, remedies.get(error.code, "name another file"))]) from error
    except WorkbookError as error:
        raise TableError([CellError(error.cell, error.what, error.remedy)]) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return [[_unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(text), strict=True)]
        except csv.Error as error:
            raise TableError([CellError("A1", f"this is no CSV ({error})", "save it as CSV again")]) from error
    raise TableError([CellError("A1", "the letters cannot be read", "save it as CSV in UTF-8")])


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _row(point: Knowledge, publishers: dict[str, str]) -> tuple[str, ...]:
    sources = [citation.source for citation in point.citations]
    return (
        point.category,
        point.title,
        point.text.zh,
        next((publisher for each in sources if (publisher := publishers.get(each, ""))), ""),
        point.nature,
        "；".join(point.keywords),
        point.id,
        point.text.en,
        "；".join(sources),
        "\n".join(citation.quote or "" for citation in point.citations).strip("\n"),
        "；".join(point.items),
        "；".join(point.checklists),
        point.reviewed_by or "",
        point.reviewed_on or "",
        point.expires or "",
    )


def _guarded(cell: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _parts(cell: str) -> list[str]:
    return list(_every(DIVIDER.split(cell)))


def _every(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if word.strip():
            yield word.strip()


def _letter(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else f"A{chr(ord('A') + column - 26)}"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
