"""Read the sheets of an XLSX file that strangers may have made: bombs, far cells and broken parts are errors.

The parser holds a rectangle from the first cell to the last: one cell at the end of the sheet would take all memory
there is. So the places of all cells are looked at first, as the file's XML names them.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from python_calamine import CalamineError, CalamineWorkbook

UNPACKED_AT_MOST: Final = 100
"""How many times larger than the file its contents may be: more is a bomb."""
UNPACKED_BYTES: Final = 400_000_000
ROWS_AT_MOST, COLUMNS_AT_MOST = 20_000, 256
PIECE: Final = 1 << 20
_CELL: Final = re.compile(rb"""<(?:\w+:)?(c|row)\s(?:[^>]*?\s)?r\s*=\s*["']([A-Z]{0,3})(\d{1,9})["'][^>]*?(/?)>""")
"""Longest match far below `OVERLAP`."""
OVERLAP: Final = 4096


class WorkbookError(Exception):
    """A workbook that cannot be read: in which `cell`, `what` is wrong, and the `remedy`."""

    def __init__(self, cell: str, what: str, remedy: str) -> None:
        self.cell, self.what, self.remedy = cell, what, remedy
        super().__init__(f"{cell}: {what}: {remedy}")


def workbook_rows(data: bytes, most: int) -> list[list[object]]:
    """Return the first `most` rows of the first sheet in `data`; raises `WorkbookError`."""
    return next(iter(workbook_sheets(data, most, 1, skip=True).values()))


def workbook_sheets(data: bytes, most: int, sheets: int, *, skip: bool = False) -> dict[str, list[list[object]]]:
    """Return the first `most` rows of each of the first `sheets` in `data`, by name; raises `WorkbookError`.

    Rows and columns are counted from the first cell; with `skip` from the first that holds anything.
    """
    again = "save it as XLSX again"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _refuse_bombs(packed, len(data))
            for part in packed.infolist():
                if part.filename.endswith(".xml"):
                    with packed.open(part) as content:
                        _refuse_far_cells(_pieces(content))
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = book.sheet_names[:sheets]
            found = {name: book.get_sheet_by_index(number) for number, name in enumerate(names)}
            rows: dict[str, list[list[object]]] = {
                name: [list(row) for row in sheet.to_python(skip_empty_area=skip, nrows=most)]
                for name, sheet in found.items()
            }
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise WorkbookError("A1", "this is no XLSX file", again) from error
    except (CalamineError, ValueError, IndexError, MemoryError) as error:
        raise WorkbookError("A1", "this is no XLSX file", again) from error
    except BaseException as error:
        # The parser is written in Rust: where it gives up, Python sees an exception that is no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookError("A1", "a cell of this file cannot be read", again) from error
    if not rows:
        raise WorkbookError("A1", "this is no XLSX file", again)
    return rows


def _refuse_bombs(packed: zipfile.ZipFile, size: int) -> None:
    unpacked = sum(each.file_size for each in packed.infolist())
    if unpacked > min(UNPACKED_AT_MOST * max(size, 1), UNPACKED_BYTES):
        raise WorkbookError("A1", f"it unpacks to {unpacked} bytes", "save it again")


def _refuse_far_cells(pieces: Iterator[bytes]) -> None:
    far_row = ""
    for piece in pieces:
        for kind, letters, digits, empty in _CELL.findall(piece):
            row, far = int(digits), int(digits) > ROWS_AT_MOST or _column(letters) > COLUMNS_AT_MOST
            if empty:
                continue
            if kind == b"row":
                far_row = far_row or (f"A{row}" if far else "")
            elif far:
                raise _far(f"{letters.decode()}{row}")
    # Cells may leave their place out, and stand in the row that names its own.
    if far_row:
        raise _far(far_row)


def _far(cell: str) -> WorkbookError:
    return WorkbookError(
        cell, "this cell lies far from the table", "delete its row and its column, then save the file again"
    )


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    """Give all of `content`, piece by piece, each with the end of the one before."""
    tail = b""
    while piece := content.read(PIECE):
        yield tail + piece
        tail = (tail + piece)[-OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
