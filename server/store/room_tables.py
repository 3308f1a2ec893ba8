"""The tables of what is counted before somebody gets a number: quotas, and one number for each person."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from server.store.tables import metadata

quota_counts = Table(
    "quota_counts",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("service", Text, ForeignKey("services.id"), primary_key=True),
    Column("day", Text, primary_key=True),
    Column("begins", Text, primary_key=True),
    Column("given", Integer, nullable=False),
    CheckConstraint("given >= 0", name="given"),
    sqlite_with_rowid=False,
)
"""How many numbers of a service were given out in the part of `day` that `begins` then: kept until that day ends."""

person_tickets = Table(
    "person_tickets",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("service", Text, ForeignKey("services.id"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("ticket", Text, ForeignKey("tickets.id"), nullable=False),
    Index("ix_person_tickets_ticket", "ticket"),
    sqlite_with_rowid=False,
)
"""Who has a live ticket for a service, as a keyed hash (`booking_keys`): deleted when the ticket ends, or the day."""
