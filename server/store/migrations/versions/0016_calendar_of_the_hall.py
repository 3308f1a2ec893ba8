"""Holidays, make-up workdays and special days of a center."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("centers", sa.Column("calendar", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("centers", sa.Column("special_days", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("centers", "special_days")
    op.drop_column("centers", "calendar")
