"""A workbook that was made to do harm, or is broken inside, is an error with its cell; others are read."""

import io
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter

from config import workbook
from config.workbook import WorkbookError, workbook_rows

SHEET = "xl/worksheets/sheet1.xml"


def made(*cells: tuple[int, int, object]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, column, value in cells:
            sheet.write(row, column, value)
    return file.getvalue()


def changed(data: bytes, edit: tuple[bytes, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            content = before.read(part)
            assert part != SHEET or edit[0] in content
            after.writestr(part, content.replace(*edit) if part == SHEET else content)
    return out.getvalue()


def refused(data: bytes) -> WorkbookError:
    with pytest.raises(WorkbookError) as caught:
        workbook_rows(data, 10)
    return caught.value


def test_rows_come_as_they_are() -> None:
    assert workbook_rows(made((0, 0, "甲"), (1, 1, 2.5)), 10) == [["甲", ""], ["", 2.5]]
    assert len(workbook_rows(made(*((row, 0, "x") for row in range(20))), 10)) == 10


@pytest.mark.parametrize(
    ("row", "column", "cell"), [(1_048_575, 16_383, "XFD1048576"), (0, 300, "KO1"), (30_000, 0, "A30001")]
)
def test_a_far_cell_is_named_before_it_takes_all_memory(row: int, column: int, cell: str) -> None:
    found = refused(made((0, 0, "a"), (row, column, "x")))
    assert (found.cell, "far from the table" in found.what) == (cell, True)


def test_a_far_cell_that_only_its_row_places() -> None:
    data = changed(made((0, 0, 1), (5, 0, 1)), (b'<row r="6" spans="1:1"><c r="A6">', b'<row r="900000"><c>'))
    assert refused(data).cell == "A900000"


def test_a_far_cell_across_two_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made((0, 0, "a"), (1_048_575, 16_383, "x"))
    for size in (7, 50, 301):
        monkeypatch.setattr(workbook, "PIECE", size)
        assert refused(data).cell == "XFD1048576"


def test_a_far_cell_that_is_only_coloured_is_none() -> None:
    data = changed(made((0, 0, 1), (5, 0, 1)), (b'<c r="A6"><v>1</v></c>', b'<c r="XFD6" s="0"/>'))
    assert workbook_rows(data, 10) == [[1.0]]


def test_whatever_the_parser_gives_up_at_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    class Panics:
        @staticmethod
        def from_filelike(_: object) -> None:
            raise PanicException("index out of bounds")

    monkeypatch.setattr(workbook, "CalamineWorkbook", Panics)
    assert refused(made((0, 0, 1))).cell == "A1"


def test_broken_files_are_said() -> None:
    good = made((0, 0, "a"), (3, 3, "b"))
    for data in (b"", b"PK\x03\x04", good[: len(good) // 2], good[:-30], b"\x00" * 1000):
        assert "no XLSX" in refused(data).what
    no_sheet = io.BytesIO()
    with zipfile.ZipFile(no_sheet, "w") as packed:
        packed.writestr("x.xml", "<x/>")
    assert "no XLSX" in refused(no_sheet.getvalue()).what
    # Every byte of it turned over in turn: never anything but rows or this error.
    for place in range(0, len(good), max(1, len(good) // 400)):
        torn = bytearray(good)
        torn[place] ^= 0xFF
        with suppress(WorkbookError):
            workbook_rows(bytes(torn), 10)
