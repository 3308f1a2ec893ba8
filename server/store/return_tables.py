"""The table of rights to come back with a paper that was missing."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from server.store.tables import metadata

return_rights = Table(
    "return_rights",
    metadata,
    Column("ticket", Text, ForeignKey("tickets.id"), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("center", Text, ForeignKey("centers.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("counter", Text),
    Column("day", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("secret_hash", Text, nullable=False),
    Column("visit", Text, nullable=False),
    Column("used_by", Text),
    Index("ix_return_rights_label", "center", "label"),
    Index("ix_return_rights_until", "until"),
)
"""Who was refused at a step of a ticket for want of a paper may come back once, `until` a day, that included.

`secret_hash` is a copy: that of the ticket is forgotten sooner. Gone when `until` is over.
"""
