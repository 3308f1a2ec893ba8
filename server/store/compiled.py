"""SQLAlchemy Core statements as driver-ready SQL, compiled once per database.

Why not `Connection.execute`: a command of the hot path runs about ten small statements, and SQLAlchemy's per-call work
(40-60 microseconds each) would cost more than the database. The tables and statements stay Core; only the call is the
driver's own.
"""

from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

Database = Literal["sqlite", "postgresql"]


class Compiled(NamedTuple):
    """SQL text with named places, and the values that the statement itself already carries."""

    sql: str
    values: dict[str, Any]


@cache
def _dialect(database: Database) -> Dialect:
    if database == "sqlite":
        return SQLiteDialect_pysqlite(paramstyle="named")
    return make_url("postgresql+psycopg://").get_dialect()()


@cache
def compiled(statement: Executable, database: Database) -> Compiled:
    """Return `statement` for `database`; statements are module constants, so the cache stays small."""
    if not isinstance(statement, ClauseElement):
        raise TypeError(f"{statement!r} cannot be compiled")
    form = statement.compile(dialect=_dialect(database))
    if not isinstance(form, SQLCompiler):
        raise TypeError(f"{statement!r} is no statement on rows")
    carried = {name: bind.value for bind, name in form.bind_names.items() if not bind.required}
    return Compiled(str(form), carried)
