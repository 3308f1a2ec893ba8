"""The table of tickets of a hall that were taken elsewhere, and of those that were sent on from another hall."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, text

from server.store.tables import metadata

COMING = text("arrive_by IS NOT NULL")
"""Tickets whose holders are on their way; said the same way by their indexes and their queries."""
remote_tickets = Table(
    "remote_tickets",
    metadata,
    Column("ticket", Text, ForeignKey("tickets.id"), primary_key=True),
    Column("center", Text, ForeignKey("centers.id"), nullable=False),
    Column("visit", Text, nullable=False),
    Column("holder", Text),
    Column("taken_at", BigInteger, nullable=False),
    Column("arrive_by", BigInteger),
    Column("follows", Text, ForeignKey("tickets.id")),
    Index("ix_remote_tickets_coming", "center", "arrive_by", sqlite_where=COMING, postgresql_where=COMING),
    Index("uq_remote_tickets_visit", "visit", unique=True, sqlite_where=COMING, postgresql_where=COMING),
    Index("uq_remote_tickets_holder", "holder", unique=True, sqlite_where=COMING, postgresql_where=COMING),
    Index("ix_remote_tickets_follows", "follows"),
    sqlite_with_rowid=False,
)
"""Until `arrive_by` their holders check in, and afterwards it is null; of one visit, and of one `holder` (a hash), one
is on its way in the whole city. `follows` is the ticket of another hall that ended so that this one goes on with it.

They stand apart from the tickets so that no other ticket pays for them.
"""
