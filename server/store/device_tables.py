"""The tables of devices: who wants to become one, and how those are that are there."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from server.store.tables import metadata

pairings = Table(
    "pairings",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("half_hash", Text, nullable=False, unique=True),
    Column("code_hash", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("polled_at", BigInteger, nullable=False),
    Column("approved_at", BigInteger),
    Column("center", Text, ForeignKey("centers.id")),
    Column("counter", Text, ForeignKey("counters.id")),
    Column("name", Text),
    Column("token", Text),
    Index("ix_pairings_expires_at", "expires_at"),
)
"""Devices that ask to be let in: `hash` is that of the device's own secret, `code_hash` that of the code which it
shows, `half_hash` that of the code's first half; `token` is the id that its token has, or will have."""

device_health = Table(
    "device_health",
    metadata,
    Column("token", Text, ForeignKey("tokens.id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("version", Text, nullable=False),
    Column("clock_off", BigInteger, nullable=False),
    Column("printer", Text, nullable=False),
    Column("box", Text),
    Column("disk_free", Integer),
    Column("printed_at", BigInteger),
)
"""How a device said that it is, the last time; `box` names what is wrong with its machine, commas between."""

device_orders = Table(
    "device_orders",
    metadata,
    Column("token", Text, ForeignKey("tokens.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("by_name", Text, nullable=False),
    Column("ordered_at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    Column("came", Text, nullable=False),
    Column("millimetres", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("picture", LargeBinary),
)
"""What a device was told to do, the last of each kind: by whom, until when, and what it says came of it."""
