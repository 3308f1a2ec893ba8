"""Tickets that belong to the visit of another are found by an index that holds them alone."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TIED = sa.text("visit <> id")


def upgrade() -> None:
    op.create_index("ix_tickets_visit", "tickets", ["visit"], sqlite_where=_TIED, postgresql_where=_TIED)


def downgrade() -> None:
    op.drop_index("ix_tickets_visit", "tickets")
