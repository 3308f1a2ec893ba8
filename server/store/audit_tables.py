"""The seals of the journal, and where the record of changes begins: what proves later that nothing was changed."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Table, Text

from server.store.tables import metadata

journal_seals = Table(
    "journal_seals",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""`hash` is made of the journal's rows after the seal before up to row `seq`, and of the hash before."""

record_beginning = Table(
    "record_beginning",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one"),
)
"""The last row of the record of changes that was thrown away because it was old: its `seq`, its `hash`, to which the
first row that is there is chained, and its moment `until`. At most one row, none while all are there."""
