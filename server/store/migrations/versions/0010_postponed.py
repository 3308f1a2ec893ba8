"""Tickets that their holders put off: how often, and when they come back into line by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

AWAY = sa.text("back_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("postpones", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("back_at", sa.BigInteger()))
    op.create_index("ix_tickets_back", "tickets", ["center", "back_at"], sqlite_where=AWAY, postgresql_where=AWAY)


def downgrade() -> None:
    op.drop_index("ix_tickets_back", "tickets")
    for name in ("back_at", "postpones"):
        op.drop_column("tickets", name)
