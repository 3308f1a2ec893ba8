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

folds = Table(
    "folds",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("span", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("figures", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""The figures (JSON) of a `span`, which is `day` or `month` and begins with that day: of each service, and under "" of
the whole center, which is there for every day that was counted. A month is the sum of its days."""
