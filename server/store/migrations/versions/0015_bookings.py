"""Bookings, the places that are taken of each slot, and how services are booked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

DUE = sa.text("due_at IS NOT NULL")
LISTED = sa.text("state = 'listed'")
NAMED = sa.text("person IS NOT NULL")


def upgrade() -> None:
    op.add_column("center_services", sa.Column("bookings", sa.Text()))
    op.create_table(
        "bookings",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("center", sa.Text(), sa.ForeignKey("centers.id"), nullable=False),
        sa.Column("service", sa.Text(), sa.ForeignKey("services.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("clock", sa.Text()),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("begins_at", sa.BigInteger()),
        sa.Column("ends_at", sa.BigInteger()),
        sa.Column("digits", sa.Text()),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("plan", sa.Text()),
        sa.Column("ticket", sa.Text(), sa.ForeignKey("tickets.id")),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.BigInteger()),
        sa.Column("due_at", sa.BigInteger()),
        sa.UniqueConstraint("center", "digits"),
        sa.CheckConstraint("(clock IS NULL) = (begins_at IS NULL)", name="slot"),
    )
    op.create_index("ix_bookings_due", "bookings", ["center", "due_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index(
        "ix_bookings_listed",
        "bookings",
        ["center", "service", "day", "made_at"],
        sqlite_where=LISTED,
        postgresql_where=LISTED,
    )
    op.create_index("ix_bookings_day", "bookings", ["center", "day"])
    op.create_index("ix_bookings_person", "bookings", ["center", "person"], sqlite_where=NAMED, postgresql_where=NAMED)
    op.create_table(
        "booking_slots",
        sa.Column("center", sa.Text(), sa.ForeignKey("centers.id"), primary_key=True),
        sa.Column("service", sa.Text(), sa.ForeignKey("services.id"), primary_key=True),
        sa.Column("begins_at", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0", name="taken"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "booking_keys",
        sa.Column("center", sa.Text(), sa.ForeignKey("centers.id"), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
    )
    op.create_table(
        "booking_appeals",
        sa.Column("center", sa.Text(), sa.ForeignKey("centers.id"), primary_key=True),
        sa.Column("person", sa.Text(), primary_key=True),
        sa.Column("lifted_at", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    for name in ("booking_appeals", "booking_keys", "booking_slots", "bookings"):
        op.drop_table(name)
    op.drop_column("center_services", "bookings")
