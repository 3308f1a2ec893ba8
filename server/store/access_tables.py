"""The tables of who may come in: tokens, and the codes that give one."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Table, Text

from server.store.tables import metadata

tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("scope", Text, nullable=False),
    Column("center", Text, ForeignKey("centers.id")),
    Column("counter", Text, ForeignKey("counters.id")),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Column("name", Text),
    Column("expires_at", BigInteger),
    Column("last_used_at", BigInteger),
    Column("person", Text),
    Column("sign_in", Text),
    Column("cloned_at", BigInteger),
    Column("cloned", Text),
    CheckConstraint("scope <> 'counter' OR counter IS NOT NULL", name="counter"),
    Index("ix_tokens_revoked_at", "revoked_at"),
    Index("ix_tokens_expires_at", "expires_at"),
    Index("ix_tokens_sign_in", "sign_in"),
)
"""A token that a page has because somebody signed in names the `person`, and ends with the `sign_in`. `cloned` are two
addresses that showed it in turn."""

access_codes = Table(
    "access_codes",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("center", Text, ForeignKey("centers.id")),
    Column("counter", Text, ForeignKey("counters.id")),
    Column("granted_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)
