"""Rows as lines of bytes that are the same whatever database they come from, and the sum that tells two tables apart.

A row is a JSON list of its values in the order of the column names. The sum of a table adds up the SHA-256 of every row
modulo 2 to the 256: it does not depend on the order, so no database has to sort years of rows for it.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

_WRAP: Final = (1 << 256) - 1
Row = Sequence[Any]
_encode = msgspec.json.Encoder().encode


class TableSum(msgspec.Struct, frozen=True):
    """How many rows a table has, and their sum as 64 hex digits: equal sums are equal rows."""

    rows: int
    sha256: str


class RowSum:
    """Adds up the rows of one table."""

    def __init__(self) -> None:
        self._rows = 0
        self._sum = 0

    def add(self, lines: Iterable[bytes]) -> None:
        """Count `lines`, each a row of its own."""
        for line in lines:
            self._sum += int.from_bytes(sha256(line).digest(), "big")
            self._rows += 1
        self._sum &= _WRAP

    @property
    def told(self) -> TableSum:
        """What was added up so far."""
        return TableSum(self._rows, f"{self._sum:064x}")


def lines_of(rows: Iterable[Row]) -> list[bytes]:
    """Return each row as its line; bytes are written as base64."""
    return [_encode(row) for row in rows]


def sum_of(blocks: Iterable[Iterable[Row]]) -> TableSum:
    """Return the sum of all rows in `blocks`."""
    found = RowSum()
    for block in blocks:
        found.add(lines_of(block))
    return found.told
