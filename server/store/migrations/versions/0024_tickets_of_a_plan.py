"""The tickets of a plan are found by its code, in whichever centers they are."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

PLANNED = sa.text("plan IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_tickets_plan", "tickets", ["plan", "issued_at"], sqlite_where=PLANNED, postgresql_where=PLANNED)


def downgrade() -> None:
    op.drop_index("ix_tickets_plan", "tickets")
