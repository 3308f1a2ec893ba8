"""The seals of the journal: what proves later that no fact of a hall was changed."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text

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
