"""People who come back: how often and when a ticket was missed; an index finds what stands aside of every line."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ASIDE = sa.text("open_day IS NOT NULL AND line IS NULL AND in_hand IS NULL")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("misses", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("missed_at", sa.BigInteger()))
    # Whoever stands missed when the release comes was missed once, at the moment of its last change of state.
    op.execute(
        "UPDATE tickets SET misses = 1, missed_at = (SELECT began_at FROM intervals"
        " WHERE intervals.ticket = tickets.id AND intervals.ended_at IS NULL)"
        " WHERE state = 'missed'"
    )
    op.create_index("ix_tickets_aside", "tickets", ["center", "state"], sqlite_where=ASIDE, postgresql_where=ASIDE)


def downgrade() -> None:
    op.drop_index("ix_tickets_aside", "tickets")
    for name in ("missed_at", "misses"):
        op.drop_column("tickets", name)
