"""Flat in the line and in years: who waits longest, and which consultations are over, come from an index."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITS = sa.text("line IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_tickets_oldest", "tickets", ["center", "line", "ready_at"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_index("ix_consultations_expires_at", "consultations", ["expires_at"])


def downgrade() -> None:
    op.drop_index("ix_consultations_expires_at", "consultations")
    op.drop_index("ix_tickets_oldest", "tickets")
