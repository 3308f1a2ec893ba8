"""The tables of what city, towns and centers decide: every revision, and which of them holds."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Table, Text

from server.store.tables import metadata

settings = Table(
    "settings",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("effective_at", BigInteger, nullable=False),
    Column("written_at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", Text, nullable=False),
    CheckConstraint("revision >= 1", name="revision"),
)
"""Every document ever written, never changed. What those in force say is projected to the six tables that follow, in
the same transaction."""

settings_in_force = Table(
    "settings_in_force",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
)
"""`revision` is 0 while the first one is still to come."""
