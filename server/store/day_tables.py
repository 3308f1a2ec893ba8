"""The tables of days that are over: figures folded from the journal once, so that nobody reads years of it again."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text

from server.store.tables import metadata

day_waits = Table(
    "day_waits",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("day", Text, primary_key=True),
    Column("upto", BigInteger, nullable=False),
    Column("told", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("services", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What the waits that were said on a day were worth, up to the fact `upto` that closed it: of the ranges `told` so many
`held`; `services` has the figures of each (JSON)."""
