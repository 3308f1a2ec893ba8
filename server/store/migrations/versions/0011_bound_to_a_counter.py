"""Tickets bound to a counter, with a note for its clerk; since when a counter pauses, and which may choose a number."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ASIDE = "open_day IS NOT NULL AND line IS NULL AND in_hand IS NULL"
BOUND = sa.text("bound IS NOT NULL")


def upgrade() -> None:
    for name in ("bound", "return_to", "note"):
        op.add_column("tickets", sa.Column(name, sa.Text()))
    op.create_index(
        "ix_tickets_bound",
        "tickets",
        ["bound", "key", "ready_at", "place"],
        sqlite_where=BOUND,
        postgresql_where=BOUND,
    )
    _stand_aside(f"{ASIDE} AND bound IS NULL")
    op.add_column("counters", sa.Column("paused_at", sa.BigInteger()))
    op.add_column("counters", sa.Column("chooses", sa.Integer(), nullable=False, server_default="0"))
    # A pause that is on when the release comes began at some moment that nobody kept: it counts from the last fact.
    op.execute(
        "UPDATE counters SET paused_at = (SELECT told_at FROM centers WHERE centers.id = counters.center)"
        " WHERE state = 'paused'"
    )


def downgrade() -> None:
    for name in ("chooses", "paused_at"):
        op.drop_column("counters", name)
    _stand_aside(ASIDE)
    op.drop_index("ix_tickets_bound", "tickets")
    # The release before knows lines only: nobody stays bound to a counter.
    op.execute("UPDATE tickets SET line = service WHERE bound IS NOT NULL")
    op.execute(
        "UPDATE lines SET waiting = (SELECT count(*) FROM tickets"
        " WHERE tickets.center = lines.center AND tickets.line = lines.service)"
        " WHERE EXISTS (SELECT 1 FROM tickets WHERE tickets.center = lines.center"
        " AND tickets.service = lines.service AND bound IS NOT NULL)"
    )
    for name in ("note", "return_to", "bound"):
        op.drop_column("tickets", name)


def _stand_aside(where: str) -> None:
    op.drop_index("ix_tickets_aside", "tickets")
    aside = sa.text(where)
    op.create_index("ix_tickets_aside", "tickets", ["center", "state"], sqlite_where=aside, postgresql_where=aside)
