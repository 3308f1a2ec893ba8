"""The tables of bookings: who has a place of which slot, and how many of each are taken."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from server.store.tables import metadata as metadata

DUE = text("due_at IS NOT NULL")
"""Bookings that something happens to by itself; said the same way by their index and its query."""
LISTED = text("state = 'listed'")
"""Bookings of the waiting lists; said the same way by their index and its query."""
bookings = Table(
    "bookings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("center", Text, ForeignKey("centers.id"), nullable=False),
    Column("service", Text, ForeignKey("services.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("clock", Text),
    Column("zone", Text, nullable=False),
    Column("begins_at", BigInteger),
    Column("ends_at", BigInteger),
    Column("digits", Text),
    Column("secret_hash", Text, nullable=False),
    Column("person", Text),
    Column("plan", Text),
    Column("ticket", Text, ForeignKey("tickets.id")),
    Column("made_at", BigInteger, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("missed_at", BigInteger),
    Column("due_at", BigInteger),
    UniqueConstraint("center", "digits"),
    CheckConstraint("(clock IS NULL) = (begins_at IS NULL)", name="slot"),
    Index("ix_bookings_due", "center", "due_at", sqlite_where=DUE, postgresql_where=DUE),
    Index("ix_bookings_listed", "center", "service", "day", "made_at", sqlite_where=LISTED, postgresql_where=LISTED),
    Index("ix_bookings_day", "center", "day"),
    Index(
        "ix_bookings_person",
        "center",
        "person",
        sqlite_where=text("person IS NOT NULL"),
        postgresql_where=text("person IS NOT NULL"),
    ),
)
"""Places of slots that people have, had, or wait for. `day` and `clock` are local in `zone`, moments are ms; who waits
for a place has a day and no slot yet.

`digits` open it at a kiosk while somebody still comes; `person` is a keyed hash (`booking_keys`), null where nobody
gave a number. At `due_at` something happens by itself: a hold ends, a slot is missed, a day is over. `changes` counts
what happened to it.
"""

booking_slots = Table(
    "booking_slots",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("service", Text, ForeignKey("services.id"), primary_key=True),
    Column("begins_at", BigInteger, primary_key=True, autoincrement=False),
    Column("taken", Integer, nullable=False),
    CheckConstraint("taken >= 0", name="taken"),
    sqlite_with_rowid=False,
)
"""How many places of a slot are taken: changed with the booking in one transaction, never counted from the bookings."""

booking_keys = Table(
    "booking_keys",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("key", Text, nullable=False),
)
"""With what each center turns a telephone number into a name that means nothing elsewhere."""

booking_appeals = Table(
    "booking_appeals",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("lifted_at", BigInteger, nullable=False),
)
"""Whose missed bookings count no more until `lifted_at`."""
