"""Which tables a database holds, whatever release made them: columns and their kinds, parents before children."""

from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Connection, Float, Integer, LargeBinary, Numeric, String, inspect
from sqlalchemy.types import TypeEngine

from server.store.backup.archive import ColumnHead, Kind, TableHead

_REVISION: Final = "alembic_version"
_KINDS: Final[tuple[tuple[type[TypeEngine[Any]], Kind], ...]] = (
    (Boolean, "bool"),
    (Integer, "int"),
    (BigInteger, "int"),
    (String, "text"),
    (LargeBinary, "bytes"),
    (Float, "real"),
    (Numeric, "real"),
)
"""The first that fits."""


def tables_of(connection: Connection) -> tuple[TableHead, ...]:
    """Return the tables of the connection's own schema in the order in which rows can be written.

    Raises `TypeError` for a column that a backup could not carry from one database to the other.
    """
    found = inspect(connection)
    names = [name for name, _ in found.get_sorted_table_and_fkc_names() if name is not None and name != _REVISION]
    return tuple(
        TableHead(
            name,
            tuple(
                ColumnHead(column["name"], _kind(name, column["name"], column["type"]))
                for column in sorted(found.get_columns(name), key=lambda each: each["name"])
            ),
        )
        for name in names
    )


def _kind(table: str, column: str, made: TypeEngine[Any]) -> Kind:
    for kind, name in _KINDS:
        if isinstance(made, kind):
            return name
    raise TypeError(f"{table}.{column} is {made!r}: say in server/store/backup how both databases carry it")


def listed(table: TableHead) -> str:
    """Return the names of the table's columns as SQL."""
    return ", ".join(f'"{column.name}"' for column in table.columns)
